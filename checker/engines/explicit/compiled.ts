/**
 * A model compiled for the search: states are stored and expanded by generated code. It finds the same states in
 * the same order as the interpreter, and is never believed about a property: it only says which states and steps the
 * judge has to look at.
 */
import { Counts, counterLayout } from '../../codegen/counters.ts'
import { type Backend, expanderCode, expanderOf } from '../../codegen/expander.ts'
import {
  type IsCounted,
  type IsWanted,
  maxSuccessors,
  type Program,
  programOf,
  SIGNAL_FAILURE,
  type Topic,
  WITNESS_FAILED,
} from '../../codegen/program.ts'
import { Repacking } from '../../codegen/repacking.ts'
import { generate } from '../../codegen/successors.ts'
import { defineCanonicalise } from '../../codegen/symmetry/canonicalise.ts'
import { NotCompilable } from '../../codegen/terms.ts'
import type { Model } from '../../ir/model.ts'
import { Kernel, knowsWideMemory } from './kernel/kernel.ts'
import { KernelModule } from './kernel/kernelModule.ts'
import { ADDRESS_SPACE, layOut, WIDE_ADDRESS_SPACE } from './kernel/layout.ts'
import type { PageFile } from './kernel/pageFile.ts'
import { startThreads, type Thread } from './kernel/thread.ts'
import { narrowestPacking } from './narrowing.ts'
import { PlainKernel } from './plainKernel.ts'
import { StateStore, type States } from './store.ts'
import type { Representatives } from './symmetry/representatives.ts'

/** What still has to be looked for: a property until it is settled, a premise until it was true. */
export type IsOpen = IsWanted

/** States that expand themselves; `Kernel` says what the members mean. */
export interface ExpandingStates extends States {
  inspectMask: number
  attentionMask: number
  readonly isFull: boolean
  readonly generated: number
  readonly matching: Iterable<number>
  readonly attentive: Iterable<number>
  readonly ends: Iterable<number>
  freshOf(action: number): number
  run(from: number, to: number): number
  /** a counter of the generated code */
  count(index: number): number
}

/** How states are kept. Only WebAssembly has workers and compaction; they change no exact result. */
export interface StoreSize {
  readonly memoryBytes: number
  readonly maxStates: number | undefined
  /** threads that may help with large levels; fewer than two do not */
  readonly workers?: number | undefined
  /** whether states of more than 64 bits are known by a hash */
  readonly compact?: boolean | undefined
  /** where rows go that are not needed in memory; not with workers */
  readonly disk?: DiskSpace | null
}

export interface DiskSpace {
  readonly file: PageFile
  /** bytes of the memory for rows that are there at a time; a share of it unless given */
  readonly windowBytes?: number | undefined
}

/** What the code looks for and counts: what is settled by now is not compiled. */
export interface Sought {
  readonly isOpen: IsOpen
  readonly isCounted?: IsCounted
}

export class CompiledModel {
  readonly kernel: ExpandingStates
  /** the kernel, if several threads can work on it */
  readonly shared: Kernel | null
  readonly counts: Counts
  private readonly program: Program

  private constructor(program: Program, kernel: ExpandingStates) {
    this.program = program
    this.kernel = kernel
    this.shared = kernel instanceof Kernel && kernel.isShared ? kernel : null
    this.counts = new Counts(program, index => kernel.count(index))
  }

  /**
   * @param representatives of the states, if only these are to be stored
   * @param onRefusal is told why there is none
   * @param states that were found so far; they save time
   * @returns null when the model is too large for straight-line code or needs more than 32-bit integers, or when there is
   * not the memory for it
   */
  static of(
    model: Model,
    backend: Backend,
    size: StoreSize,
    { isOpen, isCounted }: Sought,
    representatives: Representatives | null = null,
    onRefusal: (reason: string) => void = () => {},
    states: States | null = null,
  ): CompiledModel | null {
    // They start while the code is made. With them, the main thread expands small levels only.
    const { workers = 1 } = size
    const threads = startThreads(backend === 'wasm' && workers > 1 ? workers : 0)
    try {
      // Representatives and the other back end know the plain packing only.
      const isPlain = backend !== 'wasm' || representatives !== null
      const packing = isPlain ? undefined : narrowestPacking(model, states)
      const program = programOf(model, isOpen, isCounted, packing)
      const kernel =
        backend === 'wasm'
          ? kernelOf(program, size, representatives, threads)
          : plainKernelOf(program, size, representatives)
      return new CompiledModel(program, kernel)
    } catch (error) {
      for (const thread of threads) void thread.stop()
      if (!(error instanceof NotCompilable || error instanceof RangeError)) throw error
      onRefusal(error.message)
      return null
    }
  }

