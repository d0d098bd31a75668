/** What a user asked of solvers and cannot have here: a solver that is not installed, a place that cannot be written. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
  /** What to do instead. */
  readonly help: string

  /** @param fact in one line without a full stop */
  constructor(fact: string, help: string) {
    super(fact)
    this.help = help
  }
}
