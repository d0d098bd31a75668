/**
 * Builders of records, variants, options, maps, sets, bags and queues. They fold constants and read through updates,
 * so that what an action wrote and reads back costs nothing.
 */
import { and, choose, equal, isSome, not, or } from './boolean.ts'
import { boolean, constant, type Expr, type ExprShape, integer, isConstant, makeExpr, name } from './expr.ts'
import { operationOf, payloadPosition } from './operations.ts'
import {
  type BagType,
  bagType,
  boolType,
  cardinality,
  caseOf,
  fieldIndex,
  intType,
  isSubtype,
  joinTypes,
  type MapType,
  mapType,
  optionType,
  type QueueType,
  queueType,
  type RecordType,
  recordType,
  type SetType,
  type Type,
  tagType,
  type VariantType,
  variantType,
} from './type.ts'
import type { Value } from './value.ts'

export { isSome }

/** The expression of this shape, computed at once when all its arguments are constants. */
function folded(shape: ExprShape): Expr {
  const e = makeExpr(shape)
  return e.args.every(isConstant) ? constant(e.type, operationOf(e)(e.args.map(a => a.value as Value))) : e
}

/**
 * The type of a part after `value` is written to it. An expression is often narrower than the domain of the place that
 * it comes from (`s.a = s.b; s.a[k] = 5`), so a write must not promise that what it writes fits in there.
 */
const widened = (part: Type, value: Expr): Type => joinTypes(part, value.type) ?? part

/** What a read gave on each choice, by read; choices share sub-choices, so that each is asked once. */
const readsOfChoices = new WeakMap<Expr, Map<string, Expr | null>>()

/**
 * Pushes a read into both sides of a choice when one side then simplifies, as after `if (c) s.x.y = 1`.
 * @param operator the operator that the read has when nothing was gained
 * @param detail what else the read depends on
 * @returns null when nothing is gained
 */
function throughChoice(e: Expr, operator: string, detail: string | number, build: (side: Expr) => Expr): Expr | null {
  if (e.operator !== 'if') return null
  const reads = readsOfChoices.get(e) ?? new Map<string, Expr | null>()
  readsOfChoices.set(e, reads)
  const key = `${operator}:${detail}`
  const known = reads.get(key)
  if (known !== undefined) return known
  const [a, b] = [build(e.args[1] as Expr), build(e.args[2] as Expr)]
  const isGain = a.operator !== operator || b.operator !== operator
  const read = isGain ? choose(e.args[0] as Expr, a, b) : null
  reads.set(key, read)
  return read
}

// ---- records ----------------------------------------------------------------------------------------------------
export const record = (type: RecordType, fields: readonly Expr[]): Expr =>
  folded({ operator: 'record', type, args: fields })

export function field(e: Expr, fieldName: string): Expr {
  const type = e.type as RecordType
  const index = fieldIndex(type, fieldName)
  const declared = type.fields[index]
  if (declared === undefined) throw new TypeError(`no field ${fieldName} in ${type.key}`)
  if (e.operator === 'record') return e.args[index] as Expr
  if (e.operator === 'withField')
    return (e.field === fieldName ? e.args[1] : field(e.args[0] as Expr, fieldName)) as Expr
  return (
    throughChoice(e, 'field', fieldName, side => field(side, fieldName)) ??
    folded({ operator: 'field', type: declared.type, args: [e], field: fieldName })
  )
}

export function withField(e: Expr, fieldName: string, value: Expr): Expr {
  if (e.operator === 'record') {
    const index = fieldIndex(e.type as RecordType, fieldName)
    return record(
      e.type as RecordType,
      e.args.map((a, i) => (i === index ? value : a)),
    )
  }
  if (e.operator === 'withField' && e.field === fieldName) return withField(e.args[0] as Expr, fieldName, value)
  if (field(e, fieldName) === value) return e
  const fields = (e.type as RecordType).fields.map(f =>
    f.name === fieldName ? { name: fieldName, type: widened(f.type, value) } : f,
  )
  return folded({ operator: 'withField', type: recordType(fields), args: [e, value], field: fieldName })
}

