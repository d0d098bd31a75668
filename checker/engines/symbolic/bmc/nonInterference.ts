/**
 * Pairs of runs that can be told apart within so many steps. In: a model, and a claim of non-interference. Out: a finding; where
 * a pair can be told apart, both of its runs, as traces of the model itself.
 */
import type { Model, NonInterference } from '../../../ir/model.ts'
import { ALIKE, type SelfComposition, selfComposition } from '../../../ir/selfComposition.ts'
import { SpecError } from '../../../source/diagnostic.ts'
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
  const { name, span } = claim
  const finding = (verdict: Verdict): Finding => ({ name, kind: 'noninterference', span, verdict })
  const composed = selfComposition(model, claim)
  // of that name are the files of queries, too
  const pairs = { ...composed.model, name: `${model.name}-${name}` }
  try {
    const report = await checkPairs(pairs, [ALIKE])
    return { finding: finding(verdictOf(model, claim, composed, report)), queries: report.solving.queries }
  } catch (error) {
    // what can be written of single runs may be too much of pairs
    if (!(error instanceof SpecError)) throw error
    return { finding: finding({ kind: 'unknown', reason: error.diagnostics[0]?.message ?? error.message }), queries: 0 }
  }
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
