/** The one word that sums up a run: the strongest thing that can be said of all that was asked. */
import { type AnyReport, vacuousActions } from '../verdict/report.ts'
import type { Verdict } from '../verdict/verdict.ts'

export type Outcome = Verdict['kind'] | 'interrupted'

/** From what must not be overlooked to what is plainly good. */
const severity: readonly Outcome[] = ['violated', 'unknown', 'bounded', 'vacuous', 'exhausted', 'proved']

export function outcomeOf(report: AnyReport): Outcome {
  const kinds = new Set<Outcome>(report.findings.map(finding => finding.verdict.kind))
  if (kinds.has('violated')) return 'violated'
  if (report.limits.some(limit => limit.kind === 'interrupted')) return 'interrupted'
  if (vacuousActions(report).length > 0) kinds.add('vacuous')
  return severity.find(kind => kinds.has(kind)) ?? (report.limits.length === 0 ? 'exhausted' : 'bounded')
}
