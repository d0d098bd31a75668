/**
 * Claims, of packets of IPv4 that may name their flow, for all bytes: what is written into a header is read from it again;
 * a header that is read and written again has the same bytes; what is no proper packet is called malformed; no word outside
 * a packet is read; and a later fragment, whose data stand where an id would be, belongs to no overlay and has no ports.
 *
 * Assumes: headers without options, for those that are written again; and, for staying inside, packets of seven words.
 * Of checksums it is shown what they do to a sum, and not that sum and header agree, which solvers find hard; tests look at that.
 */
import { equivalent, int, map, theorem, theorems, word } from 'von'
import { FLOW } from '../../impl/header/fields.ts'
import {
  checksumOf,
  destinationOf,
  flowOf,
  foldedSum,
  fragmentOf,
  hasPorts,
  headerWordsOf,
  isFlagged,
  kindOf,
  lengthOf,
  MALFORMED,
  OF_FLOW,
  overlayOf,
  PLAIN,
  portsOf,
  protocolOf,
  serviceOf,
  sourceOf,
  swapped,
  timeToLiveOf,
} from '../../impl/header/ipv4.ts'
import { writtenWord, writtenWords } from '../../impl/header/writeIpv4.ts'
import { buildLookup } from '../../impl/lookup/buildLookup.ts'
import { NONE, type Words } from '../../impl/words.ts'

const fields = {
  source: word(32),
  destination: word(32),
  sourcePort: word(16),
  destinationPort: word(16),
  protocol: word(8),
  flow: word(32),
  length: int(28, 65535),
  service: word(8),
  identification: word(16),
  flags: word(3),
  timeToLive: word(8),
}
interface Fields {
  readonly source: number
  readonly destination: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly protocol: number
  readonly flow: number
  readonly length: number
  readonly service: number
  readonly identification: number
  readonly flags: number
  readonly timeToLive: number
}
/** In the order of `impl/header/fields.ts`. */
const wordsOf = (f: Fields): readonly number[] => [
  f.source,
  f.destination,
  f.sourcePort,
  f.destinationPort,
  f.protocol,
  f.flow,
  f.length,
  f.service,
  ((f.identification << 16) | (f.flags << 13)) >>> 0,
  f.timeToLive,
]
/** What is there to be written: an id where the service is flagged, ports where the protocol has them. */
const present = (f: Fields): readonly number[] =>
  wordsOf({
    ...f,
    flow: isFlagged(f.service) ? f.flow : 0,
    sourcePort: hasPorts(f.protocol) ? f.sourcePort : 0,
    destinationPort: hasPorts(f.protocol) ? f.destinationPort : 0,
  })
const written = (f: Fields): readonly number[] => {
  const words = wordsOf(f)
  return [...[0, 1, 2, 3, 4, 5, 6].map(i => writtenWord(words, i)), 0, 0, 0, 0, 0, 0, 0, 0]
}
const read = (packet: Words, kind: number): readonly number[] => [
  sourceOf(packet, 0),
  destinationOf(packet, 0),
  portsOf(packet, 0, kind) >>> 16,
  portsOf(packet, 0, kind) & 0xffff,
  protocolOf(packet, 0),
  flowOf(packet, 0, kind),
  lengthOf(packet, 0),
  serviceOf(packet, 0),
  fragmentOf(packet, 0),
  timeToLiveOf(packet, 0),
]

/** The longest header, an id and ports. */
const WORDS = 17
/** A header without options, an id and ports. */
const FEW_WORDS = 7
const packets = { packet: map(int(0, WORDS - 1), word(32)), length: int(0, 4 * WORDS) }
function isProper(packet: Words, length: number): boolean {
  if (length < 20) return false
  const first = swapped(packet[0] as number)
  const header = (first >>> 24) & 15
  const total = first & 0xffff
  return first >>> 28 === 4 && header >= 5 && 4 * header <= total && total <= length
}

