/**
 * Methods of domains, sets, bags, queues and arrays. Quantifiers over domains and collections of the state become
 * quantified expressions; those over arrays written in the body are unrolled.
 */
import type { AnyNode } from 'acorn'
import { less } from '../../ir/arithmetic.ts'
import { and, choose, implies, not } from '../../ir/boolean.ts'
import { constant, type Expr, FALSE, integer, TRUE } from '../../ir/expr.ts'
import { count, exists, forall, setOf, sum } from '../../ir/quantifier.ts'
import { addCopy, copies, has, insert, item, push, queue, remove, removeCopy, shift, size } from '../../ir/structure.ts'
import { type BagType, formatType, intType, type QueueType, type SetType, setType, type Type } from '../../ir/type.ts'
import { defaultValue, type Value, valuesOf } from '../../ir/value.ts'
import { sameStructure } from './compare.ts'
import { asBoolean, asInteger, exprOf, inType } from './data.ts'
import { listMethod, NO_METHOD } from './lists.ts'
import { isScalar, present, writePlace } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { fitted } from './store.ts'
import { type Abstract, Closure, describe, fromExpr, isDomain, ListLiteral, Place } from './values.ts'

/** A collection that is gone through by a bound variable: every value of `type` where `range` holds. */
interface Range {
  readonly type: Type
  range(x: Expr): Expr
  /** what the callback gets for x: the item, and its position in a queue */
  args(x: Expr): Abstract[]
}

export function callMethod(
  run: Run,
  self: Abstract,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const value = self instanceof Place ? present(run, self) : self
  if (value instanceof ListLiteral || Array.isArray(value)) {
    return listMethod(run, value instanceof ListLiteral ? value.items : (value as Abstract[]), method, args)
  }
  if (isDomain(value)) return domainMethod(run, value.type, value, method, args)
  const e = exprOf(run, value)
  switch (e?.type.kind) {
    case 'set':
      return setMethod(run, value, e, method, args)
    case 'bag':
      return bagMethod(run, value, e, method, args)
    case 'queue':
      return queueMethod(run, value, e, method, args)
    default:
      return NO_METHOD
  }
}

// ---- quantifiers ------------------------------------------------------------------------------------------------
function quantified(run: Run, over: Range, method: string, callback: Abstract): Abstract | typeof NO_METHOD {
  const evaluate = (read: (run: Run, v: Abstract) => Expr) =>
    run.quantify(
      callbackName(callback),
      over.type,
      x => over.range(x),
      x => read(run, run.interpretation.call(run, callback, over.args(x))),
    )
  switch (method) {
    case 'every': {
      const { variable, range, body } = evaluate(asBoolean)
      return fromExpr(forall(variable, implies(range, body ?? FALSE)))
    }
    case 'some': {
      const { variable, range, body } = evaluate(asBoolean)
      return fromExpr(exists(variable, and(range, body ?? FALSE)))
    }
    case 'count': {
      const { variable, range, body } = evaluate(asBoolean)
      return fromExpr(count(variable, and(range, body ?? FALSE)))
    }
    case 'sum': {
      const { variable, range, body } = evaluate(asInteger)
      return fromExpr(sum(variable, choose(range, body ?? integer(0), integer(0))))
    }
    default:
      return NO_METHOD
  }
}
/** The author's name for the item, which reads best in reports. */
function callbackName(callback: Abstract): string {
  const first: AnyNode | undefined = callback instanceof Closure ? callback.node.params[0] : undefined
  return first?.type === 'Identifier' ? first.name : 'x'
}
function filtered(run: Run, over: Range, callback: Abstract): Abstract {
  const { variable, range, body } = run.quantify(
    callbackName(callback),
    over.type,
    x => over.range(x),
    x => asBoolean(run, run.interpretation.call(run, callback, over.args(x))),
  )
  return setOf(variable, and(range, body ?? FALSE))
}

