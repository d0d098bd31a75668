/** A solver that gave no answer, and so ends what relied on one. */
import type { Answer } from '../../../solver/session.ts'

export class Inconclusive extends Error {
  /** as a verdict gives it */
  readonly reason: string
  constructor({ reason, detail }: Answer & { kind: 'unknown' }) {
    super(detail)
    this.reason = detail === '' || detail === reason ? `solver: ${reason}` : `solver: ${reason} (${detail})`
  }
}
