/**
 * Whether conditions are an inductive invariant that excludes all bad states, asked of a solver of its own from the
 * conditions alone: however they were invented, what stands here is what is believed.
 */
import { and } from '../../../ir/boolean.ts'
import type { Expr } from '../../../ir/expr.ts'
import { openSession, type SessionOptions } from '../../../solver/session.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { Inconclusive } from './inconclusive.ts'
import { claimOf, literal } from './stepSession.ts'

/**
 * Where the conditions are not what is wanted of them: not true initially, not preserved by an action, or true in a bad
 * state; null when they are.
 *
 * @throws Inconclusive where a solver does not know
 */
export async function objectionTo(
  conditions: readonly Expr[],
  system: TransitionSystem,
  bad: readonly Badness[],
  options: SessionOptions,
): Promise<string | null> {
  const { model } = system
  const invariant = claimOf(model, and(...conditions))
  const session = await openSession({ ...options, logic: 'QF_BV' })
  try {
    const isPossible = async (...assumptions: string[]) => {
      const answer = await session.check(assumptions)
      if (answer.kind === 'unknown') throw new Inconclusive(answer)
      return answer.kind === 'sat'
    }
    session.tell(
      [
        system.state(0),
        system.state(1),
        system.initial(0),
        system.step(0, 1),
        ...literal('isInitial', '|initial@0|'),
        ...new Set(bad.flatMap(({ commands }) => commands)),
        ...bad.flatMap(({ condition, initialCondition }, i) => [
          ...literal(`isBad${i}`, condition),
          ...literal(`isBadInitially${i}`, initialCondition),
        ]),
        system.predicate('before', invariant, 0),
        system.predicate('after', invariant, 1),
        ...literal('isBefore', '|before|'),
        ...literal('isNotBefore', '(not |before|)'),
        ...literal('isNotAfter', '(not |after|)'),
        ...model.actions.flatMap((action, i) => [
          system.actionStep(action, 0, 1),
          ...literal(`isStep${i}`, `|${action.name}@0|`),
        ]),
      ].join('\n'),
    )
    if (await isPossible('isInitial', 'isNotBefore')) return 'it is not true of all initial states'
    for (const [i, action] of model.actions.entries()) {
      if (await isPossible('isBefore', `isStep${i}`, 'isNotAfter')) return `${action.name} does not preserve it`
    }
    for (const [i, { name }] of bad.entries()) {
      if (await isPossible('isBefore', `isBad${i}`)) return `it does not imply ${name}`
      if (await isPossible(`isBadInitially${i}`)) return `${name} is not true initially`
    }
    return null
  } finally {
    await session.close()
  }
}
