/**
 * Claims: a lookup in a table gives what a linear search of its entries gives, for every id; and whatever the words of an
 * image that passes for a table, no lookup reads a word outside it.
 *
 * Not claimed: the first of other tables, which are checked by tests; the second of images of other lengths than these.
 * (A word that is read outside an image is no number, and where a number is needed its lack makes a theorem false.)
 */
import { equivalent, int, map, theorem, theorems, word } from 'von'
import { buildLookup, type LookupEntry } from '../../impl/lookup/buildLookup.ts'
import { indexOf, isTable } from '../../impl/lookup/lookup.ts'
import { NONE } from '../../impl/words.ts'

/** A delegated range with gaps, and ids from all over; some are negative when they are taken as signed. */
const entries: LookupEntry[] = [
  ...[0, 1, 2, 4, 5, 7].map((offset, i): LookupEntry => [0x80000000 + offset, i]),
  ...[0, 1, 0x2b7e1516, 0x7fffffff, 0x90000000, 0xffffffff].map((id, i): LookupEntry => [id, 6 + i]),
]
const table = buildLookup(entries)
const smaller = buildLookup(entries.slice(1))

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
