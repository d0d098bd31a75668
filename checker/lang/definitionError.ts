/** A spec that is ill-formed as a whole: a duplicate name, an empty domain, an unknown constant. */
export class DefinitionError extends Error {
  /** a code of the diagnostic catalogue, VON3xxx */
  readonly code: string
  readonly help: string | undefined
  constructor(code: string, message: string, help?: string) {
    super(message)
    this.name = 'DefinitionError'
    this.code = code
    this.help = help
  }
}
