/** Seeded numbers for workloads: the same seed, the same packets. */

/** Numbers from 1 to 2^32 - 1. Source: G. Marsaglia, "Xorshift RNGs", 2003. @param seed not 0 */
export function xorshift(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}

/**
 * Numbers below `count`: the one of rank k comes with a share in proportion to 1/k. Ranks are scattered, so that those which
 * come often are not neighbours.
 */
export function zipf(count: number, seed: number): () => number {
  const random = xorshift(seed)
  const bounds = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1)
    bounds[rank] = sum
  }
  const scattered = shuffled(count, random)
  return () => {
    const at = (random() / 2 ** 32) * sum
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((bounds[middle] as number) < at) low = middle + 1
      else high = middle
    }
    return scattered[low] as number
  }
}

/** All numbers below `count`, in random order. */
export function shuffled(count: number, random: () => number): Uint32Array {
  const numbers = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = random() % (i + 1)
    const other = numbers[j] as number
    numbers[j] = numbers[i] as number
    numbers[i] = other
  }
  return numbers
}
