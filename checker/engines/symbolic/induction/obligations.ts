/**
 * What has to be shown of each claim, so that it is true of all reachable states: that it is true initially, and that no
 * action breaks it in a state where all that is assumed is true.
 */
import type { Action } from '../../../ir/model.ts'
import type { Claim } from './claims.ts'

export type Obligation =
  /** it is true of every initial state */
  | { readonly kind: 'initially' }
  /** the action leads only to states, or by steps, of which it is true */
  | { readonly kind: 'step'; readonly action: Action }
  /** it is true of every state in which all that is assumed is true */
  | { readonly kind: 'now' }

/** Each is another one for each claim, so that they can be told apart. */
export function obligationsOf({ kind }: Claim, actions: readonly Action[]): Obligation[] {
  const initially: Obligation = { kind: 'initially' }
  const now: Obligation = { kind: 'now' }
  const steps = actions.map((action): Obligation => ({ kind: 'step', action }))
  switch (kind) {
    case 'step':
      return steps
    case 'deadlock':
      return [now]
    case 'failures':
      return [initially, now]
    default:
      return [initially, ...steps]
  }
}
