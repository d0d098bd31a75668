/**
 * Expressions: an immutable, hash-consed directed acyclic graph. Two expressions are equal in structure exactly when
 * they are `===`. Every expression is total: it has a value in every state (see `operations.ts` for what an
 * out-of-range index or an empty queue gives), so evaluation order never matters; that a read was legitimate is a
 * separate `check` of the action (see `model.ts`).
 */
import type { BitOperator } from './bits.ts'
import { InternTable } from './intern.ts'
import { boolType, enumType, intType, type Type } from './type.ts'
import { formatValue, type Value } from './value.ts'

/**
 * A name that an expression can read.
 * - state, next: a state variable before and after the step; `index` is its position in the model
 * - parameter: a parameter or choice of an action; `index` is its position in the action
 * - bound: bound by the enclosing quantifier; `index` is the nesting depth of that quantifier
 */
export interface Variable {
  readonly space: 'state' | 'next' | 'parameter' | 'bound'
  readonly name: string
  readonly index: number
  readonly type: Type
}

export type Operator =
  | 'constant'
  | 'variable'
  // booleans
  | 'not'
  | 'and'
  | 'or'
  | 'implies'
  | 'equal'
  | 'less'
  | 'lessEqual'
  // integers; div rounds down, mod has the sign of the divisor
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'div'
  | 'mod'
  | 'min'
  | 'max'
  // bits of integers modulo 2^32 (see `bits.ts`)
  | BitOperator
  | 'if'
  // records: record(field...), field(record), withField(record, value)
  | 'record'
  | 'field'
  | 'withField'
  // variants: variant(field...), tag(v), payload(v), withPayload(v, value)
  | 'variant'
  | 'tag'
  | 'payload'
  | 'withPayload'
  // options
  | 'some'
  | 'isSome'
  | 'unwrap'
  // maps: mapOf binds the key; at(map, key); store(map, key, value)
  | 'mapOf'
  | 'at'
  | 'store'
  // sets: setOf binds the candidate item
  | 'setOf'
  | 'has'
  | 'insert'
  | 'remove'
  | 'size'
  // bags: copies(bag, item); addCopy, removeCopy; size counts copies
  | 'copies'
  | 'addCopy'
  | 'removeCopy'
  // queues: item(queue, index); push, shift; size is the length
  | 'queue'
  | 'item'
  | 'push'
  | 'shift'
  // quantifiers bind a variable that ranges over its whole type
  | 'forall'
  | 'exists'
  | 'count'
  | 'sum'

export class Expr {
  readonly id: number
  readonly operator: Operator
  readonly type: Type
  readonly args: readonly Expr[]
  /** the value of a constant */
  readonly value: Value | undefined
  /** the variable read (variable) or bound (mapOf, setOf and the quantifiers) */
  readonly variable: Variable | undefined
  /** the field of field, withField, payload, withPayload */
  readonly field: string | undefined
  /** the case of variant, payload, withPayload */
  readonly variantCase: string | undefined

  constructor(id: number, shape: ExprShape) {
    this.id = id
    this.operator = shape.operator
    this.type = shape.type
    this.args = shape.args ?? []
    this.value = shape.value
    this.variable = shape.variable
    this.field = shape.field
    this.variantCase = shape.variantCase
  }
}
export interface ExprShape {
  readonly operator: Operator
  readonly type: Type
  readonly args?: readonly Expr[]
  readonly value?: Value
  readonly variable?: Variable
  readonly field?: string
  readonly variantCase?: string
}

const table = new InternTable<Expr>()
let nextId = 0
const variableKey = (v: Variable | undefined) =>
  v === undefined ? '' : `${v.space}:${v.index}:${v.name}:${v.type.key}`

/** The one expression of this shape. Builders simplify first: use those of `boolean.ts`, `arithmetic.ts`, ... */
export function makeExpr(shape: ExprShape): Expr {
  const args = shape.args?.map(a => a.id).join(',') ?? ''
  const value = shape.value === undefined ? '' : JSON.stringify(shape.value)
  const key = `${shape.operator}|${shape.type.key}|${args}|${value}|${variableKey(shape.variable)}|${shape.field ?? ''}|${shape.variantCase ?? ''}`
  return table.intern(key, () => new Expr(nextId++, shape))
}

/** A constant; `type` says how a structured value is to be read, and is narrowed for integers and names. */
export function constant(type: Type, value: Value): Expr {
  if (type.kind === 'int') return integer(value as number)
  if (type.kind === 'enum') return name(value as string)
  return makeExpr({ operator: 'constant', type, value })
}
/** Adding 0 makes JavaScript's negative zero an ordinary one. */
export const integer = (value: number): Expr =>
  makeExpr({ operator: 'constant', type: intType(value + 0, value + 0), value: value + 0 })
export const name = (value: string): Expr => makeExpr({ operator: 'constant', type: enumType([value]), value })
export const TRUE: Expr = constant(boolType, true)
export const FALSE: Expr = constant(boolType, false)
export const boolean = (value: boolean): Expr => (value ? TRUE : FALSE)
export const read = (variable: Variable): Expr => makeExpr({ operator: 'variable', type: variable.type, variable })

export const isConstant = (e: Expr): boolean => e.operator === 'constant'
/** Whether the expression binds its variable (mapOf, setOf, forall, exists, count, sum). */
export const isBinder = (e: Expr): boolean => e.variable !== undefined && e.operator !== 'variable'

/** Every distinct sub-expression of the roots, arguments before the expressions that use them. */
export function topological(roots: Iterable<Expr>): Expr[] {
  const seen = new Set<Expr>()
  const order: Expr[] = []
  // A stack of its own: an expression may be nested more deeply than calls may be.
  const pending: { readonly expr: Expr; visited: number }[] = []
  const enter = (expr: Expr) => {
    if (seen.has(expr)) return
    seen.add(expr)
    pending.push({ expr, visited: 0 })
  }
  for (const root of roots) {
    enter(root)
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const arg = top.expr.args[top.visited++]
      if (arg !== undefined) {
        enter(arg)
      } else {
        order.push(top.expr)
        pending.pop()
      }
    }
  }
  return order
}

/** The variables read anywhere in the roots, bound ones left out. */
export function variablesRead(roots: Iterable<Expr>): Set<Variable> {
  const out = new Map<string, Variable>()
  for (const e of topological(roots)) {
    if (e.operator === 'variable' && e.variable !== undefined && e.variable.space !== 'bound')
      out.set(variableKey(e.variable), e.variable)
  }
  return new Set(out.values())
}

export const formatConstant = (e: Expr): string => formatValue(e.type, e.value as Value)
