/** From what an author wrote (literals, views, primitives) to the plain values of the IR. */
import { cardinality, caseOf, type Field, formatType, isSubtype, type Type } from '../ir/type.ts'
import { isMember, rankOf, type Value, valuesOf } from '../ir/value.ts'
import { brandOf } from './brand.ts'
import { Failure, type Place } from './place.ts'

/** The place that a view shows; undefined for other values. */
export const placeOf = (value: unknown): Place | undefined => brandOf(value, 'place') as Place | undefined

/** A value in error messages. */
export function show(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'number') return String(value)
  return JSON.stringify(comparable(value))
}

/**
 * The plain value of type `type` that `value` stands for.
 * @param path where it is stored, for messages
 * @throws Failure when it is not in the domain
 */
export function toValue(type: Type, value: unknown, path: string): Value {
  const place = placeOf(value)
  if (place !== undefined && isSubtype(place.type, type)) return place.get()
  if ((value === null && type.kind !== 'option') || value === undefined) {
    throw new Failure('null', `${path}: the value is ${value}`)
  }
  const mismatch = () => new Failure('range', `${path}: ${show(value)} is not in ${formatType(type)}`)
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      if (!isMember(type, value as Value)) throw mismatch()
      return value as Value
    case 'option':
      return value === null ? null : [toValue(type.item, value, path)]
    case 'record':
      return fieldValues(type.fields, membersOf(value, mismatch), path)
    case 'variant': {
      const { kind, ...fields } = membersOf(value, mismatch)
      const found = caseOf(type, String(kind))
      if (found === undefined) throw mismatch()
      return [found.name, ...fieldValues(found.fields, fields, path)]
    }
    case 'map': {
      const entries = membersOf(value, mismatch)
      const keys = valuesOf(type.from).map(String)
      const unknown = Object.keys(entries).find(k => !keys.includes(k))
      if (unknown !== undefined) throw new Failure('range', `${path}: '${unknown}' is not a key of ${formatType(type)}`)
      return keys.map(k => toValue(type.to, entries[k], `${path}[${k}]`))
    }
    case 'set':
    case 'bag':
      throw mismatch()
    case 'queue': {
      if (!Array.isArray(value)) throw mismatch()
      const items = [...(value as unknown[])]
      if (items.length > type.capacity) {
        throw new Failure('overflow', `${path}: ${items.length} entries exceed the capacity ${type.capacity}`)
      }
      return items.map((item, i) => toValue(type.item, item, `${path}[${i}]`))
    }
  }
}

function membersOf(value: unknown, mismatch: () => Failure): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch()
  return { ...value }
}
function fieldValues(fields: readonly Field[], given: Record<string, unknown>, path: string): Value[] {
  const unknown = Object.keys(given).find(k => !fields.some(f => f.name === k))
  if (unknown !== undefined) throw new Failure('range', `${path}: there is no field '${unknown}'`)
  return fields.map(f => toValue(f.type, given[f.name], `${path}.${f.name}`))
}

/** The plain value of the set of `items`. */
export function setValue(itemType: Type, items: readonly unknown[]): Value {
  const cells: boolean[] = Array.from({ length: cardinality(itemType) }, () => false)
  for (const item of items) cells[rankOf(itemType, toValue(itemType, item, 'item'))] = true
  return cells
}
/** The plain value of the bag of `items`, with `max` copies of each at most. */
export function bagValue(itemType: Type, max: number, items: readonly unknown[]): Value {
  const cells: number[] = Array.from({ length: cardinality(itemType) }, () => 0)
  for (const item of items) {
    const rank = rankOf(itemType, toValue(itemType, item, 'item'))
    const copies = (cells[rank] as number) + 1
    if (copies > max) throw new Failure('overflow', `more than ${max} copies of ${show(item)}`)
    cells[rank] = copies
  }
  return cells
}

/** Plain data that is equal, as JSON, exactly when two author-level values are equal in structure. */
export function comparable(value: unknown): unknown {
  const kind = placeOf(value)?.type.kind
  if (kind === 'set' || kind === 'bag') {
    const entries = value as Iterable<unknown> & { copies?(item: unknown): number }
    return { [kind]: [...entries].map(item => [comparable(item), entries.copies?.(item) ?? 1]) }
  }
  if (Array.isArray(value)) return [...(value as unknown[])].map(comparable)
  if (typeof value === 'object' && value !== null) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(sorted.map(([k, v]) => [k, comparable(v)]))
  }
  return value
}
