/** Which instance of a spec the command line asks for. */
import type { ConstantDeclarations, ConstantValue, Spec } from '../lang/spec.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface Selection {
  /** `--const`: each `name=value`. */
  readonly constants: readonly string[]
  readonly instance: string | undefined
  readonly mutant: string | undefined
}

export type Constants = Readonly<Record<string, ConstantValue>>

/**
 * The constants that differ from the declared ones: those of the named instance, then of the mutant, then of `--const`.
 *
 * @throws UsageError for an instance, mutant or constant that the spec does not have, or a value of the wrong type
 */
export function selectedConstants(spec: Spec, { constants, instance, mutant }: Selection): Constants {
  return {
    ...(instance === undefined ? {} : instanceConstants(spec, instance)),
    ...(mutant === undefined ? {} : settingsOf(named('mutant', spec.mutants, mutant).constants)),
    ...Object.fromEntries(constants.map(text => parseConstant(spec.declared, text))),
  }
}

function instanceConstants(spec: Spec, name: string): Constants {
  const isDeclared = Object.hasOwn(spec.instances, name)
  return name === 'default' && !isDeclared ? {} : settingsOf(named('instance', spec.instances, name))
}

/** Constants as an instance or mutant sets them: those it leaves out are absent, not undefined. */
export const settingsOf = (partial: Partial<Constants>): Constants => partial as Constants

function named<T>(what: string, all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (found === undefined) throw unknownName(what, name, Object.keys(all))
  return found
}

/** Reads `name=value` by the declaration of that constant. */
function parseConstant(declared: ConstantDeclarations, text: string): [string, ConstantValue] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError({ message: `--const ${text} has no value`, help: 'write --const name=value' })
  const name = text.slice(0, equals)
  const value = parseValue(named('constant', declared, name), text.slice(equals + 1))
  if (value !== undefined) return [name, value]
  throw new UsageError({
    message: `constant ${name} cannot be '${text.slice(equals + 1)}'`,
    help: expectation(declared[name] as ConstantDeclarations[string]),
  })
}

function parseValue(declaration: ConstantDeclarations[string], text: string): ConstantValue | undefined {
  switch (typeof declaration) {
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : undefined
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'string':
      return text
    default:
      return declaration.includes(text) ? text : undefined
  }
}

function expectation(declaration: ConstantDeclarations[string]): string {
  if (typeof declaration === 'object') return `it is one of ${declaration.join(', ')}`
  return typeof declaration === 'number' ? 'it is an integer' : 'it is true or false'
}
