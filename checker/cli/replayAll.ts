/**
 * `von replay --all`: replays all that is recorded in a folder. Beside each mapping.ts lie logs in `accepted`, which have to be
 * explained, and logs in `rejected`, which have to diverge at the event that each names in its header.
 */
import { globSync } from 'node:fs'
import path from 'node:path'
import { openLog } from '../engines/replay/log.ts'
import { loadMapping } from '../frontend/loadMapping.ts'
import { type LogFile, logsIn, Replayer } from '../recordings/replayer.ts'
import { type JunitCase, renderJunit } from '../report/junit.ts'
import { table } from '../report/layout.ts'
import { counted } from '../report/numbers.ts'
import { reportData } from '../report/replayJson.ts'
import { replayLines } from '../report/replayText.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import type { ReplayReport } from '../verdict/replayReport.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { interruptible } from './interrupt.ts'
import { writeOutput } from './outputFile.ts'
import { replayOptions } from './replay.ts'
import type { ShellShape } from './shell.ts'

export interface ReplayAllRequest {
  /** path of the folder, as the user wrote it */
  readonly folder: string
  readonly maxStates: number | undefined
  readonly junit: string | undefined
}

/** What has to come of a log. */
type Expected =
  | { readonly kind: 'explained' }
  | { readonly kind: 'diverged'; readonly event: number; readonly because: string }
interface Case {
  /** the folder of the mapping, from the folder of all */
  readonly system: string
  readonly expected: Expected
  readonly report: ReplayReport
  readonly isAsExpected: boolean
}

export async function replayAll(shell: ShellShape, request: ReplayAllRequest): Promise<void> {
  const { folder, maxStates, junit } = request
  const root = path.resolve(shell.cwd, folder)
  const mappings = globSync('**/mapping.ts', { cwd: root }).sort()
  if (mappings.length === 0)
    throw fault(
      `there is no mapping.ts in or below ${folder}`,
      'name the folder of all recordings: von replay --all FOLDER',
    )
  const cases: Case[] = []
  const isWhole = await interruptible(async signal => {
    for (const mapping of mappings) {
      if (!signal.aborted) cases.push(...(await casesOf(shell, root, mapping, maxStates, signal)))
    }
    return !signal.aborted
  })
  shell.print(shell.isJson ? json(folder, cases) : text(shell, cases))
  shell.exitWith(isWhole ? exitCodeOf(cases) : exitCodes.interrupted)
  if (junit !== undefined) writeOutput(shell, junit, renderJunit(cases.map(junitCase)))
}

async function casesOf(
  shell: ShellShape,
  root: string,
  mapping: string,
  maxStates: number | undefined,
  signal: AbortSignal,
): Promise<Case[]> {
  const home = path.join(root, path.dirname(mapping))
  const loaded = await loadMapping(path.join(root, mapping), { cwd: shell.cwd })
  const replayer = new Replayer(loaded)
  const cases: Case[] = []
  for (const folder of ['accepted', 'rejected'] as const) {
    for (const log of logsIn([shownPath(path.join(home, folder), shell.cwd)], shell.cwd)) {
      const expected = folder === 'accepted' ? { kind: 'explained' as const } : await expectedOf(log)
      if (signal.aborted) return cases
      const report = await replayer.replay(log, replayOptions(shell, log.name, maxStates, signal))
      const system = path.dirname(mapping).replaceAll(path.sep, '/')
      cases.push({ system, expected, report, isAsExpected: isAsExpected(expected, report) })
    }
  }
  return cases
}

async function expectedOf({ file, name }: LogFile): Promise<Expected> {
  const { diverges } = (await openLog(file, name)).header as {
    readonly diverges?: { readonly event?: unknown; readonly because?: unknown }
  }
  const { event, because } = diverges ?? {}
  if (typeof event === 'number' && Number.isInteger(event) && typeof because === 'string' && because !== '')
    return { kind: 'diverged', event, because }
  throw fault(
    `the header of ${name} does not say where it diverges, and why`,
    'add "diverges": {"event": 7, "because": "it commits without the vote of rm1"}',
  )
}

function isAsExpected(expected: Expected, { verdict }: ReplayReport): boolean {
  if (expected.kind === 'explained') return verdict.kind === 'explained'
  return verdict.kind === 'diverged' && verdict.divergence.event === expected.event
}

const expectedText = (expected: Expected) =>
  expected.kind === 'explained' ? 'explained' : `diverges at event ${expected.event}: ${expected.because}`

function text(shell: ShellShape, cases: readonly Case[]): string {
  const { palette } = shell.stdout
  const rows = cases.map(({ expected, report, isAsExpected: isFine }) => [
    isFine ? 'ok' : 'NOT',
    report.log,
    expectedText(expected),
  ])
  const wrong = cases.filter(each => !each.isAsExpected)
  const failures = wrong.flatMap(({ expected, report }) => [
    '',
    palette.error(`expected: ${expectedText(expected)}`),
    ...replayLines(report, { cwd: shell.cwd, ...shell.stdout }),
  ])
  const idle = [...new Set(cases.map(({ system }) => system))].flatMap(system => {
    const never = neverTaken(cases.filter(each => each.system === system))
    return never.length === 0 ? [] : [`no log of ${system} needs ${never.join(', ')}`]
  })
  const summary = `${counted(cases.length, 'log')}: ${cases.length - wrong.length} as expected${wrong.length === 0 ? '' : `, ${wrong.length} not`}`
  return `${[...table(rows), ...failures, '', ...idle, summary].join('\n')}\n`
}

/** Actions that no accepted log makes use of: of these the recordings say nothing. */
function neverTaken(cases: readonly Case[]): string[] {
  const taken = new Map<string, number>()
  for (const { report } of cases) {
    for (const { action, logged, hidden } of report.taken) taken.set(action, (taken.get(action) ?? 0) + logged + hidden)
  }
  return [...taken].filter(([, count]) => count === 0).map(([action]) => action)
}

const json = (folder: string, cases: readonly Case[]): string =>
  `${JSON.stringify(
    {
      format: 'von-replay',
      version: 1,
      against: folder,
      logs: cases.map(({ system, expected, report, isAsExpected: isFine }) => ({
        system,
        expected,
        isAsExpected: isFine,
        ...reportData(report),
      })),
    },
    null,
    2,
  )}\n`

function junitCase({ system, expected, report, isAsExpected: isFine }: Case): JunitCase {
  const lines = [`expected: ${expectedText(expected)}`, ...replayLines(report)]
  return {
    suite: system,
    name: report.log,
    seconds: report.elapsedMs / 1000,
    failure: isFine ? null : { message: lines.slice(0, 2).join('; '), text: lines.join('\n') },
  }
}

function exitCodeOf(cases: readonly Case[]): number {
  const wrong = cases.filter(each => !each.isAsExpected).map(({ report }) => report.verdict.kind)
  if (wrong.some(kind => kind === 'diverged' || kind === 'explained')) return exitCodes.violated
  return wrong.length > 0 || cases.length === 0 ? exitCodes.inconclusive : exitCodes.yes
}

const fault = (message: string, help: string) => new SpecError({ code: 'VON6009', message, help, related: [] })
