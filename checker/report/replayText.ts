/**
 * What a replay found out, for people: of each log a line, and of one that diverges the event, the states that came
 * nearest to it, and what refuses there.
 *
 *     diverged  rejected/run.jsonl  at event 3 (line 4); 2 events are explained
 *     logged    {"event": "committed", "rm": "rm0"}
 *     wanted    receiveCommit(r: rm0)
 */
import type { Model } from '../ir/model.ts'
import { formatValue, type Value } from '../ir/value.ts'
import type { FrameOptions } from '../source/frame.ts'
import { plain } from '../source/palette.ts'
import type { Explained, Prefix, ReplayDivergence, ReplayRefusal, ReplayReport } from '../verdict/replayReport.ts'
import { changes } from './changes.ts'
import { stateBefore, stepText } from './choices.ts'
import { framed } from './findingText.ts'
import { shortened, table } from './layout.ts'
import { counted, duration } from './numbers.ts'

export interface ReplayTextOptions extends FrameOptions {
  /** Characters per line, as far as possible. */
  readonly width?: number
  /** shows the behaviour that explains a log, too */
  readonly behaviour?: boolean
}

/** So many steps before a divergence are shown. */
const STEPS_SHOWN = 10

/** The lines of one log. */
export function replayLines(report: ReplayReport, options: ReplayTextOptions = {}): string[] {
  const { log, verdict, events, model } = report
  const { palette = plain } = options
  const logged = events.reduce((n, each) => n + each.logged, 0)
  switch (verdict.kind) {
    case 'explained': {
      const head = `${palette.bold('explained')}  ${log}  ${counted(logged, 'event')}, ${stepCounts(verdict.explained)}`
      const states = `${counted(report.states.largest, 'state')} at most, ${report.states.last} at the end`
      const rows = options.behaviour === true ? ['', ...behaviourLines(model, verdict.explained, 0)] : []
      return [`${head}  (${states}, ${duration(report.elapsedMs)})`, ...rows, ...remarks(report)]
    }
    case 'diverged':
      return divergenceLines(report, verdict.divergence, options)
    case 'vacuous':
      return [
        `${palette.help('vacuous')}  ${log}  no event says anything about ${model.name}: ${counted(logged, 'event')}, all ignored`,
      ]
    case 'bounded':
      return [
        `${palette.help('bounded')}  ${log}  after event ${verdict.event} there are more than ${counted(verdict.states, 'state')} to keep: hide less, observe more, or give --max-states`,
      ]
    case 'interrupted':
      return [`${palette.help('interrupted')}  ${log}  after event ${verdict.event}`]
  }
}

function stepCounts({ events }: Explained): string {
  const hidden = events.filter(event => event === 0).length
  return `${counted(events.length, 'step')}${hidden === 0 ? '' : `, ${hidden} of them hidden`}`
}

/** What the log does not exercise, and what must be doubted. */
function remarks({ events, taken, invariants }: ReplayReport): string[] {
  const never = taken.filter(({ logged, hidden }) => logged + hidden === 0).map(({ action }) => action)
  const ignored = events.filter(each => each.ignored > 0).map(each => `${each.name} (${each.ignored})`)
  const broken = invariants.filter(({ falseAfter }) => falseAfter !== null)
  const rows = [
    ...(never.length === 0 ? [] : [['never taken', never.join(', ')]]),
    ...(ignored.length === 0 ? [] : [['ignored', ignored.join(', ')]]),
    ...broken.map(({ name, falseAfter }) => [
      'maybe false',
      `${name}: of a state that the system may have been in after event ${falseAfter}`,
    ]),
  ]
  return table(rows, '  ')
}

function divergenceLines(
  { log, model }: ReplayReport,
  divergence: ReplayDivergence,
  options: ReplayTextOptions,
): string[] {
  const { palette = plain, width = 100 } = options
  const { event, line, logged, wanted, states, prefixes } = divergence
  const place = line === null ? `event ${event}` : `event ${event} (line ${line})`
  const before = event <= 1 ? '' : `; ${counted(event - 1, 'event')} before it ${event === 2 ? 'is' : 'are'} explained`
  return [
    `${palette.error('diverged')}  ${palette.bold(log)}  at ${place}${before}`,
    ...table([
      ['  logged', shortened(logged, 2 * width)],
      ['  wanted', wanted],
      ['  from', `${counted(states, 'state')} in which the system may have been`],
    ]),
    ...prefixes.flatMap((prefix, i) => ['', ...prefixLines(model, prefix, i, prefixes.length, options)]),
  ]
}

