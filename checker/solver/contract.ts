/** What a session with a solver is to those who ask, whichever solver it is and however many. */

export const solverNames = ['embedded', 'z3', 'cvc5'] as const
export type SolverName = (typeof solverNames)[number]

/** For each query on its own. */
export interface Limits {
  readonly timeoutMs?: number
  /** of work, in the solver's own unit: the same on every machine, for one version of one solver */
  readonly resources?: number
  readonly memoryBytes?: number
}

export interface DumpOptions {
  /** is made where it is not there */
  readonly directory: string
  /** begins the names of the files: NAME-0001.smt2 */
  readonly name: string
}

export interface SessionOptions {
  /** one solver; or all that are there, whose answers are compared; else the embedded one */
  readonly solver?: SolverName | 'all'
  /** SMT-LIB's name for the terms that will be used: `QF_BV`, `QF_LIA`, `UF`; else `ALL` */
  readonly logic?: string
  readonly limits?: Limits
  /** ends the session: the query that is being answered, and all later ones, are `cancelled` */
  readonly signal?: AbortSignal
  /** writes each query to a file */
  readonly dump?: DumpOptions
}

export type UnknownReason = 'timeout' | 'resources' | 'memory' | 'cancelled' | 'incomplete' | 'died'

export type Answer =
  | { readonly kind: 'sat' }
  | { readonly kind: 'unsat' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string }

export interface Session {
  /** The solver with its version, for people; several where they are compared. */
  readonly title: string
  /** Declares, defines, asserts, pushes, pops: no answer. A mistake shows at the next question, as an InternalError. */
  tell(commands: string): void
  /**
   * Satisfiability of all that was told. After `unknown` the session can go on, unless it was cancelled: a solver that
   * had to be ended is started anew, and told the same again.
   *
   * @param assumptions names of Bools, or their negations, that hold for this query only
   * @throws InternalError where the solver does not understand what it was told, or solvers disagree
   */
  check(assumptions?: readonly string[]): Promise<Answer>
  /** After `sat`: what the terms are in the model. Bool as 0 or 1, bit-vectors unsigned, Int signed. */
  values(terms: readonly string[]): Promise<readonly bigint[]>
  /** After `unsat`: assumptions that suffice for it, written as they were given. Not always the fewest. */
  core(): Promise<readonly string[]>
  /** Ends the solver's process, whatever it does. @returns when it has ended */
  close(): Promise<void>
}
