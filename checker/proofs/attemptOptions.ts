/** What the user of proofs decides, whatever they are. */
import type { SolverName } from '../solver/session.ts'

export interface AttemptOptions {
  /** `embedded` unless given */
  readonly solver?: SolverName | 'all'
  /** for each query of a solver */
  readonly timeoutMs?: number
  /** folder for the queries */
  readonly dump?: string
  readonly signal?: AbortSignal
}
