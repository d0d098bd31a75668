/**
 * Builds the tables that `lookup.ts` reads. In: ids and the index of each. Out: an image in which every id is found and no
 * other one. Not for the packet path: a table is built aside, and takes the place of the old one as a whole.
 */
import { NONE } from '../words.ts'
import { BUCKET_IDS, BUCKET_MASK, firstHash, RANGE_FIRST, RANGE_SIZE, SEED, secondHash, TABLE_HEAD } from './lookup.ts'

/** An id, and the index that it is to have: whole numbers from 0, ids to 2^32 - 1 and indices to 2^32 - 2. */
export type LookupEntry = readonly [id: number, index: number]

/** Of this many buckets' room, ids take at most so much at first. */
const LOAD_MAX = 0.85
/** Seeds tried before there are twice as many buckets. */
const SEEDS_MAX = 8
const BUCKETS_MAX = 2 ** 26
/** Ids moved to make room for one. */
const MOVES_MAX = 500

/**
 * The longest range of ids of which at least half are used has a word for each; the others are hashed.
 *
 * @throws RangeError for an id that is there twice, and for numbers out of range
 * Cost: time in proportion to n log n, for n ids; 4 to 19 bytes per id, where there are many. Same entries, same image.
 */
export function buildLookup(entries: Iterable<LookupEntry>): Uint32Array<ArrayBuffer> {
  const sorted = [...entries].sort(([a], [b]) => a - b)
  for (const [i, [id, index]] of sorted.entries()) {
    if (!isWord(id)) throw new RangeError(`${id} is no id: ids are whole numbers from 0 to 2^32 - 1`)
    if (!isWord(index) || index === NONE)
      throw new RangeError(`id ${id} cannot have index ${index}: indices are whole numbers from 0 to 2^32 - 2`)
    if (sorted[i + 1]?.[0] === id) throw new RangeError(`id ${id} is there twice`)
  }
  const [from, to] = denseRange(sorted.map(([id]) => id))
  const dense = sorted.slice(from, to)
  const hashed = [...sorted.slice(0, from), ...sorted.slice(to)]
  const first = dense[0]?.[0] ?? 0
  const size = dense.length === 0 ? 0 : (dense.at(-1) as LookupEntry)[0] - first + 1

  const { seed, buckets } = placed(hashed)
  const slots = buckets.length * 2 * BUCKET_IDS
  const table = new Uint32Array(TABLE_HEAD + size + slots)
  table[RANGE_FIRST] = first
  table[RANGE_SIZE] = size
  table[BUCKET_MASK] = buckets.length - 1
  table[SEED] = seed
  table.fill(NONE, TABLE_HEAD)
  for (const [id, index] of dense) table[TABLE_HEAD + id - first] = index
  // A free slot holds an id that the table does not have, so that its NONE is the right answer.
  const absent = leastAbsent(sorted)
  for (const [b, bucket] of buckets.entries()) {
    const start = TABLE_HEAD + size + b * 2 * BUCKET_IDS
    for (let slot = 0; slot < BUCKET_IDS; slot++) {
      const [id, index] = bucket[slot] ?? [absent, NONE]
      table[start + slot] = id
      table[start + BUCKET_IDS + slot] = index
    }
  }
  return table
}

const isWord = (n: number) => Number.isInteger(n) && n >= 0 && n <= 0xffffffff

function leastAbsent(sorted: readonly LookupEntry[]): number {
  const gap = sorted.findIndex(([id], i) => id !== i)
  return gap < 0 ? sorted.length : gap
}

/**
 * The longest stretch of sorted ids that takes up at most twice as many numbers as it has ids; empty if none has two.
 * An id less twice its position tells: it may be at most 1 larger at the end of the stretch than at its beginning.
 */
function denseRange(ids: readonly number[]): readonly [from: number, to: number] {
  const height = ids.map((id, i) => id - 2 * i)
  const lowestFrom = height.slice()
  for (let i = lowestFrom.length - 2; i >= 0; i--)
    lowestFrom[i] = Math.min(lowestFrom[i] as number, lowestFrom[i + 1] as number)
  let best: readonly [number, number] = [0, 0]
  let highest = Number.NEGATIVE_INFINITY
  let to = 0
  for (let from = 0; from < ids.length; from++) {
    if ((height[from] as number) <= highest) continue
    highest = height[from] as number
    while (to < ids.length && (lowestFrom[to] as number) <= highest + 1) to++
    if (to - from > Math.max(1, best[1] - best[0])) best = [from, to]
  }
  return best
}

/** All entries in buckets of four, each in one of its two. */
function placed(entries: readonly LookupEntry[]): { readonly seed: number; readonly buckets: LookupEntry[][] } {
  let count = 1
  while (count * BUCKET_IDS * LOAD_MAX < entries.length) count *= 2
  for (; count <= BUCKETS_MAX; count *= 2) {
    for (let seed = 0; seed < SEEDS_MAX; seed++) {
      const buckets = placedBySeed(entries, count, seed)
      if (buckets !== null) return { seed, buckets }
    }
  }
  throw new RangeError(`${entries.length} ids are too many for one table`)
}

function placedBySeed(entries: readonly LookupEntry[], count: number, seed: number): LookupEntry[][] | null {
  const buckets: LookupEntry[][] = Array.from({ length: count }, () => [])
  for (const entry of entries) if (!place(buckets, entry, seed)) return null
  return buckets
}

/** Puts an entry into a bucket of its own; where both are full, one moves out of the way, in turn. */
function place(buckets: LookupEntry[][], entry: LookupEntry, seed: number): boolean {
  let homeless = entry
  for (let move = 0; move < MOVES_MAX; move++) {
    const hash = firstHash((homeless[0] ^ seed) >>> 0)
    const mask = buckets.length - 1
    const [a, b] = [buckets[hash & mask] as LookupEntry[], buckets[secondHash(hash) & mask] as LookupEntry[]]
    const roomier = b.length < a.length ? b : a
    if (roomier.length < BUCKET_IDS) {
      roomier.push(homeless)
      return true
    }
    const full = move % 2 === 0 ? a : b
    const slot = (move >>> 1) % BUCKET_IDS
    const moved = full[slot] as LookupEntry
    full[slot] = homeless
    homeless = moved
  }
  return false
}
