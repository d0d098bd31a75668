/** `--itf FILE`: writes a trace of a report to a file. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderItf } from '../report/itf.ts'
import type { AnyReport } from '../verdict/report.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Finding } from '../verdict/verdict.ts'
import type { ShellShape } from './shell.ts'
import { UsageError } from './usageError.ts'

/**
 * Writes the first counterexample, else the first witness; only says so where there is neither.
 * @throws UsageError when the file cannot be written
 */
export function writeItf({ cwd, note }: ShellShape, { findings, model, file }: AnyReport, target: string): void {
  const traced =
    findings.find(({ verdict }) => verdict.kind === 'violated' && verdict.trace !== undefined) ??
    findings.find(finding => traceOf(finding) !== undefined)
  const trace = traced && traceOf(traced)
  if (traced === undefined || trace === undefined) {
    note(`no trace to write to ${target}: there is neither a counterexample nor a witness\n`)
    return
  }
  try {
    writeFileSync(path.resolve(cwd, target), renderItf(model, trace, `${file}, ${traced.name}`))
  } catch (error) {
    throw new UsageError({ message: `cannot write ${target}: ${error instanceof Error ? error.message : error}` })
  }
  note(`trace of ${traced.name} written to ${target}\n`)
}

const traceOf = ({ verdict }: Finding): Trace | undefined =>
  verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'exhausted' ? verdict.witness : undefined
