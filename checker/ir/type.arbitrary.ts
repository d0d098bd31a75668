/** Random types and values for property tests. */
import fc from 'fast-check'
import {
  bagType,
  boolType,
  cardinality,
  caseOf,
  enumType,
  type Field,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  type Type,
  variantType,
} from './type.ts'
import type { Value } from './value.ts'

const fieldsOf = (type: fc.Arbitrary<Type>, maxLength: number): fc.Arbitrary<Field[]> =>
  fc.array(type, { maxLength }).map(types => types.map((t, i) => ({ name: `f${i}`, type: t })))

const scalar: fc.Arbitrary<Type> = fc.oneof(
  fc.constant(boolType),
  fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat({ max: 3 })).map(([low, reach]) => intType(low, low + reach)),
  fc.integer({ min: 1, max: 3 }).map(n => enumType(['a', 'b', 'c'].slice(0, n))),
)

const variantOf = (type: fc.Arbitrary<Type>): fc.Arbitrary<Type> =>
  fc
    .array(fieldsOf(type, 2), { minLength: 1, maxLength: 3 })
    .map(cases => variantType(cases.map((fields, i) => ({ name: `K${i}`, fields }))))

const isAtMost = (max: number) => (type: Type) => cardinality(type) <= max

/** Types of few values: for map keys, items of sets and bags, parameters. */
export const keyType: fc.Arbitrary<Type> = fc
  .oneof(
    { weight: 3, arbitrary: scalar },
    scalar.map(optionType),
    fieldsOf(scalar, 2).map(recordType),
    variantOf(scalar),
  )
  .filter(isAtMost(6))

/** Types of every constructor, nested up to a depth of about four, of any number of values. */
export const anyType: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>(tie => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    tie('type').map(optionType),
    fieldsOf(tie('type'), 3).map(recordType),
    variantOf(tie('type')),
    fc.tuple(keyType, tie('type')).map(([from, to]) => mapType(from, to)),
    keyType.map(setType),
    fc.tuple(keyType, fc.integer({ min: 1, max: 3 })).map(([item, max]) => bagType(item, max)),
    fc.tuple(tie('type'), fc.integer({ min: 1, max: 3 })).map(([item, capacity]) => queueType(item, capacity)),
  ),
})).type

/** Types of every constructor with at most `max` values. */
export const smallType = (max: number): fc.Arbitrary<Type> => anyType.filter(isAtMost(max))

/** Values of a type. */
export function anyValueOf(type: Type): fc.Arbitrary<Value> {
  const fields = (list: readonly Field[]) => fc.tuple(...list.map(f => anyValueOf(f.type)))
  const repeated = (item: fc.Arbitrary<Value>, count: number) => fc.array(item, { minLength: count, maxLength: count })
  switch (type.kind) {
    case 'bool':
      return fc.boolean()
    case 'int':
      return fc.integer({ min: type.low, max: type.high })
    case 'enum':
      return fc.constantFrom(...type.values)
    case 'option':
      return fc.oneof(
        fc.constant(null),
        anyValueOf(type.item).map(item => [item]),
      )
    case 'record':
      return fields(type.fields)
    case 'variant':
      return fc
        .constantFrom(...type.cases)
        .chain(c => fields(caseOf(type, c.name)?.fields ?? []).map(list => [c.name, ...list]))
    case 'map':
      return repeated(anyValueOf(type.to), cardinality(type.from))
    case 'set':
      return repeated(fc.boolean(), cardinality(type.item))
    case 'bag':
      return repeated(fc.nat({ max: type.max }), cardinality(type.item))
    case 'queue':
      return fc.array(anyValueOf(type.item), { maxLength: type.capacity })
  }
}

/** A type together with values of it. */
export const typeAndValues = (
  types: fc.Arbitrary<Type>,
  count: number,
): fc.Arbitrary<{ type: Type; values: Value[] }> =>
  types.chain(type =>
    fc.array(anyValueOf(type), { minLength: count, maxLength: count }).map(values => ({ type, values })),
  )
