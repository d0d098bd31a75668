/**
 * The states seen so far, without duplicates and without approximation. Each is a row of packed words in an arena and
 * is known by its id: rows are numbered in order of insertion, so that the arena is also the breadth-first queue.
 *
 * Memory: 4 bytes for each word of a state, 4 for its parent's id, and 6 to 12 for its slot in the table. The store
 * keeps to its budget by refusing new states.
 */

import type { MemoryUse } from '../../verdict/report.ts'

/** The parent of an initial state. */
export const NO_PARENT = 0xffffffff

/** What `insert` answers when it does not answer with a new id. */
export const KNOWN = -1
export const FULL = -2

/** Words in one chunk of the arena; a chunk holds at least one row. */
const CHUNK_WORDS = 1 << 16
const FIRST_TABLE = 1 << 12
/** Slots are found by 32-bit arithmetic on signed numbers. */
const TABLE_MAX = 2 ** 31

/** States by id, in order of insertion: kept here, or by a compiled model. */
export interface States {
  /** The number of states; their ids are below it. */
  readonly size: number
  /** @returns the id of the state if it is new, else KNOWN, or FULL when it is new and there is no room */
  insert(state: Uint32Array, parent: number): number
  /**
   * Stores many states as `insert` does one by one, but sooner; absent where it would not be.
   * @param records the words of each state and its parent, one after the other
   * @returns KNOWN when some were not new, FULL when there was no room; then some may be stored. The last id otherwise
   */
  insertAll?(records: Uint32Array, words: number): number
  /** Copies the words of a state. */
  read(id: number, into: Uint32Array): void
  /** The id of the state from which this one was first reached; NO_PARENT for an initial state. */
  parentOf(id: number): number
  readonly memoryUse: MemoryUse
  /** Bytes at which the machine gave no more; null while only the budget has set a limit. */
  readonly refusedAt: number | null
  /** where rows go that are not needed in memory; absent where all stay */
  readonly file?: { readonly folder: string; readonly trouble: string | null } | null
}

interface Chunk {
  readonly rows: Uint32Array
  readonly parents: Uint32Array
}

export class StateStore implements States {
  private readonly words: number
  /** bytes that the store may use */
  readonly budget: number
  private readonly capacity: number
  /** a chunk holds 2^chunkBits rows */
  private readonly chunkBits: number
  private readonly chunks: Chunk[] = []
  /** open addressing with linear probing; a slot holds an id plus one, or zero */
  private table: Uint32Array = new Uint32Array(FIRST_TABLE)
  private count = 0
  private used = this.table.byteLength
  refusedAt: number | null = null

  /**
   * @param words words of a state
   * @param budget bytes that the store may use
   * @param capacity states that it may hold
   */
  constructor(words: number, budget: number, capacity = Number.POSITIVE_INFINITY) {
    this.words = words
    this.budget = budget
    this.capacity = Math.min(capacity, NO_PARENT)
    this.chunkBits = Math.floor(Math.log2(Math.max(1, CHUNK_WORDS / words)))
  }

  /** The number of states; their ids are below it. */
  get size(): number {
    return this.count
  }
  get bytes(): number {
    return this.used
  }
  get memoryUse(): MemoryUse {
    const slots = this.table.length
    const rowBytes = this.chunks.reduce((sum, { rows }) => sum + rows.byteLength, 0)
    const parentBytes = this.chunks.reduce((sum, { parents }) => sum + parents.byteLength, 0)
    return { rowBytes, parentBytes, tableBytes: this.table.byteLength, slots }
  }

  /** @returns the id of the state if it is new, else KNOWN, or FULL when it is new and there is no room */
  insert(state: Uint32Array, parent: number): number {
    let slot = this.find(state)
    if (this.table[slot] !== 0) return KNOWN
    if (!this.hasRow()) return FULL
    if (this.count * 3 >= this.table.length * 2) {
      if (!this.enlargeTable()) return FULL
      slot = this.find(state)
    }
    const id = this.count++
    const { rows, parents } = this.chunkOf(id)
    rows.set(state, this.offsetOf(id))
    parents[this.indexOf(id)] = parent
    this.table[slot] = id + 1
    return id
  }

