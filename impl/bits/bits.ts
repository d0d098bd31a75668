/** Arithmetic on the bits of unsigned 32-bit numbers, without loops. Source: H. S. Warren, "Hacker's Delight", chapters 3 and 5. */

/** How many bits are 1. */
export function population(x: number): number {
  const pairs = x - ((x >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f0f0f
  return Math.imul(bytes, 0x01010101) >>> 24
}

/** The least power of two that is not below x. x from 1 to 2^31. */
export function powerOfTwoFrom(x: number): number {
  let bits = x - 1
  bits |= bits >>> 1
  bits |= bits >>> 2
  bits |= bits >>> 4
  bits |= bits >>> 8
  bits |= bits >>> 16
  return (bits >>> 0) + 1
}
