import { describe, expect, it } from 'vitest'
import type { Action } from '../../ir/model.ts'
import { Random } from './random.ts'
import { type Choose, pick } from './walk.ts'

const [one, many] = [{ name: 'one' }, { name: 'many' }] as unknown as [Action, Action]
const outcome = (action: Action, choice: number) => ({ kind: 'next' as const, action, choices: [choice], state: [] })
/** one outcome of one action, three of another */
const outcomes = [outcome(one, 0), outcome(many, 0), outcome(many, 1), outcome(many, 2)]

/** How often each outcome is taken in 60,000 picks. */
function taken(choose: Choose): number[] {
  const random = new Random(5, 0)
  const counts = outcomes.map(() => 0)
  for (let i = 0; i < 60_000; i++) {
    const index = outcomes.indexOf(pick(outcomes, random, choose) as (typeof outcomes)[number])
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}
/** Above 16.3 (3 degrees of freedom) once in a thousand. */
const chiSquare = (found: number[], expected: number[]) =>
  found.reduce((sum, n, i) => sum + (n - (expected[i] as number)) ** 2 / (expected[i] as number), 0)

describe('choosing a step', () => {
  it('takes every outcome as often, when uniform', () => {
    expect(chiSquare(taken('uniform'), [15_000, 15_000, 15_000, 15_000])).toBeLessThan(16.3)
  })
  it('takes every action as often, and each of its outcomes, when by action', () => {
    expect(chiSquare(taken('action'), [30_000, 10_000, 10_000, 10_000])).toBeLessThan(16.3)
  })
})
