/**
 * What authors give to the declarations, looked at before it is used. TypeScript says the same in an editor; but specs
 * run without being compiled, and a declaration that is misread could make a property hold for no reason.
 */
import type { Type } from '../ir/type.ts'
import { brandOf } from './brand.ts'
import { DefinitionError } from './definitionError.ts'

/** In words, what `value` is. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `'${value}'`
  if (brandOf(value, 'domain') !== undefined) return `the domain ${value}`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null
    ? 'an object'
    : typeof value === 'function'
      ? 'a function'
      : String(value)
}
/** @param what the argument, as the subject of a sentence */
export const misfit = (what: string, wanted: string, value: unknown, help: string) =>
  new DefinitionError('VON3028', `${what} must be ${wanted}, not ${kindOf(value)}`, help)

/** @throws DefinitionError for anything but a text with something in it */
export function requireText(value: unknown, what: string, help: string): void {
  if (typeof value !== 'string' || value === '') throw misfit(what, 'a text', value === '' ? undefined : value, help)
}
export const requireName = (value: unknown, what: string) =>
  requireText(value, `the name of ${what}`, 'it comes first, before all else')
/** @throws DefinitionError for anything but a function */
export function requireFunction(value: unknown, what: string, help: string): void {
  if (typeof value !== 'function') throw misfit(what, 'a function', value, help)
}
/** @throws DefinitionError for anything but an object of named parts */
export function requireRecord(value: unknown, what: string, help: string): void {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isRecord || brandOf(value, 'domain') !== undefined) throw misfit(what, 'an object', value, help)
}
/** @throws DefinitionError for anything but one of these texts */
export function requireOneOf(value: unknown, known: readonly string[], what: string): void {
  if (known.includes(value as string)) return
  const wanted = known.map(name => `'${name}'`).join(' or ')
  throw misfit(what, wanted, value, 'choose one of them')
}
/** An option with another name would do nothing. @throws DefinitionError where there is one */
export function requireOptions(value: unknown, known: readonly string[], what: string): void {
  const help = `the options are ${known.join(', ')}`
  requireRecord(value, `what is said of ${what}`, help)
  const unknown = Object.keys(value as object).find(name => !known.includes(name))
  if (unknown !== undefined) throw new DefinitionError('VON3028', `${what} has no option '${unknown}'`, help)
}
/**
 * The type of the values of a domain.
 * @throws DefinitionError for what is no domain
 */
export function typeOf(domain: unknown, what: string): Type {
  if (brandOf(domain, 'domain') === undefined)
    throw misfit(
      what,
      'a domain',
      domain,
      "a domain says which values there are: bool, int(0, 3), oneOf('a', 'b'), ids('r', 2), ...",
    )
  return (domain as { readonly type: Type }).type
}
/** The types of named domains. @throws DefinitionError for what is no object of domains */
export function fieldsOf(
  fields: unknown,
  what: string,
  help: string,
): { readonly name: string; readonly type: Type }[] {
  requireRecord(fields, what, help)
  return Object.entries(fields as object).map(([name, domain]) => ({
    name,
    type: typeOf(domain, `'${name}' in ${what}`),
  }))
}
