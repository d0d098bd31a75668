/** Theorems given as text, as loading a file with this text gives them. */

import { directTheorem } from '../../../direct/directTheorem.ts'
import { instrument } from '../../../frontend/instrument.ts'
import { lowerTheorem } from '../../../frontend/lowerTheorem.ts'
import * as von from '../../../lang/index.ts'
import { type Theorem, theoremsOf } from '../../../lang/theorem.ts'
import { openSession, type Session, type SessionOptions } from '../../../solver/session.ts'
import { registerSource } from '../../../source/sourceFile.ts'
import type { TheoremFinding } from '../../../verdict/theorem.ts'
import { logicFor } from '../arithmetic.ts'
import { proveTheorem, type TheoremOptions } from './prove.ts'

const names =
  'theorem, theorems, equivalent, word, int, bool, map, rec, option, oneOf, variant, set, queue, implies, eq, div, mod, assert'
let count = 0

/** @param text a module without its import of `von`; its default export is the theorems */
export function theoremsIn(text: string): readonly Theorem[] {
  const source = `import { ${names} } from 'von'\n${text}\n`
  const made = instrument(registerSource(`/theorems/${count++}.ts`, source))
  if (made === undefined) throw new TypeError('the text is not a module')
  // The module is run as a script: its imports are the language itself, its default export the result.
  const script = made.code
    .replace(/import \{([^}]*)\} from 'von'/, 'const {$1} = von')
    .replace('export default', 'return')
  return theoremsOf(new Function('von', script)(von)) ?? []
}

export interface ProvedOptions extends Pick<TheoremOptions, 'samples' | 'seed'> {
  readonly session?: SessionOptions
}
/** The verdict on the only theorem of the text. */
export async function proved(text: string, { session, ...options }: ProvedOptions = {}): Promise<TheoremFinding> {
  const [theorem] = theoremsIn(text)
  if (theorem === undefined) throw new TypeError('there is no theorem')
  const { inputs, claim, encoding } = theorem
  const opened: Session[] = []
  const open = async () => {
    const made = await openSession({ ...session, logic: logicFor(encoding) })
    opened.push(made)
    return made
  }
  try {
    const observe = directTheorem(inputs, claim)
    return await proveTheorem(lowerTheorem(theorem, claim), { ...options, observe, encoding, session: open })
  } finally {
    for (const each of opened) await each.close()
  }
}
