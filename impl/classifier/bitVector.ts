/**
 * First match by bit vectors: the ends of all rules' ranges cut each field into intervals, and each interval has a bit for
 * every rule, first rules first. A packet is in one interval of each field; the first bit that all five have is its rule.
 * Work is the same for all sets of as many rules, whatever their shape; images grow with the square of it.
 *
 *     0  BIT_VECTOR    1  words of bits that an interval has    2  first step of the search for an interval, a power of two
 *     3  of each field: where its intervals begin, how many they are
 *     13 of each field the first values of its intervals, ascending from 0, and the bits of each
 *
 * Source: T. V. Lakshman and D. Stiliadis, "High-speed policy-based packet forwarding using efficient multi-dimensional
 * range matching", SIGCOMM 1998.
 */

import { DESTINATION, DESTINATION_PORT, PROTOCOL, SOURCE, SOURCE_PORT } from '../header/fields.ts'
import { NONE, type Words } from '../words.ts'

export const BIT_VECTOR = 1
export const VECTOR_WORDS = 1
export const FIRST_STEP = 2
/** Two words for each field. */
export const FIELD_HEADS = 3
export const VECTOR_HEAD = 13

/**
 * The index of the first rule that matches; NONE if none does.
 *
 * @param image built by `buildBitVector` @param packet the values of the five fields
 * Cost: for n rules, five searches of at most log2(2n + 1) steps, then up to 5n/32 words.
 */
export function matchBitVector(image: Words, packet: Words): number {
  const source = vectorOf(image, SOURCE, packet[SOURCE] as number)
  const destination = vectorOf(image, DESTINATION, packet[DESTINATION] as number)
  const sourcePort = vectorOf(image, SOURCE_PORT, packet[SOURCE_PORT] as number)
  const destinationPort = vectorOf(image, DESTINATION_PORT, packet[DESTINATION_PORT] as number)
  const protocol = vectorOf(image, PROTOCOL, packet[PROTOCOL] as number)
  const words = image[VECTOR_WORDS] as number
  for (let i = 0; i < words; i++) {
    const common =
      ((image[source + i] as number) &
        (image[destination + i] as number) &
        (image[sourcePort + i] as number) &
        (image[destinationPort + i] as number) &
        (image[protocol + i] as number)) >>>
      0
    if (common !== 0) return ((i << 5) + Math.clz32(common)) >>> 0
  }
  return NONE
}

/** Where the bits begin of the interval that a value is in: of the last one that begins at the value or below. */
function vectorOf(image: Words, field: number, value: number): number {
  const starts = image[FIELD_HEADS + 2 * field] as number
  const count = image[FIELD_HEADS + 2 * field + 1] as number
  let interval = 0
  for (let step = image[FIRST_STEP] as number; step > 0; step >>>= 1) {
    const next = interval + step
    if (next < count && (image[starts + next] as number) <= value) interval = next
  }
  return (starts + count + (Math.imul(interval, image[VECTOR_WORDS] as number) >>> 0)) >>> 0
}
