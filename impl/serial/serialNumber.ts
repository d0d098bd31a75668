/**
 * Sequence numbers of 32 bits that wrap around. Of two numbers less than half of the circle apart it is known which one is
 * earlier; of two that are exactly half of it apart it is not. Source: RFC 1982, section 3.2.
 */
const HALF = 0x80000000

/** Whether `a` is earlier than `b`. Both from 0 to 2^32 - 1. */
export const isEarlier = (a: number, b: number): boolean => {
  const ahead = (b - a) >>> 0
  return ahead !== 0 && ahead < HALF
}
/** The number `n` steps after `a`. `n` below 2^31. */
export const after = (a: number, n: number): number => (a + n) >>> 0
