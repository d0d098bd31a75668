/** Why a claim is not proved, as far as one obligation tells. */
import type { InductionCounterexample } from '../../../verdict/verdict.ts'

export type Fault =
  /** it is false of an initial state, or the initial action fails */
  | { readonly kind: 'initial' }
  /** a step, or a state alone, breaks it */
  | { readonly kind: 'step'; readonly counterexample: InductionCounterexample }
  /** no solver said so or so */
  | { readonly kind: 'unknown'; readonly reason: string }
