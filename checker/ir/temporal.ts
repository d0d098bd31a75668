/**
 * Temporal properties, and the fairness that they may rely on.
 *
 * A behaviour is an infinite sequence of states that begins with an initial one. Each step is taken by actions, or is
 * stuttering: the state stays as it is. Any state may stutter for ever unless fairness forbids it, so a state without
 * successors does. A step that changes the state counts for every action, and every choice of its parameters, that can
 * take it; one that does not change it is stuttering, whatever action took it. Accordingly an action is enabled, as far
 * as fairness is concerned, where it can change the state. A failing check leads nowhere.
 *
 * Source: L. Lamport, "Specifying Systems", Addison-Wesley 2002, chapter 8; <A>_v of TLA is `taken` here.
 */
import type { Span } from '../source/span.ts'
import type { Predicate } from './predicate.ts'
import { formatExpr } from './print.ts'
import { cardinality, type Type } from './type.ts'
import { equalValues, formatValue, type Value, valuesOf } from './value.ts'

/** Steps of an action that change the state, for all of its parameters or for given values of some. */
export interface Occurrence {
  /** name of the action */
  readonly action: string
  readonly given: readonly GivenParameter[]
}
export interface GivenParameter {
  readonly name: string
  /** among the action's parameters */
  readonly index: number
  readonly type: Type
  readonly value: Value
}

/**
 * A formula of linear temporal logic. Predicates and occurrences are about the first state and the first step of a
 * behaviour; the predicate of a stuttering step has the same state on both sides.
 */
export type Formula =
  | { readonly kind: 'predicate'; readonly predicate: Predicate }
  | { readonly kind: 'taken'; readonly occurrence: Occurrence }
  | { readonly kind: 'not' | 'always' | 'eventually'; readonly operands: readonly [Formula] }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[] }
  /** until: the second operand comes true, and the first is true at least until then */
  | { readonly kind: 'implies' | 'until'; readonly operands: readonly [Formula, Formula] }

export interface TemporalProperty {
  readonly name: string
  readonly formula: Formula
  readonly span: Span
}

/**
 * - weak: not enabled for ever without being taken
 * - strong: not enabled again and again without being taken
 */
export type Strength = 'weak' | 'strong'

/** Assumed of an action as a whole, or of it with each choice of values for some of its parameters. */
export interface Fairness {
  readonly strength: Strength
  /** name of the action */
  readonly action: string
  readonly each: readonly { readonly name: string; readonly index: number; readonly type: Type }[]
}

/** Assumed of one set of steps. */
export interface FairnessCondition {
  readonly strength: Strength
  readonly occurrence: Occurrence
}

/** What is assumed, one by one: a fairness assumption has a condition for each choice of values. */
export const fairnessConditions = (fairness: readonly Fairness[]): FairnessCondition[] =>
  fairness.flatMap(({ strength, action, each }) =>
    each
      .reduce<readonly (readonly GivenParameter[])[]>(
        (prefixes, parameter) =>
          prefixes.flatMap(prefix => valuesOf(parameter.type).map(value => [...prefix, { ...parameter, value }])),
        [[]],
      )
      .map(given => ({ strength, occurrence: { action, given } })),
  )
/** How many conditions an assumption has. */
export const conditionCount = ({ each }: Fairness): number => each.reduce((n, { type }) => n * cardinality(type), 1)

/** Whether a step of the action with these choices is among those of the occurrence; it must change the state, too. */
export const isOccurrence = ({ action, given }: Occurrence, name: string, choices: readonly Value[]): boolean =>
  action === name && given.every(({ index, value }) => equalValues(choices[index] as Value, value))

/** The formula and all its parts, each before its operands. */
export const partsOf = (formula: Formula): Formula[] => [
  formula,
  ...('operands' in formula ? formula.operands.flatMap(partsOf) : []),
]
/** The predicates of a formula, in the order in which they were written. */
export const predicatesOf = (formula: Formula): Predicate[] =>
  partsOf(formula).flatMap(part => (part.kind === 'predicate' ? [part.predicate] : []))

// ---- as text -------------------------------------------------------------------------------------------------------
/** `deliver`, or `deliver(r: r0)` for a given parameter. */
export function formatOccurrence({ action, given }: Occurrence): string {
  const values = given.map(({ name, type, value }) => `${name}: ${formatValue(type, value)}`)
  return values.length === 0 ? action : `${action}(${values.join(', ')})`
}
/** `weak fairness of deliver`, with `for each r` where it is assumed of each value. */
export function formatFairness({ strength, action, each }: Fairness): string {
  const names = each.map(({ name }) => name)
  return `${strength} fairness of ${action}${names.length === 0 ? '' : ` for each ${names.join(', ')}`}`
}
/** In the form in which it could have been written. */
export function formatFormula(formula: Formula): string {
  switch (formula.kind) {
    case 'predicate':
      return formatExpr(formula.predicate.body)
    case 'taken':
      return `taken(${formatOccurrence(formula.occurrence)})`
    default:
      return `${formula.kind}(${formula.operands.map(formatFormula).join(', ')})`
  }
}