// ---- variants ---------------------------------------------------------------------------------------------------
export const variant = (type: VariantType, variantCase: string, fields: readonly Expr[]): Expr =>
  folded({ operator: 'variant', type, args: fields, variantCase })

/** The `kind` of a variant value. */
export function tag(e: Expr): Expr {
  if (e.operator === 'variant') return name(e.variantCase as string)
  if (e.operator === 'withPayload') return tag(e.args[0] as Expr)
  return (
    throughChoice(e, 'tag', '', tag) ?? folded({ operator: 'tag', type: tagType(e.type as VariantType), args: [e] })
  )
}
export const isCase = (e: Expr, variantCase: string): Expr => equal(tag(e), name(variantCase))

/** A field of one case; its default when the value is of another case. */
export function payload(e: Expr, variantCase: string, fieldName: string): Expr {
  const found = caseOf(e.type as VariantType, variantCase)
  const declared = found?.fields.find(f => f.name === fieldName)
  if (declared === undefined) throw new TypeError(`no field ${fieldName} in case ${variantCase} of ${e.type.key}`)
  const shape: ExprShape = { operator: 'payload', type: declared.type, args: [e], variantCase, field: fieldName }
  if (e.operator === 'variant') {
    const { index, missing } = payloadPosition(makeExpr(shape))
    return e.variantCase === variantCase ? (e.args[index - 1] as Expr) : constant(declared.type, missing)
  }
  if (e.operator === 'withPayload' && (e.variantCase !== variantCase || e.field !== fieldName)) {
    return payload(e.args[0] as Expr, variantCase, fieldName)
  }
  return (
    throughChoice(e, 'payload', `${variantCase}.${fieldName}`, side => payload(side, variantCase, fieldName)) ??
    folded(shape)
  )
}

/** The value with one payload field replaced; unchanged when it is of another case. */
export function withPayload(e: Expr, variantCase: string, fieldName: string, value: Expr): Expr {
  if (caseOf(e.type as VariantType, variantCase) === undefined) return e
  if (payload(e, variantCase, fieldName) === value) return e
  const cases = (e.type as VariantType).cases.map(c => {
    if (c.name !== variantCase) return c
    const fields = c.fields.map(f => (f.name === fieldName ? { name: fieldName, type: widened(f.type, value) } : f))
    return { name: variantCase, fields }
  })
  return folded({ operator: 'withPayload', type: variantType(cases), args: [e, value], variantCase, field: fieldName })
}

// ---- options ----------------------------------------------------------------------------------------------------
export const none = (type: Expr['type']): Expr => constant(optionType(type), null)
export const some = (e: Expr): Expr => folded({ operator: 'some', type: optionType(e.type), args: [e] })

/** The item of an option; its default when there is none. */
export function unwrap(e: Expr): Expr {
  if (e.operator === 'some') return e.args[0] as Expr
  const item = e.type.kind === 'option' ? e.type.item : null
  if (item === null) throw new TypeError(`expected an option, got ${e.type.key}`)
  return throughChoice(e, 'unwrap', '', unwrap) ?? folded({ operator: 'unwrap', type: item, args: [e] })
}

// ---- maps -------------------------------------------------------------------------------------------------------
export function at(e: Expr, key: Expr): Expr {
  const { to } = e.type as MapType
  if (e.operator === 'store') {
    const [inner, stored, value] = e.args as [Expr, Expr, Expr]
    return choose(equal(stored, key), value, at(inner, key))
  }
  return throughChoice(e, 'at', key.id, side => at(side, key)) ?? folded({ operator: 'at', type: to, args: [e, key] })
}
export function store(e: Expr, key: Expr, value: Expr): Expr {
  if (e.operator === 'store' && e.args[1] === key) return store(e.args[0] as Expr, key, value)
  if (at(e, key) === value) return e
  const { from, to } = e.type as MapType
  return folded({ operator: 'store', type: mapType(from, widened(to, value)), args: [e, key, value] })
}

