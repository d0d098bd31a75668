/** How a walk chooses among the steps that it can take. */
import type { Random } from './random.ts'

/**
 * Without weights, every step is as likely. With weights, one for each action of the model: first an action that has a
 * step is chosen in proportion to its weight, then one of its steps. Weights are integers above 0, below 2^32 in all.
 */
export interface Choice {
  readonly weights: readonly number[] | null
}

/**
 * The index of a step, out of `count` (at least one). It depends on nothing but its arguments.
 * @param actionOf the action of each step; steps of one action are neighbours
 */
export function choose(count: number, actionOf: (step: number) => number, { weights }: Choice, random: Random): number {
  if (weights === null) return random.below(count)
  let total = 0
  for (let step = 0; step < count; step = nextAction(step, count, actionOf)) total += weights[actionOf(step)] ?? 1
  let drawn = random.below(total)
  for (let step = 0; step < count; ) {
    const end = nextAction(step, count, actionOf)
    drawn -= weights[actionOf(step)] ?? 1
    if (drawn < 0) return step + random.below(end - step)
    step = end
  }
  throw new RangeError('there is no step to choose')
}

/** The first step behind `step` that is of another action. */
function nextAction(step: number, count: number, actionOf: (step: number) => number): number {
  const action = actionOf(step)
  let next = step + 1
  while (next < count && actionOf(next) === action) next++
  return next
}
