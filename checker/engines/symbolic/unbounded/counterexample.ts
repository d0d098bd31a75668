/**
 * Counterexamples to induction as steps of an instance. In: what a solver found for domains of some size. Out: the step that
 * the reference interpreter takes from there, by which it sees the claim broken; nothing where it does not.
 */
import { type Evaluation, Interpreter, type Outcome } from '../../../ir/interpret.ts'
import type { Model, Property, State } from '../../../ir/model.ts'
import type { Type } from '../../../ir/type.ts'
import { equalValues } from '../../../ir/value.ts'
import type { Trace } from '../../../verdict/trace.ts'
import type { InductionCounterexample, Violation } from '../../../verdict/verdict.ts'
import type { Call, Domains } from './domains.ts'
import { memberOf } from './members.ts'
import { type Claim, isOfStates, type Obligation } from './obligations.ts'

/** The instance in which a solver looked for it. */
export interface SmallInstance {
  readonly model: Model
  readonly domains: Domains
}

/**
 * @param relied what must be true of the state before the step
 * @param call what the functions are that the solver found
 */
export function counterexampleIn(
  { model, domains }: SmallInstance,
  { action: name }: Obligation,
  claim: Claim,
  relied: readonly string[],
  call: Call,
): InductionCounterexample | null {
  const interpreter = new Interpreter(model)
  const read = (name: string, type: Type) => memberOf(domains, type, domains.variable(type, name, [], call))
  const propertyOf = (name: string) => model.properties.find(each => each.name === name)
  const state: State = model.variables.map(({ name, type }) => read(name, type))
  const isAssumed = (name: string) => {
    const property = propertyOf(name)
    return property !== undefined && interpreter.evaluate(property, state) === 'holds'
  }
  if (!relied.every(isAssumed)) return null

  const shown = (violation: Violation, more: Partial<Trace>): InductionCounterexample => {
    const trace = { initialChoices: [], initial: state, steps: [], ...more }
    return { assumed: relied, violation, trace, instance: model }
  }
  const parameters = model.actions.find(each => each.name === name)?.parameters ?? []
  const chosen = parameters.map(({ name: parameter, type }) => read(`${name} ${parameter}`, type))
  const outcomes: Outcome[] = []
  interpreter.successors(state, outcome => outcomes.push(outcome))
  if (claim.name === 'deadlock') return outcomes.length === 0 ? shown({ kind: 'deadlock' }, {}) : null
  for (const outcome of outcomes) {
    const { action, choices } = outcome
    const isChosen = chosen.every((value, i) => equalValues(choices[i] ?? null, value))
    if (action.name !== name || !isChosen) continue
    if (outcome.kind === 'failure') {
      const { check } = outcome
      if (claim.name !== 'failures') continue
      return shown({ kind: 'actionFailure', action: name, check }, { failing: { action: name, choices, check } })
    }
    const property = propertyOf(claim.name)
    const violation = property && violationBy(property, interpreter, state, outcome.state)
    if (violation != null) return shown(violation, { steps: [{ action: name, choices, state: outcome.state }] })
  }
  return null
}

function violationBy(property: Property, interpreter: Interpreter, state: State, next: State): Violation | null {
  const found: Evaluation = isOfStates(property)
    ? interpreter.evaluate(property, next)
    : interpreter.evaluate(property, state, next)
  if (found === 'holds') return null
  if (found !== 'fails') return { kind: 'propertyFailure', check: found.failed }
  if (property.refinement !== undefined) return { kind: 'refinement', refinement: property.refinement }
  return { kind: property.kind === 'step' ? 'step' : 'invariant' }
}
