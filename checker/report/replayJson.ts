/** What replays found out as one JSON document. */
import type { Model, State } from '../ir/model.ts'
import type { Value } from '../ir/value.ts'
import type { Explained, Prefix, ReplayReport, ReplayVerdict } from '../verdict/replayReport.ts'
import { actionOf, namedChoices } from './choices.ts'
import { jsonValue, traceData } from './json.ts'

/** @param against path of the mapping or spec, as the user wrote it */
export const replayJson = (against: string, reports: readonly ReplayReport[]): string =>
  `${JSON.stringify({ format: 'von-replay', version: 1, against, logs: reports.map(reportData) }, null, 2)}\n`

export const reportData = ({ model, verdict, ...report }: ReplayReport): object => ({
  ...report,
  spec: model.name,
  constants: model.constants,
  verdict: verdictData(model, verdict),
})

function verdictData(model: Model, verdict: ReplayVerdict) {
  switch (verdict.kind) {
    case 'explained':
      return { kind: verdict.kind, behaviour: behaviourData(model, verdict.explained) }
    case 'diverged': {
      const { prefixes, ...divergence } = verdict.divergence
      return { kind: verdict.kind, ...divergence, prefixes: prefixes.map(prefix => prefixData(model, prefix)) }
    }
    default:
      return verdict
  }
}

/** `events`: of each step, the event that it is part of; 0 for a hidden one */
const behaviourData = (model: Model, { trace, events }: Explained) => ({ ...traceData(model, trace), events })

const prefixData = (model: Model, { explained, refusals, possible }: Prefix) => ({
  behaviour: behaviourData(model, explained),
  refusals,
  possible: possible.map(({ step, before }) => callData(model, step.action, step.choices, before)),
})

function callData(model: Model, action: string | null, choices: readonly Value[], before: State) {
  if (action === null) return { action, parameters: {}, picks: {} }
  const { parameters, picks } = namedChoices(actionOf(model, action), choices, before)
  const named = (values: typeof parameters) =>
    Object.fromEntries(values.map(({ variable, value }) => [variable.name, jsonValue(variable.type, value)]))
  return { action, parameters: named(parameters), picks: named(picks) }
}
