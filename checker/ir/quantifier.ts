/**
 * Builders of the expressions that bind a variable: the variable ranges over every value of its type. Quantifying over
 * the members of a set is written with the membership inside: `forall(x, implies(has(set, x), ...))`.
 */
import {
  constant,
  type Expr,
  FALSE,
  integer,
  isConstant,
  makeExpr,
  type Operator,
  TRUE,
  topological,
  type Variable,
} from './expr.ts'
import { boolType, cardinality, intType, mapType, setType, type Type } from './type.ts'
import type { Value } from './value.ts'

/** The variable bound at nesting depth `depth` (0 is the outermost quantifier). */
export const boundVariable = (depth: number, name: string, type: Type): Variable => ({
  space: 'bound',
  name,
  index: depth,
  type,
})

/** Whether `variable` is read in `body` (and so is not just bound again by an inner quantifier of the same depth). */
export const mentions = (body: Expr, variable: Variable): boolean =>
  topological([body]).some(
    e => e.operator === 'variable' && e.variable?.space === 'bound' && e.variable.index === variable.index,
  )
const bind = (operator: Operator, type: Type, variable: Variable, body: Expr) =>
  makeExpr({ operator, type, args: [body], variable })

export function forall(variable: Variable, body: Expr): Expr {
  return mentions(body, variable) ? bind('forall', boolType, variable, body) : body
}
export function exists(variable: Variable, body: Expr): Expr {
  return mentions(body, variable) ? bind('exists', boolType, variable, body) : body
}
/** For how many values of the variable `body` is true. */
export function count(variable: Variable, body: Expr): Expr {
  const size = cardinality(variable.type)
  if (body === FALSE) return integer(0)
  if (body === TRUE) return integer(size)
  return bind('count', intType(0, size), variable, body)
}
/** The sum of `body` over all values of the variable. */
export function sum(variable: Variable, body: Expr): Expr {
  const size = cardinality(variable.type)
  if (body.type.kind !== 'int') throw new TypeError(`expected an integer, got ${body.type.key}`)
  if (isConstant(body)) return integer(size * (body.value as number))
  return bind('sum', intType(size * body.type.low, size * body.type.high), variable, body)
}
/** The map that gives `body` for each key. */
export function mapOf(variable: Variable, body: Expr): Expr {
  const type = mapType(variable.type, body.type)
  if (!isConstant(body)) return bind('mapOf', type, variable, body)
  return constant(
    type,
    Array.from({ length: cardinality(variable.type) }, () => body.value as Value),
  )
}
/** The set of the values for which `body` is true. */
export function setOf(variable: Variable, body: Expr): Expr {
  const type = setType(variable.type)
  if (!isConstant(body)) return bind('setOf', type, variable, body)
  return constant(
    type,
    Array.from({ length: cardinality(variable.type) }, () => body === TRUE),
  )
}
