/** A spec that is ill-formed as a whole: a duplicate name, an empty domain, an unknown constant. */
export class DefinitionError extends Error {
  /** a code of the diagnostic catalogue, VON3xxx */
  readonly code: string
  readonly help: string | undefined
  /** @param declaration what is at fault, unless it is what was being declared when this was thrown */
  constructor(code: string, message: string, help?: string, declaration?: Declaration) {
    super(message)
    this.name = 'DefinitionError'
    this.code = code
    this.help = help
    if (declaration?.stack !== undefined) this.stack = declaration.stack
  }
}

/** Where something was declared that can be judged only when all is: the calls that led there. */
export interface Declaration {
  readonly stack: string | undefined
}
export const declaredHere = (): Declaration => ({ stack: new Error().stack })
