/**
 * A model compiled for the search: states are stored and expanded by generated WebAssembly. It finds the same states in
 * the same order as the interpreter, and is never believed about a property: it only says which states and steps the
 * judge has to look at.
 */
import {
  type IsWanted,
  maxSuccessors,
  type Program,
  programOf,
  SIGNAL_FAILURE,
  type Topic,
} from '../../codegen/program.ts'
import { type CounterLayout, counterLayout, generate } from '../../codegen/successors.ts'
import { NotCompilable } from '../../codegen/terms.ts'
import type { Model } from '../../ir/model.ts'
import { Kernel } from './kernel/kernel.ts'
import { KernelModule } from './kernel/kernelModule.ts'
import { layOut } from './kernel/layout.ts'

/** What still has to be looked for: a property until it is settled, a premise until it was true. */
export type IsOpen = IsWanted

export class CompiledModel {
  readonly kernel: Kernel
  private readonly program: Program
  private readonly counters: CounterLayout

  private constructor(program: Program, kernel: Kernel) {
    this.program = program
    this.kernel = kernel
    this.counters = counterLayout(program)
  }

  /**
   * @param isOpen what is still to be looked for; what is settled by now is not compiled
   * @returns null when the model is too large for straight-line code or needs more than 32-bit integers
   */
  static of(model: Model, memoryBytes: number, maxStates: number | undefined, isOpen: IsOpen): CompiledModel | null {
    try {
      const program = programOf(model, isOpen)
      const kernel = new Kernel(...kernelOf(program, memoryBytes, maxStates))
      return new CompiledModel(program, kernel)
    } catch (error) {
      if (error instanceof NotCompilable || error instanceof RangeError) return null
      throw error
    }
  }

  /** From now on, only what is open is reported. */
  lookFor(isOpen: IsOpen, isFailureOpen: boolean): void {
    const bits = (topics: readonly Topic[], first: number) =>
      topics.reduce((mask, { property, premise }, i) => mask | (isOpen(property, premise) ? 1 << (first + i) : 0), 0)
    this.kernel.inspectMask = bits(this.program.stateTopics, 0)
    this.kernel.attentionMask =
      bits(this.program.stepTopics, SIGNAL_FAILURE + 1) | (isFailureOpen ? 1 << SIGNAL_FAILURE : 0)
  }

  /** Transitions of the action with this index. */
  fired(action: number): number {
    return this.count(this.counters.fired[action])
  }
  /**
   * How often each guard of the action was true and false.
   * @param expanded how many states were expanded
   */
  guards(action: number, expanded: number): { passed: number; refused: number }[] {
    const passed = (this.counters.passed[action] ?? []).map(i => this.count(i))
    const choices = this.program.actions[action]?.choices.length ?? 0
    return passed.map((count, i) => {
      const counter = this.counters.asked[action]?.[i] ?? null
      const asked = counter !== null ? this.count(counter) : i === 0 ? expanded * choices : (passed[i - 1] as number)
      return { passed: count, refused: asked - count }
    })
  }
  /** States that each constraint kept from being expanded. */
  pruned(): { readonly name: string; readonly count: number }[] {
    return this.program.constraints.map(({ property }, i) => ({
      name: property.name,
      count: this.count(this.counters.pruned[i]),
    }))
  }
  private count(index: number | undefined): number {
    return index === undefined ? 0 : Number(this.kernel.counters.getBigUint64(index * 8, true))
  }
}

function kernelOf(
  program: Program,
  memoryBytes: number,
  maxStates: number | undefined,
): ConstructorParameters<typeof Kernel> {
  const layout = layOut({
    bits: program.bits,
    actions: program.actions.length,
    maxSuccessors: maxSuccessors(program),
    counterBytes: Math.max(8, counterLayout(program).count * 8),
    memoryBytes,
    ...(maxStates !== undefined && { maxStates }),
  })
  const module = new KernelModule(layout)
  const generated = generate(program, module.builder, { ...module.globals, counters: layout.counters.address })
  return [layout, module.complete(generated)]
}
