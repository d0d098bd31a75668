/**
 * The largest inductive invariant among conditions: those that are false initially, or may be false after a step from a
 * state in which all others are true, are dropped until none is. In: candidates, true or not. Out: those that remain.
 *
 * Source: C. Flanagan and K. R. M. Leino, "Houdini, an Annotation Assistant for ESC/Java", FME 2001.
 */
import { Evaluator } from '../../../ir/evaluator.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { State } from '../../../ir/model.ts'
import type { StepSession } from '../pdr/stepSession.ts'

/** @throws Inconclusive where the solver does not know */
export async function largestInvariant(candidates: readonly Expr[], session: StepSession): Promise<readonly Expr[]> {
  const evaluator = new Evaluator(candidates)
  const kept = new Set(candidates)
  const drop = (state: State) => {
    evaluator.setStates(state)
    for (const candidate of kept) if (evaluator.closureOf(candidate)() !== true) kept.delete(candidate)
  }
  await session.refresh()
  const [initially, later] = [session.lost(candidates, 0), session.lost(candidates, 1)]
  const isLost = ({ some, each }: ReturnType<StepSession['lost']>) => [
    some,
    ...candidates.flatMap((candidate, i) => (kept.has(candidate) ? [] : [`(not ${each[i]})`])),
  ]
  while (await session.isPossible(['isInitial', ...isLost(initially)])) drop(await session.stateBefore())
  const holding = () => [...kept].map(candidate => session.condition(candidate, 0))
  while (await session.isPossible([...holding(), 'isStep', ...isLost(later)])) drop(await session.stateAfter())
  return candidates.filter(candidate => kept.has(candidate))
}
