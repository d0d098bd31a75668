/**
 * States of an instance and the functions they are made of: the members of each domain are its identities. In: what the
 * functions give. Out: values as the interpreter has them.
 */
import { boolType, type EnumType, type Field, intType, type Type, tagType } from '../../../ir/type.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'
import { type Domains, entryName } from './domains.ts'
import type { Term } from './firstOrder.ts'

/** What a function gives for identities: a Boolean, an integer or a name. */
export type Lookup = (symbol: string, args: readonly Term[], type: Type) => Value

/** The value of a variable whose functions are given. */
export function valueFrom(
  domains: Domains,
  type: Type,
  symbol: string,
  lookup: Lookup,
  args: readonly Term[] = [],
): Value {
  const part = (of: Type, name: string, more: readonly Term[] = []) =>
    valueFrom(domains, of, name, lookup, [...args, ...more])
  const fieldsOf = (fields: readonly Field[], prefix: string) =>
    fields.map(({ name, type: of }) => part(of, `${prefix}.${name}`))
  /** An entry for each value of the type, by rank. */
  const entries = (of: Type, result: Type) =>
    valuesOf(of).map(value => {
      const key = domains.constant(of, value)
      for (const { label, match } of domains.casesOf(of)) {
        const { condition, args: more } = match(key)
        if (condition.operator === 'true') return part(result, entryName(symbol, label), more)
      }
      throw new TypeError(`${JSON.stringify(value)} is in no case of ${of.key}`)
    })
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return lookup(symbol, args, type)
    case 'record':
      return fieldsOf(type.fields, symbol)
    case 'variant': {
      const kind = part(tagType(type) as EnumType, `${symbol}.kind`) as string
      const { fields = [] } = type.cases.find(({ name }) => name === kind) ?? {}
      return [kind, ...fieldsOf(fields, `${symbol}.${kind}`)]
    }
    case 'option':
      return part(boolType, `${symbol}.isSome`) === true ? [part(type.item, `${symbol}.item`)] : null
    case 'map':
      return entries(type.from, type.to)
    case 'set':
      return entries(type.item, boolType)
    case 'bag':
      return entries(type.item, intType(0, type.max))
    case 'queue':
      throw new TypeError('queues have no functions')
  }
}
