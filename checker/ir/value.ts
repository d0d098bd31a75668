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
import { cardinality, caseOf, type Field, type Type } from './type.ts'

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
const defaultFields = (fields: readonly Field[]) => fields.map(f => defaultValue(f.type))
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

/** `list` with `item` at `index`; the same list when it already is there. */
export function replaced(list: readonly Value[], index: number, item: Value): readonly Value[] {
  if (list[index] === item) return list
  const copy = list.slice()
  copy[index] = item
  return copy
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
      return isList(value) && value.length === cardinality(type.from) && value.every(v => isMember(type.to, v))
    case 'set':
      return (
        isList(value) && value.length === cardinality(type.item) && value.every(present => typeof present === 'boolean')
      )
    case 'bag':
      return (
        isList(value) &&
        value.length === cardinality(type.item) &&
        value.every(n => Number.isInteger(n) && (n as number) >= 0 && (n as number) <= type.max)
      )
    case 'queue':
      return isList(value) && value.length <= type.capacity && value.every(v => isMember(type.item, v))
  }
}

/** The position of `value` in the enumeration of `type`; -1 when it is not a value of `type`. */
export const rankOf = (type: Type, value: Value | undefined): number => rankerOf(type)(value)

/** `rankOf` for one type, prepared once: reads by key and by item are what an interpreter does most. */
export type Ranker = (value: Value | undefined) => number

const rankers = new WeakMap<Type, Ranker>()
export function rankerOf(type: Type): Ranker {
  let ranker = rankers.get(type)
  if (ranker === undefined) {
    ranker = makeRanker(type)
    rankers.set(type, ranker)
  }
  return ranker
}
function makeRanker(type: Type): Ranker {
  switch (type.kind) {
    case 'bool':
      return rankOfBool
    case 'int':
      return interval(type.low, type.high)
    case 'enum': {
      const ranks = new Map<Value | undefined, number>(type.values.map((name, rank) => [name, rank]))
      return value => ranks.get(value) ?? -1
    }
    case 'option': {
      const item = rankerOf(type.item)
      return value => {
        if (value === null) return 0
        const rank = isList(value) && value.length === 1 ? item(value[0]) : -1
        return rank < 0 ? -1 : rank + 1
      }
    }
    case 'record':
      return fieldsRanker(type.fields, 0)
    case 'variant': {
      const cases = new Map<Value | undefined, { base: number; fields: Ranker }>()
      let base = 0
      for (const { name, fields } of type.cases) {
        cases.set(name, { base, fields: fieldsRanker(fields, 1) })
        base += fields.reduce((n, f) => n * cardinality(f.type), 1)
      }
      return value => {
        const found = isList(value) ? cases.get(value[0]) : undefined
        const rank = found === undefined ? -1 : found.fields(value)
        return found === undefined || rank < 0 ? -1 : found.base + rank
      }
    }
    case 'map': {
      const [length, size, item] = [cardinality(type.from), cardinality(type.to), rankerOf(type.to)]
      return value => (isList(value) && value.length === length ? mixedRadix(value, size, item) : -1)
    }
    case 'set': {
      const length = cardinality(type.item)
      return value => (isList(value) && value.length === length ? mixedRadix(value, 2, rankOfBool) : -1)
    }
    case 'bag': {
      const [length, count] = [cardinality(type.item), interval(0, type.max)]
      return value => (isList(value) && value.length === length ? mixedRadix(value, type.max + 1, count) : -1)
    }
    case 'queue': {
      const [size, item] = [cardinality(type.item), rankerOf(type.item)]
      return value => {
        if (!isList(value) || value.length > type.capacity) return -1
        const rank = mixedRadix(value, size, item)
        let base = 0
        for (let length = 0; length < value.length; length++) base += size ** length
        return rank < 0 ? -1 : base + rank
      }
    }
  }
}
const rankOfBool: Ranker = value => (value === true ? 1 : value === false ? 0 : -1)
const interval =
  (low: number, high: number): Ranker =>
  value =>
    typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high ? value - low : -1
function mixedRadix(digits: readonly Value[], radix: number, digit: Ranker): number {
  let rank = 0
  for (const value of digits) {
    const next = digit(value)
    if (next < 0) return -1
    rank = rank * radix + next
  }
  return rank
}
/** Ranks the fields that follow the first `from` parts of a value. */
function fieldsRanker(fields: readonly Field[], from: number): Ranker {
  const columns = fields.map(f => ({ size: cardinality(f.type), digit: rankerOf(f.type) }))
  return value => {
    if (!isList(value) || value.length !== from + columns.length) return -1
    let rank = 0
    let position = from
    for (const { size, digit } of columns) {
      const next = digit(value[position++])
      if (next < 0) return -1
      rank = rank * size + next
    }
    return rank
  }
}

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
      return digitsAt(rank, cardinality(type.from), cardinality(type.to), d => valueAt(type.to, d))
    case 'set':
      return digitsAt(rank, cardinality(type.item), 2, d => d === 1)
    case 'bag':
      return digitsAt(rank, cardinality(type.item), type.max + 1, d => d)
    case 'queue': {
      const size = cardinality(type.item)
      let rest = rank
      let length = 0
      while (rest >= size ** length) rest -= size ** length++
      return digitsAt(rest, length, size, d => valueAt(type.item, d))
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
        .map(i => formatValue(type.item, valueAt(type.item, i)))
        .join(', ')}}`
    case 'bag':
      return `{|${present(parts(value))
        .map(i => formatValue(type.item, valueAt(type.item, i)) + copies(parts(value)[i] as number))
        .join(', ')}|}`
    case 'queue':
      return `<${parts(value)
        .map(v => formatValue(type.item, v))
        .join(', ')}>`
  }
}
const copies = (n: number) => (n > 1 ? ` x${n}` : '')
const present = (list: readonly Value[]) => list.flatMap((v, i) => (v === true || (v as number) > 0 ? [i] : []))
