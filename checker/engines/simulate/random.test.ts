import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

const numbers = (seed: number, index: number) => {
  const random = new Random(seed, index)
  return Array.from({ length: 20 }, () => random.below(1000))
}

describe('seeded random numbers', () => {
  it('repeat for the same seed and walk, and differ for another of either', () => {
    expect(numbers(7, 3)).toEqual(numbers(7, 3))
    expect(numbers(7, 4)).not.toEqual(numbers(7, 3))
    expect(numbers(8, 3)).not.toEqual(numbers(7, 3))
    expect(numbers(3, 7)).not.toEqual(numbers(7, 3))
  })

  it('are uniform, within one stream and over the first number of many streams', () => {
    const one = new Random(1, 0)
    expect(chiSquare(() => one.below(7))).toBeLessThan(22.5)
    let index = 0
    expect(chiSquare(() => new Random(1, index++).below(7))).toBeLessThan(22.5)
  })
})

/** Of 70,000 numbers below 7; above 22.5 (6 degrees of freedom) once in a thousand. */
function chiSquare(next: () => number): number {
  const counts = new Array<number>(7).fill(0)
  for (let i = 0; i < 70_000; i++) {
    const number = next()
    counts[number] = (counts[number] ?? 0) + 1
  }
  return counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)
}
