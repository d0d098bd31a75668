/** A spec: a named protocol with constants that set the size of the instance, named instances and broken twins. */
import { misfit, requireFunction, requireName, requireOptions, requireRecord, requireText } from './argument.ts'
import { brand, brandOf } from './brand.ts'
import { show } from './convert.ts'
import { DefinitionError } from './definitionError.ts'
import { type ConstantValue, type Instance, type Machine, machineDefinition } from './machine.ts'
import { requireKnownNames } from './temporal.ts'

export type { ConstantValue, Instance }

/** A number, boolean or string is a default; a list of strings is a choice whose first item is the default. */
export type ConstantDeclarations = Readonly<Record<string, number | boolean | string | readonly string[]>>
type Widened<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : never
export type Constants<C> = {
  readonly [K in keyof C]: C[K] extends readonly (infer S)[] ? S : Widened<C[K]>
}

/** A broken twin of a spec: constants under which exactly the named property must be violated. */
export interface Mutant<C> {
  /** the bug, in a sentence */
  readonly about: string
  readonly constants: Partial<Constants<C>>
  /** the property that kills it; `failures` and `deadlock` name the built-in ones */
  readonly violates: string
}
export interface SpecParts<C> {
  /** constants by instance name; `default` is always there */
  readonly instances?: Readonly<Record<string, Partial<Constants<C>>>>
  readonly mutants?: Readonly<Record<string, Mutant<C>>>
}

/** @typeParam S the state of its machines */
export interface Spec<C = ConstantDeclarations, S = unknown> {
  readonly name: string
  readonly declared: C
  readonly instances: Readonly<Record<string, Partial<Constants<C>>>>
  readonly mutants: Readonly<Record<string, Mutant<C>>>
  /**
   * Builds the instance with these constants, the declared ones for the rest.
   * @throws DefinitionError for an unknown constant, a value of the wrong type, or an ill-formed machine
   */
  instance(constants?: Readonly<Record<string, ConstantValue>>): Instance<S>
}

/**
 * Declares a protocol.
 * @param name identifies the spec in reports
 * @param constants what a user may set with `--const`
 * @param build declares one instance; runs once per instance, with the constants filled in
 */
export function spec<const C extends ConstantDeclarations, S>(
  name: string,
  constants: C,
  build: (constants: Constants<C>) => Machine<S>,
  parts: SpecParts<C> = {},
): Spec<C, S> {
  requireName(name, 'a spec')
  requireRecord(constants, `what comes second in spec '${name}'`, USAGE)
  for (const [constant, value] of Object.entries(constants)) requireConstant(value, `constant ${constant}`)
  requireFunction(build, `what comes third in spec '${name}'`, USAGE)
  requireParts(parts, name)
  const made: Spec<C, S> = {
    name,
    declared: constants,
    instances: parts.instances ?? {},
    mutants: parts.mutants ?? {},
    instance(overrides = {}) {
      const filled = fillConstants(constants, overrides)
      const definition = machineDefinition(build(declaredOnly(filled) as Constants<C>))
      if (definition === undefined) {
        throw new DefinitionError(
          'VON3012',
          `spec '${name}' does not return its machine`,
          'end the function with `return m`',
        )
      }
      if (definition.init === null)
        throw new DefinitionError(
          'VON3013',
          `spec '${name}' has no init`,
          'declare the initial state with m.init(() => ({ ... }))',
        )
      if (definition.actions.length === 0)
        throw new DefinitionError('VON3014', `spec '${name}' has no action`, 'declare at least one with m.action(...)')
      requireKnownNames(definition)
      return { spec: name, constants: filled, machine: definition }
    },
  }
  return brand(made, 'spec')
}

const USAGE =
  'spec(name, { constant: default }, ({ constant }) => { ...; return m }), with {} where nothing is to be set'
function requireConstant(declared: unknown, what: string): void {
  const isList = Array.isArray(declared) && declared.every(choice => typeof choice === 'string')
  if (!isList && !['number', 'boolean', 'string'].includes(typeof declared))
    throw misfit(
      what,
      'a number, a boolean, a text or a list of texts',
      declared,
      'anything else is made in the spec itself',
    )
}
function requireParts(parts: SpecParts<ConstantDeclarations>, spec: string): void {
  requireOptions(parts, ['instances', 'mutants'], `spec '${spec}'`)
  const { instances = {}, mutants = {} } = parts
  const constants = '{ constant: value }'
  requireRecord(instances, 'instances', `{ name: ${constants} }`)
  for (const [name, values] of Object.entries(instances)) requireRecord(values, `instance '${name}'`, constants)
  const usage = `{ about: 'the bug', constants: ${constants}, violates: 'property' }`
  requireRecord(mutants, 'mutants', `{ name: ${usage} }`)
  for (const [name, mutant] of Object.entries(mutants)) {
    requireOptions(mutant, ['about', 'constants', 'violates'], `mutant '${name}'`)
    requireText(mutant.about, `what is wrong in mutant '${name}'`, usage)
    requireRecord(mutant.constants, `the constants of mutant '${name}'`, usage)
    requireText(mutant.violates, `what mutant '${name}' violates`, usage)
  }
}

/** Whether `value` is a spec, of this or another copy of the package. */
export const isSpec = (value: unknown): value is Spec => brandOf(value, 'spec') === true

/** The constants as `build` sees them: one that there is not would be undefined, and any comparison with it false. */
const declaredOnly = (filled: Readonly<Record<string, ConstantValue>>) =>
  new Proxy(filled, {
    get(constants, name) {
      if (typeof name === 'string' && !(name in constants)) throw unknownConstant(name, Object.keys(constants))
      return Reflect.get(constants, name)
    },
  })
const unknownConstant = (name: string, known: readonly string[]) =>
  new DefinitionError(
    'VON3015',
    `there is no constant '${name}'`,
    known.length === 0 ? 'this spec has no constants' : `the constants are ${known.join(', ')}`,
  )

function fillConstants(
  declared: ConstantDeclarations,
  overrides: Readonly<Record<string, ConstantValue>>,
): Record<string, ConstantValue> {
  const unknown = Object.keys(overrides).find(k => !Object.hasOwn(declared, k))
  if (unknown !== undefined) throw unknownConstant(unknown, Object.keys(declared))
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const value = overrides[name]
      return [name, value === undefined ? defaultOf(name, declaration) : checked(name, declaration, value)]
    }),
  )
}
const isChoice = (d: ConstantDeclarations[string]): d is readonly string[] => typeof d === 'object'

function defaultOf(name: string, declaration: ConstantDeclarations[string]): ConstantValue {
  if (!isChoice(declaration)) return declaration
  const [first] = declaration
  if (first === undefined) {
    throw new DefinitionError('VON3002', `constant ${name} has no values to choose from`, 'name at least one value')
  }
  return first
}

function checked(name: string, declaration: ConstantDeclarations[string], value: ConstantValue): ConstantValue {
  if (isChoice(declaration)) {
    if (declaration.includes(value as string)) return value
    throw new DefinitionError(
      'VON3016',
      `constant ${name} cannot be ${show(value)}`,
      `it is one of ${declaration.join(', ')}`,
    )
  }
  if (typeof value === typeof declaration && !Number.isNaN(value)) return value
  throw new DefinitionError('VON3016', `constant ${name} cannot be ${show(value)}`, `it is a ${typeof declaration}`)
}
