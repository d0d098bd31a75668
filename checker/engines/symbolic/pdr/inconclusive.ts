/** A solver that gave no answer, and so ends what relied on one. */
import type { Answer } from '../../../solver/session.ts'
import { unknownReason } from '../unknownReason.ts'

export class Inconclusive extends Error {
  /** in words, as a verdict gives it */
  readonly reason: string
  constructor(answer: Answer & { readonly kind: 'unknown' }) {
    super(answer.detail)
    this.reason = unknownReason(answer)
  }
}
