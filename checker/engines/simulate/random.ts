/**
 * Seeded pseudo-random numbers: xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it/xoshiro128starstar.c),
 * its state filled by the finalizer of MurmurHash3 over a Weyl sequence. The same seed and index give the same numbers.
 */
export class Random {
  private readonly s = new Uint32Array(4)

  /** @param seed of the whole run @param index of the walk, which has a stream of its own; both count modulo 2^32 */
  constructor(seed: number, index: number) {
    let weyl = (mixed(seed >>> 0) ^ mixed((index >>> 0) + 0x9e3779b9)) >>> 0
    for (let i = 0; i < 4; i++) {
      weyl = (weyl + 0x9e3779b9) >>> 0
      this.s[i] = mixed(weyl)
    }
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
    const [a, b, c, d] = this.s as unknown as [number, number, number, number]
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const s2 = c ^ a
    const s3 = d ^ b
    this.s.set([a ^ s3, b ^ s2, s2 ^ (b << 9), rotated(s3, 11)])
    return result
  }
}

const rotated = (x: number, k: number) => (x << k) | (x >>> (32 - k))
function mixed(x: number): number {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
