/**
 * Fitting a value into a domain: the expression that is stored when an author assigns it. What may not fit becomes a
 * check (a range, a null); what cannot fit is refused.
 */
import { less, lessEqual } from '../../ir/arithmetic.ts'
import { equal, isSome } from '../../ir/boolean.ts'
import { constant, type Expr, FALSE, integer, isConstant, name, TRUE } from '../../ir/expr.ts'
import { mapOf } from '../../ir/quantifier.ts'
import {
  at,
  isCase,
  item,
  none,
  payload,
  push,
  queue,
  record,
  size,
  some,
  store,
  unwrap,
  variant,
} from '../../ir/structure.ts'
import {
  caseOf,
  type Field,
  formatType,
  isSubtype,
  type MapType,
  optionType,
  type QueueType,
  recordType,
  type Type,
  type VariantType,
  variantType,
} from '../../ir/type.ts'
import { defaultValue, isMember, type Value, valuesOf } from '../../ir/value.ts'
import { chosen, exprOf, inType, member, presentSide } from './data.ts'
import { isScalar, present } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, describe, Either, isHost, isPrimitive, ListLiteral, ObjectLiteral } from './values.ts'

/**
 * The expression of type `type` (or narrower) that `v` is stored as.
 * @param where the place it is stored in, as the author wrote it
 */
export function fitted(run: Run, type: Type, v: Abstract, where: string): Expr {
  if (v instanceof Either) return chosen(run, v, side => fitSide(run, type, side, where))
  if (type.kind === 'option') return fitOption(run, type.item, v, where)
  if (v === undefined) throw new Refusal('VON2018', `${where}: a value is missing`, `give ${formatType(type)}`)
  const e = exprOf(run, v)
  if (e !== null) return fitExpr(run, type, e, where)
  if (type.kind === 'record') return record(type, fitFields(run, type.fields, v, where))
  if (type.kind === 'variant') return fitVariant(run, type, v, where)
  if (type.kind === 'map') return fitMap(run, type, v, where)
  if (type.kind === 'queue') return fitQueue(run, type, v, where)
  throw mismatch(where, describe(v), type)
}
/** One side of a choice. */
function fitSide(run: Run, type: Type, side: Abstract, where: string): Expr {
  if (side === undefined || type.kind !== 'option') presentSide(run, side)
  return fitted(run, type, side, where)
}
const mismatch = (where: string, what: string, type: Type) =>
  new Refusal('VON2010', `${where}: ${what} is not in ${formatType(type)}`)

/**
 * The value that `v` would be as an item of `type`, without a check that it is one: a set has no item that is not in
 * its domain, so asking for it is no failure.
 */
export function candidate(run: Run, type: Type, v: Abstract): Expr {
  if (v instanceof Either) return chosen(run, v, side => candidate(run, type, side))
  if (type.kind === 'option') {
    const option = v === null ? none(type.item) : exprOf(run, v)
    return option?.type.kind === 'option' ? option : some(candidate(run, type.item, v))
  }
  const e = exprOf(run, present(run, v))
  if (e !== null) return e
  const named = (fields: readonly Field[]) =>
    fields.map(({ name: fieldName, type: fieldType }) => {
      const part = candidate(run, fieldType, member(run, v, fieldName))
      return { name: fieldName, type: part.type, part }
    })
  const kind = type.kind === 'variant' && v instanceof ObjectLiteral ? v.fields.get('kind') : undefined
  const variantCase = type.kind === 'variant' && typeof kind === 'string' ? caseOf(type, kind) : undefined
  if (variantCase !== undefined) {
    const fields = named(variantCase.fields)
    const loose = variantType((type as VariantType).cases.map(c => (c === variantCase ? { name: c.name, fields } : c)))
    return variant(
      loose,
      variantCase.name,
      fields.map(f => f.part),
    )
  }
  if (type.kind !== 'record' || !(v instanceof ObjectLiteral)) return fitted(run, type, v, run.text)
  const fields = named(type.fields)
  return record(
    recordType(fields),
    fields.map(f => f.part),
  )
}

function fitOption(run: Run, itemType: Type, v: Abstract, where: string): Expr {
  if (v === null) return none(itemType)
  const e = exprOf(run, v)
  if (e === null || e.type.kind !== 'option') return some(fitted(run, itemType, v, where))
  if (isSubtype(e.type, optionType(itemType))) return e
  return run.branchExpr(
    isSome(e),
    () => some(fitted(run, itemType, unwrap(e), where)),
    () => none(itemType),
  )
}

function fitExpr(run: Run, type: Type, e: Expr, where: string): Expr {
  if (isSubtype(e.type, type)) return e
  if (e.type.kind === 'option') {
    run.check(isSome(e), 'null', `${where}: the value is null`)
    return fitExpr(run, type, unwrap(e), where)
  }
  if (e.type.kind !== type.kind) throw mismatch(where, describe(e), type)
  if (isConstant(e)) {
    if (!isMember(type, e.value)) throw mismatch(where, isScalar(type) ? String(e.value) : describe(e), type)
    return constant(type, e.value as Value)
  }
  if (isScalar(type)) {
    const inside = inType(e, type)
    if (inside === FALSE) throw mismatch(where, describe(e), type)
    run.check(inside, 'range', `${where}: the value is not in ${formatType(type)}`)
    return e
  }
  if (type.kind === 'record' && e.type.kind === 'record') return record(type, fitFields(run, type.fields, e, where))
  if (type.kind === 'map' && e.type.kind === 'map' && e.type.from === type.from) return refitMap(run, type, e, where)
  if (type.kind === 'variant' && e.type.kind === 'variant') return refitVariant(run, type, e.type, e, where)
  if (type.kind === 'queue' && e.type.kind === 'queue') return refitQueue(run, type, e, where)
  throw mismatch(where, describe(e), type)
}

