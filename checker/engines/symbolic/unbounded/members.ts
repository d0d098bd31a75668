/**
 * Values of an instance: the members of each domain are its identities. In: a value as formulas have it, in which nothing
 * is left open. Out: the value as the interpreter has it.
 */
import { boolType, type Field, intType, type Type } from '../../../ir/type.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'
import type { Domains } from './domains.ts'
import type { Term } from './firstOrder.ts'
import { expect, type Fields, type SymbolicValue, scalar, termOf } from './symbolicValue.ts'

/** @throws TypeError where a term is not a literal */
export function memberOf(domains: Domains, type: Type, value: SymbolicValue): Value {
  const part = (of: Type, inner: SymbolicValue) => memberOf(domains, of, inner)
  const partsOf = (fields: readonly Field[], values: Fields | undefined) =>
    fields.map(({ name, type: of }) => part(of, values?.get(name) as SymbolicValue))
  /** An entry for each value of the type, by rank. */
  const entries = (of: Type, result: Type, at: (key: SymbolicValue) => SymbolicValue) =>
    valuesOf(of).map(key => part(result, at(domains.constant(of, key))))
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return literalOf(termOf(value))
    case 'record':
      return partsOf(type.fields, expect('record', value).fields)
    case 'variant': {
      const { tag, cases } = expect('variant', value)
      const kind = literalOf(tag) as string
      const { fields = [] } = type.cases.find(({ name }) => name === kind) ?? {}
      return [kind, ...partsOf(fields, cases.get(kind))]
    }
    case 'option': {
      const { isSome, item } = expect('option', value)
      return literalOf(isSome) === true ? [part(type.item, item as SymbolicValue)] : null
    }
    case 'map':
      return entries(type.from, type.to, expect('map', value).at)
    case 'set':
      return entries(type.item, boolType, item => scalar(expect('set', value).has(item)))
    case 'bag':
      return entries(type.item, intType(0, type.max), item => scalar(expect('bag', value).copies(item)))
    case 'queue':
      throw new TypeError('queues have no formulas')
  }
}

function literalOf({ operator, value, symbol }: Term): Value {
  switch (operator) {
    case 'true':
    case 'false':
      return operator === 'true'
    case 'int':
      return value as number
    case 'name':
      return symbol as string
    default:
      throw new TypeError(`${operator} is left open`)
  }
}
