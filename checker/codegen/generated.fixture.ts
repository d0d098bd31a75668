/** Runs the generated functions of a model on single states: for the comparison with the interpreter. */
import { StateEncoding } from '../ir/encode.ts'
import type { Model, State } from '../ir/model.ts'
import { Counts, type Loops } from './counters.ts'
import { type Backend, type Expander, expanderCode, expanderOf } from './expander.ts'
import { LOOPED, PRUNED, type Program, programOf } from './program.ts'

export interface Expansion {
  /** encoded states in the order they were appended: action index and words */
  readonly appended: readonly { readonly action: number; readonly words: string }[]
  readonly signals: number
  readonly isPruned: boolean
  readonly hasLoop: boolean
}

export class GeneratedModel {
  readonly program: Program
  readonly counts: Counts
  private readonly encoding: StateEncoding
  private readonly expander: Expander

  constructor(model: Model, backend: Backend, loops: Loops) {
    this.program = programOf(
      model,
      () => true,
      () => true,
    )
    this.encoding = new StateEncoding(model.variables)
    this.expander = expanderOf(expanderCode(this.program, backend, loops))
    this.counts = new Counts(this.program, this.expander.count)
  }

  expand(state: State): Expansion {
    const { memory, firstEntry, entryWords, stateWords } = this.expander
    this.put(state)
    const appended = Array.from({ length: this.expander.successors(7) }, (_, i) => {
      const at = firstEntry + i * entryWords
      if (memory[at + stateWords + 1] !== 7) throw new Error('the parent is not stored')
      return {
        action: memory[at + stateWords] as number,
        words: memory.slice(at, at + this.encoding.words).join(),
      }
    })
    const bits = this.expander.attention()
    return {
      appended,
      signals: bits & ~(PRUNED | LOOPED),
      isPruned: (bits & PRUNED) !== 0,
      hasLoop: (bits & LOOPED) !== 0,
    }
  }
  inspect(state: State): number {
    this.put(state)
    return this.expander.inspect(0)
  }
  get selfLoops(): number {
    return this.expander.selfLoops()
  }
  words(state: State): string {
    const words = new Uint32Array(this.encoding.words)
    this.encoding.encode(state, words)
    return words.join()
  }
  private put(state: State): void {
    const { memory, stateWords } = this.expander
    memory.fill(0, 0, stateWords)
    this.encoding.encode(state, memory)
  }
}
