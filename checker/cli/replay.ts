/** `von replay`: holds logs against a spec, and prints which of them some behaviour explains. */
import path from 'node:path'
import { loadMapping } from '../frontend/loadMapping.ts'
import { logsIn, Replayer } from '../recordings/replayer.ts'
import { renderItf } from '../report/itf.ts'
import { type JunitCase, renderJunit } from '../report/junit.ts'
import { counted } from '../report/numbers.ts'
import { replayJson } from '../report/replayJson.ts'
import { replayLines, replaySummary } from '../report/replayText.ts'
import { exitCodeOfReplay, type ReplayReport } from '../verdict/replayReport.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { interruptible } from './interrupt.ts'
import { writeOutput } from './outputFile.ts'
import { type Selection, selectedConstants } from './selection.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'
import { UsageError } from './usageError.ts'

export interface ReplayRequest extends Selection {
  /** path of the mapping, or of a spec for traces in ITF */
  readonly mapping: string
  readonly logs: readonly string[]
  readonly maxStates: number | undefined
  readonly behaviour: boolean
  readonly junit: string | undefined
  readonly itf: string | undefined
}

export async function replayLogs(shell: ShellShape, request: ReplayRequest): Promise<void> {
  const { mapping, maxStates, behaviour, junit, itf } = request
  if (request.logs.length === 0)
    throw new UsageError({ message: 'no log is named', help: 'von replay MAPPING LOG..., or von replay --all FOLDER' })
  const loaded = await loadMapping(mapping, { cwd: shell.cwd })
  const logs = logsIn(request.logs, shell.cwd)
  const replayer = new Replayer(loaded, selectedConstants(loaded.spec, request))
  const reports: ReplayReport[] = []
  await interruptible(async signal => {
    for (const log of logs) {
      if (signal.aborted) break
      reports.push(await replayer.replay(log, replayOptions(shell, log.name, maxStates, signal)))
    }
  })
  const options = { cwd: shell.cwd, ...shell.stdout, behaviour }
  const blocks = [...reports.map(report => replayLines(report, options)), replaySummary(reports)]
  shell.print(shell.isJson ? replayJson(mapping, reports) : `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`)
  const isWhole = reports.length === logs.length
  shell.exitWith(isWhole ? exitCodeOfReplay(reports.map(({ verdict }) => verdict)) : exitCodes.interrupted)
  if (junit !== undefined) writeOutput(shell, junit, renderJunit(reports.map(report => caseOf(mapping, report))))
  if (itf !== undefined) writeBehaviour(shell, reports, itf)
}

/** What every replay is given; progress is shown where stderr is a terminal. */
export function replayOptions(shell: ShellShape, log: string, maxStates: number | undefined, signal: AbortSignal) {
  const status = statusLineOn(shell)
  return {
    ...(maxStates !== undefined && { maxStates }),
    signal,
    onProgress: (events: number, elapsedMs: number) =>
      status.show(`${log}: ${counted(events, 'event')} explained`, elapsedMs),
  }
}

/** A log that is not explained is a failure, whatever the reason. */
function caseOf(mapping: string, report: ReplayReport): JunitCase {
  const [message = '', ...rest] = replayLines(report)
  const isExplained = report.verdict.kind === 'explained'
  return {
    suite: mapping,
    name: report.log,
    seconds: report.elapsedMs / 1000,
    failure: isExplained ? null : { message, text: [message, ...rest].join('\n') },
  }
}

/** The first behaviour that explains a log, else the longest that explains a part of one. */
function writeBehaviour(shell: ShellShape, reports: readonly ReplayReport[], target: string): void {
  for (const { verdict, log, model } of reports) {
    const explained =
      verdict.kind === 'explained'
        ? verdict.explained
        : verdict.kind === 'diverged'
          ? verdict.divergence.prefixes[0]?.explained
          : undefined
    if (explained === undefined) continue
    const isWritten = writeOutput(
      shell,
      target,
      renderItf(model, explained.trace, `a behaviour for ${path.basename(log)}`),
    )
    if (isWritten) shell.note(`behaviour for ${log} written to ${target}\n`)
    return
  }
  shell.note(`no behaviour to write to ${target}\n`)
}
