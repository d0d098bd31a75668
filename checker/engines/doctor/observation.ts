/**
 * What one of the two runs says, in the terms in which they are compared.
 *
 * Where a callback fails for several items, the runs may name different kinds of failure: the direct run that of the
 * first item that fails, the model that of the first check that fails for any item. Kinds are therefore compared unless
 * the model's check is about all items at once.
 */

import type { Evaluation as DirectEvaluation, Outcome as DirectOutcome } from '../../direct/directRun.ts'
import { isBinder, topological } from '../../ir/expr.ts'
import type { Evaluation as ModelEvaluation, Outcome as ModelOutcome } from '../../ir/interpret.ts'
import type { Check, FailureKind, State } from '../../ir/model.ts'

export type Observation =
  | { readonly kind: 'next'; readonly state: State }
  | { readonly kind: 'value'; readonly value: boolean }
  | { readonly kind: 'failure'; readonly failure: FailureKind; readonly message: string; readonly anyKind: boolean }

export const ofDirectOutcome = (outcome: DirectOutcome): Observation =>
  outcome.kind === 'next' ? outcome : { ...outcome, anyKind: false }

export const ofDirectEvaluation = (evaluation: DirectEvaluation): Observation =>
  typeof evaluation === 'boolean' ? { kind: 'value', value: evaluation } : { ...evaluation, anyKind: false }

export const ofModelOutcome = (outcome: ModelOutcome): Observation =>
  outcome.kind === 'next' ? outcome : ofFailedCheck(outcome.check)

export const ofModelEvaluation = (evaluation: ModelEvaluation): Observation =>
  typeof evaluation === 'string' ? { kind: 'value', value: evaluation === 'holds' } : ofFailedCheck(evaluation.failed)

const observedChecks = new WeakMap<Check, Observation>()
function ofFailedCheck(check: Check): Observation {
  let observation = observedChecks.get(check)
  if (observation === undefined) {
    const { failure, message, condition } = check
    observation = { kind: 'failure', failure, message, anyKind: topological([condition]).some(isBinder) }
    observedChecks.set(check, observation)
  }
  return observation
}

/** Whether two runs say the same: the same set of observations, in any order and number. */
export function agree(direct: readonly Observation[], model: readonly Observation[]): boolean {
  const anyKind = model.some(observation => observation.kind === 'failure' && observation.anyKind)
  const keys = (observations: readonly Observation[]) => new Set(observations.map(each => keyOf(each, anyKind)))
  const [a, b] = [keys(direct), keys(model)]
  return a.size === b.size && [...a].every(key => b.has(key))
}

function keyOf(observation: Observation, anyKind: boolean): string {
  switch (observation.kind) {
    case 'next':
      return JSON.stringify(observation.state)
    case 'value':
      return String(observation.value)
    case 'failure':
      return anyKind ? 'failure' : observation.failure
  }
}
