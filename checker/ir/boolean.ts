/** Builders of boolean expressions, equality and choice. They simplify, and keep the written order of conjuncts. */
import { boolean, type Expr, FALSE, isConstant, makeExpr, TRUE } from './expr.ts'
import { boolType, joinTypes } from './type.ts'
import { equalValues, type Value } from './value.ts'

export function not(a: Expr): Expr {
  if (a === TRUE) return FALSE
  if (a === FALSE) return TRUE
  const [x, y] = a.args
  if (a.operator === 'not') return x as Expr
  if (a.operator === 'less') return makeExpr({ operator: 'lessEqual', type: boolType, args: [y as Expr, x as Expr] })
  if (a.operator === 'lessEqual') return makeExpr({ operator: 'less', type: boolType, args: [y as Expr, x as Expr] })
  if (a.operator === 'implies') return and(x as Expr, not(y as Expr))
  return makeExpr({ operator: 'not', type: boolType, args: [a] })
}

export const and = (...operands: readonly Expr[]): Expr => junction('and', TRUE, FALSE, operands)
export const or = (...operands: readonly Expr[]): Expr => junction('or', FALSE, TRUE, operands)

function junction(operator: 'and' | 'or', unit: Expr, zero: Expr, operands: readonly Expr[]): Expr {
  const args = new Set<Expr>()
  for (const operand of operands) {
    for (const arg of operand.operator === operator ? operand.args : [operand]) {
      if (arg === zero || args.has(not(arg))) return zero
      if (arg !== unit) args.add(arg)
    }
  }
  if (args.size === 0) return unit
  if (args.size === 1) return [...args][0] as Expr
  return makeExpr({ operator, type: boolType, args: [...args] })
}

/** The conjuncts of a boolean expression, in written order. */
export const conjuncts = (e: Expr): readonly Expr[] => (e.operator === 'and' ? e.args : e === TRUE ? [] : [e])

export function implies(a: Expr, b: Expr): Expr {
  if (a === TRUE) return b
  if (a === FALSE || b === TRUE || a === b) return TRUE
  if (b === FALSE) return not(a)
  if (b.operator === 'implies') return implies(and(a, b.args[0] as Expr), b.args[1] as Expr)
  return makeExpr({ operator: 'implies', type: boolType, args: [a, b] })
}

/** Structural equality of two values whose types overlap. */
export function equal(a: Expr, b: Expr): Expr {
  if (a === b) return TRUE
  if (isConstant(a) && isConstant(b)) return boolean(equalValues(a.value as Value, b.value as Value))
  if (a.type.kind === 'bool') {
    if (isConstant(b)) return b === TRUE ? a : not(a)
    if (isConstant(a)) return a === TRUE ? b : not(b)
  }
  if (a.type.kind === 'int' && b.type.kind === 'int' && (a.type.high < b.type.low || b.type.high < a.type.low)) {
    return FALSE
  }
  if (a.type.kind === 'enum' && b.type.kind === 'enum') {
    const { values } = b.type
    if (!a.type.values.some(v => values.includes(v))) return FALSE
  }
  if (b.operator === 'some' && a.operator === 'some') return equal(a.args[0] as Expr, b.args[0] as Expr)
  for (const [option, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (other.value === null) return not(isSome(option))
  }
  return makeExpr({ operator: 'equal', type: boolType, args: [a, b] })
}

export function isSome(option: Expr): Expr {
  if (isConstant(option)) return boolean(option.value !== null)
  if (option.operator === 'some') return TRUE
  const [c, a, b] = option.args
  if (option.operator === 'if' && (isSettled(a as Expr) || isSettled(b as Expr))) {
    return choose(c as Expr, isSome(a as Expr), isSome(b as Expr))
  }
  return makeExpr({ operator: 'isSome', type: boolType, args: [option] })
}
const isSettled = (option: Expr) => isConstant(option) || option.operator === 'some'

/**
 * `condition ? a : b`.
 * @throws TypeError when the two sides have no common type
 */
export function choose(condition: Expr, a: Expr, b: Expr): Expr {
  if (condition === TRUE || a === b) return a
  if (condition === FALSE) return b
  if (condition.operator === 'not') return choose(condition.args[0] as Expr, b, a)
  if (a.type.kind === 'bool') {
    if (a === TRUE) return or(condition, b)
    if (a === FALSE) return and(not(condition), b)
    if (b === TRUE) return implies(condition, a)
    if (b === FALSE) return and(condition, a)
  }
  if (a.operator === 'if' && a.args[0] === condition) return choose(condition, a.args[1] as Expr, b)
  if (b.operator === 'if' && b.args[0] === condition) return choose(condition, a, b.args[2] as Expr)
  const type = joinTypes(a.type, b.type)
  if (type === null) throw new TypeError(`no common type of ${a.type.key} and ${b.type.key}`)
  return makeExpr({ operator: 'if', type, args: [condition, a, b] })
}
