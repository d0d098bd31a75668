/**
 * Which overlay network an id belongs to: from ids of 32 bits to indices. A table is one image of words, built and
 * checked by others: ids of a dense range have a word each; the others lie in one of two buckets that their hash names.
 * Every lookup is a word or two buckets of four ids, whatever the table and the id. An unknown id has no index, not any one.
 *
 *     0  the first id of the dense range      3  seed of the hash
 *     1  how many ids the range has           4  the index of each id of the range, or NONE
 *     2  how many buckets there are, less 1   then the buckets, each of 4 ids and the 4 indices of them
 *
 * Source of the idea: R. Pagh and F. F. Rodler, "Cuckoo hashing", Journal of Algorithms 51, 2004; with buckets of four
 * M. Dietzfelbinger and C. Weidling, "Balanced allocation and dictionaries with tightly packed constant size bins", 2007.
 */
import type { Words } from '../words.ts'

export const RANGE_FIRST = 0
export const RANGE_SIZE = 1
export const BUCKET_MASK = 2
export const SEED = 3
/** Where the range begins. */
export const TABLE_HEAD = 4
/** Ids in a bucket; it has as many words again for their indices. */
export const BUCKET_IDS = 4

/**
 * The index of an id, from 0 to 2^32 - 2; NONE if the table does not have it.
 *
 * @param table an image for which `isTable` is true; no word outside it is read @param id 0 to 2^32 - 1
 * Cost: one word for ids of the range, else two buckets of 32 bytes, whether the id is in one of them or not.
 */
export function indexOf(table: Words, id: number): number {
  const size = table[RANGE_SIZE] as number
  const offset = (id - (table[RANGE_FIRST] as number)) >>> 0
  if (offset < size) return table[TABLE_HEAD + offset] as number
  const mask = table[BUCKET_MASK] as number
  const buckets = (TABLE_HEAD + size) >>> 0
  const hash = firstHash((id ^ (table[SEED] as number)) >>> 0)
  const first = (buckets + ((hash & mask) << 3)) >>> 0
  const second = (buckets + ((secondHash(hash) & mask) << 3)) >>> 0
  return (inBucket(table, first, id) & inBucket(table, second, id)) >>> 0
}

/**
 * The index of an id in a bucket, else NONE. All four are looked at, without a branch: which of them it is nobody can foresee, and a
 * branch that goes wrong takes longer than they do. NONE has all bits, so `&` leaves what another one says. The last words come
 * first: where they are within the table, so are the others.
 */
function inBucket(table: Words, bucket: number, id: number): number {
  const d = (table[bucket + 7] as number) | otherwise((table[bucket + 3] as number) ^ id)
  const c = (table[bucket + 6] as number) | otherwise((table[bucket + 2] as number) ^ id)
  const b = (table[bucket + 5] as number) | otherwise((table[bucket + 1] as number) ^ id)
  const a = (table[bucket + 4] as number) | otherwise((table[bucket] as number) ^ id)
  return (a & b & c & d) >>> 0
}
/** All bits, unless there is no difference: a word without any has 32 leading zeros. */
function otherwise(difference: number): number {
  return (Math.clz32(difference) >>> 5) - 1
}

/** Source of the constants: A. Appleby, "MurmurHash3", in the public domain. */
export function firstHash(x: number): number {
  const spread = Math.imul((x ^ (x >>> 16)) >>> 0, 0x85ebca6b) >>> 0
  return (spread ^ (spread >>> 13)) >>> 0
}
export function secondHash(first: number): number {
  const spread = Math.imul(first, 0xc2b2ae35) >>> 0
  return (spread ^ (spread >>> 16)) >>> 0
}

/**
 * Whether an image has the parts that its first words say, so that lookups stay within it: to be asked once, of images that
 * come from elsewhere. It does not say that the table is the right one.
 *
 * @param length in words
 */
export function isTable(table: Words, length: number): boolean {
  if (length < TABLE_HEAD + 2 * BUCKET_IDS) return false
  const size = table[RANGE_SIZE] as number
  const mask = table[BUCKET_MASK] as number
  if (mask > 0x3ffffff || (mask & (mask + 1)) !== 0) return false
  return length - TABLE_HEAD - size === (mask + 1) * 2 * BUCKET_IDS
}
