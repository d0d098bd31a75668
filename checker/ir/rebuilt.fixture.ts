/** An expression made again with the builders, which simplify: to test that they do not change what it means. */
import { add, div, less, lessEqual, max, min, mod, multiply, subtract } from './arithmetic.ts'
import { and, choose, equal, implies, isSome, not, or } from './boolean.ts'
import { constant, type Expr, read, topological, type Variable } from './expr.ts'
import { count, exists, forall, mapOf, setOf, sum } from './quantifier.ts'
import {
  addCopy,
  at,
  copies,
  field,
  has,
  insert,
  item,
  payload,
  push,
  queue,
  record,
  remove,
  removeCopy,
  shift,
  size,
  some,
  store,
  tag,
  unwrap,
  variant,
  withField,
  withPayload,
} from './structure.ts'
import { type BagType, caseOf, type QueueType, type RecordType, type VariantType } from './type.ts'
import { defaultValue, type Value } from './value.ts'

const unary = { tag, some, isSome, unwrap, size, shift }
const arithmetic = { less, lessEqual, add, subtract, multiply, div, mod, min, max }
const binary = { ...arithmetic, at, has, insert, remove, copies, removeCopy, item }
const binders = { forall, exists, count, sum, mapOf, setOf }

export function rebuilt(root: Expr): Expr {
  const made = new Map<Expr, Expr>()
  for (const e of topological([root])) {
    made.set(
      e,
      build(
        e,
        e.args.map(arg => made.get(arg) as Expr),
      ),
    )
  }
  return made.get(root) as Expr
}

function build(e: Expr, args: readonly Expr[]): Expr {
  const [x, y, z] = args as [Expr, Expr, Expr]
  const variable = e.variable as Variable
  const fieldName = e.field as string
  const variantCase = e.variantCase as string
  switch (e.operator) {
    case 'constant':
      return constant(e.type, e.value as Value)
    case 'variable':
      return read(variable)
    case 'not':
      return not(x)
    case 'and':
      return and(...args)
    case 'or':
      return or(...args)
    case 'implies':
      return implies(x, y)
    case 'equal':
      return equal(x, y)
    case 'if':
      return choose(x, y, z)
    case 'less':
    case 'lessEqual':
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'div':
    case 'mod':
    case 'min':
    case 'max':
      return binary[e.operator](x, y)
    case 'record':
      return record(e.type as RecordType, args)
    case 'field':
      return field(x, fieldName)
    case 'withField':
      return withField(x, fieldName, y)
    case 'variant':
      return variant(e.type as VariantType, variantCase, args)
    case 'payload':
      // Simplified, the value may be known not to be of this case.
      if (caseOf(x.type as VariantType, variantCase) === undefined) return constant(e.type, defaultValue(e.type))
      return payload(x, variantCase, fieldName)
    case 'withPayload':
      return withPayload(x, variantCase, fieldName, y)
    case 'tag':
    case 'some':
    case 'isSome':
    case 'unwrap':
    case 'size':
    case 'shift':
      return unary[e.operator](x)
    case 'at':
    case 'has':
    case 'insert':
    case 'remove':
    case 'copies':
    case 'removeCopy':
    case 'item':
      return binary[e.operator](x, y)
    case 'addCopy':
      return addCopy(x, y, (e.type as BagType).max)
    case 'push':
      return push(x, y, (e.type as QueueType).capacity)
    case 'store':
      return store(x, y, z)
    case 'queue':
      return queue(e.type as QueueType, args)
    case 'forall':
    case 'exists':
    case 'count':
    case 'sum':
    case 'mapOf':
    case 'setOf':
      return binders[e.operator](variable, x)
  }
}