const isWrittenAgain = (packet: Words, length: number): boolean => {
  const words = read(packet, kindOf(packet, 0, length))
  return [0, 1, 2, 3, 4, 5, 6].every(
    i =>
      i >= writtenWords(words) ||
      (i === 2
        ? (writtenWord(words, i) & 0xffff) === ((packet[i] as number) & 0xffff)
        : writtenWord(words, i) === packet[i]),
  )
}
const isOfNone = (packet: Words, kind: number): boolean =>
  (swapped(packet[1] as number) & 0x1fff) === 0 ||
  (overlayOf(packet, 0, kind, table) === NONE && portsOf(packet, 0, kind) === 0)

const sum = int(1, 30 * 0xffff)

const table = buildLookup([
  [0, 0],
  [0x41414141, 1],
  [0xffffffff, 2],
])

export default theorems(
  equivalent(
    'headerIsReadAsWritten',
    fields,
    f => read(written(f), kindOf(written(f), 0, f.length)),
    f => present(f),
    {
      about: 'What is written into a header is read from it again, for all fields, with and without an id.',
      twins: {
        // ON-13
        idReadAsSigned: f =>
          read(written(f), kindOf(written(f), 0, f.length)).map((n, field) => (field === FLOW ? n | 0 : n)),
        // where routers that know of no ids have them
        portsBeforeTheId: f => read(written(f), PLAIN),
      },
    },
  ),
  theorem(
    'headerIsWrittenAsRead',
    packets,
    ({ packet, length }) =>
      kindOf(packet, 0, length) < PLAIN || headerWordsOf(packet, 0) !== 5 || isWrittenAgain(packet, length),
    {
      about: 'A header without options that is read and written again has the same bytes, its checksum apart.',
      twins: {
        withOptions: ({ packet, length }) => kindOf(packet, 0, length) < PLAIN || isWrittenAgain(packet, length),
      },
    },
  ),
  theorem('checksumIsRight', { sum }, ({ sum }) => foldedSum(sum + checksumOf(sum)) === 0xffff, {
    about: "With its checksum, a sum of up to 30 halves is nothing in ones' complement.",
    twins: { carriesAddedOnce: ({ sum }) => foldedSum(sum + (((sum & 0xffff) + (sum >>> 16)) ^ 0xffff)) === 0xffff },
  }),
  equivalent(
    'checksumIsRemainder',
    { sum },
    ({ sum }) => foldedSum(sum) === 0xffff,
    ({ sum }) => sum % 0xffff === 0,
    {
      about: "A sum of up to 30 halves is nothing in ones' complement if it is a multiple of 65535.",
      twins: { withoutCarries: ({ sum }) => (sum & 0xffff) === 0xffff },
    },
  ),
  equivalent(
    'onlyProperPacketsAreRead',
    packets,
    ({ packet, length }) => kindOf(packet, 0, length) !== MALFORMED,
    ({ packet, length }) => isProper(packet, length),
    {
      about: 'Packets are malformed exactly where RFC 1812 says so, checksums apart, for all bytes.',
      twins: {
        anyVersion: ({ packet, length }) =>
          kindOf([((packet[0] as number) & 0xffffff0f) | 0x40, packet[1], packet[2]] as number[], 0, length) !==
          MALFORMED,
      },
    },
  ),
  theorem(
    'readingStaysInside',
    { packet: map(int(0, FEW_WORDS - 1), word(32)), length: int(0, 4 * FEW_WORDS) },
    ({ packet, length }) => {
      const kind = kindOf(packet, 0, length)
      return kind === MALFORMED || read(packet, kind).every(n => n >= 0)
    },
    {
      about: 'No word outside the seven of a packet is read, whatever their bytes.',
      twins: {
        takenForAFlow: ({ packet, length }) =>
          kindOf(packet, 0, length) === MALFORMED || read(packet, OF_FLOW).every(n => n >= 0),
        lengthNotAsked: ({ packet }) => {
          const kind = kindOf(packet, 0, 0xffff)
          return kind === MALFORMED || read(packet, kind).every(n => n >= 0)
        },
      },
    },
  ),
  theorem('laterFragmentsHaveNoId', packets, ({ packet, length }) => isOfNone(packet, kindOf(packet, 0, length)), {
    about: 'A later fragment is of no overlay and has no ports, whatever its data.',
    // C22
    twins: { idIsWhereItIs: ({ packet }) => isOfNone(packet, OF_FLOW) },
  }),
)