// ---- domains ----------------------------------------------------------------------------------------------------
function domainMethod(
  run: Run,
  type: Type,
  domain: object,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const [first] = args
  const over: Range = { type, range: () => TRUE, args: x => [fromExpr(x)] }
  switch (method) {
    case 'filter':
      return filtered(run, over, first)
    case 'map':
      return new ListLiteral(domainItems(type).map(x => run.interpretation.call(run, first, [x])))
    case 'has': {
      const e = exprOf(run, first)
      if (e !== null && isScalar(type) && isScalar(e.type))
        return fromExpr(e.type.kind === type.kind ? inType(e, type) : FALSE)
      throw new Refusal('VON2023', 'has() of this domain needs a number or a name')
    }
    case 'of':
      return collectionOf(run, type, args)
    case 'toString':
      return String(domain)
    default:
      return quantified(run, over, method, first)
  }
}
/** `set(D).of(...)` and `bag(D, n).of(...)` */
function collectionOf(run: Run, type: Type, items: readonly Abstract[]): Abstract {
  if (type.kind !== 'set' && type.kind !== 'bag') return undefined
  return items.reduce<Expr>(
    (made, x) => {
      const e = fitted(run, type.item, x, run.text)
      return type.kind === 'set' ? insert(made, e) : addOne(run, made, e)
    },
    constant(type, defaultValue(type)),
  )
}
/** All values of a type, as constants. */
export const domainItems = (type: Type): Abstract[] => valuesOf(type).map((v: Value) => fromExpr(constant(type, v)))

// ---- sets -------------------------------------------------------------------------------------------------------
/** The item as a value of the collection's item type; null where it cannot be one. */
function candidate(run: Run, type: SetType | BagType, x: Abstract): { item: Expr; inside: Expr } {
  const e = exprOf(run, present(run, x))
  if (e !== null && isScalar(type.item) && isScalar(e.type)) {
    return { item: e, inside: e.type.kind === type.item.kind ? inType(e, type.item) : FALSE }
  }
  return { item: fitted(run, type.item, x, run.text), inside: TRUE }
}

function setMethod(
  run: Run,
  self: Abstract,
  e: Expr,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const type = e.type as SetType
  const [first] = args
  const over: Range = { type: type.item, range: x => has(e, x), args: x => [fromExpr(x)] }
  switch (method) {
    case 'has': {
      const { item, inside } = candidate(run, type, first)
      return fromExpr(and(inside, has(e, item)))
    }
    case 'add':
      change(run, self, method, insert(e, fitted(run, type.item, first, run.text)))
      return undefined
    case 'delete': {
      const { item, inside } = candidate(run, type, first)
      change(run, self, method, choose(inside, remove(e, item), e))
      return fromExpr(and(inside, has(e, item)))
    }
    case 'clear':
      change(run, self, method, constant(type, defaultValue(type)))
      return undefined
    case 'filter':
      return filtered(run, over, first)
    case 'union':
    case 'intersection':
    case 'difference':
    case 'isSubsetOf':
      return combined(run, e, method, first)
    case 'reduce':
      return reduced(run, guardedItems(run, e), args)
    default:
      return quantified(run, over, method, first)
  }
}
function combined(run: Run, e: Expr, method: string, other: Abstract): Abstract {
  const f = exprOf(run, other)
  if (f === null || f.type !== e.type)
    throw new Refusal('VON2019', `${describe(other)} is not a set of the same domain`, `give ${formatType(e.type)}`)
  const { variable, body } = run.quantify(
    'x',
    (e.type as SetType).item,
    () => TRUE,
    x => {
      const [inE, inF] = [has(e, x), has(f, x)]
      if (method === 'union') return not(and(not(inE), not(inF)))
      if (method === 'intersection') return and(inE, inF)
      return method === 'difference' ? and(inE, not(inF)) : implies(inE, inF)
    },
  )
  return method === 'isSubsetOf' ? fromExpr(forall(variable, body ?? FALSE)) : setOf(variable, body ?? FALSE)
}

