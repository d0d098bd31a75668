/** How a command ends that has a report: it is printed, and decides the exit code. */
import { renderJson } from '../report/json.ts'
import type { Subject } from '../report/subject.ts'
import { renderText } from '../report/text.ts'
import { type AnyReport, vacuousActions } from '../verdict/report.ts'
import { exitCodeOf, exitCodes } from '../verdict/verdict.ts'
import type { OpenRequest } from './openSpec.ts'
import type { ShellShape } from './shell.ts'

interface ReportRequest extends OpenRequest {
  readonly coverage: boolean
  readonly stats?: boolean
  readonly cores?: boolean
}
export function endWith(
  shell: ShellShape,
  report: AnyReport,
  { coverage, stats = false, cores = false, ...request }: ReportRequest,
): void {
  const { instance, mutant } = request
  const subject: Subject = {
    ...(instance !== undefined && { instance }),
    ...(mutant !== undefined && { mutant }),
  }
  shell.print(
    shell.isJson
      ? renderJson(report, subject)
      : renderText(report, subject, { cwd: shell.cwd, ...shell.stdout, coverage, stats, cores }),
  )
  shell.exitWith(exitCodeFor(report))
}

function exitCodeFor(report: AnyReport): number {
  const isInterrupted = report.limits.some(limit => limit.kind === 'interrupted')
  return isInterrupted ? exitCodes.interrupted : exitCodeOf(report.findings, vacuousActions(report))
}
