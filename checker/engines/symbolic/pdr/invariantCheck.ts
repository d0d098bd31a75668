/**
 * Whether conditions are an inductive invariant that excludes all bad states, asked of a solver of its own from the
 * conditions alone: however they were invented, what stands here is what is believed.
 */
import { and, not } from '../../../ir/boolean.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { Model } from '../../../ir/model.ts'
import { openSession, type Session, type SessionOptions } from '../../../solver/session.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { claimOf } from './claim.ts'
import { Inconclusive } from './inconclusive.ts'

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
    const isPossible = (...assumptions: string[]) => isSatisfied(session, assumptions)
    session.tell(
      [
        ...told(system, bad),
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

/**
 * The conditions without those that are not needed: they are preserved by all steps and exclude all bad states, and no
 * longer do when any one of them is left out. Null when the conditions do not do so in the first place.
 *
 * @param known what is true of all reachable states in any case
 */
export async function withoutNeedless(
  conditions: readonly Expr[],
  known: readonly Expr[],
  system: TransitionSystem,
  bad: readonly Badness[],
  options: SessionOptions,
): Promise<readonly Expr[] | null> {
  const session = await openSession({ ...options, logic: 'QF_BV' })
  try {
    session.tell([...told(system, bad), ...ofConditions(system, conditions), ...asserted(system, known)].join('\n'))
    const needs = new Needs(session, bad.length)
    let kept = await needs.among(new Set(conditions.keys()))
    if (kept === null) return null
    for (const each of [...kept].reverse()) {
      if (!kept.has(each)) continue
      const fewer = await needs.among(new Set([...kept].filter(other => other !== each)))
      if (fewer !== null) kept = fewer
    }
    return conditions.filter((_, i) => kept.has(i))
  } finally {
    await session.close()
  }
}

/** Which conditions are needed, by the cores of proofs. */
class Needs {
  private readonly session: Session
  private readonly badCount: number
  constructor(session: Session, badCount: number) {
    this.session = session
    this.badCount = badCount
  }
  /** Conditions among the given ones that are preserved by themselves, and exclude all bad states; null if there are none. */
  async among(given: ReadonlySet<number>): Promise<Set<number> | null> {
    const needed = new Set<number>()
    const assumed = [...given].map(i => `holds${i}`)
    const prove = async (...assumptions: string[]): Promise<boolean> => {
      if (await isSatisfied(this.session, [...assumptions, ...assumed])) return false
      for (const name of await this.session.core()) {
        if (name.startsWith('holds')) needed.add(Number(name.slice('holds'.length)))
      }
      return true
    }
    for (let i = 0; i < this.badCount; i++) if (!(await prove(`isBad${i}`))) return null
    // the set grows while it is gone through
    for (const i of needed) if (!(await prove('isStep', `isLost${i}`))) return null
    return needed
  }
}

function told(system: TransitionSystem, bad: readonly Badness[]): string[] {
  return [
    system.state(0),
    system.state(1),
    system.initial(0),
    system.step(0, 1),
    ...literal('isInitial', '|initial@0|'),
    ...literal('isStep', '|step@0|'),
    ...new Set(bad.flatMap(({ commands }) => commands)),
    ...bad.flatMap(({ condition, initialCondition }, i) => [
      ...literal(`isBad${i}`, condition),
      ...literal(`isBadInitially${i}`, initialCondition),
    ]),
  ]
}
function ofConditions(system: TransitionSystem, conditions: readonly Expr[]): string[] {
  return conditions.flatMap((condition, i) => [
    system.predicate(`condition ${i}@0`, claimOf(system.model, condition), 0),
    system.predicate(`condition ${i}@1`, claimOf(system.model, condition), 1),
    ...literal(`holds${i}`, `|condition ${i}@0|`),
    ...literal(`isLost${i}`, `(not |condition ${i}@1|)`),
  ])
}
/** Asserts what is true of all reachable states, before and after the step. */
export const asserted = (system: TransitionSystem, known: readonly Expr[]): string[] =>
  known.flatMap((expr, i) =>
    [0, 1].flatMap(frame => [
      system.predicate(`known ${i}@${frame}`, claimOf(system.model, expr), frame),
      `(assert |known ${i}@${frame}|)`,
    ]),
  )
/** Declares a Boolean that implies the formula, to be assumed for single queries. */
export const literal = (name: string, formula: string): string[] => [
  `(declare-const ${name} Bool)`,
  `(assert (=> ${name} ${formula}))`,
]

async function isSatisfied(session: Session, assumptions: readonly string[]): Promise<boolean> {
  const answer = await session.check(assumptions)
  if (answer.kind === 'unknown') throw new Inconclusive(answer)
  return answer.kind === 'sat'
}
