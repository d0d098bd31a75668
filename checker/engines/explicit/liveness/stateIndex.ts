/** The ids of encoded states: an index over rows that are all there from the start. Memory: 6 to 12 bytes for each. */
import { hash } from '../store.ts'

export class StateIndex {
  private readonly rows: Uint32Array
  private readonly words: number
  private readonly mask: number
  /** open addressing with linear probing; a slot holds an id plus one, or zero */
  private readonly table: Uint32Array

  /**
   * @param rows distinct states one after the other, in the order of their ids
   * @param words of each state
   */
  constructor(rows: Uint32Array, words: number) {
    this.rows = rows
    this.words = words
    const count = rows.length / words
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, count * 1.5)))
    this.mask = slots - 1
    this.table = new Uint32Array(slots)
    for (let id = 0; id < count; id++) {
      let slot = hash(rows, id * words, words) & this.mask
      while (this.table[slot] !== 0) slot = (slot + 1) & this.mask
      this.table[slot] = id + 1
    }
  }

  /** The id of the state at `state[offset ..]`; -1 when it is not among the rows. */
  find(state: Uint32Array, offset: number): number {
    const { table, mask, words } = this
    for (let slot = hash(state, offset, words) & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number
      if (entry === 0) return -1
      if (this.isRow(entry - 1, state, offset)) return entry - 1
    }
  }

  private isRow(id: number, state: Uint32Array, offset: number): boolean {
    const { rows, words } = this
    const row = id * words
    for (let i = 0; i < words; i++) if (rows[row + i] !== state[offset + i]) return false
    return true
  }
}