  /** Copies the words of a state. */
  read(id: number, into: Uint32Array): void {
    const offset = this.offsetOf(id)
    const { rows } = this.chunkOf(id)
    for (let i = 0; i < this.words; i++) into[i] = rows[offset + i] as number
  }
  /** The id of the state from which this one was first reached, or NO_PARENT. */
  parentOf(id: number): number {
    return this.chunkOf(id).parents[this.indexOf(id)] as number
  }

  private chunkOf(id: number): Chunk {
    return this.chunks[id >>> this.chunkBits] as Chunk
  }
  private indexOf(id: number): number {
    return id & ((1 << this.chunkBits) - 1)
  }
  private offsetOf(id: number): number {
    return this.indexOf(id) * this.words
  }
  /** The slot that holds the state, or else the free one where it belongs. */
  private find(state: Uint32Array): number {
    let slot = this.slotOf(hash(state, 0, this.words))
    for (let entry = this.table[slot] as number; entry !== 0; entry = this.table[slot] as number) {
      if (this.isRow(entry - 1, state)) break
      slot = this.slotOf(slot + 1)
    }
    return slot
  }
  /** The table's length is a power of two. */
  private slotOf(hashed: number): number {
    return hashed & (this.table.length - 1)
  }
  private isRow(id: number, state: Uint32Array): boolean {
    const { rows } = this.chunkOf(id)
    const offset = this.offsetOf(id)
    for (let i = 0; i < this.words; i++) if (rows[offset + i] !== state[i]) return false
    return true
  }

  /** Whether so many more states certainly fit; it may say no although they do, when room is short. */
  hasRoomFor(count: number): boolean {
    if (this.count + count > this.capacity) return false
    const rows = (this.chunks.length << this.chunkBits) - this.count
    const fitsTable = (this.count + count) * 3 < this.table.length * 2
    if (rows >= count && fitsTable) return true
    const chunks = Math.max(0, Math.ceil((count - rows) / 2 ** this.chunkBits))
    const chunkBytes = 4 * 2 ** this.chunkBits * (this.words + 1)
    let table = this.table.length
    while ((this.count + count) * 3 >= table * 2) table *= 2
    // while a table is enlarged, there are two
    const tableBytes = fitsTable ? 0 : 4 * table
    return table <= TABLE_MAX && this.used + chunks * chunkBytes + tableBytes <= this.budget
  }

  /** Whether the arena has a row for one more state; it gets a new chunk when the last one is full. */
  private hasRow(): boolean {
    if (this.count >= this.capacity) return false
    if (this.count >>> this.chunkBits < this.chunks.length) return true
    const rowsPerChunk = 1 << this.chunkBits
    const rows = this.allocate(rowsPerChunk * this.words)
    const parents = rows && this.allocate(rowsPerChunk)
    if (rows === null || parents === null) return false
    this.chunks.push({ rows, parents })
    return true
  }
  private enlargeTable(): boolean {
    if (this.table.length === TABLE_MAX) return false
    const larger = this.allocate(this.table.length * 2)
    if (larger === null) return false
    this.used -= this.table.byteLength
    this.table = larger
    for (let id = 0; id < this.count; id++) {
      let slot = this.slotOf(hash(this.chunkOf(id).rows, this.offsetOf(id), this.words))
      while (this.table[slot] !== 0) slot = this.slotOf(slot + 1)
      this.table[slot] = id + 1
    }
    return true
  }

  /** Zeroed words, or null when the budget or the machine does not allow them. */
  private allocate(words: number): Uint32Array | null {
    if (this.used + words * 4 > this.budget) return null
    try {
      const made = new Uint32Array(words)
      this.used += made.byteLength
      return made
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.refusedAt = this.used
      return null
    }
  }
}

/** Mixes all words into 32 bits; similar states must not fall on neighbouring slots. */
export function hash(words: Uint32Array, offset: number, count: number): number {
  let h = count
  for (let i = offset; i < offset + count; i++) {
    h = Math.imul(h ^ (words[i] as number), 0x9e3779b1)
    h ^= h >>> 15
  }
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
