/**
 * The finite types of the language. Types are interned: two types are equal exactly when they are `===`.
 * The type of an integer expression is the interval of values it can take, which is how ranges are inferred.
 */
import { InternTable } from './intern.ts'

export interface BoolType {
  readonly kind: 'bool'
  readonly key: string
}
/** Integers from `low` to `high`, both included. */
export interface IntType {
  readonly kind: 'int'
  readonly key: string
  readonly low: number
  readonly high: number
}
/** Named constants, in declaration order. */
export interface EnumType {
  readonly kind: 'enum'
  readonly key: string
  readonly values: readonly string[]
}
export interface Field {
  readonly name: string
  readonly type: Type
}
export interface RecordType {
  readonly kind: 'record'
  readonly key: string
  readonly fields: readonly Field[]
}
/** Tagged union: the tag of a value is its `kind`, and each case has its own fields. */
export interface VariantType {
  readonly kind: 'variant'
  readonly key: string
  readonly cases: readonly VariantCase[]
}
export interface VariantCase {
  readonly name: string
  readonly fields: readonly Field[]
}
/** Either `null` or a value of `item`. */
export interface OptionType {
  readonly kind: 'option'
  readonly key: string
  readonly item: Type
}
/** Total function: every value of `from` has an entry. */
export interface MapType {
  readonly kind: 'map'
  readonly key: string
  readonly from: Type
  readonly to: Type
}
export interface SetType {
  readonly kind: 'set'
  readonly key: string
  readonly item: Type
}
/** Multiset with at most `max` copies of each item. */
export interface BagType {
  readonly kind: 'bag'
  readonly key: string
  readonly item: Type
  readonly max: number
}
/** First-in first-out sequence of at most `capacity` items. */
export interface QueueType {
  readonly kind: 'queue'
  readonly key: string
  readonly item: Type
  readonly capacity: number
}
export type Type =
  | BoolType
  | IntType
  | EnumType
  | RecordType
  | VariantType
  | OptionType
  | MapType
  | SetType
  | BagType
  | QueueType

const table = new InternTable<Type>()
const intern = <T extends Type>(type: T): T => table.intern(type.key, () => type) as T
const fieldsKey = (fields: readonly Field[]) => fields.map(f => `${JSON.stringify(f.name)}:${f.type.key}`).join(',')

export const boolType: BoolType = intern({ kind: 'bool', key: 'bool' })
export const intType = (low: number, high: number): IntType =>
  intern({ kind: 'int', key: `${low}..${high}`, low, high })
export const enumType = (values: readonly string[]): EnumType =>
  intern({ kind: 'enum', key: `enum(${values.map(v => JSON.stringify(v)).join('|')})`, values })
export const recordType = (fields: readonly Field[]): RecordType =>
  intern({ kind: 'record', key: `{${fieldsKey(fields)}}`, fields })
export const variantType = (cases: readonly VariantCase[]): VariantType =>
  intern({
    kind: 'variant',
    key: `variant(${cases.map(c => `${JSON.stringify(c.name)}{${fieldsKey(c.fields)}}`).join('|')})`,
    cases,
  })
export const optionType = (item: Type): OptionType => intern({ kind: 'option', key: `option(${item.key})`, item })
export const mapType = (from: Type, to: Type): MapType =>
  intern({ kind: 'map', key: `map(${from.key},${to.key})`, from, to })
export const setType = (item: Type): SetType => intern({ kind: 'set', key: `set(${item.key})`, item })
export const bagType = (item: Type, max: number): BagType =>
  intern({ kind: 'bag', key: `bag(${item.key},${max})`, item, max })
export const queueType = (item: Type, capacity: number): QueueType =>
  intern({ kind: 'queue', key: `queue(${item.key},${capacity})`, item, capacity })

/** The fields of one case of a variant; undefined when there is no such case. */
export const caseOf = (type: VariantType, name: string): VariantCase | undefined =>
  type.cases.find(c => c.name === name)

/** Position of a field in the values of a record type. */
export const fieldIndex = (type: RecordType, field: string): number => type.fields.findIndex(f => f.name === field)

const tagTypes = new WeakMap<VariantType, EnumType>()
/** The type of a variant's tag. */
export function tagType(type: VariantType): EnumType {
  let tag = tagTypes.get(type)
  if (tag === undefined) {
    tag = enumType(type.cases.map(c => c.name))
    tagTypes.set(type, tag)
  }
  return tag
}

const cardinalities = new WeakMap<Type, number>()
/** How many values a type has; Infinity when more than 2^53. */
export function cardinality(type: Type): number {
  let count = cardinalities.get(type)
  if (count === undefined) {
    count = countValues(type)
    if (count > Number.MAX_SAFE_INTEGER) count = Number.POSITIVE_INFINITY
    cardinalities.set(type, count)
  }
  return count
}
const product = (fields: readonly Field[]) => fields.reduce((n, f) => n * cardinality(f.type), 1)
function countValues(type: Type): number {
  switch (type.kind) {
    case 'bool':
      return 2
    case 'int':
      return type.high - type.low + 1
    case 'enum':
      return type.values.length
    case 'record':
      return product(type.fields)
    case 'variant':
      return type.cases.reduce((n, c) => n + product(c.fields), 0)
    case 'option':
      return cardinality(type.item) + 1
    case 'map':
      return cardinality(type.to) ** cardinality(type.from)
    case 'set':
      return 2 ** cardinality(type.item)
    case 'bag':
      return (type.max + 1) ** cardinality(type.item)
    case 'queue': {
      let total = 0
      for (let length = 0; length <= type.capacity; length++) total += cardinality(type.item) ** length
      return total
    }
  }
}

