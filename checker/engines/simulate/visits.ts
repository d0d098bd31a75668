/** The distinct states that walks have seen, and an estimate of how many such walks would see. */
import type { StateEncoding } from '../../ir/encode.ts'
import type { State } from '../../ir/model.ts'

export class Visits {
  /** whether there were more distinct states than are told apart: then `distinct` is a lower bound */
  isFull = false
  private readonly counts = new Map<string, number>()
  private readonly encoding: StateEncoding
  private readonly words: Uint32Array
  private readonly max: number

  /** @param max how many distinct states are told apart */
  constructor(encoding: StateEncoding, max: number) {
    this.encoding = encoding
    this.words = new Uint32Array(encoding.words)
    this.max = max
  }
  get distinct(): number {
    return this.counts.size
  }
  /** @returns whether the state was never seen before, as far as is known */
  see(state: State): boolean {
    this.encoding.encode(state, this.words)
    const key = String.fromCharCode(...new Uint16Array(this.words.buffer))
    const before = this.counts.get(key)
    if (before === undefined && this.counts.size >= this.max) {
      this.isFull = true
      return true
    }
    this.counts.set(key, (before ?? 0) + 1)
    return before === undefined
  }
  /**
   * Chao1, bias-corrected (Chao 1984): distinct + f1 (f1 - 1) / (2 (f2 + 1)), of states seen once (f1) and twice (f2). A
   * rough lower bound of what such walks reach, since the states of one walk are no independent samples; null when full.
   */
  estimate(): number | null {
    if (this.isFull) return null
    const times = (n: number) => this.counts.values().reduce((sum, count) => sum + (count === n ? 1 : 0), 0)
    const [once, twice] = [times(1), times(2)]
    return Math.round(this.distinct + (once * (once - 1)) / (2 * (twice + 1)))
  }
}
