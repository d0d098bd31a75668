/** Joining the values of two paths, `===`, and equality by structure. */
import { and, choose, equal, isSome, not, or } from '../../ir/boolean.ts'
import { boolean, Expr, FALSE, integer, TRUE } from '../../ir/expr.ts'
import { isCase, size, unwrap } from '../../ir/structure.ts'
import { formatType, joinTypes, type Type } from '../../ir/type.ts'
import { chosen, exprOf, member, queueItem } from './data.ts'
import { isScalar, wholeOf } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import {
  type Abstract,
  Closure,
  describe,
  Either,
  fromExpr,
  isDomain,
  isHost,
  isPrimitive,
  ListLiteral,
  ObjectLiteral,
  Place,
} from './values.ts'

/** The value after two paths have been joined. */
export function merge(run: Run, condition: Expr, yes: Abstract, no: Abstract): Abstract {
  if (Object.is(yes, no) || condition === TRUE) return yes
  if (condition === FALSE) return no
  const [a, b] = [mergeable(run, yes), mergeable(run, no)]
  if (a !== null && b !== null && joinTypes(a.type, b.type) !== null) return fromExpr(choose(condition, a, b))
  return new Either(condition, yes, no)
}
/** Places stay places, so that a name for a part of the state still means that part after a join. */
const mergeable = (run: Run, v: Abstract): Expr | null => (v instanceof Place ? null : exprOf(run, v))

/** `a === b`: for numbers, names, booleans and comparisons with null. */
export function identical(run: Run, a: Abstract, b: Abstract): Expr {
  if (a instanceof Either) return chosen(run, a, side => identical(run, side, b))
  if (b instanceof Either) return identical(run, b, a)
  const [nullish, other] = isNullish(a) ? [a, b] : [b, a]
  if (isNullish(nullish)) return isNull(run, other, nullish)
  if (isPrimitive(a) && isPrimitive(b)) return boolean(a === b)
  const [x, y] = [scalarOf(run, a), scalarOf(run, b)]
  if (x !== null && y !== null) return equalScalars(x, y)
  if (isHost(a) && isHost(b) && (typeof a === 'function' || isDomain(a))) return boolean(a === b)
  if (a instanceof Closure || b instanceof Closure) return boolean(a === b)
  const structured = x === null ? a : b
  throw new Refusal(
    'VON2004',
    `=== compares ${describe(structured)} by identity, which has no meaning here`,
    'compare by structure: eq(a, b)',
  )
}
const isNullish = (v: Abstract): v is null | undefined => v === null || v === undefined
function isNull(run: Run, v: Abstract, nullish: null | undefined): Expr {
  if (isPrimitive(v)) return boolean(v === nullish)
  if ((v instanceof Expr || v instanceof Place) && v.type.kind === 'option') {
    const e = wholeOf(run, v).value
    return nullish === null ? not(isSome(e)) : FALSE
  }
  return FALSE
}
/** A number, name or boolean, or an option of one. */
function scalarOf(run: Run, v: Abstract): Expr | null {
  const e = exprOf(run, v)
  return e !== null && isScalar(e.type.kind === 'option' ? e.type.item : e.type) ? e : null
}
function equalScalars(x: Expr, y: Expr): Expr {
  if (x.type.kind === 'option' && y.type.kind !== 'option') return and(isSome(x), equalScalars(unwrap(x), y))
  if (y.type.kind === 'option' && x.type.kind !== 'option') return equalScalars(y, x)
  if (x.type.kind === 'option' && y.type.kind === 'option') {
    return or(and(not(isSome(x)), not(isSome(y))), and(isSome(x), isSome(y), equalScalars(unwrap(x), unwrap(y))))
  }
  return x.type.kind === y.type.kind ? equal(x, y) : FALSE
}

