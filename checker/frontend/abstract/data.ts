/** Reading members of any value, and reading values as booleans, integers and expressions. */
import { less, lessEqual } from '../../ir/arithmetic.ts'
import { and, choose, equal, isSome, or } from '../../ir/boolean.ts'
import { boolean, Expr, FALSE, integer, isConstant, name } from '../../ir/expr.ts'
import { isCase, item, size, tag, unwrap } from '../../ir/structure.ts'
import { formatType, joinTypes, type MapType, type RecordType, type Type, type VariantType } from '../../ir/type.ts'
import { rankOf, type Value } from '../../ir/value.ts'
import { isScalar, load, present, readPlace, type Whole, wholeOf } from './places.ts'
import { possibleValues } from './possibleValues.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import {
  type Abstract,
  describe,
  Either,
  fromExpr,
  hostExpr,
  isHost,
  isPrimitive,
  ListLiteral,
  ObjectLiteral,
  Place,
} from './values.ts'

/** Applies `f` to both sides of a choice between values, each on its own path. */
export function eachSide(run: Run, v: Abstract, f: (side: Abstract) => Abstract): Abstract {
  return v instanceof Either
    ? run.branch(
        v.condition,
        () => eachSide(run, v.yes, f),
        () => eachSide(run, v.no, f),
      )
    : f(v)
}

// ---- scalars ----------------------------------------------------------------------------------------------------
/** The expression of a scalar or of any value of the state; null for literals, functions and host objects. */
export function exprOf(run: Run, v: Abstract): Expr | null {
  if (v instanceof Expr) return v
  if (v instanceof Place) return readPlace(run, v)
  if (v instanceof Either) {
    const [yes, no] = [exprOf(run, v.yes), exprOf(run, v.no)]
    return yes && no && joinTypes(yes.type, no.type) ? choose(v.condition, yes, no) : null
  }
  return hostExpr(v)
}
export function asBoolean(run: Run, v: Abstract): Expr {
  if (typeof v === 'boolean') return boolean(v)
  if (v instanceof Either) return chosen(run, v, side => asBoolean(run, presentSide(run, side)))
  const e = v instanceof Expr || v instanceof Place ? exprOf(run, v) : null
  if (e?.type.kind === 'bool') return e
  const nullable = v === null || e?.type.kind === 'option'
  const remedy = nullable ? 'compare with null: `x !== null`' : 'compare explicitly, as in `n !== 0`'
  throw new Refusal(
    'VON2005',
    `a condition must be a boolean, this is ${describe(v)}`,
    v === undefined ? 'where a function has braces, it gives what it returns: s => { return ... }' : remedy,
  )
}
export function asInteger(run: Run, v: Abstract): Expr {
  if (typeof v === 'number') {
    if (!Number.isSafeInteger(v))
      throw new Refusal('VON2014', `${v} is not an integer`, 'the language has integers only')
    return integer(v)
  }
  if (v instanceof Either) return chosen(run, v, side => asInteger(run, presentSide(run, side)))
  const e = v instanceof Expr || v instanceof Place ? exprOf(run, present(run, v)) : null
  if (e?.type.kind === 'int') return e
  throw new Refusal('VON2006', `a number is needed here, this is ${describe(v)}`)
}
/** A value that is missing on one path only is a failure there, and not an error in the spec. */
export function presentSide(run: Run, side: Abstract): Abstract {
  if (side === null || side === undefined) run.check(FALSE, 'null', `${run.text}: there is no value here`)
  return side
}
/** The expression that `f` gives for the side that is taken; a side whose path ends does not count. */
export function chosen(run: Run, v: Either, f: (side: Abstract) => Expr): Expr {
  const noCommonType = () => new Refusal('VON2019', `${describe(v)} have no common type`)
  let first: Type | null = null
  const side = (value: Abstract) => () => {
    const e = f(value)
    if (first !== null && joinTypes(first, e.type) === null) throw noCommonType()
    first = e.type
    return e
  }
  return run.branchExpr(v.condition, side(v.yes), side(v.no))
}

