/**
 * An inductive invariant without what it does not need. In: conditions that are true initially, are preserved by all steps
 * together, and exclude bad states. Out: some of them which do so, but no longer if any one is left out.
 */
import { type Expr, topological } from '../../../ir/expr.ts'
import type { Badness } from './badness.ts'
import type { StepSession } from './stepSession.ts'

/** @returns null where the conditions are not like that */
export async function neededConditions(
  conditions: readonly Expr[],
  bad: readonly Badness[],
  session: StepSession,
): Promise<readonly Expr[] | null> {
  await session.refresh()
  if (await session.isPossible(['isInitial', session.lost(conditions, 0).some])) return null
  let kept = await neededAmong(new Set(conditions), bad, session)
  if (kept === null) return null
  // the longest ones are the least welcome
  const size = new Map([...kept].map(condition => [condition, topological([condition]).length]))
  const bySize = [...kept].sort((a, b) => (size.get(b) as number) - (size.get(a) as number))
  for (const each of bySize) {
    if (!kept.has(each)) continue
    const fewer = await neededAmong(new Set([...kept].filter(other => other !== each)), bad, session)
    if (fewer !== null) kept = fewer
  }
  return conditions.filter(condition => kept.has(condition))
}

/** Conditions of which the proofs of each other, and of what is asked, make use; null where there is no proof. */
async function neededAmong(
  given: ReadonlySet<Expr>,
  bad: readonly Badness[],
  session: StepSession,
): Promise<ReadonlySet<Expr> | null> {
  const needed = new Set<Expr>()
  const before = new Map([...given].map(condition => [session.condition(condition, 0), condition]))
  const isProved = async (...assumptions: string[]): Promise<boolean> => {
    if (await session.isPossible([...before.keys(), ...assumptions])) return false
    for (const name of await session.core()) {
      const condition = before.get(name)
      if (condition !== undefined) needed.add(condition)
    }
    return true
  }
  for (const badness of bad) if (!(await isProved(session.bad(badness).isBad))) return null
  // grows while it is gone through
  for (const condition of needed) {
    if (!(await isProved('isStep', `(not ${session.condition(condition, 1)})`))) return null
  }
  return needed
}
