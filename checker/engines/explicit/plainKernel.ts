/**
 * The loop around generated code in plain JavaScript: does what `kernel/` does in WebAssembly, one state after the other,
 * over a `StateStore`. It is there to be compared with, and for machines that do not run WebAssembly.
 */
import type { Expander } from '../../codegen/expander.ts'
import type { MemoryUse } from '../../verdict/report.ts'
import type { StateStore, States } from './store.ts'
import type { Representatives } from './symmetry/representatives.ts'

export class PlainKernel implements States {
  inspectMask = 0
  attentionMask = -1
  /** Lists of the last run, as those of `Kernel`. */
  readonly matching: number[] = []
  readonly attentive: number[] = []
  readonly ends: number[] = []
  /** whether the last run ended because the next state might have more successors than there is room for */
  isFull = false

  private readonly expander: Expander
  private readonly store: StateStore
  private readonly state: Uint32Array
  /** the words of each successor, as views of the expander's memory */
  private readonly entries: Uint32Array[] = []
  private readonly fresh: Float64Array
  private readonly representatives: Representatives | null
  private looked = 0

  /**
   * @param words of a state in the store: those of the expander, perhaps without the last, which is zero
   * @param representatives of the states, if only these are to be stored
   */
  constructor(
    expander: Expander,
    store: StateStore,
    words: number,
    actions: number,
    representatives: Representatives | null,
  ) {
    this.representatives = representatives
    this.expander = expander
    this.store = store
    this.state = expander.memory.subarray(0, words)
    this.fresh = new Float64Array(actions)
  }

  get size(): number {
    return this.store.size
  }
  get generated(): number {
    return this.looked + this.expander.selfLoops()
  }
  freshOf(action: number): number {
    return this.fresh[action] as number
  }
  count(index: number): number {
    return this.expander.count(index)
  }
  insert(state: Uint32Array, parent: number): number {
    return this.store.insert(state, parent)
  }
  read(id: number, into: Uint32Array): void {
    this.store.read(id, into)
  }
  parentOf(id: number): number {
    return this.store.parentOf(id)
  }
  get refusedAt(): number | null {
    return this.store.refusedAt
  }
  get memoryUse(): MemoryUse {
    return this.store.memoryUse
  }

  /** Expands the states `from` to `to - 1`, in order. @returns the id of the next state; below `to` when `isFull` */
  run(from: number, to: number): number {
    this.matching.length = 0
    this.attentive.length = 0
    this.ends.length = 0
    for (let id = from; id < to; id++) {
      this.isFull = !this.store.hasRoomFor(this.expander.maxSuccessors)
      if (this.isFull) return id
      this.expand(id)
    }
    return to
  }

  private expand(id: number): void {
    const { expander, store } = this
    store.read(id, this.state)
    const count = expander.successors(id)
    const attention = expander.attention()
    this.looked += count
    for (let i = 0; i < count; i++) {
      const at = expander.firstEntry + i * expander.entryWords
      const entry = this.entry(i, at)
      this.representatives?.canonicalise(entry)
      const fresh = store.insert(entry, id)
      if (fresh < 0) continue
      const action = expander.memory[at + expander.stateWords] as number
      this.fresh[action] = (this.fresh[action] as number) + 1
      if ((expander.inspect(at) & this.inspectMask) !== 0) this.matching.push(fresh)
    }
    if ((attention & this.attentionMask) !== 0) this.attentive.push(id)
    else if (attention === 0 && count === 0) this.ends.push(id)
  }
  private entry(index: number, at: number): Uint32Array {
    let view = this.entries[index]
    if (view === undefined) {
      view = this.expander.memory.subarray(at, at + this.state.length)
      this.entries[index] = view
    }
    return view
  }
}
