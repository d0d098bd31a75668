/**
 * Pairs of runs that can be told apart within so many steps. In: a model, and a claim of non-interference. Out: a finding; where
 * a pair can be told apart, both of its runs, as traces of the model itself.
 */
import type { Model, NonInterference } from '../../../ir/model.ts'
import { ALIKE, type SelfComposition, selfComposition } from '../../../ir/selfComposition.ts'
import { violationOfPair } from '../../../verdict/pairOfRuns.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import type { Finding, Verdict } from '../../../verdict/verdict.ts'

/** Looks for behaviours of the model of pairs that break these of its properties. */
export type CheckPairs = (pairs: Model, properties: readonly string[]) => Promise<SolverReport>

export async function pairFinding(
  model: Model,
  claim: NonInterference,
  checkPairs: CheckPairs,
): Promise<{ readonly finding: Finding; readonly queries: number }> {
  const composed = selfComposition(model, claim)
  const report = await checkPairs(composed.model, [ALIKE])
  const { name, span } = claim
  const verdict = verdictOf(model, claim, composed, report)
  return { finding: { name, kind: 'noninterference', span, verdict }, queries: report.solving.queries }
}

function verdictOf(
  model: Model,
  claim: NonInterference,
  composed: SelfComposition,
  { findings }: SolverReport,
): Verdict {
  const found = (wanted: string) => findings.find(({ name }) => name === wanted)?.verdict
  const alike = found(ALIKE)
  if (alike?.kind === 'violated' && alike.trace !== undefined) {
    return violationOfPair(model, claim, composed, alike.trace, alike.violation)
  }
  if (found('failures')?.kind === 'violated') {
    return { kind: 'unknown', reason: 'a step fails, and its run leads no further: see failures' }
  }
  return alike ?? { kind: 'unknown', reason: 'it was not asked' }
}
