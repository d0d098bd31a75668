/** Non-interference, as an author declares it: which steps are high, and what an observer sees. */
import { type Declaration, DefinitionError } from './definitionError.ts'
import type { StepsDefinition } from './temporal.ts'

export interface NonInterferenceDefinition {
  readonly name: string
  readonly high: readonly StepsDefinition[]
  readonly observe: (state: never) => unknown
  readonly declaration: Declaration
}

/** Values of parameters, or lists of them, by the names of an action and its parameters: `{ arrive: { flow: 'f1' } }`. */
export type StepsByAction = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** @throws DefinitionError when there is no step among them */
export function highSteps(name: string, high: StepsByAction): StepsDefinition[] {
  const steps = Object.entries(high).flatMap(([action, given]) =>
    everyChoice(given).map((values): StepsDefinition => ({ action, given: values })),
  )
  if (steps.length > 0) return steps
  throw new DefinitionError(
    'VON3022',
    `'${name}' names no high step`,
    "name the actions that must not be noticed: high: { arrive: { flow: 'f1' } }",
  )
}

/** One record for each way to take a value from every list. */
const everyChoice = (lists: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] =>
  Object.entries(lists).reduce<Readonly<Record<string, unknown>>[]>(
    (records, [name, values]) => records.flatMap(each => [values].flat().map(value => ({ ...each, [name]: value }))),
    [{}],
  )