  /** Bytes that can be had for states at most, whatever the limit is. */
  get reachBytes(): number {
    if (!(this.kernel instanceof Kernel)) return Number.POSITIVE_INFINITY
    return this.kernel.layout.isWide ? WIDE_ADDRESS_SPACE : ADDRESS_SPACE
  }
  /** Whether states may have been missed: see `Kernel`. */
  get isCompacted(): boolean {
    return this.kernel instanceof Kernel && this.kernel.isCompacted
  }

  /** From now on, only what is open is reported. */
  lookFor(isOpen: IsOpen, isFailureOpen: boolean): void {
    const bits = (topics: readonly Topic[], first: number) =>
      topics.reduce((mask, { property, premise }, i) => mask | (isOpen(property, premise) ? 1 << (first + i) : 0), 0)
    const canFail = this.program.stateTopics.some(
      ({ property, premise }) => property.kind === 'witness' && property.checks.length > 0 && isOpen(property, premise),
    )
    this.kernel.inspectMask = bits(this.program.stateTopics, 0) | (canFail ? 1 << WITNESS_FAILED : 0)
    this.kernel.attentionMask =
      bits(this.program.stepTopics, SIGNAL_FAILURE + 1) | (isFailureOpen ? 1 << SIGNAL_FAILURE : 0)
  }
}

/** Beyond 4 GB, a kernel whose states have a memory of their own; not every Node knows one, or machine grants it. */
function kernelOf(
  program: Program,
  size: StoreSize,
  representatives: Representatives | null,
  threads: readonly Thread[],
): Kernel {
  const make = (isWide: boolean) => new Kernel(...kernelParts(program, size, representatives, threads, isWide))
  if (size.memoryBytes <= ADDRESS_SPACE || !knowsWideMemory()) return make(false)
  try {
    return make(true)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return make(false)
  }
}

function kernelParts(
  program: Program,
  { memoryBytes, maxStates, compact = false, disk = null }: StoreSize,
  representatives: Representatives | null,
  threads: readonly Thread[],
  isWide: boolean,
): ConstructorParameters<typeof Kernel> {
  const layout = layOut({
    bits: program.bits,
    actions: program.actions.length,
    maxSuccessors: maxSuccessors(program),
    counterBytes: Math.max(8, counterLayout(program).count * 8),
    memoryBytes,
    ...(maxStates !== undefined && { maxStates }),
    threads: threads.length + 1,
    compact,
    isWide,
    ...(disk && { windowBytes: disk.windowBytes ?? windowShare(program.bits, memoryBytes) }),
  })
  const module = new KernelModule(layout)
  const generated = generate(program, module.builder, { ...module.globals, counters: module.counters })
  const canonicalise = representatives && defineCanonicalise(module.builder, representatives.symmetry)
  const { plain, packing } = program
  const repacking = packing.bits === plain.bits ? null : new Repacking(plain, packing)
  return [
    layout,
    module.complete({ ...generated, ...(canonicalise && { canonicalise }) }),
    disk?.file,
    repacking,
    threads,
  ]
}

/**
 * Rows of fewer than 64 bits are read once, in order. Wider ones are also compared, all over the file; the more of them are
 * in memory, the better. The rest is for the table. The window lies in a memory with addresses of 32 bits.
 */
const windowShare = (bits: number, memoryBytes: number) =>
  Math.min(WINDOW_MAX, Math.floor(memoryBytes / (bits < 64 ? 16 : 4)))
const WINDOW_MAX = 2 ** 30

function plainKernelOf(
  program: Program,
  { memoryBytes, maxStates }: StoreSize,
  representatives: Representatives | null,
): PlainKernel {
  const words = Math.max(1, Math.ceil(program.bits / 32))
  const expander = expanderOf(expanderCode(program, 'javascript', 'counted'))
  const store = new StateStore(words, memoryBytes, maxStates)
  return new PlainKernel(expander, store, words, program.actions.length, representatives)
}