/** `eq(a, b)`: equality by structure of any two values. */
export function sameStructure(run: Run, a: Abstract, b: Abstract): Expr {
  if (a instanceof Either) return chosen(run, a, side => sameStructure(run, side, b))
  if (b instanceof Either) return sameStructure(run, b, a)
  const [x, y] = [exprOf(run, a), exprOf(run, b)]
  if (x !== null && y !== null) {
    if (joinTypes(x.type, y.type) !== null) return equal(x, y)
    if (scalarOf(run, a) !== null && scalarOf(run, b) !== null) return equalScalars(x, y)
  }
  if (isPrimitive(a) && isPrimitive(b)) return boolean(a === b)
  if (isNullish(a) || isNullish(b)) return identical(run, a, b)
  for (const [option, other] of [
    [a, b],
    [b, a],
  ]) {
    const e = exprOf(run, option)
    if (e?.type.kind === 'option') return and(isSome(e), sameStructure(run, unwrap(e), other))
  }
  return sameParts(run, a, b, x?.type ?? y?.type ?? null)
}

function sameParts(run: Run, a: Abstract, b: Abstract, type: Type | null): Expr {
  const names = (v: Abstract): string[] | null => {
    if (v instanceof ObjectLiteral) return [...v.fields.keys()]
    const e = exprOf(run, v)
    return e?.type.kind === 'record' ? e.type.fields.map(f => f.name) : null
  }
  const [left, right] = [names(a), names(b)]
  if (left !== null && right !== null) {
    if (left.length !== right.length || !left.every(n => right.includes(n))) return FALSE
    return and(...left.map(n => sameStructure(run, member(run, a, n), member(run, b, n))))
  }
  const [as, bs] = [itemsOf(a), itemsOf(b)]
  if (as !== null && bs !== null) {
    return as.length === bs.length ? and(...as.map((x, i) => sameStructure(run, x, bs[i]))) : FALSE
  }
  if (type?.kind === 'variant') return sameVariant(run, a, b)
  if (type?.kind === 'queue') return sameQueue(run, a, b)
  if (type?.kind === 'map') {
    const literal = a instanceof ObjectLiteral ? a : b
    if (literal instanceof ObjectLiteral) {
      const other = literal === a ? b : a
      return and(...[...literal.fields].map(([k, v]) => sameStructure(run, v, member(run, other, k))))
    }
  }
  throw new Refusal(
    'VON2019',
    `${describe(a)} and ${describe(b)} cannot be compared`,
    type === null ? undefined : `both sides must be ${formatType(type)}`,
  )
}

const itemsOf = (v: Abstract): readonly Abstract[] | null =>
  v instanceof ListLiteral ? v.items : Array.isArray(v) ? (v as Abstract[]) : null

/** A variant of the state against a literal `{ kind, ... }`. */
function sameVariant(run: Run, a: Abstract, b: Abstract): Expr {
  const [literal, value] = a instanceof ObjectLiteral ? [a, exprOf(run, b)] : [b, exprOf(run, a)]
  if (!(literal instanceof ObjectLiteral) || value === null)
    throw new Refusal('VON2019', `${describe(a)} and ${describe(b)} cannot be compared`)
  const kind = literal.fields.get('kind')
  if (typeof kind !== 'string') throw new Refusal('VON2019', 'the kind of this variant must be a constant')
  const fields = [...literal.fields].filter(([n]) => n !== 'kind')
  return run.branchExpr(isCase(value, kind), () =>
    and(...fields.map(([n, v]) => sameStructure(run, member(run, value, n), v))),
  )
}
function sameQueue(run: Run, a: Abstract, b: Abstract): Expr {
  const [items, value] = itemsOf(a) !== null ? [itemsOf(a), exprOf(run, b)] : [itemsOf(b), exprOf(run, a)]
  if (items === null || value === null)
    throw new Refusal('VON2019', `${describe(a)} and ${describe(b)} cannot be compared`)
  return run.branchExpr(equal(size(value), integer(items.length)), () =>
    and(...items.map((x, i) => sameStructure(run, queueItem(run, value, integer(i)), x))),
  )
}