// ---- sets -------------------------------------------------------------------------------------------------------
export function has(set: Expr, item: Expr): Expr {
  if (isConstant(set) && isSubtype(item.type, (set.type as SetType).item)) {
    const present = set.value as readonly Value[]
    if (present.every(p => p === present[0])) return boolean(present[0] === true)
  }
  if (set.operator === 'insert') return or(equal(set.args[1] as Expr, item), has(set.args[0] as Expr, item))
  if (set.operator === 'remove') return and(not(equal(set.args[1] as Expr, item)), has(set.args[0] as Expr, item))
  return (
    throughChoice(set, 'has', item.id, side => has(side, item)) ??
    folded({ operator: 'has', type: boolType, args: [set, item] })
  )
}
export const insert = (set: Expr, item: Expr): Expr => folded({ operator: 'insert', type: set.type, args: [set, item] })
export const remove = (set: Expr, item: Expr): Expr => folded({ operator: 'remove', type: set.type, args: [set, item] })

/** The number of items of a set, of copies in a bag, of entries in a queue. */
export function size(e: Expr): Expr {
  if (e.operator === 'queue') return integer(e.args.length)
  return folded({ operator: 'size', type: intType(0, largestSize(e.type as SetType | BagType | QueueType)), args: [e] })
}
function largestSize(type: SetType | BagType | QueueType): number {
  if (type.kind === 'queue') return type.capacity
  return cardinality(type.item) * (type.kind === 'bag' ? type.max : 1)
}

// ---- bags -------------------------------------------------------------------------------------------------------
export const copies = (bag: Expr, item: Expr): Expr =>
  folded({ operator: 'copies', type: intType(0, (bag.type as BagType).max), args: [bag, item] })
/**
 * One copy more; unchanged when the bag holds `max` copies already. `max` is that of the domain in which the result is
 * kept: the bag's own type may be narrower.
 */
export const addCopy = (bag: Expr, item: Expr, max: number = (bag.type as BagType).max): Expr =>
  folded({ operator: 'addCopy', type: bagType((bag.type as BagType).item, max), args: [bag, item] })
/** One copy less; unchanged when there is none. */
export const removeCopy = (bag: Expr, item: Expr): Expr =>
  folded({ operator: 'removeCopy', type: bag.type, args: [bag, item] })

// ---- queues -----------------------------------------------------------------------------------------------------
export const queue = (type: QueueType, items: readonly Expr[]): Expr => folded({ operator: 'queue', type, args: items })
/** The entry at `index` (0 is the head); its default when the queue is not that long. */
export function item(e: Expr, index: Expr): Expr {
  if (e.operator === 'queue' && isConstant(index)) {
    const found = e.args[index.value as number]
    if (found !== undefined) return found
  }
  return folded({ operator: 'item', type: (e.type as QueueType).item, args: [e, index] })
}
/**
 * With `value` at the end; unchanged when it has `capacity` entries. `capacity` is that of the domain in which the
 * result is kept: the queue's own type may be narrower.
 */
export function push(e: Expr, value: Expr, capacity: number = (e.type as QueueType).capacity): Expr {
  const type = queueType(widened((e.type as QueueType).item, value), capacity)
  if (e.operator === 'queue' && e.args.length < capacity) return queue(type, [...e.args, value])
  return folded({ operator: 'push', type, args: [e, value] })
}
/** Without its head; empty when it was empty. */
export function shift(e: Expr): Expr {
  if (e.operator === 'queue') return queue(e.type as QueueType, e.args.slice(1))
  return folded({ operator: 'shift', type: e.type, args: [e] })
}
