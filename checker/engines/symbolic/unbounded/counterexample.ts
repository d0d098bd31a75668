/**
 * Counterexamples to induction as steps of an instance. In: what a solver found for domains of some size. Out: the state
 * and the step, taken by the reference interpreter; nothing where the interpreter does not see a claim broken.
 */
import { Interpreter, type Outcome } from '../../../ir/interpret.ts'
import type { Model, State } from '../../../ir/model.ts'
import type { InductionCounterexample, InstanceSizes } from '../../../verdict/anySize.ts'
import type { Domains } from './domains.ts'
import { type Lookup, valueFrom } from './members.ts'
import { type Claim, isOfStates, type Obligation } from './obligations.ts'

/** The instance in which a solver looked for it. */
export interface SmallInstance {
  readonly model: Model
  readonly sizes: InstanceSizes
  readonly domains: Domains
}

/** @returns null where the interpreter does not agree that the claim is broken */
export function counterexampleIn(
  { model, sizes, domains }: SmallInstance,
  { action, step }: Obligation,
  claim: Claim,
  relied: readonly Claim[],
  lookup: Lookup,
): InductionCounterexample | null {
  const interpreter = new Interpreter(model)
  const state: State =
    action === null ? [] : model.variables.map(({ name, type }) => valueFrom(domains, type, name, lookup))
  const propertyOf = (name: string) => model.properties.find(each => each.name === name)
  if (action !== null) {
    for (const { name } of relied) {
      const property = propertyOf(name)
      if (property === undefined || interpreter.evaluate(property, state) !== 'holds') return null
    }
  }
  const { name: actionName, parameters } = step.action
  const instanceAction = [model.initial, ...model.actions].find(each => each.name === actionName)
  const chosen = (instanceAction?.parameters ?? parameters).map(({ name, type }) =>
    valueFrom(domains, type, `${actionName}.${name}`, lookup),
  )
  const property = propertyOf(claim.name)
  const breaks = (outcome: Outcome): boolean => {
    if (outcome.kind === 'failure') return claim.property === null
    if (property === undefined) return false
    if (action === null)
      return property.refinement === undefined
        ? interpreter.evaluate(property, outcome.state) !== 'holds'
        : interpreter.evaluateInitial(property, outcome.state) !== 'holds'
    return isOfStates(property)
      ? interpreter.evaluate(property, outcome.state) !== 'holds'
      : interpreter.evaluate(property, state, outcome.state) !== 'holds'
  }
  const outcomes: Outcome[] = []
  if (action === null) interpreter.initialStates(outcome => outcomes.push(outcome))
  else interpreter.successors(state, outcome => outcomes.push(outcome))
  const found = outcomes.find(
    outcome =>
      outcome.action.name === actionName &&
      chosen.every((value, i) => JSON.stringify(outcome.choices[i]) === JSON.stringify(value)) &&
      breaks(outcome),
  )
  if (found === undefined) return null
  const { choices } = found
  const outcome = found.kind === 'next' ? found.state : found.check
  return { model, sizes, state, action: actionName, choices, outcome }
}
