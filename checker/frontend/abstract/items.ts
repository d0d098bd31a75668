/** Going through the items of a collection one by one, each under the condition that it is there. */

import { less } from '../../ir/arithmetic.ts'
import { constant, type Expr, integer, TRUE } from '../../ir/expr.ts'
import { copies, has, item, size } from '../../ir/structure.ts'
import type { BagType, SetType, Type } from '../../ir/type.ts'
import { type Value, valuesOf } from '../../ir/value.ts'
import { exprOf } from './data.ts'
import { present } from './places.ts'
import { Refusal, requireEnumerable } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, describe, Either, fromExpr, isDomain, ListLiteral } from './values.ts'

/** Every possible item: the condition under which it is there, the item, its position. */
export function guardedItems(run: Run, v: Abstract): (readonly [Expr, Abstract, number])[] {
  if (v instanceof ListLiteral) return v.items.map((x, i) => [TRUE, x, i])
  if (isDomain(v)) return domainItems(v.type).map((x, i) => [TRUE, x, i])
  const e = exprOf(run, present(run, v))
  if (e?.type.kind === 'set') {
    return valuesOf(e.type.item).map((x, i) => {
      const c = constant((e.type as SetType).item, x)
      return [has(e, c), fromExpr(c), i]
    })
  }
  if (e?.type.kind === 'bag') {
    return valuesOf(e.type.item).map((x, i) => {
      const c = constant((e.type as BagType).item, x)
      return [less(integer(0), copies(e, c)), fromExpr(c), i]
    })
  }
  if (e?.type.kind === 'queue') {
    return Array.from({ length: e.type.capacity }, (_, i) => [
      less(integer(i), size(e)),
      fromExpr(item(e, integer(i))),
      i,
    ])
  }
  if (typeof v === 'object' && v !== null && Symbol.iterator in v)
    return [...(v as Iterable<Abstract>)].map((x, i) => [TRUE, x, i])
  if (v instanceof Either && [v.yes, v.no].some(side => side instanceof ListLiteral || side instanceof Either))
    throw new Refusal(
      'VON2023',
      'how many items this array has depends on the state, so it cannot be gone through',
      'write each of the arrays as a whole: n === 0 ? [] : n === 1 ? [a] : [a, b]',
    )
  throw new Refusal(
    'VON2023',
    `${describe(v)} cannot be gone through`,
    'go through a domain, a set, a bag, a queue or an array',
  )
}
export function reduced(run: Run, items: ReturnType<typeof guardedItems>, args: readonly Abstract[]): Abstract {
  if (args.length < 2) throw new Refusal('VON2023', 'reduce needs an initial value')
  return items.reduce<Abstract>(
    (total, [present, x, i]) =>
      run.branch(
        present,
        () => run.interpretation.call(run, args[0], [total, x, i]),
        () => total,
      ),
    args[1],
  )
}

/** All values of a type, as constants. */
export function domainItems(type: Type): Abstract[] {
  requireEnumerable(type, 'to go through')
  return valuesOf(type).map((v: Value) => fromExpr(constant(type, v)))
}
