/** Differences between the two runs, as readable text. */
import type { Action, Model, State } from '../../ir/model.ts'
import { formatValue, type Value } from '../../ir/value.ts'
import type { Observation } from './observation.ts'

export interface Difference {
  /** an action, a property, or `init` */
  readonly what: string
  /** empty for `init` */
  readonly state: string
  /** the parameters, or the next state of a step property; may be empty */
  readonly choices: string
  /** what the TypeScript does */
  readonly direct: string
  /** what the model does */
  readonly model: string
}

/** A difference on a few lines, without a final line break. */
export const formatDifference = ({ what, state, choices, direct, model }: Difference): string =>
  [`${what}(${choices})`, `  in     ${state}`, `  direct ${direct}`, `  model  ${model}`].join('\n')

export const formatState = (model: Model, state: State): string =>
  model.variables.map(({ name, type }, i) => `${name} = ${formatValue(type, state[i] as Value)}`).join(', ')

export const formatChoices = (action: Action, choices: readonly Value[]): string =>
  action.parameters.map(({ name, type }, i) => `${name} = ${formatValue(type, choices[i] as Value)}`).join(', ')

/** @param before the state that the observations start from; of next states only what changed is shown */
export function formatObservations(model: Model, before: State | null, observations: readonly Observation[]): string {
  if (observations.length === 0) return 'disabled'
  return [...new Set(observations.map(observation => formatObservation(model, before, observation)))].join('; or ')
}

function formatObservation(model: Model, before: State | null, observation: Observation): string {
  if (observation.kind === 'failure') return `failure (${observation.failure}): ${observation.message}`
  if (observation.kind === 'value') return String(observation.value)
  const { state } = observation
  if (before === null) return formatState(model, state)
  const changes = model.variables.flatMap(({ name, type }, i) => {
    const [from, to] = [before, state].map(values => formatValue(type, values[i] as Value))
    return from === to ? [] : [`${name} = ${to}`]
  })
  return changes.length === 0 ? 'nothing changes' : changes.join(', ')
}