// ---- bags -------------------------------------------------------------------------------------------------------
function addOne(run: Run, bag: Expr, x: Expr): Expr {
  const { max } = bag.type as BagType
  run.check(less(copies(bag, x), integer(max)), 'overflow', `${run.text}: more than ${max} copies`)
  return addCopy(bag, x)
}
function bagMethod(
  run: Run,
  self: Abstract,
  e: Expr,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const type = e.type as BagType
  const [first] = args
  const isPresent = (x: Expr) => less(integer(0), copies(e, x))
  switch (method) {
    case 'has':
    case 'copies':
    case 'delete': {
      const { item, inside } = candidate(run, type, first)
      if (method === 'copies') return fromExpr(choose(inside, copies(e, item), integer(0)))
      if (method === 'delete') change(run, self, method, choose(inside, removeCopy(e, item), e))
      return fromExpr(and(inside, isPresent(item)))
    }
    case 'add':
      change(run, self, method, addOne(run, e, fitted(run, type.item, first, run.text)))
      return undefined
    case 'clear':
      change(run, self, method, constant(type, defaultValue(type)))
      return undefined
    case 'sum':
    case 'filter':
      return NO_METHOD
    default:
      return quantified(run, { type: type.item, range: isPresent, args: x => [fromExpr(x)] }, method, first)
  }
}

// ---- queues -----------------------------------------------------------------------------------------------------
function queueMethod(
  run: Run,
  self: Abstract,
  e: Expr,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const type = e.type as QueueType
  const [first] = args
  const over: Range = {
    type: intType(0, type.capacity - 1),
    range: i => less(i, size(e)),
    args: i => [fromExpr(item(e, i)), fromExpr(i)],
  }
  switch (method) {
    case 'push': {
      let longer = e
      for (const x of args) {
        const value = fitted(run, type.item, x, run.text)
        run.check(
          less(size(longer), integer(type.capacity)),
          'overflow',
          `${run.text}: more than ${type.capacity} entries`,
        )
        longer = push(longer, value)
      }
      change(run, self, method, longer)
      return fromExpr(size(longer))
    }
    case 'shift':
      run.check(less(integer(0), size(e)), 'empty', `${run.text}: the queue is empty`)
      change(run, self, method, shift(e))
      return fromExpr(item(e, integer(0)))
    case 'filter':
      return guardedItems(run, e).reduce<Expr>(
        (kept, [present, x, i]) => {
          const wanted = run.branchExpr(present, () => asBoolean(run, run.interpretation.call(run, first, [x, i])))
          return choose(wanted, push(kept, exprOf(run, x) as Expr), kept)
        },
        queue(type, []),
      )
    case 'includes': {
      const { variable, range, body } = run.quantify('i', over.type, over.range, i =>
        sameStructure(run, item(e, i), first),
      )
      return fromExpr(exists(variable, and(range, body ?? FALSE)))
    }
    case 'reduce':
      return reduced(run, guardedItems(run, e), args)
    case 'count':
    case 'sum':
      return NO_METHOD
    default:
      return quantified(run, over, method, first)
  }
}

/** Stores the changed collection where it came from. */
function change(run: Run, self: Abstract, method: string, changed: Expr): void {
  if (!(self instanceof Place)) {
    throw new Refusal(
      'VON2008',
      `.${method}() changes a value that is not part of the state`,
      'only collections of the state can be changed; build a new value instead',
    )
  }
  const target =
    self.type.kind === 'option'
      ? new Place(self.root, [...self.selectors, { kind: 'item' }], self.type.item, self.taken)
      : self
  writePlace(run, target, changed)
}

// ---- going through items one by one -----------------------------------------------------------------------------
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
  throw new Refusal(
    'VON2023',
    `${describe(v)} cannot be gone through`,
    'go through a domain, a set, a bag, a queue or an array',
  )
}
function reduced(run: Run, items: ReturnType<typeof guardedItems>, args: readonly Abstract[]): Abstract {
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
