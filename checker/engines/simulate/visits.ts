/**
 * The distinct states that walks have seen, and an estimate of how many such walks would see. States are compared in
 * full, in a table with open addressing that doubles until it holds as many as are told apart.
 *
 * Memory: for each state its words and one byte, and 6 to 12 bytes for its slot; twice that while growing.
 */
export class Visits {
  /** whether there were more distinct states than are told apart: then `distinct` is a lower bound */
  isFull = false
  private readonly words: number
  private readonly max: number
  private count = 0
  private rows: Uint32Array
  /** how often each state was seen: once, twice, or more often */
  private times: Uint8Array
  /** a slot holds the number of a row plus one, or zero */
  private table = new Uint32Array(1 << 12)

  /** @param words of a state @param max how many distinct states are told apart */
  constructor(words: number, max: number) {
    this.words = words
    this.max = max
    this.rows = new Uint32Array(1024 * words)
    this.times = new Uint8Array(1024)
  }

  get distinct(): number {
    return this.count
  }

  /** Sees the state in `from` at offset `at`. @returns whether it was never seen before, as far as is known */
  see(from: Uint32Array, at: number): boolean {
    const slot = this.find(from, at)
    const row = (this.table[slot] as number) - 1
    if (row >= 0) {
      this.times[row] = Math.min(MANY, (this.times[row] as number) + 1)
      return false
    }
    if (this.count >= this.max) {
      this.isFull = true
      return true
    }
    if (this.count === this.times.length) this.enlargeRows()
    for (let k = 0; k < this.words; k++) this.rows[this.count * this.words + k] = from[at + k] as number
    this.times[this.count] = 1
    this.table[slot] = ++this.count
    if (this.count * 3 >= this.table.length * 2) this.enlargeTable()
    return true
  }

  /**
   * Chao1, bias-corrected (Chao 1984): distinct + f1 (f1 - 1) / (2 (f2 + 1)), of states seen once (f1) and twice (f2). A
   * rough lower bound of what such walks reach, since the states of one walk are no independent samples; null when full.
   */
  estimate(): number | null {
    if (this.isFull) return null
    let once = 0
    let twice = 0
    for (let row = 0; row < this.count; row++) {
      if (this.times[row] === 1) once++
      else if (this.times[row] === 2) twice++
    }
    return Math.round(this.count + (once * (once - 1)) / (2 * (twice + 1)))
  }

  /** The slot that holds the state, or else the free one where it belongs. */
  private find(from: Uint32Array, at: number): number {
    const { table, words, rows } = this
    const mask = table.length - 1
    for (let slot = hash(from, at, words) & mask; ; slot = (slot + 1) & mask) {
      const row = (table[slot] as number) - 1
      if (row < 0) return slot
      let k = 0
      while (k < words && rows[row * words + k] === from[at + k]) k++
      if (k === words) return slot
    }
  }
  private enlargeRows(): void {
    const rows = new Uint32Array(this.rows.length * 2)
    rows.set(this.rows)
    this.rows = rows
    const times = new Uint8Array(this.times.length * 2)
    times.set(this.times)
    this.times = times
  }
  private enlargeTable(): void {
    this.table = new Uint32Array(this.table.length * 2)
    for (let row = 0; row < this.count; row++) this.table[this.find(this.rows, row * this.words)] = row + 1
  }
}

/** Seen more often than twice, which is all that the estimate asks. */
const MANY = 3

/** Mixes all words into 32 bits; similar states must not fall on neighbouring slots. */
function hash(words: Uint32Array, at: number, count: number): number {
  let h = count
  for (let i = at; i < at + count; i++) {
    h = Math.imul(h ^ (words[i] as number), 0x9e3779b1)
    h ^= h >>> 15
  }
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