// ---- members ----------------------------------------------------------------------------------------------------
/** `v.key` or `v[key]`; the key is a name, a number, or an expression. */
export function member(run: Run, v: Abstract, key: Abstract): Abstract {
  if (v instanceof Either) return eachSide(run, v, side => member(run, side, key))
  const keyExpr = key instanceof Expr && !isConstant(key) ? key : null
  if (v instanceof Place || v instanceof Expr)
    return memberOfWhole(run, wholeOf(run, present(run, v) as Place | Expr), key)
  if (key instanceof Either) return eachSide(run, key, side => member(run, v, side))
  if (v instanceof ObjectLiteral) {
    if (keyExpr !== null) return selectEntry(run, [...v.fields], keyExpr)
    if (v.only !== null && !v.fields.has(String(key))) throw unknownPart(v.only, String(key), [...v.fields.keys()])
    return v.fields.get(String(key))
  }
  if (v instanceof ListLiteral) {
    if (key === 'length') return v.items.length
    return keyExpr === null ? v.items[Number(key)] : selectEntry(run, [...v.items.entries()], keyExpr)
  }
  if (v === null || v === undefined) {
    run.check(FALSE, 'null', `${run.text}: read through ${v}`)
  }
  if (isHost(v)) {
    if (keyExpr !== null) return selectEntry(run, Object.entries(v) as [string, Abstract][], keyExpr)
    return (v as Record<string, Abstract>)[key as string]
  }
  if (typeof v === 'string' && keyExpr === null) return v[key as 'length']
  throw new Refusal('VON2011', `${describe(v)} has no members`)
}

function memberOfWhole(run: Run, whole: Whole, key: Abstract): Abstract {
  const { type } = whole
  if (type.kind === 'record' && typeof key === 'string') {
    const found = type.fields.find(f => f.name === key)
    if (found === undefined) throw unknownField(key, type)
    return whole.part({ kind: 'field', name: key }, found.type)
  }
  if (type.kind === 'variant' && typeof key === 'string') {
    return key === 'kind' ? fromExpr(tag(whole.value)) : payloadMember(run, whole, type, key)
  }
  if (type.kind === 'map') return entry(run, whole, type, key)
  if (type.kind === 'queue') {
    if (key === 'length') return fromExpr(size(whole.value))
    return queueItem(run, whole.value, asInteger(run, key))
  }
  if ((type.kind === 'set' || type.kind === 'bag') && key === 'size') return fromExpr(size(whole.value))
  throw new Refusal('VON2011', `a value of ${formatType(type)} has no '${String(key)}'`)
}
const unknownPart = (what: string, key: string, known: readonly string[]) =>
  new Refusal(
    'VON2011',
    `there is no ${what} '${key}'`,
    known.length === 0 ? `it has no ${what}s` : `the ${what}s are ${known.join(', ')}`,
  )
const unknownField = (key: string, type: RecordType | VariantType) =>
  new Refusal('VON2011', `there is no field '${key}'`, `the value is ${formatType(type)}`)

/** A field that some cases have: the value must be in one of them. */
function payloadMember(run: Run, whole: Whole, type: VariantType, key: string): Abstract {
  const withField = type.cases.filter(c => c.fields.some(f => f.name === key))
  if (withField.length === 0) throw unknownField(key, type)
  const possible = withField.filter(c => run.env.facts.known(isCase(whole.value, c.name)) !== FALSE)
  run.check(
    or(...possible.map(c => isCase(whole.value, c.name))),
    'variant',
    `${run.text}: this case has no field '${key}'`,
  )
  const read = (index: number): Abstract => {
    const { name: variantCase, fields } = possible[index] as (typeof possible)[number]
    const found = fields.find(f => f.name === key)
    const part = () => whole.part({ kind: 'payload', variantCase, name: key }, found?.type as RecordType)
    if (index === possible.length - 1) return part()
    return run.branch(isCase(whole.value, variantCase), part, () => read(index + 1))
  }
  return read(0)
}

function entry(run: Run, whole: Whole, type: MapType, key: Abstract): Abstract {
  const e = keyExpression(run, key)
  if (isConstant(e)) {
    const value = type.from.kind === 'int' && typeof e.value === 'string' ? Number(e.value) : (e.value as Value)
    if (rankOf(type.from, value) < 0)
      throw new Refusal('VON2011', `${String(e.value)} is not a key of ${formatType(type)}`)
    return whole.part({ kind: 'entry', key: typeof value === 'number' ? integer(value) : name(String(value)) }, type.to)
  }
  if (e.type.kind !== type.from.kind)
    throw new Refusal('VON2019', `${describe(key)} is not a key of ${formatType(type)}`)
  run.check(inType(e, type.from), 'index', `${run.text}: the key is not in ${formatType(type.from)}`)
  return whole.part({ kind: 'entry', key: e }, type.to)
}
/** A key that is missing on some paths is a failure there, as any other value that is not a key. */
function keyExpression(run: Run, key: Abstract): Expr {
  const missing = (what: Abstract) => `${run.text}: ${describe(what)} is not a key`
  if (key instanceof Either) {
    return chosen(run, key, side => {
      if (side === null || side === undefined) run.check(FALSE, 'index', missing(side))
      return keyExpression(run, side)
    })
  }
  const e = exprOf(run, key)
  if (e?.type.kind === 'option' && isScalar(e.type.item)) {
    run.check(isSome(e), 'index', missing(null))
    return unwrap(e)
  }
  if (e !== null && isScalar(e.type)) return e
  throw new Refusal('VON2019', `${describe(key)} cannot be a key`)
}
/** The conditions under which a scalar is in a type of its kind; none when its own type says so. */
export function inType(e: Expr, type: MapType['from']): Expr {
  if (e.type.kind === 'int' && type.kind === 'int') {
    return and(lessEqual(integer(type.low), e), lessEqual(e, integer(type.high)))
  }
  if (e.type.kind === 'enum' && type.kind === 'enum') {
    const { values } = type
    if (e.type.values.every(v => values.includes(v))) return boolean(true)
    return or(...e.type.values.filter(v => values.includes(v)).map(v => equal(e, name(v))))
  }
  return boolean(e.type.kind === type.kind)
}

