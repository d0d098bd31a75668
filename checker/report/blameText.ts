/** Where a violation is to blame, and why, in one short phrase to stand beside the mark under the source. */

import { type Blame, blame } from '../ir/blame.ts'
import { not } from '../ir/boolean.ts'
import { type Expr, isConstant, variablesRead } from '../ir/expr.ts'
import type { Model, NonInterference, Predicate, State } from '../ir/model.ts'
import { formatValue } from '../ir/value.ts'
import type { Span } from '../source/span.ts'
import type { Trace } from '../verdict/trace.ts'
import { lastState } from '../verdict/trace.ts'
import type { Finding, Violation } from '../verdict/verdict.ts'
import { stateBefore } from './choices.ts'
import { failureText } from './failureText.ts'
import { valueText } from './valueText.ts'

export interface BlamedPlace {
  /** null for what has no place in the source, such as deadlock */
  readonly span: Span | null
  readonly reason: string
}

export function blamedPlace(model: Model, finding: Finding, violation: Violation, trace?: Trace): BlamedPlace {
  switch (violation.kind) {
    case 'invariant':
    case 'step': {
      const property = model.properties.find(each => each.name === finding.name)
      if (property === undefined || trace === undefined) return { span: finding.span, reason: 'false' }
      const next = lastState(trace)
      const state = violation.kind === 'step' ? stateBefore(trace, trace.steps.length - 1) : next
      return falsePart(property, state, next)
    }
    case 'refinement': {
      const what = trace?.steps.length === 0 ? 'initial state' : 'last step'
      return { span: finding.span, reason: `the ${what} is none of ${violation.refinement.abstract.name}` }
    }
    case 'noninterference': {
      const { difference, without } = violation
      if (difference.kind === 'failure') return { span: difference.check.span, reason: difference.check.message }
      const claim = model.nonInterference.find(each => each.name === finding.name)
      if (difference.kind === 'enabledness' || claim === undefined || trace === undefined)
        return { span: finding.span, reason: 'what is possible tells the runs apart' }
      return { span: finding.span, reason: observedDifference(claim, lastState(trace), lastState(without)) }
    }
    case 'propertyFailure': {
      const { check } = violation
      if (trace === undefined) return { span: check.span, reason: check.message }
      const before = trace.steps.length === 0 ? lastState(trace) : stateBefore(trace, trace.steps.length - 1)
      const isOfStep = [...variablesRead([check.condition])].some(({ space }) => space === 'next')
      const next = lastState(trace)
      return { span: check.span, reason: failureText(check, [], isOfStep ? before : next, next) }
    }
    case 'actionFailure': {
      const { check } = violation
      const choices = violation.choices ?? trace?.failing?.choices
      // an initial action reads no state
      const state = violation.choices !== undefined || trace === undefined ? [] : lastState(trace)
      return { span: check.span, reason: choices === undefined ? check.message : failureText(check, choices, state) }
    }
    case 'deadlock':
      return { span: finding.span, reason: 'no action is enabled in the last state' }
    case 'temporal':
      return { span: finding.span, reason: 'false of this behaviour' }
    case 'unreachable':
      return { span: finding.span, reason: 'true in no reachable state' }
  }
}

/** The smallest false part of a predicate, for which elements it is false, and the values that it compares. */
export function falsePart(property: Predicate, state: State, next: State): BlamedPlace {
  const found = blame(property.body, state, next)
  // Blame that passes through a negation gives the negated part; the source has the part itself.
  const span = property.origins.get(found.part) ?? property.origins.get(not(found.part)) ?? property.span
  const elements = found.bindings.map(({ name, type, value }) => `${name} = ${formatValue(type, value)}`)
  const forElements = elements.length === 0 ? 'false' : `false for ${elements.join(', ')}`
  const compared = comparedValues(found, state, next)
  return { span, reason: compared === null ? forElements : `${forElements}: ${compared}` }
}

/** The smallest part of an observation in which two runs differ. */
function observedDifference({ body }: NonInterference, state: State, without: State): string {
  const found = blame(body, state, without)
  const [left, right] = found.part.operator === 'equal' ? found.part.args : []
  if (left === undefined || right === undefined) return 'differs'
  const text = valueText(found, state, without)
  return `${text(left)} with the high steps, ${text(right)} without`
}

type Comparison = '===' | '!==' | '<' | '<='
const comparisons: Partial<Record<Expr['operator'], Comparison>> = { equal: '===', less: '<', lessEqual: '<=' }
const mirrored = { '===': '===', '!==': '!==', '<': '>', '<=': '>=' }

/** A false comparison with its values in place of what was compared: `3 <= 2`; null for other conditions. */
function comparedValues({ part, bindings }: Blame, state: State, next: State): string | null {
  const isNegated = part.operator === 'not' && part.args[0]?.operator === 'equal'
  const comparison = isNegated ? (part.args[0] as Expr) : part
  const symbol = isNegated ? '!==' : comparisons[part.operator]
  const [left, right] = comparison.args
  if (symbol === undefined || left === undefined || right === undefined) return null
  if (isConstant(left) && isConstant(right)) return null
  const text = valueText({ part: comparison, bindings }, state, next)
  // the source has the constant on the right, mostly, whatever the order here
  return isConstant(left)
    ? `${text(right)} ${mirrored[symbol]} ${text(left)}`
    : `${text(left)} ${symbol} ${text(right)}`
}
