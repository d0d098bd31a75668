/**
 * States as rows of a store: packed into words, and replaced by their representatives if only these are stored. Here is
 * the only place that knows which. One row is at hand at a time.
 */
import type { StateEncoding } from '../../ir/encode.ts'
import type { State } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { States } from './store.ts'
import type { Representatives } from './symmetry/representatives.ts'

export class Rows {
  /** the row at hand */
  readonly words: Uint32Array
  /** null when every state is stored */
  readonly representatives: Representatives | null
  private readonly encoding: StateEncoding

  constructor(encoding: StateEncoding, representatives: Representatives | null = null) {
    this.encoding = encoding
    this.representatives = representatives
    this.words = new Uint32Array(encoding.words)
  }

  /**
   * Takes the row that stands for a state.
   * @throws InternalError when a value is outside of its domain
   */
  take(state: State): void {
    try {
      this.encoding.encode(state, this.words)
    } catch (error) {
      if (error instanceof RangeError) throw new InternalError(`a state leaves its domain unchecked: ${error.message}`)
      throw error
    }
    this.representatives?.canonicalise(this.words)
  }
  /** The state of the row at hand. */
  state(): State {
    return this.encoding.decode(this.words)
  }
  /** The state that is stored under this id; its row is at hand then. */
  stateOf(states: States, id: number): State {
    states.read(id, this.words)
    return this.state()
  }
}
