/**
 * Values that depend on a state of any size. Scalars are terms; what has parts is taken apart; maps, sets and bags are
 * functions from keys and items, so that updating or quantifying over them needs no theory of arrays.
 *
 * A value of an option or variant also has the parts of the cases that it is not in. They mean nothing: whoever reads
 * them, or compares values, looks at the case first.
 */

import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'

export type SymbolicValue =
  | { readonly kind: 'scalar'; readonly term: Term }
  | Amount
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, SymbolicValue> }
  | { readonly kind: 'variant'; readonly tag: Term; readonly cases: ReadonlyMap<string, Fields> }
  /** `item` is null where it is never there */
  | { readonly kind: 'option'; readonly isSome: Term; readonly item: SymbolicValue | null }
  | { readonly kind: 'map'; readonly at: (key: SymbolicValue) => SymbolicValue }
  | { readonly kind: 'set'; readonly has: (item: SymbolicValue) => Term }
  | { readonly kind: 'bag'; readonly copies: (item: SymbolicValue) => Term }
export type Fields = ReadonlyMap<string, SymbolicValue>

/** A number that grows with a domain: of each group, how many choices of arguments pass its test; plus `offset`. */
export interface Amount {
  readonly kind: 'amount'
  readonly groups: readonly Group[]
  readonly offset: number
}
export interface Group {
  readonly sorts: readonly Sort[]
  readonly test: (args: readonly Term[]) => Term
}

/** What a formula for any size cannot say; whoever catches it knows the place. */
export class NotUniform extends Error {
  readonly help: string
  constructor(message: string, help: string) {
    super(message)
    this.help = help
  }
}

const scalars = new WeakMap<Term, SymbolicValue>()
/** One value for each term, so that what depends on it can be kept. */
export function scalar(term: Term): SymbolicValue {
  let value = scalars.get(term)
  if (value === undefined) {
    value = { kind: 'scalar', term }
    scalars.set(term, value)
  }
  return value
}

type Kind = SymbolicValue['kind']
type Of<K extends Kind> = Extract<SymbolicValue, { kind: K }>
/** @throws TypeError where a value is not what its type says */
export function expect<K extends Kind>(kind: K, value: SymbolicValue | undefined): Of<K> {
  if (value?.kind !== kind) {
    if (value?.kind === 'amount') throw growing()
    throw new TypeError(`expected a ${kind}, got ${value?.kind}`)
  }
  return value as Of<K>
}
export const termOf = (value: SymbolicValue | undefined): Term => expect('scalar', value).term
const growing = () =>
  new NotUniform(
    'a number that grows with a domain is used for more than to compare it with a constant',
    'write with every and some what is meant, or compare the count with a number',
  )

/** `condition ? a : b`, part by part. */
export function chooseValue(condition: Term, a: SymbolicValue, b: SymbolicValue): SymbolicValue {
  if (condition === logic.TRUE || a === b) return a
  if (condition === logic.FALSE) return b
  switch (a.kind) {
    case 'scalar':
      return scalar(logic.choose(condition, a.term, termOf(b)))
    case 'amount':
      throw growing()
    case 'record':
      return { kind: 'record', fields: chooseFields(condition, a.fields, expect('record', b).fields) }
    case 'variant': {
      const other = expect('variant', b)
      const names = new Set([...a.cases.keys(), ...other.cases.keys()])
      const cases = [...names].map(
        name => [name, chooseFields(condition, a.cases.get(name), other.cases.get(name))] as const,
      )
      return { kind: 'variant', tag: logic.choose(condition, a.tag, other.tag), cases: new Map(cases) }
    }
    case 'option': {
      const other = expect('option', b)
      const item =
        a.item === null || other.item === null ? (a.item ?? other.item) : chooseValue(condition, a.item, other.item)
      return { kind: 'option', isSome: logic.choose(condition, a.isSome, other.isSome), item }
    }
    case 'map': {
      const other = expect('map', b)
      return mapValue(key => chooseValue(condition, a.at(key), other.at(key)))
    }
    case 'set': {
      const other = expect('set', b)
      return setValue(item => logic.choose(condition, a.has(item), other.has(item)))
    }
    case 'bag': {
      const other = expect('bag', b)
      return bagValue(item => logic.choose(condition, a.copies(item), other.copies(item)))
    }
  }
}
/** A case that one side never is in has the parts of the other. */
function chooseFields(condition: Term, a: Fields | undefined, b: Fields | undefined): Fields {
  if (a === undefined || b === undefined) return a ?? b ?? new Map()
  return new Map(
    [...a].map(([name, value]) => [name, chooseValue(condition, value, b.get(name) as SymbolicValue)] as const),
  )
}

export const mapValue = (at: (key: SymbolicValue) => SymbolicValue): SymbolicValue => ({ kind: 'map', at: once(at) })
export const setValue = (has: (item: SymbolicValue) => Term): SymbolicValue => ({ kind: 'set', has: once(has) })
export const bagValue = (copies: (item: SymbolicValue) => Term): SymbolicValue => ({
  kind: 'bag',
  copies: once(copies),
})

/** Choices share parts: without this, a chain of them would be gone through once for each path. */
function once<T>(compute: (argument: SymbolicValue) => T): (argument: SymbolicValue) => T {
  const known = new Map<string, T>()
  return argument => {
    const key = keyOf(argument)
    let value = known.get(key)
    if (value === undefined) {
      value = compute(argument)
      known.set(key, value)
    }
    return value
  }
}

const identities = new WeakMap<object, number>()
let identity = 0
/** Equal for values that are the same terms in the same places. */
function keyOf(value: SymbolicValue): string {
  switch (value.kind) {
    case 'scalar':
      return `${value.term.id}`
    case 'record':
      return `{${[...value.fields.values()].map(keyOf).join(',')}}`
    case 'variant':
      return `${value.tag.id}(${[...value.cases].map(([name, fields]) => `${name}:${[...fields.values()].map(keyOf)}`)})`
    case 'option':
      return `${value.isSome.id}?${value.item === null ? '' : keyOf(value.item)}`
    default: {
      const known = identities.get(value) ?? identity++
      identities.set(value, known)
      return `#${known}`
    }
  }
}

export { keyOf }
