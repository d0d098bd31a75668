/** Checksums of answers, the same that `peers/peer.h` makes: whoever has others gets no ratio. */

const START = 2166136261
const PRIME = 16777619

/** Adds answers to a checksum, in their order: FNV-1a, of words instead of bytes. */
export function checksumOf(answers: ArrayLike<number>, sum: number = START): number {
  let next = sum
  for (let i = 0; i < answers.length; i++) next = Math.imul(next ^ (answers[i] as number), PRIME)
  return next >>> 0
}

/** A sum over packets that were sent, whatever their order. @param arrivals pairs of partition and bytes, by packet */
export function sentChecksum(departures: ArrayLike<number>, arrivals: Uint32Array): number {
  let sum = 0
  for (let i = 0; i < departures.length; i++) {
    const packet = departures[i] as number
    const mixed = Math.imul(packet, 0x85ebca6b) ^ Math.imul(arrivals[2 * packet] as number, 0xc2b2ae35)
    sum = (sum + Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)) | 0
  }
  return sum >>> 0
}
