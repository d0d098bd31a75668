/** Evaluates the text of a spec in this process, as a loader would that instruments it. */
import { instrument } from '../../checker/frontend/instrument.ts'
import * as von from '../../checker/lang/index.ts'
import { isSpec, type Spec } from '../../checker/lang/index.ts'
import { SourceFile } from '../../checker/source/sourceFile.ts'

/** @param text a module that imports from `von` only, and exports a spec as its default */
export function loadText(text: string): Spec {
  const instrumented = instrument(new SourceFile('random.ts', text))
  if (instrumented === undefined) throw new Error('the text is no module')
  const body = instrumented.code
    .replace(/^import (\{.*\}) from 'von'$/m, 'const $1 = von')
    .replace('export default', 'return')
  const loaded: unknown = new Function('von', `'use strict'; ${body}`)(von)
  if (!isSpec(loaded)) throw new Error('the text exports no spec')
  return loaded
}