/** An entry of a queue; `undefined` behind its end. */
export function queueItem(run: Run, queue: Expr, index: Expr): Abstract {
  const inside = and(lessEqual(integer(0), index), less(index, size(queue)))
  return run.branch(
    inside,
    () => fromExpr(item(queue, index)),
    () => undefined,
  )
}

/** The value under a key that is not a constant, in an object or array written by the author. */
function selectEntry(run: Run, entries: readonly (readonly [string | number, Abstract])[], key: Expr): Abstract {
  const possible = possibleValues(key)
  const matching = entries
    .filter(([k]) => possible === null || possible.has(Number(k)))
    .map(([k, value]) => {
      return { k, hit: equal(key, key.type.kind === 'int' ? integer(Number(k)) : name(String(k))), value }
    })
    .filter(({ hit }) => run.env.facts.known(hit) !== FALSE)
  const complete = isComplete(
    run,
    key,
    matching.map(({ k }) => String(k)),
  )
  const read = (index: number): Abstract => {
    const found = matching[index]
    if (complete && index === matching.length - 1) return found?.value
    return found === undefined
      ? undefined
      : run.branch(
          found.hit,
          () => found.value,
          () => read(index + 1),
        )
  }
  return read(0)
}

/** Whether these different keys are all that the key can be on this path. */
function isComplete(run: Run, key: Expr, keys: readonly string[]): boolean {
  const { facts } = run.env
  if (key.type.kind === 'enum') {
    return key.type.values.every(value => keys.includes(value) || facts.known(equal(key, name(value))) === FALSE)
  }
  const { low, high } = facts.interval(key)
  return high - low + 1 === keys.length || possibleValues(key)?.size === keys.length
}

/** The named members of an object-like value: for spread and destructuring. */
export function members(run: Run, v: Abstract): ReadonlyMap<string, Abstract> {
  if (v instanceof Either) return membersOfEither(run, v)
  const value = present(run, v)
  if (value instanceof ObjectLiteral) return value.fields
  if ((value instanceof Place || value instanceof Expr) && value.type.kind === 'record') {
    const whole = wholeOf(run, value)
    return new Map(value.type.fields.map(f => [f.name, load(run, whole.part({ kind: 'field', name: f.name }, f.type))]))
  }
  if ((value instanceof Place || value instanceof Expr) && value.type.kind === 'map') {
    const whole = wholeOf(run, value)
    const { type } = value
    return new Map(mapKeys(type).map(k => [String(k), load(run, entry(run, whole, type, k))]))
  }
  if (isHost(value) && !isPrimitive(value)) return new Map(Object.entries(value) as [string, Abstract][])
  throw new Refusal(
    'VON2023',
    `${describe(v)} cannot be spread`,
    'spread records and maps; build variants case by case',
  )
}
function membersOfEither(run: Run, { condition, yes, no }: Either): ReadonlyMap<string, Abstract> {
  const sides: ReadonlyMap<string, Abstract>[] = []
  const side = (v: Abstract) => () => {
    sides.push(members(run, v))
    return undefined
  }
  run.branch(condition, side(yes), side(no))
  const [first = new Map<string, Abstract>(), second = first] = sides
  const merged = (key: string) => run.interpretation.merge(run, condition, first.get(key), second.get(key))
  return new Map([...first.keys(), ...second.keys()].map(key => [key, merged(key)]))
}
function mapKeys(type: MapType): (string | number)[] {
  if (type.from.kind === 'enum') return [...type.from.values]
  if (type.from.kind !== 'int') return []
  const { low, high } = type.from
  return Array.from({ length: high - low + 1 }, (_, i) => low + i)
}
