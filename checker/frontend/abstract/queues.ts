/** Methods of queues of the state. */

import { less } from '../../ir/arithmetic.ts'
import { and, choose } from '../../ir/boolean.ts'
import { type Expr, FALSE, integer } from '../../ir/expr.ts'
import { exists } from '../../ir/quantifier.ts'
import { item, push, queue, shift, size } from '../../ir/structure.ts'
import { intType, type QueueType } from '../../ir/type.ts'
import { sameStructure } from './compare.ts'
import { asBoolean } from './data.ts'
import { guardedItems, reduced } from './items.ts'
import { NO_METHOD } from './lists.ts'
import { changeCollection, declaredType } from './places.ts'
import { quantified, type Range } from './quantified.ts'
import type { Run } from './run.ts'
import { fitted } from './store.ts'
import { type Abstract, fromExpr } from './values.ts'

export function queueMethod(
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
      const { item: entry, capacity } = declaredType(self, e) as QueueType
      let longer = e
      for (const x of args) {
        const value = fitted(run, entry, x, run.text)
        run.check(less(size(longer), integer(capacity)), 'overflow', `${run.text}: more than ${capacity} entries`)
        longer = push(longer, value, capacity)
      }
      changeCollection(run, self, method, longer)
      return fromExpr(size(longer))
    }
    case 'shift':
      run.check(less(integer(0), size(e)), 'empty', `${run.text}: the queue is empty`)
      changeCollection(run, self, method, shift(e))
      return fromExpr(item(e, integer(0)))
    case 'filter':
      return guardedItems(run, e).reduce<Expr>(
        (kept, [present, x, i]) => {
          const wanted = run.branchExpr(present, () => asBoolean(run, run.interpretation.call(run, first, [x, i])))
          return choose(wanted, push(kept, fitted(run, type.item, x, run.text)), kept)
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