/** How a type is written in messages, in the words of the author's language. */
export function formatType(type: Type): string {
  const fields = (list: readonly Field[]) => list.map(f => `${f.name}: ${formatType(f.type)}`).join(', ')
  switch (type.kind) {
    case 'bool':
      return 'bool'
    case 'int':
      return `${type.low}..${type.high}`
    case 'enum':
      return type.values.join(' | ')
    case 'record':
      return `{ ${fields(type.fields)} }`
    case 'variant':
      return type.cases.map(c => (c.fields.length === 0 ? c.name : `${c.name} { ${fields(c.fields)} }`)).join(' | ')
    case 'option':
      return `option(${formatType(type.item)})`
    case 'map':
      return `map(${formatType(type.from)}, ${formatType(type.to)})`
    case 'set':
      return `set(${formatType(type.item)})`
    case 'bag':
      return `bag(${formatType(type.item)}, ${type.max})`
    case 'queue':
      return `queue(${formatType(type.item)}, ${type.capacity})`
  }
}

/**
 * Whether every value of `a` is a value of `b`, in the same representation: narrower intervals, fewer names, shorter
 * queues, part by part. The items of sets and bags must agree exactly, because their values are laid out by rank.
 */
export function isSubtype(a: Type, b: Type): boolean {
  if (a === b) return true
  if (a.kind === 'int' && b.kind === 'int') return b.low <= a.low && a.high <= b.high
  if (a.kind === 'enum' && b.kind === 'enum') return a.values.every(v => b.values.includes(v))
  if (a.kind === 'option' && b.kind === 'option') return isSubtype(a.item, b.item)
  if (a.kind === 'map' && b.kind === 'map') return a.from === b.from && isSubtype(a.to, b.to)
  if (a.kind === 'bag' && b.kind === 'bag') return a.item === b.item && a.max <= b.max
  if (a.kind === 'queue' && b.kind === 'queue') return a.capacity <= b.capacity && isSubtype(a.item, b.item)
  if (a.kind === 'record' && b.kind === 'record') return areSubtypes(a.fields, b.fields)
  if (a.kind === 'variant' && b.kind === 'variant') {
    return a.cases.every(c => areSubtypes(c.fields, caseOf(b, c.name)?.fields ?? null))
  }
  return false
}
const areSubtypes = (a: readonly Field[], b: readonly Field[] | null): boolean =>
  b !== null &&
  a.length === b.length &&
  a.every((f, i) => f.name === b[i]?.name && isSubtype(f.type, (b[i] as Field).type))

/**
 * The smallest type that holds the values of both, or null when there is none: intervals are joined, enums united,
 * options, records, variants, maps and queues joined part by part; sets and bags must hold the same items.
 */
export function joinTypes(a: Type, b: Type): Type | null {
  if (isSubtype(a, b)) return b
  if (isSubtype(b, a)) return a
  if (a.kind === 'int' && b.kind === 'int') return intType(Math.min(a.low, b.low), Math.max(a.high, b.high))
  if (a.kind === 'enum' && b.kind === 'enum') return enumType([...new Set([...a.values, ...b.values])])
  if (a.kind === 'option' && b.kind === 'option') {
    const item = joinTypes(a.item, b.item)
    return item && optionType(item)
  }
  if (a.kind === 'bag' && b.kind === 'bag' && a.item === b.item) return bagType(a.item, Math.max(a.max, b.max))
  if (a.kind === 'record' && b.kind === 'record') {
    const fields = joinFields(a.fields, b.fields)
    return fields && recordType(fields)
  }
  if (a.kind === 'map' && b.kind === 'map' && a.from === b.from) {
    const to = joinTypes(a.to, b.to)
    return to && mapType(a.from, to)
  }
  if (a.kind === 'queue' && b.kind === 'queue') {
    const item = joinTypes(a.item, b.item)
    return item && queueType(item, Math.max(a.capacity, b.capacity))
  }
  if (a.kind === 'variant' && b.kind === 'variant' && a.cases.length === b.cases.length) {
    const cases: VariantCase[] = []
    for (const [i, left] of a.cases.entries()) {
      const right = b.cases[i]
      const fields = right?.name === left.name ? joinFields(left.fields, right.fields) : null
      if (fields === null) return null
      cases.push({ name: left.name, fields })
    }
    return variantType(cases)
  }
  return null
}
function joinFields(a: readonly Field[], b: readonly Field[]): Field[] | null {
  if (a.length !== b.length) return null
  const fields: Field[] = []
  for (const [i, left] of a.entries()) {
    const right = b[i]
    const type = right?.name === left.name ? joinTypes(left.type, right.type) : null
    if (type === null) return null
    fields.push({ name: left.name, type })
  }
  return fields
}
