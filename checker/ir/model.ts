/**
 * A protocol instance as every engine sees it: typed state variables, initial states, actions and properties.
 *
 * An action is enabled, fails, or leads to next states as follows. For each choice of its parameters, its steps run in
 * order: a `choose` branches over the values of a variable, a `guard` that is false makes the action disabled, a
 * `check` that is false is a failure of the protocol (a value out of range, a null read, ...), which ends the action.
 * When all steps have passed, `next` gives the new value of every variable. Steps read the state before the action:
 * the order of assignments within the body is already folded into the expressions.
 */
import type { Span } from '../source/span.ts'
import type { Expr, Variable } from './expr.ts'
import type { Check, Origins, Predicate } from './predicate.ts'
import type { Fairness, Occurrence, TemporalProperty } from './temporal.ts'
import type { EnumType } from './type.ts'
import type { Value } from './value.ts'

export type { Check, FailureKind, Origins, Predicate } from './predicate.ts'

export type Constant = number | boolean | string

/** The value of every state variable, in the order of `Model.variables`. */
export type State = readonly Value[]

/** A nondeterministic choice by `pick`; while `when` is false the body does not reach it, and only one value counts. */
export interface Choose {
  readonly kind: 'choose'
  readonly variable: Variable
  readonly when: Expr
  readonly span: Span
}
export interface Guard {
  readonly kind: 'guard'
  readonly condition: Expr
  readonly span: Span
}
export type Step = Choose | Guard | Check

/**
 * A condition on which a body goes one way or the other: of an `if`, a `case`, `?:`, or on the left of `&&` or `||`. It
 * changes nothing, as the other expressions of the action contain it; it is there to be counted.
 */
export interface Branch {
  readonly condition: Expr
  /** where the body comes to the condition, provided that the steps before it have passed */
  readonly when: Expr
  /** how many steps of the action come before it */
  readonly after: number
  readonly span: Span
}

export interface Action {
  readonly name: string
  /** parameters in declaration order; the variables of `choose` steps follow them in `index` */
  readonly parameters: readonly Variable[]
  readonly steps: readonly Step[]
  /** in program order; what is written once may be there several times, for the turns of a loop */
  readonly branches: readonly Branch[]
  /** the new value of every state variable, in the order of `Model.variables` */
  readonly next: readonly Expr[]
  readonly span: Span
  readonly origins: Origins
}

/**
 * - invariant: true in every reachable state
 * - lemma: the same, and only there so that a proof of the others goes through
 * - step: true of every step; reads `state` and `next` variables
 * - witness: true in at least one reachable state
 * - constraint: states where it is false are not explored further
 * - mayEnd: states in which no action needs to be enabled
 * - refinement: `body` is true of every step, as for `step`, and `refinement.initial` of every initial state
 */
export type PropertyKind = 'invariant' | 'lemma' | 'step' | 'witness' | 'constraint' | 'mayEnd' | 'refinement'
export interface Property extends Predicate {
  readonly kind: PropertyKind
  readonly name: string
  /** of the kind `refinement` only */
  readonly refinement?: Refinement
}

/** A number that every state has, and of which the largest or smallest may be asked; `body` is an integer. */
export interface Measure extends Predicate {
  readonly name: string
}

/**
 * Two runs that take the same steps, but for high ones, look the same: `body` compares the observations of a run in a
 * `state` and of the other in `next` (see `selfComposition.ts`).
 */
export interface NonInterference extends Predicate {
  readonly name: string
  /** the steps of one run that the other does not take */
  readonly high: readonly Occurrence[]
}

/** What a refinement claims: under `mapping`, this model is an instance of the abstract one (see `refinement.ts`). */
export interface Refinement {
  readonly abstract: Model
  /** the value of every abstract variable, over `state` variables */
  readonly mapping: readonly Expr[]
  /** the mapped state is an initial state of the abstract model; over `state` variables */
  readonly initial: Expr
  /** the mapped state changes; over `state` and `next` variables, as the following */
  readonly changes: Expr
  /** of each abstract action: it can lead from the mapped state to the next mapped state */
  readonly actions: readonly { readonly action: Action; readonly allows: Expr }[]
}

export interface Model {
  readonly name: string
  readonly constants: Readonly<Record<string, Constant>>
  readonly variables: readonly Variable[]
  /** an action that reads no state variable: its outcomes are the initial states */
  readonly initial: Action
  readonly actions: readonly Action[]
  readonly properties: readonly Property[]
  readonly measures: readonly Measure[]
  /** what is true of every fair behaviour */
  readonly temporal: readonly TemporalProperty[]
  /** what temporal properties may rely on */
  readonly fairness: readonly Fairness[]
  /** what is true of pairs of runs */
  readonly nonInterference: readonly NonInterference[]
  /** types whose names the author says can be exchanged without a difference; an engine that relies on it checks it */
  readonly interchangeable: readonly EnumType[]
}

/** The variables an action reads, and those it may change. */
export interface Footprint {
  readonly reads: readonly Variable[]
  readonly writes: readonly Variable[]
}
