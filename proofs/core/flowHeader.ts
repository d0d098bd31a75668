/**
 * Claims: what is written into a header is read from it again, for every id and whatever else is in the bytes; reading and
 * writing again gives the same bytes; ids are compared as unsigned numbers, which is a strict order of all of them.
 *
 * Not claimed: that these are the right bytes of a packet, which is for its parser to say.
 */
import { equivalent, implies, int, map, theorem, theorems, word } from 'von'
import { type HeaderBytes, isBelow, isSameFlow, readHeader, writeHeader } from '../../impl/flowHeader/flowHeader.ts'

type Bytes = { readonly [index: number]: number }
const bytesOf = (bytes: Bytes) => [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]] as unknown as HeaderBytes
const bytes = map(int(0, 4), word(8))

/** Reads the id as JavaScript's bit operators leave it: signed. */
const readSigned = ([flags, a, b, c, d]: HeaderBytes) =>
  (flags & 1) === 0 ? null : (a << 24) | (b << 16) | (c << 8) | d
/** ON-13: ids of more than 31 bits are negative here. */
const isBelowSigned = (a: number, b: number) => (a | 0) < (b | 0)

export default theorems(
  equivalent(
    'writtenIdIsRead',
    { id: word(32), before: bytes },
    ({ id, before }) => readHeader(writeHeader(id, before[0] as number, bytesOf(before))),
    ({ id }) => id as number | null,
    {
      about: 'An id that is written into a header is read from it again, whatever else is in the bytes.',
      twins: {
        idReadAsSigned: ({ id, before }) => readSigned(writeHeader(id, before[0] as number, bytesOf(before))),
      },
    },
  ),
  theorem(
    'noIdIsRead',
    { before: bytes },
    ({ before }) => readHeader(writeHeader(null, before[0] as number, bytesOf(before))) === null,
    {
      about: 'No id is read from a header into which none was written, whatever was in the bytes.',
      twins: { flagIsLeft: ({ before }) => readHeader(bytesOf(before)) === null },
    },
  ),
  equivalent(
    'readHeaderIsWritten',
    { header: bytes },
    ({ header }) => writeHeader(readHeader(bytesOf(header)), header[0] as number, bytesOf(header)),
    ({ header }) => bytesOf(header),
    {
      about: 'A header that is read and written again has the same bytes.',
      twins: { otherFlags: ({ header }) => writeHeader(readHeader(bytesOf(header)), 0, bytesOf(header)) },
    },
  ),
  theorem(
    'idsAreOrdered',
    { a: word(32), b: word(32), c: word(32) },
    ({ a, b, c }) =>
      !(isBelow(a, b) && isBelow(b, a)) &&
      (isBelow(a, b) || isBelow(b, a) || isSameFlow(a, b)) &&
      implies(isBelow(a, b) && isBelow(b, c), isBelow(a, c)),
    {
      about: 'Being below is a strict order of all ids.',
      twins: { notOfAll: ({ a, b }) => isBelow(a, b) || isBelow(b, a) },
    },
  ),
  equivalent(
    'idsAreComparedUnsigned',
    { a: word(32), b: word(32) },
    ({ a, b }) => isBelow(a, b),
    ({ a, b }) => a < b,
    {
      about: 'Ids are compared as unsigned numbers.',
      twins: { comparedAsSigned: ({ a, b }) => isBelowSigned(a, b) },
    },
  ),
)