function prefixLines(model: Model, prefix: Prefix, index: number, count: number, options: ReplayTextOptions): string[] {
  const { explained, refusals, possible } = prefix
  const { steps } = explained.trace
  const from = Math.max(0, steps.length - STEPS_SHOWN)
  const calls = possible.map(({ step, before }) => stepText(model, step, before))
  return [
    ...(count === 1 ? [] : [`explanation ${index + 1} of ${count} that come nearest`]),
    ...refusals.flatMap(refusal => refusalLines(refusal, options)),
    '',
    ...behaviourLines(model, explained, from),
    `possible instead: ${calls.length === 0 ? 'nothing that is logged' : calls.join(', ')}`,
  ]
}

function refusalLines({ what, reason, message, span }: ReplayRefusal, options: ReplayTextOptions): string[] {
  const why = { guard: 'false', failure: message, observation: 'false', choices: 'with none of its choices' }[reason]
  const head = {
    guard: `${what} is refused`,
    failure: `${what} fails`,
    observation: `${what} is not so`,
    choices: `${what} is not possible`,
  }[reason]
  return span === null ? [`${head}: ${why}`] : [head, ...framed(span, why, options)]
}

/** From one step on: the state there in full, then steps with their events and changes. */
function behaviourLines(model: Model, { trace, events }: Explained, from: number): string[] {
  const start = stateBefore(trace, from)
  const state = model.variables.map(({ name, type }, i) => [name, formatValue(type, start[i] as Value)] as const)
  const rows = [
    ...state.map(([name, value], i) => [i === 0 ? startOf(events, from) : '', '', name, value]),
    ...trace.steps.slice(from).flatMap((step, k) => {
      const at = from + k
      const before = stateBefore(trace, at)
      const event = events[at] ?? 0
      const found = changes(model.variables, before, step.state)
      const label = stepText(model, step, before)
      const told =
        found.length === 0
          ? [['(nothing changes)', '']]
          : found.map(({ path, type, before: old, after }) => [
              path,
              `${formatValue(type, old)} -> ${formatValue(type, after)}`,
            ])
      return told.map((cells, i) => [
        i === 0 ? (event === 0 ? 'hidden' : `event ${event}`) : '',
        i === 0 ? label : '',
        ...cells,
      ])
    }),
  ]
  return table(rows)
}
const startOf = (events: readonly number[], from: number): string => {
  if (from === 0) return 'start'
  const last = events.slice(0, from).findLast(event => event !== 0)
  return last === undefined ? 'later' : `after ${last}`
}

/** What all logs together came to: the last lines of an answer. */
export function replaySummary(reports: readonly ReplayReport[]): string[] {
  const counts = ['explained', 'diverged', 'vacuous', 'bounded', 'interrupted'].flatMap(kind => {
    const count = reports.filter(({ verdict }) => verdict.kind === kind).length
    return count === 0 ? [] : [`${kind} ${count}`]
  })
  const isTaken = new Map<string, number>()
  for (const { taken } of reports)
    for (const { action, logged, hidden } of taken) isTaken.set(action, (isTaken.get(action) ?? 0) + logged + hidden)
  const never = [...isTaken].filter(([, count]) => count === 0).map(([action]) => action)
  const explained = reports.filter(({ verdict }) => verdict.kind === 'explained')
  const held = explained[0]?.invariants.filter(({ name }) =>
    explained.every(({ invariants }) => invariants.find(each => each.name === name)?.falseAfter === null),
  )
  return [
    ...(never.length > 0 && explained.length > 0 ? [`actions that no log needs: ${never.join(', ')}`] : []),
    ...(held === undefined || held.length === 0
      ? []
      : [`true in every state that explains them: ${held.map(({ name }) => name).join(', ')}`]),
    `${counted(reports.length, 'log')}: ${counts.join(', ')}`,
  ]
}
