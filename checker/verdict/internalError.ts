/** A broken promise of this program, as opposed to anything that a user did. The command line exits with 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError'

  /** @param what which promise was broken, with what is needed to see it again */
  constructor(what: string) {
    super(`bug in von, please report it: ${what}`)
  }
}
