/** Options and arguments that several commands have. */
import { argument, text, texts } from './inputs.ts'

export const spec = argument('SPEC', 'file whose default export is the spec')
export const selection = {
  constants: texts('const', 'NAME=VALUE', 'set a constant of the spec; may be given several times'),
  instance: text('instance', 'NAME', 'constants of a named instance'),
  mutant: text('mutant', 'ID', 'constants of a broken twin'),
}
export const properties = texts('property', 'NAME', 'check only this property; may be given several times')
