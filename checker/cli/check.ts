/** `von check`: explores an instance and prints the report. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { explore } from '../engines/explicit/explore.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import { renderItf } from '../report/itf.ts'
import { renderJson } from '../report/json.ts'
import type { Subject } from '../report/subject.ts'
import { renderText } from '../report/text.ts'
import { type Report, vacuousActions } from '../verdict/report.ts'
import type { Trace } from '../verdict/trace.ts'
import { exitCodeOf, exitCodes } from '../verdict/verdict.ts'
import { onInterrupt } from './interrupt.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface CheckRequest extends OpenRequest {
  readonly properties: readonly string[]
  readonly maxStates: number | undefined
  readonly maxDepth: number | undefined
  /** bytes */
  readonly memory: number | undefined
  readonly keepGoing: boolean
  readonly itf: string | undefined
}

export async function check(shell: ShellShape, request: CheckRequest): Promise<void> {
  const { instance } = await openInstance(shell, request)
  const model = lower(instance)
  const report: Report = { ...(await exploreWatched(shell, model, request)), file: request.spec }
  const subject = subjectOf(request)
  if (request.itf !== undefined) writeItf(shell, report, request.itf)
  shell.print(shell.isJson ? renderJson(report, subject) : renderText(report, subject, { cwd: shell.cwd, ...shell.stdout }))
  const isInterrupted = report.limits.some(limit => limit.kind === 'interrupted')
  const code = exitCodeOf(report.findings, vacuousActions(report))
  shell.exitWith(isInterrupted ? exitCodes.interrupted : code)
  if (!shell.isJson) shell.note(hints(report, request).map(hint => `${shell.stderr.palette.help('hint')}: ${hint}\n`).join(''))
}

async function exploreWatched(shell: ShellShape, model: Model, request: CheckRequest): Promise<Report> {
  const { properties, maxStates, maxDepth, memory, keepGoing } = request
  requireProperties(model, properties)
  const progress = progressOn(shell)
  const interrupt = onInterrupt()
  try {
    return await explore(model, {
      ...(properties.length > 0 && { properties }),
      ...(maxStates !== undefined && { maxStates }),
      ...(maxDepth !== undefined && { maxDepth }),
      ...(memory !== undefined && { maxMemoryBytes: memory }),
      keepGoing,
      onProgress: progress.show,
      signal: interrupt.signal,
    })
  } finally {
    interrupt.stop()
    progress.clear()
  }
}

/** What can be asked for beside the properties of a spec. */
const builtIn = ['failures', 'deadlock']
const answered = new Set(['invariant', 'step', 'witness'])

function requireProperties({ properties }: Model, asked: readonly string[]): void {
  const known = [...properties.filter(each => answered.has(each.kind)).map(each => each.name), ...builtIn]
  const unknown = asked.find(name => !known.includes(name))
  if (unknown !== undefined) throw unknownName('property', unknown, known)
}

const subjectOf = ({ instance, mutant }: CheckRequest): Subject => ({
  ...(instance !== undefined && { instance }),
  ...(mutant !== undefined && { mutant }),
})

/** Writes the first counterexample, else the first witness. */
function writeItf(shell: ShellShape, { findings, model, file }: Report, target: string): void {
  const traced = findings.flatMap(({ name, verdict }): { name: string; trace: Trace }[] => {
    const trace = verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'exhausted' ? verdict.witness : undefined
    return trace === undefined ? [] : [{ name, trace }]
  })
  const [first] = traced
  if (first === undefined) return shell.note(`no trace to write to ${target}: nothing is violated, no witness asked for\n`)
  try {
    writeFileSync(path.resolve(shell.cwd, target), renderItf(model, first.trace, `${file}, ${first.name}`))
  } catch (error) {
    throw new UsageError({ message: `cannot write ${target}: ${error instanceof Error ? error.message : error}` })
  }
  shell.note(`trace of ${first.name} written to ${target}\n`)
}

/** What to do next about what kept the run from an answer. */
function hints({ limits, findings }: Report, { keepGoing, properties }: CheckRequest): string[] {
  const kinds = new Set(limits.map(limit => limit.kind))
  const isOneOfMany = findings.some(each => each.verdict.kind === 'bounded') && properties.length !== 1
  return [
    ...(kinds.has('maxStates') ? ['a higher --max-states sees more'] : []),
    ...(kinds.has('maxDepth') ? ['a higher --max-depth sees more'] : []),
    ...(kinds.has('memory') ? ['a higher --memory, or smaller constants (--const), sees more'] : []),
    ...(kinds.has('violation') && !keepGoing && isOneOfMany ? ['--keep-going also decides the other properties'] : []),
  ]
}
