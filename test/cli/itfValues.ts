/** Reads values in the Informal Trace Format back: what another tool would see in a trace that von wrote. */
import { cardinality, caseOf, type Field, type Type } from '../../checker/ir/type.ts'
import { rankOf, type Value } from '../../checker/ir/value.ts'
import type { ItfValue } from '../../checker/report/itf.ts'

/** The value of a type that an ITF value stands for. */
export function fromItf(type: Type, value: ItfValue): Value {
  const at = (key: string) => (value as Readonly<Record<string, ItfValue>>)[key] as ItfValue
  switch (type.kind) {
    case 'bool':
    case 'enum':
      return value as boolean | string
    case 'int':
      return Number(at('#bigint'))
    case 'option':
      return at('tag') === 'None' ? null : [fromItf(type.item, at('value'))]
    case 'record':
      return fieldsFrom(type.fields, value)
    case 'variant': {
      const tag = at('tag') as string
      return [tag, ...fieldsFrom(caseOf(type, tag)?.fields ?? [], at('value'))]
    }
    case 'map':
      return ranked(type.from, null, pairs(at('#map')), entry => fromItf(type.to, entry))
    case 'set':
      return ranked(
        type.item,
        false,
        (at('#set') as ItfValue[]).map(item => [item, item]),
        () => true,
      )
    case 'bag':
      return ranked(type.item, 0, pairs(at('#map')), copies => Number((copies as { '#bigint': string })['#bigint']))
    case 'queue':
      return (value as ItfValue[]).map(item => fromItf(type.item, item))
  }
}

const pairs = (value: ItfValue) => value as unknown as readonly (readonly [ItfValue, ItfValue])[]

const fieldsFrom = (fields: readonly Field[], value: ItfValue): Value[] =>
  fields.map(field => fromItf(field.type, (value as Readonly<Record<string, ItfValue>>)[field.name] as ItfValue))

/** One part for each value of `keys`, `absent` where the list has none. */
function ranked(
  keys: Type,
  absent: Value,
  list: readonly (readonly [ItfValue, ItfValue])[],
  part: (value: ItfValue) => Value,
): Value {
  const out: Value[] = new Array(cardinality(keys)).fill(absent)
  for (const [key, value] of list) out[rankOf(keys, fromItf(keys, key))] = part(value)
  return out
}
