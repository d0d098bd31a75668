/**
 * Methods of domains, sets, bags, queues and arrays. Quantifiers over domains and collections of the state become
 * quantified expressions; those over arrays written in the body are unrolled.
 */

import { constant, type Expr, FALSE, TRUE } from '../../ir/expr.ts'
import { insert } from '../../ir/structure.ts'
import type { Type } from '../../ir/type.ts'
import { defaultValue } from '../../ir/value.ts'
import { exprOf, inType } from './data.ts'
import { domainItems } from './items.ts'
import { listMethod, NO_METHOD } from './lists.ts'
import { isScalar, present } from './places.ts'
import { filtered, quantified, type Range } from './quantified.ts'
import { queueMethod } from './queues.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { addOne, bagMethod, setMethod } from './sets.ts'
import { fitted } from './store.ts'
import { type Abstract, fromExpr, isDomain, ListLiteral } from './values.ts'

export function callMethod(
  run: Run,
  self: Abstract,
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const value = present(run, self)
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
