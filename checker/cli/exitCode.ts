/** The exit code of a command that ends with a report. */
import { type Report, vacuousActions } from '../verdict/report.ts'
import { exitCodeOf, exitCodes } from '../verdict/verdict.ts'

export function exitCodeFor(report: Report): number {
  const isInterrupted = report.limits.some(limit => limit.kind === 'interrupted')
  return isInterrupted ? exitCodes.interrupted : exitCodeOf(report.findings, vacuousActions(report))
}
