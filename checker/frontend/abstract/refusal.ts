/** A construct that is not in the language. The interpreter turns it into a located diagnostic. */
export class Refusal extends Error {
  readonly code: string
  readonly help: string | undefined
  /**
   * @param code VON2xxx, in the catalogue of `source/codes/subset.ts`
   * @param message the fact, in the author's terms
   * @param help what to write instead
   */
  constructor(code: string, message: string, help?: string) {
    super(message)
    this.code = code
    this.help = help
  }
}
