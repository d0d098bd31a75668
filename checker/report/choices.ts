/** The choices of a step by the names of what they are for: the parameters of its action, and its answers to `pick`. */
import { Evaluator } from '../ir/evaluator.ts'
import type { Variable } from '../ir/expr.ts'
import type { Action, Choose, Model, State } from '../ir/model.ts'
import { formatValue, type Value } from '../ir/value.ts'
import type { Trace, TraceStep } from '../verdict/trace.ts'

export interface NamedValue {
  readonly variable: Variable
  readonly value: Value
}
export interface NamedChoices {
  readonly parameters: readonly NamedValue[]
  /** only those that the body came to */
  readonly picks: readonly NamedValue[]
}

/** The state in which step `index` (from 0) of a trace was taken. */
export const stateBefore = ({ initial, steps }: Trace, index: number): State => steps[index - 1]?.state ?? initial

/**
 * The action that a step of a trace names.
 * @throws Error when the trace is not one of this model
 */
export function actionOf(model: Model, name: string): Action {
  const action = model.actions.find(each => each.name === name)
  if (action === undefined) throw new Error(`the trace takes an action '${name}' that the model does not have`)
  return action
}

/** The label of a step: the call of its action, or that it stutters. */
export const stepText = (model: Model, { action, choices }: Omit<TraceStep, 'state'>, before: State): string =>
  action === null ? 'stutter' : callText(actionOf(model, action), choices, before)

/**
 * @param choices as in a trace; those of a failing action end where it fails
 * @param before the state in which they were made; empty for the initial action
 */
export function namedChoices(action: Action, choices: readonly Value[], before: State): NamedChoices {
  const picks = action.steps.filter((step): step is Choose => step.kind === 'choose')
  const evaluator = new Evaluator(picks.map(pick => pick.when))
  evaluator.setStates(before)
  choices.forEach((value, index) => {
    evaluator.setParameter(index, value)
  })
  const named = (variables: readonly Variable[]) =>
    variables.flatMap(variable => {
      const value = choices[variable.index]
      return value === undefined ? [] : [{ variable, value }]
    })
  const isMade = ({ variable, when }: Choose) => variable.index < choices.length && evaluator.closureOf(when)() === true
  return { parameters: named(action.parameters), picks: named(picks.filter(isMade).map(pick => pick.variable)) }
}

/** A call of the action as a label: `send(r0)`, with what it picked, in order: `send(r0) pick Ack`. */
export function callText(action: Action, choices: readonly Value[], before: State): string {
  const { parameters, picks } = namedChoices(action, choices, before)
  const texts = (named: readonly NamedValue[]) =>
    named.map(({ variable, value }) => formatValue(variable.type, value)).join(', ')
  const call = `${action.name}(${texts(parameters)})`
  return picks.length === 0 ? call : `${call} pick ${texts(picks)}`
}
