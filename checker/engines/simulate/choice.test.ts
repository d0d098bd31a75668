import { describe, expect, it } from 'vitest'
import { type Choice, choose } from './choice.ts'
import { Random } from './random.ts'

/** the actions of five steps: one of action 0, three of action 2, one of action 3 */
const actions = [0, 2, 2, 2, 3]

/** How often each step is taken in 60,000 choices. */
function taken(choice: Choice): number[] {
  const random = new Random(5, 0)
  const counts = actions.map(() => 0)
  for (let i = 0; i < 60_000; i++) {
    const step = choose(actions.length, each => actions[each] as number, choice, random)
    counts[step] = (counts[step] ?? 0) + 1
  }
  return counts
}
/** Above 18.5 (4 degrees of freedom) once in a thousand. */
const chiSquare = (found: number[], expected: number[]) =>
  found.reduce((sum, n, i) => sum + (n - (expected[i] as number)) ** 2 / (expected[i] as number), 0)

describe('choosing a step', () => {
  it('takes every step as often, when uniform', () => {
    expect(chiSquare(taken({ weights: null }), [12_000, 12_000, 12_000, 12_000, 12_000])).toBeLessThan(18.5)
  })
  it('takes every action as often, and each of its steps, when all weigh the same', () => {
    const expected = [20_000, 20_000 / 3, 20_000 / 3, 20_000 / 3, 20_000]
    expect(chiSquare(taken({ weights: [1, 1, 1, 1] }), expected)).toBeLessThan(18.5)
    expect(taken({ weights: [7, 7, 7, 7] }).every(count => count > 5000)).toBe(true)
  })
  it('takes actions in proportion to their weights, without those that have no step', () => {
    const expected = [30_000, 5000, 5000, 5000, 15_000]
    expect(chiSquare(taken({ weights: [6, 1000, 3, 3] }), expected)).toBeLessThan(18.5)
  })
})
