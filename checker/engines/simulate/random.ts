/**
 * Seeded pseudo-random numbers: xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it/xoshiro128starstar.c),
 * its state filled by the finalizer of MurmurHash3 over a Weyl sequence. The same seed and index give the same numbers.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private d: number

  /** @param seed of the whole run @param index of the walk, which has a stream of its own; both count modulo 2^32 */
  constructor(seed: number, index: number) {
    const weyl = mixed(seed | 0) ^ mixed((index + WEYL) | 0)
    this.a = mixed((weyl + WEYL) | 0)
    this.b = mixed((weyl + 2 * WEYL) | 0)
    this.c = mixed((weyl + 3 * WEYL) | 0)
    this.d = mixed((weyl + 4 * WEYL) | 0)
  }

  /** An integer from 0 to `bound` - 1, each as likely; `bound` is from 1 to 2^32. */
  below(bound: number): number {
    // What is left over above the last multiple of `bound` would favour small numbers.
    const end = 2 ** 32 - (2 ** 32 % bound)
    for (;;) {
      const word = this.next()
      if (word < end) return word % bound
    }
  }

  private next(): number {
    const { a, b, c, d } = this
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const s2 = c ^ a
    const s3 = d ^ b
    this.a = a ^ s3
    this.b = b ^ s2
    this.c = s2 ^ (b << 9)
    this.d = rotated(s3, 11)
    return result
  }
}

const WEYL = 0x9e3779b9
const rotated = (x: number, k: number) => (x << k) | (x >>> (32 - k))
/** To 32 bits, signed. */
function mixed(x: number): number {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
