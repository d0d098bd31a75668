/**
 * Methods of arrays that are not part of the state: literals of the body and constants of the program. Their length is
 * known, so everything is unrolled, with JavaScript's order of evaluation.
 */
import { or } from '../../ir/boolean.ts'
import { type Expr, FALSE, TRUE } from '../../ir/expr.ts'
import { identical } from './compare.ts'
import { asBoolean } from './data.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, fromExpr, isPrimitive, ListLiteral } from './values.ts'

/** No method of this name: the caller looks for a member that is a function. */
export const NO_METHOD = Symbol('no method')

export function listMethod(
  run: Run,
  items: readonly Abstract[],
  method: string,
  args: readonly Abstract[],
): Abstract | typeof NO_METHOD {
  const [first] = args
  const call = (...given: Abstract[]) => run.interpretation.call(run, first, given)
  const test = (x: Abstract, i: number) => asBoolean(run, call(x, i))
  switch (method) {
    case 'every':
      return unrolled(run, items, test, true)
    case 'some':
      return unrolled(run, items, test, false)
    case 'map':
      return new ListLiteral(items.map((x, i) => call(x, i)))
    case 'forEach':
      for (const [i, x] of items.entries()) call(x, i)
      return undefined
    case 'filter':
      return new ListLiteral(items.filter((x, i) => decided(test(x, i)) === TRUE))
    case 'find':
      return items.find((x, i) => decided(test(x, i)) === TRUE)
    case 'reduce':
      return reduced(items, args, (total, x, i) => call(total, x, i))
    case 'includes':
      return fromExpr(or(...items.map(x => identical(run, x, first))))
    case 'concat':
      return new ListLiteral([...items, ...args.flatMap(a => (a instanceof ListLiteral ? a.items : [a]))])
    case 'slice':
      if (!args.every(isPrimitive)) return NO_METHOD
      return new ListLiteral(items.slice(...(args as number[])))
    case 'push':
    case 'pop':
    case 'shift':
    case 'unshift':
    case 'splice':
    case 'sort':
    case 'reverse':
    case 'fill':
      throw new Refusal(
        'VON2008',
        `.${method}() changes an array that is not part of the state`,
        'local arrays are values: build a new one, list = [...list, item]',
      )
    default:
      return NO_METHOD
  }
}

/** `every` (until the first false) or `some` (until the first true). */
function unrolled(
  run: Run,
  items: readonly Abstract[],
  test: (x: Abstract, i: number) => Expr,
  all: boolean,
): Abstract {
  const from = (index: number): Abstract => {
    if (index === items.length) return all
    const condition = test(items[index], index)
    return run.branch(
      condition,
      () => (all ? from(index + 1) : true),
      () => (all ? false : from(index + 1)),
    )
  }
  return from(0)
}
function decided(condition: Expr): Expr {
  if (condition === FALSE || condition === TRUE) return condition
  throw new Refusal(
    'VON2023',
    'which items are kept depends on the state',
    'use some, every or count, or filter a domain: the result is then a set',
  )
}
function reduced(
  items: readonly Abstract[],
  args: readonly Abstract[],
  step: (total: Abstract, x: Abstract, i: number) => Abstract,
): Abstract {
  if (args.length >= 2) return items.reduce<Abstract>(step, args[1])
  if (items.length === 0) throw new Refusal('VON2023', 'reduce of an empty array needs an initial value')
  return items.slice(1).reduce<Abstract>((total, x, i) => step(total, x, i + 1), items[0])
}
