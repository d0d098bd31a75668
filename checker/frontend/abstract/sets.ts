/** Methods of sets and bags of the state. */

import { less } from '../../ir/arithmetic.ts'
import { and, implies, not } from '../../ir/boolean.ts'
import { constant, type Expr, FALSE, integer, TRUE } from '../../ir/expr.ts'
import { forall, setOf } from '../../ir/quantifier.ts'
import { addCopy, copies, has, insert, remove, removeCopy } from '../../ir/structure.ts'
import { type BagType, formatType, type SetType } from '../../ir/type.ts'
import { defaultValue } from '../../ir/value.ts'
import { exprOf } from './data.ts'
import { guardedItems, reduced } from './items.ts'
import { NO_METHOD } from './lists.ts'
import { changeCollection, declaredType, present } from './places.ts'
import { filtered, quantified, type Range } from './quantified.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { candidate, fitted } from './store.ts'
import { type Abstract, describe, fromExpr } from './values.ts'

// ---- sets -------------------------------------------------------------------------------------------------------
export function setMethod(
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
    case 'has':
      return fromExpr(has(e, candidate(run, type.item, first)))
    case 'add':
      changeCollection(run, self, method, insert(e, fitted(run, type.item, first, run.text)))
      return undefined
    case 'delete': {
      const item = candidate(run, type.item, first)
      changeCollection(run, self, method, remove(e, item))
      return fromExpr(has(e, item))
    }
    case 'clear':
      changeCollection(run, self, method, constant(type, defaultValue(type)))
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
  const f = exprOf(run, present(run, other))
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
export function addOne(run: Run, bag: Expr, x: Expr, max = (bag.type as BagType).max): Expr {
  run.check(less(copies(bag, x), integer(max)), 'overflow', `${run.text}: more than ${max} copies`)
  return addCopy(bag, x, max)
}
export function bagMethod(
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
      const item = candidate(run, type.item, first)
      if (method === 'copies') return fromExpr(copies(e, item))
      if (method === 'delete') changeCollection(run, self, method, removeCopy(e, item))
      return fromExpr(isPresent(item))
    }
    case 'add':
      changeCollection(
        run,
        self,
        method,
        addOne(run, e, fitted(run, type.item, first, run.text), (declaredType(self, e) as BagType).max),
      )
      return undefined
    case 'clear':
      changeCollection(run, self, method, constant(type, defaultValue(type)))
      return undefined
    case 'sum':
    case 'filter':
      return NO_METHOD
    default:
      return quantified(run, { type: type.item, range: isPresent, args: x => [fromExpr(x)] }, method, first)
  }
}
