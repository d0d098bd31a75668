/** What a user decides about solvers, whatever they are asked; and the sessions that come of it. */
import type { Limits, SessionOptions, SolverName } from './contract.ts'

export interface SolvingOptions {
  /** `embedded` unless given */
  readonly solver?: SolverName | 'all'
  /** for each query */
  readonly limits?: Limits
  /** folder for the queries */
  readonly dump?: string
  /** ends what is being asked, and answers no more */
  readonly signal?: AbortSignal
}

/** @param name begins the names of the files in the folder for queries */
export const sessionOptions = (
  { solver, limits, dump, signal }: SolvingOptions,
  name: string,
): Omit<SessionOptions, 'logic'> => ({
  ...(solver !== undefined && { solver }),
  ...(limits !== undefined && { limits }),
  ...(signal !== undefined && { signal }),
  ...(dump !== undefined && { dump: { directory: dump, name } }),
})
