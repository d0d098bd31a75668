/** Writes what `ipv4.ts` reads: headers without options, the id of a flow where the service is flagged, and ports. */
import type { MutableWords, Words } from '../words.ts'
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
import { checksumOf, HEADER_WORDS, halfSum, hasPorts, isFlagged, swapped } from './ipv4.ts'

/** How many words are written for these fields, 5 to 7. `LENGTH` must be at least so many words. */
export function writtenWords(fields: Words): number {
  return HEADER_WORDS + (isFlagged(fields[SERVICE] as number) ? 1 : 0) + (hasPorts(fields[PROTOCOL] as number) ? 1 : 0)
}

/** One of these words, as it stands in memory. @param fields see `fields.ts`, each in its range; no later fragment's */
export function writtenWord(fields: Words, i: number): number {
  if (i === 0) return firstWord(fields)
  if (i === 1) return swapped(fields[FRAGMENT] as number)
  if (i === 2) return (thirdWord(fields) | (checksum(fields) << 16)) >>> 0
  if (i === 3) return swapped(fields[SOURCE] as number)
  if (i === 4) return swapped(fields[DESTINATION] as number)
  if (i === 5 && isFlagged(fields[SERVICE] as number)) return swapped(fields[FLOW] as number)
  return swapped((((fields[SOURCE_PORT] as number) << 16) | (fields[DESTINATION_PORT] as number)) >>> 0)
}

/** Writes a packet's words up to its ports. @returns how many */
export function writeHeader(fields: Words, packets: MutableWords, at: number): number {
  const count = writtenWords(fields)
  for (let i = 0; i < count; i++) packets[at + i] = writtenWord(fields, i)
  return count
}

function firstWord(fields: Words): number {
  return swapped((0x45000000 | ((fields[SERVICE] as number) << 16) | (fields[LENGTH] as number)) >>> 0)
}
/** Without the checksum, which is in the upper half. */
function thirdWord(fields: Words): number {
  return swapped((((fields[TIME_TO_LIVE] as number) << 24) | ((fields[PROTOCOL] as number) << 16)) >>> 0)
}
/** In the order of bytes in which it is stored. */
function checksum(fields: Words): number {
  const sum =
    halfSum(firstWord(fields)) +
    halfSum(swapped(fields[FRAGMENT] as number)) +
    thirdWord(fields) +
    halfSum(swapped(fields[SOURCE] as number)) +
    halfSum(swapped(fields[DESTINATION] as number))
  return checksumOf(sum)
}
