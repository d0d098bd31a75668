/** How a solver is started: a command that reads SMT-LIB2 from its standard input and answers on its standard output. */

/**
 * A program that ends at the latest when its file descriptor 3 is closed, in whatever it is. The other end of it is held
 * by the process that started it, so no solver outlives that, however it ended.
 */
export interface SolverProgram {
  /** What it is, with its version, for people: `z3 4.16.0 (embedded)`. */
  readonly title: string
  readonly file: string
  readonly arguments: readonly string[]
}
