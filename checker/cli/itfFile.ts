/** `--itf FILE`: writes a trace of a report to a file. */
import { renderItf } from '../report/itf.ts'
import type { AnyReport } from '../verdict/report.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Finding } from '../verdict/verdict.ts'
import { writeOutput } from './outputFile.ts'
import type { ShellShape } from './shell.ts'

/**
 * Writes the first counterexample, else the first witness; only says so where there is neither. The report must have been
 * printed.
 */
export function writeItf(shell: ShellShape, { findings, model, file }: AnyReport, target: string): void {
  const traced =
    findings.find(({ verdict }) => verdict.kind === 'violated' && verdict.trace !== undefined) ??
    findings.find(finding => traceOf(finding) !== undefined)
  const trace = traced && traceOf(traced)
  if (traced === undefined || trace === undefined) {
    shell.note(`no trace to write to ${target}: there is neither a counterexample nor a witness\n`)
    return
  }
  const isWritten = writeOutput(shell, target, renderItf(model, trace, `${file}, ${traced.name}`))
  if (isWritten) shell.note(`trace of ${traced.name} written to ${target}\n`)
}

const traceOf = ({ verdict }: Finding): Trace | undefined =>
  verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'exhausted' ? verdict.witness : undefined
