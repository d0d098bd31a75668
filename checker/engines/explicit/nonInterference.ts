/**
 * Verdicts on non-interference: the model of pairs of runs is explored like any other. In: a model and claims about it.
 * Out: a finding for each; where a pair can be told apart, both of its runs, as traces of the model itself.
 */
import type { Model, NonInterference } from '../../ir/model.ts'
import { ALIKE, DIFFER, type PairedAction, type SelfComposition, selfComposition } from '../../ir/selfComposition.ts'
import { violationOfPair } from '../../verdict/pairOfRuns.ts'
import type { Report } from '../../verdict/report.ts'
import type { Finding, Verdict } from '../../verdict/verdict.ts'

/** Explores the model of pairs, for these of its properties. */
export type ExplorePairs = (pairs: Model, properties: readonly string[]) => Promise<Report>

export async function nonInterferenceFinding(
  model: Model,
  claim: NonInterference,
  explorePairs: ExplorePairs,
): Promise<Finding> {
  const composed = selfComposition(model, claim)
  const report = await explorePairs(composed.model, [ALIKE, DIFFER])
  const { distinct, generated, depth } = report.exploration
  const { name, span } = claim
  return {
    name,
    kind: 'noninterference',
    span,
    verdict: verdictOf(model, claim, composed, report),
    pairs: { distinct, generated, depth },
  }
}

function verdictOf(model: Model, claim: NonInterference, composed: SelfComposition, report: Report): Verdict {
  const found = (name: string) => report.findings.find(finding => finding.name === name)?.verdict
  const alike = found(ALIKE)
  if (alike?.kind === 'violated' && alike.trace !== undefined) {
    return violationOfPair(model, claim, composed, alike.trace, alike.violation)
  }
  if (found('failures')?.kind === 'violated') {
    return { kind: 'unknown', reason: 'a step fails, and its run leads no further: see failures' }
  }
  if (report.limits.length > 0 || alike === undefined) return alike ?? { kind: 'unknown', reason: 'it was not asked' }
  const unmet = vacuity(composed.actions, report, found(DIFFER)?.kind === 'exhausted')
  return unmet === null ? { kind: 'exhausted' } : { kind: 'vacuous', premises: [{ text: unmet, span: claim.span }] }
}

/** What never happened, so that the runs of no pair could have been told apart. */
function vacuity(actions: readonly PairedAction[], { coverage }: Report, haveDiffered: boolean): string | null {
  if (!coverage.some(({ fired }, i) => actions[i]?.isHigh === true && fired > 0)) return 'a high step is taken'
  return haveDiffered ? null : 'a high step changes anything'
}
