/**
 * Claims: a lookup in a table gives what a linear search of its entries gives, for every id; and whatever the words of an
 * image that passes for a table, no lookup reads a word outside it.
 *
 * Not claimed: the first of other tables, which are checked by tests; the second of images of other lengths than these.
 * (A word that is read outside an image is no number, and where a number is needed its lack makes a theorem false.)
 */
import { equivalent, int, map, theorem, theorems, word } from 'von'
import { buildLookup, type LookupEntry } from '../../impl/lookup/buildLookup.ts'
import { BUCKET_MASK, firstHash, indexOf, isTable, RANGE_SIZE, SEED, TABLE_HEAD } from '../../impl/lookup/lookup.ts'
import { NONE } from '../../impl/words.ts'

/** A delegated range with gaps, and ids from all over; some are negative when they are taken as signed. */
const entries: LookupEntry[] = [
  ...[0, 1, 2, 4, 5, 7].map((offset, i): LookupEntry => [0x80000000 + offset, i]),
  ...[0, 1, 0x2b7e1516, 0x90000000, 0xffffffff].map((id, i): LookupEntry => [id, 6 + i]),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n, i): LookupEntry => [Math.imul(n, 0x85ebca6b) >>> 0, 11 + i]),
]
const table = buildLookup(entries)
const smaller = buildLookup(entries.slice(1))

/** The same without what lies in the second of its buckets. */
const firstBuckets = table.map((index, at) => {
  const slot = at - TABLE_HEAD - (table[RANGE_SIZE] as number)
  if (slot < 0 || slot % 8 < 4) return index
  const hash = firstHash(((table[at - 4] as number) ^ (table[SEED] as number)) >>> 0)
  return (hash & (table[BUCKET_MASK] as number)) === Math.floor(slot / 8) ? index : NONE
})

/** Room for a range of 16 ids and one bucket, or of 8 and two. */
const LENGTH = 28

function linearIndexOf(id: number): number {
  for (const [known, index] of entries) if (known === id) return index
  return NONE
}

export default theorems(
  equivalent(
    'lookupIsLinearSearch',
    { id: word(32) },
    ({ id }) => indexOf(table, id),
    ({ id }) => linearIndexOf(id),
    {
      about: 'A lookup in a table of a range and of hashed ids gives what a linear search gives, for every id.',
      twins: {
        // ON-4
        unknownIsTheFirst: ({ id }) => (indexOf(table, id) === NONE ? 0 : indexOf(table, id)),
        // ON-13
        comparedAsSigned: ({ id }) => ((id | 0) < 0 ? NONE : indexOf(table, id)),
        firstBucketOnly: ({ id }) => indexOf(firstBuckets, id),
        oneEntryLess: ({ id }) => indexOf(smaller, id),
      },
    },
  ),
  theorem(
    'lookupStaysInside',
    { image: map(int(0, LENGTH - 1), word(32)), id: word(32) },
    ({ image, id }) => !isTable(image, LENGTH) || indexOf(image, id) >= 0,
    {
      about: 'Whatever the 28 words of an image that passes for a table, no lookup reads a word outside it.',
      twins: {
        notAsked: ({ image, id }) => indexOf(image, id) >= 0,
        oneWordShort: ({ image, id }) => !isTable(image, LENGTH + 1) || indexOf(image, id) >= 0,
      },
    },
  ),
)
