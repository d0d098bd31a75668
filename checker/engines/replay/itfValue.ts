/** Values as the Informal Trace Format has them, read as values of a type: what `report/itf.ts` writes, and what other tools do. */
import { caseOf, type Field, formatType, type Type } from '../../ir/type.ts'
import { isMember, rankOf, type Value, valuesOf } from '../../ir/value.ts'

/** Thrown for what is no value of the type. */
export class ItfMismatch extends Error {}

/**
 * Integers may be JSON numbers, a variant without fields a bare record, and the entries of a map in any order.
 * @param path of the value, for messages
 * @throws ItfMismatch
 */
export function valueInItf(type: Type, itf: unknown, path: string): Value {
  const mismatch = () => new ItfMismatch(`${path}: ${JSON.stringify(itf)} is not in ${formatType(type)}`)
  const member = (value: unknown): Value => {
    if (!isMember(type, value as Value)) throw mismatch()
    return value as Value
  }
  switch (type.kind) {
    case 'bool':
    case 'enum':
      return member(itf)
    case 'int': {
      const digits = tagged(itf, '#bigint')
      return member(typeof digits === 'string' && /^-?\d+$/.test(digits) ? Number(digits) : itf)
    }
    case 'option': {
      const { tag, value } = fieldsIn(itf, mismatch)
      if (tag === 'None') return null
      if (tag !== 'Some') throw mismatch()
      return [valueInItf(type.item, value, path)]
    }
    case 'record':
      return fieldValues(type.fields, fieldsIn(itf, mismatch), path)
    case 'variant': {
      const { tag, value } = fieldsIn(itf, mismatch)
      const found = typeof tag === 'string' ? caseOf(type, tag) : undefined
      if (found === undefined) throw mismatch()
      return [
        found.name,
        ...(found.fields.length === 0 ? [] : fieldValues(found.fields, fieldsIn(value, mismatch), path)),
      ]
    }
    case 'map': {
      const values: (Value | undefined)[] = valuesOf(type.from).map(() => undefined)
      for (const [key, value] of entriesIn(itf, mismatch)) {
        const rank = rankOf(type.from, valueInItf(type.from, key, `a key of ${path}`))
        values[rank] = valueInItf(type.to, value, `${path}[${JSON.stringify(key)}]`)
      }
      return values.map(value => {
        if (value === undefined) throw mismatch()
        return value
      })
    }
    case 'set': {
      const items = tagged(itf, '#set')
      if (!Array.isArray(items)) throw mismatch()
      const ranks = new Set(items.map(item => rankOf(type.item, valueInItf(type.item, item, `an item of ${path}`))))
      return valuesOf(type.item).map((_, rank) => ranks.has(rank))
    }
    case 'bag': {
      const copies = valuesOf(type.item).map(() => 0)
      for (const [key, value] of entriesIn(itf, mismatch)) {
        const count = Number(tagged(value, '#bigint') ?? value)
        if (!Number.isInteger(count) || count < 0 || count > type.max) throw mismatch()
        copies[rankOf(type.item, valueInItf(type.item, key, `an item of ${path}`))] = count
      }
      return copies
    }
    case 'queue':
      if (!Array.isArray(itf) || itf.length > type.capacity) throw mismatch()
      return itf.map((item, i) => valueInItf(type.item, item, `${path}[${i}]`))
  }
}

const tagged = (itf: unknown, tag: string): unknown =>
  typeof itf === 'object' && itf !== null && tag in itf ? (itf as Record<string, unknown>)[tag] : undefined

function fieldsIn(itf: unknown, mismatch: () => ItfMismatch): Record<string, unknown> {
  if (typeof itf !== 'object' || itf === null || Array.isArray(itf)) throw mismatch()
  return itf as Record<string, unknown>
}
function entriesIn(itf: unknown, mismatch: () => ItfMismatch): (readonly [unknown, unknown])[] {
  const entries = tagged(itf, '#map')
  if (!Array.isArray(entries)) throw mismatch()
  return entries.map((entry: unknown) => {
    if (!Array.isArray(entry) || entry.length !== 2) throw mismatch()
    return [entry[0], entry[1]] as const
  })
}
const fieldValues = (fields: readonly Field[], given: Record<string, unknown>, path: string): Value[] =>
  fields.map(({ name, type }) => valueInItf(type, given[name], `${path}.${name}`))
