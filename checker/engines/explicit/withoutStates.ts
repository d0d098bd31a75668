/** Verdicts where no state was found: nothing is true of a model without states. */
import type { Model } from '../../ir/model.ts'
import type { Limit, Verdict } from '../../verdict/verdict.ts'

export function withoutStates({ initial }: Model, limits: readonly Limit[]): Verdict {
  return limits.length > 0
    ? { kind: 'unknown', reason: 'stopped before any state was stored' }
    : { kind: 'vacuous', premises: [{ text: 'there is an initial state', span: initial.span }] }
}
