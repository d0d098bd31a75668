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
import type { Value } from './value.ts'

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
/** What a failed check says about the protocol. */
export type FailureKind =
  | 'range'
  | 'overflow'
  | 'null'
  | 'variant'
  | 'index'
  | 'empty'
  | 'division'
  | 'assert'
  | 'throw'
export interface Check {
  readonly kind: 'check'
  readonly condition: Expr
  readonly failure: FailureKind
  /** what happens when the condition is false, in the author's words ("s.now: 6 is not in 0..5") */
  readonly message: string
  readonly span: Span
}
export type Step = Choose | Guard | Check

/** Where the parts of an expression were written: each conjunct and quantifier body that a report may point at. */
export type Origins = ReadonlyMap<Expr, Span>

export interface Action {
  readonly name: string
  /** parameters in declaration order; the variables of `choose` steps follow them in `index` */
  readonly parameters: readonly Variable[]
  readonly steps: readonly Step[]
  /** the new value of every state variable, in the order of `Model.variables` */
  readonly next: readonly Expr[]
  readonly span: Span
  readonly origins: Origins
}

/**
 * - invariant: true in every reachable state
 * - step: true of every step; reads `state` and `next` variables
 * - witness: true in at least one reachable state
 * - constraint: states where it is false are not explored further
 * - mayEnd: states in which no action needs to be enabled
 */
export type PropertyKind = 'invariant' | 'step' | 'witness' | 'constraint' | 'mayEnd'
export interface Property {
  readonly kind: PropertyKind
  readonly name: string
  /** what must hold before `body` means anything; a false one is a failure of the property */
  readonly checks: readonly Check[]
  readonly body: Expr
  readonly span: Span
  readonly origins: Origins
}

export interface Model {
  readonly name: string
  readonly constants: Readonly<Record<string, Constant>>
  readonly variables: readonly Variable[]
  /** an action that reads no state variable: its outcomes are the initial states */
  readonly initial: Action
  readonly actions: readonly Action[]
  readonly properties: readonly Property[]
}

/** The variables an action reads, and those it may change. */
export interface Footprint {
  readonly reads: readonly Variable[]
  readonly writes: readonly Variable[]
}
