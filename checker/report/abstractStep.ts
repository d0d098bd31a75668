/**
 * What breaks a refinement, in abstract terms: the step that the last concrete step is mapped to, and which abstract
 * actions would have had its effect, had not a guard refused them. Both text and JSON tell it.
 */
import { Evaluator } from '../ir/evaluator.ts'
import type { Action, Model, Refinement, State } from '../ir/model.ts'
import { cardinality } from '../ir/type.ts'
import { equalValues, type Value, valuesOf } from '../ir/value.ts'
import type { Span } from '../source/span.ts'
import { lastState, type Trace } from '../verdict/trace.ts'
import { stateBefore } from './choices.ts'

export interface AbstractStep {
  readonly abstract: Model
  /** null when the initial state is what the abstract model does not have */
  readonly before: State | null
  readonly after: State
  readonly nearest: readonly RefusedStep[]
}
/** An abstract action that leads to the wanted state where its guards are not asked. */
export interface RefusedStep {
  readonly action: Action
  readonly choices: readonly Value[]
  /** the first guard or check that is false */
  readonly refusedBy: Span
}

/** Actions with more choices than this are not looked through. */
const CHOICES_MAX = 100_000

/** @param trace ends with the step (or initial state) that breaks the refinement */
export function abstractStep({ abstract, mapping }: Refinement, trace: Trace): AbstractStep {
  const evaluator = new Evaluator(mapping)
  const mapped = (state: State): State => {
    evaluator.setStates(state)
    return mapping.map(e => evaluator.closureOf(e)())
  }
  const after = mapped(lastState(trace))
  if (trace.steps.length === 0) return { abstract, before: null, after, nearest: [] }
  const before = mapped(stateBefore(trace, trace.steps.length - 1))
  return { abstract, before, after, nearest: abstract.actions.flatMap(action => refusedSteps(action, before, after)) }
}

function refusedSteps(action: Action, before: State, after: State): RefusedStep[] {
  const choices = [...action.parameters, ...action.steps.flatMap(s => (s.kind === 'choose' ? [s.variable] : []))]
  if (choices.reduce((n, { type }) => n * cardinality(type), 1) > CHOICES_MAX) return []
  const conditions = action.steps.flatMap(s => (s.kind === 'choose' ? [] : [s]))
  const evaluator = new Evaluator([...conditions.map(s => s.condition), ...action.next])
  evaluator.setStates(before)
  const found: RefusedStep[] = []
  const choose = (chosen: readonly Value[]): void => {
    const variable = choices[chosen.length]
    if (variable === undefined) {
      const next = action.next.map(e => evaluator.closureOf(e)())
      const refusedBy = conditions.find(s => evaluator.closureOf(s.condition)() !== true)?.span
      if (refusedBy !== undefined && equalValues(next, after)) found.push({ action, choices: chosen, refusedBy })
      return
    }
    for (const value of valuesOf(variable.type)) {
      evaluator.setParameter(variable.index, value)
      choose([...chosen, value])
    }
  }
  choose([])
  return found
}
