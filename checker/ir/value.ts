/**
 * Values of the finite types, as plain immutable data. The shape of a value is given by its type:
 *
 *     bool     true | false                      int     an integer
 *     enum     one of the names                  option  null | [item]
 *     record   [field, ...] in field order       variant [kind, field, ...]
 *     map      [entry, ...] by rank of the key   queue   [item, ...], head first
 *     set      [boolean, ...] by rank of item    bag     [copies, ...] by rank of item
 *
 * The rank of a value is its position in the enumeration of its type (`valueAt`, `rankOf` are inverse).
 */
import { caseOf, cardinality, type Field, type Type } from './type.ts'

export type Value = boolean | number | string | null | readonly Value[]

/** Types with more values than this cannot be enumerated (as the items of a set or the range of a quantifier). */
export const ENUMERABLE_MAX = 65_536

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)
/** The parts of a structured value. */
export function parts(value: Value | undefined): readonly Value[] {
  if (!isList(value)) throw new TypeError(`not a structured value: ${JSON.stringify(value)}`)
  return value
}

const defaults = new WeakMap<Type, Value>()
/** The value that an unused cell holds: false, the lowest integer, the first name, null, empty, or made of these. */
export function defaultValue(type: Type): Value {
  let value = defaults.get(type)
  if (value === undefined) {
    value = makeDefault(type)
    defaults.set(type, value)
  }
  return value
}
const defaultFields = (fields: readonly Field[]) => fields.map((f) => defaultValue(f.type))
function makeDefault(type: Type): Value {
  switch (type.kind) {
    case 'bool':
      return false
    case 'int':
      return type.low
    case 'enum':
      return type.values[0] as string
    case 'record':
      return defaultFields(type.fields)
    case 'variant': {
      const first = type.cases[0]
      if (first === undefined) throw new TypeError('a variant needs a case')
      return [first.name, ...defaultFields(first.fields)]
    }
    case 'option':
      return null
    case 'map':
      return Array.from({ length: cardinality(type.from) }, () => defaultValue(type.to))
    case 'set':
      return Array.from({ length: cardinality(type.item) }, () => false)
    case 'bag':
      return Array.from({ length: cardinality(type.item) }, () => 0)
    case 'queue':
      return []
  }
}

export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true
  if (!isList(a) || !isList(b) || a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!equalValues(a[i] as Value, b[i] as Value)) return false
  return true
}

/** Whether `value` is a value of `type`. */
export function isMember(type: Type, value: Value | undefined): boolean {
  const fieldsMatch = (fields: readonly Field[], list: readonly Value[], from: number) =>
    list.length === fields.length + from && fields.every((f, i) => isMember(f.type, list[i + from]))
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean'
    case 'int':
      return Number.isInteger(value) && (value as number) >= type.low && (value as number) <= type.high
    case 'enum':
      return type.values.includes(value as string)
    case 'option':
      return value === null || (isList(value) && value.length === 1 && isMember(type.item, value[0]))
    case 'record':
      return isList(value) && fieldsMatch(type.fields, value, 0)
    case 'variant': {
      if (!isList(value)) return false
      const found = caseOf(type, value[0] as string)
      return found !== undefined && fieldsMatch(found.fields, value, 1)
    }
    case 'map':
      return isList(value) && value.length === cardinality(type.from) && value.every((v) => isMember(type.to, v))
    case 'set':
      return (
        isList(value) && value.length === cardinality(type.item) && value.every((present) => typeof present === 'boolean')
      )
    case 'bag':
      return (
        isList(value) &&
        value.length === cardinality(type.item) &&
        value.every((n) => Number.isInteger(n) && (n as number) >= 0 && (n as number) <= type.max)
      )
    case 'queue':
      return isList(value) && value.length <= type.capacity && value.every((v) => isMember(type.item, v))
  }
}

/** The position of `value` in the enumeration of `type`; -1 when it is not a value of `type`. */
export function rankOf(type: Type, value: Value | undefined): number {
  if (type.kind === 'int') {
    return Number.isInteger(value) && (value as number) >= type.low && (value as number) <= type.high
      ? (value as number) - type.low
      : -1
  }
  if (type.kind === 'enum') return type.values.indexOf(value as string)
  return isMember(type, value) ? rankOfMember(type, value as Value) : -1
}
function rankOfMember(type: Type, value: Value): number {
  switch (type.kind) {
    case 'bool':
      return value === true ? 1 : 0
    case 'int':
      return (value as number) - type.low
    case 'enum':
      return type.values.indexOf(value as string)
    case 'option':
      return value === null ? 0 : 1 + rankOfMember(type.item, parts(value)[0] as Value)
    case 'record':
      return rankOfFields(type.fields, parts(value), 0)
    case 'variant': {
      let base = 0
      for (const { name, fields } of type.cases) {
        if (name === parts(value)[0]) return base + rankOfFields(fields, parts(value), 1)
        base += fields.reduce((n, f) => n * cardinality(f.type), 1)
      }
      return -1
    }
    case 'map':
      return mixedRadix(parts(value), cardinality(type.to), (v) => rankOfMember(type.to, v))
    case 'set':
      return mixedRadix(parts(value), 2, (v) => (v === true ? 1 : 0))
    case 'bag':
      return mixedRadix(parts(value), type.max + 1, (v) => v as number)
    case 'queue': {
      const items = parts(value)
      const size = cardinality(type.item)
      let base = 0
      for (let length = 0; length < items.length; length++) base += size ** length
      return base + mixedRadix(items, size, (v) => rankOfMember(type.item, v))
    }
  }
}
const mixedRadix = (digits: readonly Value[], radix: number, digit: (v: Value) => number) =>
  digits.reduce<number>((n, v) => n * radix + digit(v), 0)
