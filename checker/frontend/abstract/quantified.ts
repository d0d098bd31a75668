/** every, some, count, sum and filter over a range of values: they become expressions that bind a variable. */
import type { AnyNode } from 'acorn'
import { and, choose, implies } from '../../ir/boolean.ts'
import { type Expr, FALSE, integer } from '../../ir/expr.ts'
import { count, exists, forall, setOf, sum } from '../../ir/quantifier.ts'
import type { Type } from '../../ir/type.ts'
import { asBoolean, asInteger } from './data.ts'
import { NO_METHOD } from './lists.ts'
import type { Run } from './run.ts'
import { type Abstract, Closure, fromExpr } from './values.ts'

/** A collection that is gone through by a bound variable: every value of `type` where `range` holds. */
export interface Range {
  readonly type: Type
  range(x: Expr): Expr
  /** what the callback gets for x: the item, and its position in a queue */
  args(x: Expr): Abstract[]
}

export function quantified(run: Run, over: Range, method: string, callback: Abstract): Abstract | typeof NO_METHOD {
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
export function filtered(run: Run, over: Range, callback: Abstract): Abstract {
  const { variable, range, body } = run.quantify(
    callbackName(callback),
    over.type,
    x => over.range(x),
    x => asBoolean(run, run.interpretation.call(run, callback, over.args(x))),
  )
  return setOf(variable, and(range, body ?? FALSE))
}