function fitFields(
  run: Run,
  fields: readonly Field[],
  v: Abstract,
  where: string,
  ignored: readonly string[] = [],
): Expr[] {
  const given = namesOf(v)
  const unknown = given.find(k => !ignored.includes(k) && !fields.some(f => f.name === k))
  if (unknown !== undefined)
    throw new Refusal(
      'VON2011',
      `${where}: there is no field '${unknown}'`,
      `the fields are ${fields.map(f => f.name).join(', ')}`,
    )
  if (given.length === 0 && fields.length > 0 && exprOf(run, v) === null)
    throw new Refusal('VON2010', `${where}: ${describe(v)} has not the fields ${fields.map(f => f.name).join(', ')}`)
  return fields.map(f => fitted(run, f.type, member(run, v, f.name), `${where}.${f.name}`))
}

function fitVariant(run: Run, type: VariantType, v: Abstract, where: string): Expr {
  const kind = v instanceof ObjectLiteral || isHost(v) ? member(run, v, 'kind') : undefined
  const tagExpr = kind === undefined ? null : exprOf(run, kind)
  if (tagExpr === null || tagExpr.type.kind !== 'enum') throw mismatch(where, describe(v), type)
  const cases = tagExpr.type.values
  const build = (index: number): Expr => {
    const variantCase = caseOf(type, cases[index] as string)
    if (variantCase === undefined) throw mismatch(where, `'${cases[index]}'`, type)
    const made = () => variant(type, variantCase.name, fitFields(run, variantCase.fields, v, where, ['kind']))
    if (index === cases.length - 1) return made()
    return run.branchExpr(equal(tagExpr, name(variantCase.name)), made, () => build(index + 1))
  }
  return build(0)
}
/** The member names of an object written by the author; none for other values. */
function namesOf(v: Abstract): string[] {
  if (v instanceof ObjectLiteral) return [...v.fields.keys()]
  return isHost(v) && !isPrimitive(v) && typeof v === 'object' ? Object.keys(v) : []
}

function fitMap(run: Run, type: MapType, v: Abstract, where: string): Expr {
  const keys = valuesOf(type.from) as readonly (string | number)[]
  const unknown = namesOf(v).find(k => !keys.some(key => String(key) === k))
  if (unknown !== undefined) throw new Refusal('VON2011', `${where}: '${unknown}' is not a key of ${formatType(type)}`)
  if (namesOf(v).length === 0) throw mismatch(where, describe(v), type)
  return keys.reduce<Expr>(
    (map, key) => {
      const value = fitted(run, type.to, member(run, v, String(key)), `${where}[${key}]`)
      return store(map, typeof key === 'number' ? integer(key) : name(key), value)
    },
    constant(type, defaultValue(type)),
  )
}
function fitQueue(run: Run, type: QueueType, v: Abstract, where: string): Expr {
  const items = v instanceof ListLiteral ? v.items : Array.isArray(v) ? (v as Abstract[]) : null
  if (items === null) throw mismatch(where, describe(v), type)
  if (items.length > type.capacity)
    throw new Refusal('VON2010', `${where}: ${items.length} entries exceed the capacity ${type.capacity}`)
  return queue(
    type,
    items.map((x, i) => fitted(run, type.item, x, `${where}[${i}]`)),
  )
}

// ---- values of the state whose type is not a subtype: rebuilt part by part, with checks -------------------------
function refitMap(run: Run, type: MapType, e: Expr, where: string): Expr {
  const { variable, body } = run.quantify(
    'key',
    type.from,
    () => TRUE,
    key => fitted(run, type.to, at(e, key), `${where}[...]`),
  )
  return body === undefined ? constant(type, defaultValue(type)) : mapOf(variable, body)
}
function refitVariant(run: Run, type: VariantType, from: VariantType, e: Expr, where: string): Expr {
  const build = (index: number): Expr => {
    const { name: variantCase, fields } = from.cases[index] as (typeof from.cases)[number]
    const target = caseOf(type, variantCase)
    const made = (): Expr => {
      if (target === undefined) run.check(FALSE, 'range', `${where}: '${variantCase}' is not in ${formatType(type)}`)
      const given = new ObjectLiteral(new Map(fields.map(f => [f.name, payload(e, variantCase, f.name)])))
      return variant(type, variantCase, fitFields(run, target?.fields ?? [], given, where))
    }
    if (index === from.cases.length - 1) return made()
    return run.branchExpr(isCase(e, variantCase), made, () => build(index + 1))
  }
  return build(0)
}
function refitQueue(run: Run, type: QueueType, e: Expr, where: string): Expr {
  run.check(lessEqual(size(e), integer(type.capacity)), 'overflow', `${where}: more than ${type.capacity} entries`)
  let rebuilt = queue(type, [])
  for (let i = 0; i < Math.min(type.capacity, (e.type as QueueType).capacity); i++) {
    const shorter = rebuilt
    rebuilt = run.branchExpr(
      less(integer(i), size(e)),
      () => push(shorter, fitted(run, type.item, item(e, integer(i)), `${where}[${i}]`)),
      () => shorter,
    )
  }
  return rebuilt
}