const rankOfFields = (fields: readonly Field[], list: readonly Value[], from: number) =>
  fields.reduce((n, f, i) => n * cardinality(f.type) + rankOfMember(f.type, list[i + from] as Value), 0)

/** The value at position `rank` (0 <= rank < cardinality) of the enumeration of `type`. */
export function valueAt(type: Type, rank: number): Value {
  switch (type.kind) {
    case 'bool':
      return rank === 1
    case 'int':
      return type.low + rank
    case 'enum':
      return type.values[rank] as string
    case 'option':
      return rank === 0 ? null : [valueAt(type.item, rank - 1)]
    case 'record':
      return fieldsAt(type.fields, rank)
    case 'variant': {
      let rest = rank
      for (const { name, fields } of type.cases) {
        const size = fields.reduce((n, f) => n * cardinality(f.type), 1)
        if (rest < size) return [name, ...fieldsAt(fields, rest)]
        rest -= size
      }
      throw new RangeError(`no value of rank ${rank}`)
    }
    case 'map':
      return digitsAt(rank, cardinality(type.from), cardinality(type.to), (d) => valueAt(type.to, d))
    case 'set':
      return digitsAt(rank, cardinality(type.item), 2, (d) => d === 1)
    case 'bag':
      return digitsAt(rank, cardinality(type.item), type.max + 1, (d) => d)
    case 'queue': {
      const size = cardinality(type.item)
      let rest = rank
      let length = 0
      while (rest >= size ** length) rest -= size ** length++
      return digitsAt(rest, length, size, (d) => valueAt(type.item, d))
    }
  }
}
function digitsAt(rank: number, count: number, radix: number, digit: (d: number) => Value): Value[] {
  const out: Value[] = new Array(count)
  let rest = rank
  for (let i = count - 1; i >= 0; i--) {
    out[i] = digit(rest % radix)
    rest = Math.floor(rest / radix)
  }
  return out
}
function fieldsAt(fields: readonly Field[], rank: number): Value[] {
  const out: Value[] = new Array(fields.length)
  let rest = rank
  for (let i = fields.length - 1; i >= 0; i--) {
    const { type } = fields[i] as Field
    out[i] = valueAt(type, rest % cardinality(type))
    rest = Math.floor(rest / cardinality(type))
  }
  return out
}

const enumerations = new WeakMap<Type, readonly Value[]>()
/** All values of a type in rank order. Throws RangeError above ENUMERABLE_MAX values. */
export function valuesOf(type: Type): readonly Value[] {
  let values = enumerations.get(type)
  if (values === undefined) {
    const count = cardinality(type)
    if (count > ENUMERABLE_MAX) throw new RangeError(`${count} values are too many to enumerate`)
    values = Array.from({ length: count }, (_, rank) => valueAt(type, rank))
    enumerations.set(type, values)
  }
  return values
}

/** A value in the notation of traces and messages. */
export function formatValue(type: Type, value: Value): string {
  const fields = (list: readonly Field[], from: number) =>
    list.map((f, i) => `${f.name}: ${formatValue(f.type, parts(value)[i + from] as Value)}`).join(', ')
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return String(value)
    case 'option':
      return value === null ? 'null' : formatValue(type.item, parts(value)[0] as Value)
    case 'record':
      return `{${fields(type.fields, 0)}}`
    case 'variant': {
      const found = caseOf(type, parts(value)[0] as string)
      if (found === undefined || found.fields.length === 0) return String(parts(value)[0])
      return `${found.name}{${fields(found.fields, 1)}}`
    }
    case 'map':
      return `[${parts(value)
        .map((v, i) => `${formatValue(type.from, valueAt(type.from, i))}: ${formatValue(type.to, v)}`)
        .join(', ')}]`
    case 'set':
      return `{${present(parts(value))
        .map((i) => formatValue(type.item, valueAt(type.item, i)))
        .join(', ')}}`
    case 'bag':
      return `{|${present(parts(value))
        .map((i) => formatValue(type.item, valueAt(type.item, i)) + copies(parts(value)[i] as number))
        .join(', ')}|}`
    case 'queue':
      return `<${parts(value)
        .map((v) => formatValue(type.item, v))
        .join(', ')}>`
  }
}
const copies = (n: number) => (n > 1 ? ` x${n}` : '')
const present = (list: readonly Value[]) => list.flatMap((v, i) => (v === true || (v as number) > 0 ? [i] : []))
