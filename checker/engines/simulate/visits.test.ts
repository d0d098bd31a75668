import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'
import { Visits } from './visits.ts'

/** Sees numbers below `bound` as states of three words; also by a plain map. */
function seen(count: number, bound: number, max: number) {
  const visits = new Visits(3, max)
  const times = new Map<number, number>()
  const random = new Random(1, 0)
  const words = new Uint32Array(8)
  for (let i = 0; i < count; i++) {
    const number = random.below(bound)
    words.set([number, number * 7, number >>> 3], 4)
    const isFresh = visits.see(words, 4)
    if (times.size < max || times.has(number)) expect(isFresh).toBe(!times.has(number))
    else expect(isFresh).toBe(true)
    if (times.size < max || times.has(number)) times.set(number, (times.get(number) ?? 0) + 1)
  }
  return { visits, times }
}

describe('visits', () => {
  it('tell as many states apart as a map does, through every growth', () => {
    for (const bound of [1, 50, 30_000]) {
      const { visits, times } = seen(40_000, bound, 1_000_000)
      expect(visits.distinct).toBe(times.size)
      const often = (n: number) => [...times.values()].filter(t => t === n).length
      const [once, twice] = [often(1), often(2)]
      expect(visits.estimate()).toBe(Math.round(times.size + (once * (once - 1)) / (2 * (twice + 1))))
    }
  })
  it('stop at their limit, and estimate nothing then', () => {
    const { visits } = seen(5000, 4000, 700)
    expect(visits).toMatchObject({ distinct: 700, isFull: true })
    expect(visits.estimate()).toBe(null)
  })
  it('estimate what is there, when there is enough of it', () => {
    // Chao1 is a lower bound that is close where each of 2,000 states is as likely
    const estimate = seen(2000, 2000, 1_000_000).visits.estimate() ?? 0
    expect(estimate).toBeGreaterThan(1700)
    expect(estimate).toBeLessThan(2300)
  })
})
