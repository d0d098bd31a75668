/**
 * Expressions with other expressions in place of their variables: how a model is carried over into another one. In: an
 * expression, and what each of its variables becomes. Out: the expression made again with the builders, which simplify.
 *
 * A replacement may stand under quantifiers of the expression. It must therefore read no bound variable of a depth that
 * the expression binds; what it binds itself is its own.
 */
import { add, div, less, lessEqual, max, min, mod, multiply, subtract } from './arithmetic.ts'
import { bitAnd, bitOr, bitXor, imul, shiftLeft, shiftRight, shiftRightUnsigned } from './bitwise.ts'
import { and, choose, equal, implies, isSome, not, or } from './boolean.ts'
import { constant, type Expr, isBinder, read, topological, type Variable } from './expr.ts'
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
const bitwise = { bitAnd, bitOr, bitXor, shiftLeft, shiftRight, shiftRightUnsigned, imul }
const binary = { ...arithmetic, ...bitwise, at, has, insert, remove, copies, removeCopy, item }
const binders = { forall, exists, count, sum, mapOf, setOf }

/** What a variable becomes. Bound variables are not asked about. */
export type Replacement = (variable: Variable) => Expr

/** Replaces the variables of one expression after the other; what they share is made once. */
export class Substitution {
  private readonly replacement: Replacement
  private readonly made = new Map<Expr, Expr>()

  constructor(replacement: Replacement) {
    this.replacement = replacement
  }

  readonly in = (root: Expr): Expr => {
    const { made, replacement } = this
    for (const e of topological([root])) {
      if (made.has(e)) continue
      const args = e.args.map(arg => made.get(arg) as Expr)
      const isFree = e.operator === 'variable' && e.variable?.space !== 'bound'
      made.set(e, isFree ? replacement(e.variable as Variable) : build(e, args))
    }
    return made.get(root) as Expr
  }
}

/** Every depth at which the expressions bind a variable is below this one. */
export const depthAbove = (roots: Iterable<Expr>): number =>
  topological(roots).reduce(
    (depth, e) => (isBinder(e) ? Math.max(depth, (e.variable as Variable).index + 1) : depth),
    0,
  )

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
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
    case 'shiftLeft':
    case 'shiftRight':
    case 'shiftRightUnsigned':
    case 'imul':
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
