/** What is said of a state, or of a step from one state to the next, and what must hold before it means anything. */
import type { Span } from '../source/span.ts'
import { type Expr, variablesRead } from './expr.ts'

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

/**
 * Where the parts of an expression were written: each conjunct and quantifier body that a report may point at, and in an
 * action each value that a variable gets.
 */
export type Origins = ReadonlyMap<Expr, Span>

export interface Predicate {
  /** what must hold before `body` means anything; a false one is a failure of whatever asks */
  readonly checks: readonly Check[]
  /** reads `state` variables, and `next` variables if it is about steps */
  readonly body: Expr
  readonly span: Span
  readonly origins: Origins
}

/** Whether a predicate is about steps, and not about states alone. */
export const isOfSteps = ({ checks, body }: Predicate): boolean =>
  [...variablesRead([body, ...checks.map(check => check.condition)])].some(variable => variable.space === 'next')
