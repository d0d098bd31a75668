/**
 * Reads the head of packets of IPv4 that may name their flow: one flag, and four bytes of id at the head of the payload, in
 * front of the transport's header. Out: a kind for every packet, also for those that are broken, too short, or fragments.
 *
 * The flag is a code point of the service whose two lowest bits are set, which leaves four bits and those of congestion to
 * others: senders can choose it, routers that do not know of it pass it on, and every fragment has it. (These code points
 * are for local use, RFC 2474, section 6. The reserved bit beside the flags of fragments would be a single one, but hosts
 * have no way to set it.) So later fragments have the flag, and user's data where the id would be: they have no id, and no
 * ports. Who sends flows forbids fragments, or has those of later ones classified by other means.
 *
 * Packets lie in words, each packet from the beginning of a word, as they came: a word has its first byte in its lowest bits.
 * Nothing is read outside the packet's own words, whatever they are. Source: RFC 791, section 3.1; RFC 1812, section 5.2.2.
 */
import { indexOf } from '../lookup/lookup.ts'
import { type MutableWords, NONE, type Words } from '../words.ts'
import {
  DESTINATION,
  DESTINATION_PORT,
  FLOW,
  FRAGMENT,
  LENGTH,
  PROTOCOL,
  SERVICE,
  SOURCE,
  SOURCE_PORT,
  TIME_TO_LIVE,
} from './fields.ts'

/** What `kindOf` tells of a packet. */
export const MALFORMED = 0
/** Complete so far, but ends before its id or its ports. */
export const SHORT = 1
/** A fragment that is not the first: it has no id and no ports. */
export const LATER_FRAGMENT = 2
/** Whole, or a first fragment, without an id. */
export const PLAIN = 3
/** Whole, or a first fragment, with an id. */
export const OF_FLOW = 4

/** Words of a header without options. */
export const HEADER_WORDS = 5
export const HEADER_WORDS_MAX = 15
const TCP = 6
const UDP = 17
const SCTP = 132

/** The number that a word's bytes are, the most significant first; and back. */
export function swapped(word: number): number {
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}

/**
 * Says nothing of the checksum, which network cards look at: see `isIntact`.
 *
 * @param at the word that the packet begins in @param length how many bytes of it have come, trailing ones included
 * Cost: three words.
 */
export function kindOf(packets: Words, at: number, length: number): number {
  if (length < 4 * HEADER_WORDS) return MALFORMED
  const first = swapped(packets[at] as number)
  const header = (first >>> 24) & 0xf
  const total = first & 0xffff
  if (first >>> 28 !== 4 || header < HEADER_WORDS || total < 4 * header || total > length) return MALFORMED
  if ((swapped(packets[at + 1] as number) & 0x1fff) !== 0) return LATER_FRAGMENT
  const flagged = isFlagged((first >>> 16) & 0xff)
  const needed = (flagged ? 4 : 0) + (hasPorts(protocolOf(packets, at)) ? 4 : 0)
  if (total < 4 * header + needed) return SHORT
  return flagged ? OF_FLOW : PLAIN
}

/** Whether a service says that a payload begins with an id. */
export function isFlagged(service: number): boolean {
  return (service & 0x0c) === 0x0c
}
/** Whether ports are the first words of this protocol's header. */
export function hasPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP || protocol === SCTP
}

/**
 * Whether the checksum is right, of a packet that is not malformed otherwise.
 *
 * Cost: 5 to 15 words.
 */
export function isIntact(packets: Words, at: number): boolean {
  return foldedSum(headerSum(packets, at, headerWordsOf(packets, at))) === 0xffff
}
/** The sum of the halves of so many words, at most 15. Any order of bytes will do for a checksum (RFC 1071, section 2). */
export function headerSum(packets: Words, at: number, header: number): number {
  let sum = 0
  for (let i = 0; i < HEADER_WORDS_MAX; i++) {
    if (i >= header) break
    sum += halfSum(packets[at + i] as number)
  }
  return sum
}
export function halfSum(word: number): number {
  return (word & 0xffff) + (word >>> 16)
}
/** A sum of halves, with its carries added as ones' complement has it. `sum` below 2^32. */
export function foldedSum(sum: number): number {
  const once = (sum & 0xffff) + (sum >>> 16)
  return (once & 0xffff) + (once >>> 16)
}
/** What is to be added to a sum of halves so that it is right. */
export function checksumOf(sum: number): number {
  return foldedSum(sum) ^ 0xffff
}

// ---- of packets that are not malformed -----------------------------------------------------------------------------
/** 5 to 15. */
export function headerWordsOf(packets: Words, at: number): number {
  return (swapped(packets[at] as number) >>> 24) & 0xf
}

export function sourceOf(packets: Words, at: number): number {
  return swapped(packets[at + 3] as number)
}
export function destinationOf(packets: Words, at: number): number {
  return swapped(packets[at + 4] as number)
}
export function protocolOf(packets: Words, at: number): number {
  return (swapped(packets[at + 2] as number) >>> 16) & 0xff
}
/** Bytes of the whole packet. */
export function lengthOf(packets: Words, at: number): number {
  return swapped(packets[at] as number) & 0xffff
}
export function serviceOf(packets: Words, at: number): number {
  return (swapped(packets[at] as number) >>> 16) & 0xff
}
export function fragmentOf(packets: Words, at: number): number {
  return swapped(packets[at + 1] as number)
}
export function timeToLiveOf(packets: Words, at: number): number {
  return swapped(packets[at + 2] as number) >>> 24
}
/** The id of a flow; 0 for packets of any other kind. */
export function flowOf(packets: Words, at: number, kind: number): number {
  if (kind !== OF_FLOW) return 0
  return swapped(packets[at + headerWordsOf(packets, at)] as number)
}
/** Both ports, that of the source in the upper half; 0 where there are none. */
export function portsOf(packets: Words, at: number, kind: number): number {
  if (kind < PLAIN || !hasPorts(protocolOf(packets, at))) return 0
  return swapped(packets[at + headerWordsOf(packets, at) + (kind === OF_FLOW ? 1 : 0)] as number)
}

/**
 * The index of the overlay that a packet is of; NONE if its id is not known or it has none, whatever its data look like.
 *
 * @param kind what `kindOf` says of the packet @param table see `lookup.ts`
 */
export function overlayOf(packets: Words, at: number, kind: number, table: Words): number {
  if (kind !== OF_FLOW) return NONE
  return indexOf(table, flowOf(packets, at, kind))
}

/**
 * Reads all fields of a packet that is not malformed.
 *
 * @param kind what `kindOf` says of it @param fields ten words, see `fields.ts`; the first five are what rules are about
 */
export function readHeader(packets: Words, at: number, kind: number, fields: MutableWords): void {
  const ports = portsOf(packets, at, kind)
  fields[SOURCE] = sourceOf(packets, at)
  fields[DESTINATION] = destinationOf(packets, at)
  fields[SOURCE_PORT] = ports >>> 16
  fields[DESTINATION_PORT] = ports & 0xffff
  fields[PROTOCOL] = protocolOf(packets, at)
  fields[FLOW] = flowOf(packets, at, kind)
  fields[LENGTH] = lengthOf(packets, at)
  fields[SERVICE] = serviceOf(packets, at)
  fields[FRAGMENT] = fragmentOf(packets, at)
  fields[TIME_TO_LIVE] = timeToLiveOf(packets, at)
}
