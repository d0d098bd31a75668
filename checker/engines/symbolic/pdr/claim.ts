/** Conditions that nobody wrote, as predicates. */
import type { Expr } from '../../../ir/expr.ts'
import type { Model } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'

/** What `body` says of a state; it is for the caller to see that nothing is read that is not there. */
export const claimOf = (model: Model, body: Expr): Predicate => ({
  checks: [],
  body,
  span: model.initial.span,
  origins: new Map(),
})
