/**
 * What a solver has found, as the interpreter sees it: which claims are broken by a state, or by a step from it. In: states
 * and choices. Out: a fault for each broken claim; `rerun` confirms later that all that was assumed is true.
 */
import type { Evaluation, Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'
import type { Trace, TraceStep } from '../../../verdict/trace.ts'
import type { Violation } from '../../../verdict/verdict.ts'
import { type Claim, isAboutSteps, isInvariant } from './claims.ts'
import type { Fault } from './fault.ts'

/** Those of the claims that are false of an initial state. */
export const faultsInitially = (interpreter: Interpreter, claims: readonly Claim[], state: State): Map<Claim, Fault> =>
  new Map(
    claims.flatMap(claim => {
      const { property, kind } = claim
      if (property === null || kind === 'step') return []
      const isTrue = interpreter.evaluateInitial(property, state) === 'holds'
      return isTrue ? [] : [[claim, { kind: 'initial' }]]
    }),
  )

/** Those of the claims that a step breaks. */
export function faultsOfStep(
  interpreter: Interpreter,
  claims: readonly Claim[],
  assumed: readonly Claim[],
  state: State,
  step: TraceStep,
): Map<Claim, Fault> {
  const trace: Trace = { initialChoices: [], initial: state, steps: [step] }
  return new Map(
    claims.flatMap(claim => {
      const violation = violationBy(interpreter, claim, state, step.state)
      return violation === null ? [] : [[claim, faultOf(assumed, violation, trace)]]
    }),
  )
}

/** What is broken in a state by what may happen there, if no constraint forbids it: nothing at all, or a failure. */
export function faultIn(interpreter: Interpreter, claim: Claim, assumed: readonly Claim[], state: State): Fault | null {
  const trace: Trace = { initialChoices: [], initial: state, steps: [] }
  for (const constraint of interpreter.model.properties.filter(({ kind }) => kind === 'constraint')) {
    const truth = interpreter.evaluate(constraint, state)
    if (truth === 'fails') return null
    if (truth !== 'holds' && claim.kind === 'failures')
      return faultOf(assumed, { kind: 'propertyFailure', check: truth.failed }, trace)
  }
  let outcomes = 0
  let failing: Trace['failing']
  interpreter.successors(state, outcome => {
    outcomes++
    if (outcome.kind === 'failure')
      failing ??= { action: outcome.action.name, choices: outcome.choices, check: outcome.check }
  })
  const ends = interpreter.model.properties.filter(({ kind }) => kind === 'mayEnd')
  const verdicts = outcomes > 0 ? [] : ends.map(end => interpreter.evaluate(end, state))
  if (claim.kind === 'deadlock') {
    const isDeadlock = outcomes === 0 && verdicts.every(verdict => verdict === 'fails')
    return isDeadlock ? faultOf(assumed, { kind: 'deadlock' }, trace) : null
  }
  if (failing !== undefined) {
    const { action, check } = failing
    return faultOf(assumed, { kind: 'actionFailure', action, check }, { ...trace, failing })
  }
  const decisive = verdicts.find(verdict => verdict !== 'fails')
  const isFailure = decisive !== undefined && typeof decisive !== 'string'
  return isFailure ? faultOf(assumed, { kind: 'propertyFailure', check: decisive.failed }, trace) : null
}

const faultOf = (assumed: readonly Claim[], violation: Violation, trace: Trace): Fault => ({
  kind: 'step',
  counterexample: { assumed: assumed.map(({ name }) => name), violation, trace },
})

function violationBy(interpreter: Interpreter, claim: Claim, state: State, next: State): Violation | null {
  const { property, kind } = claim
  if (property === null || !(isInvariant(claim) || isAboutSteps(claim))) return null
  const found: Evaluation = isInvariant(claim)
    ? interpreter.evaluate(property, next)
    : interpreter.evaluate(property, state, next)
  if (found === 'holds') return null
  if (found !== 'fails') return { kind: 'propertyFailure', check: found.failed }
  if (property.refinement !== undefined) return { kind: 'refinement', refinement: property.refinement }
  return { kind: kind === 'step' ? 'step' : 'invariant' }
}
