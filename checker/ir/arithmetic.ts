/** Builders of integer expressions. The type of each result is the tightest interval that the operands allow. */
import { boolean, type Expr, integer, isConstant, makeExpr, type Operator } from './expr.ts'
import { floorDiv, floorMod, product } from './operations.ts'
import { boolType, type IntType, intType } from './type.ts'

const interval = (e: Expr): IntType => {
  if (e.type.kind !== 'int') throw new TypeError(`expected an integer, got ${e.type.key}`)
  return e.type
}
const numberOf = (e: Expr): number | null => (isConstant(e) ? (e.value as number) : null)

function binary(
  operator: Operator,
  a: Expr,
  b: Expr,
  compute: (x: number, y: number) => number,
  corners: readonly number[],
): Expr {
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== null && y !== null) return integer(compute(x, y))
  return makeExpr({ operator, type: intType(Math.min(...corners), Math.max(...corners)), args: [a, b] })
}

export function add(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (numberOf(a) === 0) return b
  if (numberOf(b) === 0) return a
  return binary('add', a, b, (p, q) => p + q, [x.low + y.low, x.high + y.high])
}
export function subtract(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (a === b) return integer(0)
  if (numberOf(b) === 0) return a
  return binary('subtract', a, b, (p, q) => p - q, [x.low - y.high, x.high - y.low])
}
export function multiply(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (numberOf(a) === 1) return b
  if (numberOf(b) === 1) return a
  const corners = [x.low, x.high].flatMap(p => [product(p, y.low), product(p, y.high)])
  return binary('multiply', a, b, product, corners)
}
/** Quotient rounded down. Zero divisors give 0: whoever builds this adds the check that rules them out. */
export function div(a: Expr, b: Expr): Expr {
  const x = interval(a)
  if (numberOf(b) === 1) return a
  const reach = Math.max(Math.abs(x.low), Math.abs(x.high))
  const divisor = interval(b)
  const corners =
    divisor.low > 0
      ? [x.low, x.high].flatMap(p => [floorDiv(p, divisor.low), floorDiv(p, divisor.high)])
      : [0 - reach, reach]
  return binary('div', a, b, floorDiv, divisor.low > 0 ? corners : [0, ...corners])
}
/** Remainder with the sign of the divisor. Zero divisors give 0, as for `div`. */
export function mod(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (x.low >= 0 && y.low > x.high) return a
  return binary('mod', a, b, floorMod, [Math.min(0, y.low + 1), Math.max(0, y.high - 1)])
}
export function min(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (a === b || x.high <= y.low) return a
  if (y.high <= x.low) return b
  return binary('min', a, b, Math.min, [Math.min(x.low, y.low), Math.min(x.high, y.high)])
}
export function max(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (a === b || y.high <= x.low) return a
  if (x.high <= y.low) return b
  return binary('max', a, b, Math.max, [Math.max(x.low, y.low), Math.max(x.high, y.high)])
}

export function less(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (x.high < y.low) return boolean(true)
  if (a === b || x.low >= y.high) return boolean(false)
  return makeExpr({ operator: 'less', type: boolType, args: [a, b] })
}
export function lessEqual(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  if (a === b || x.high <= y.low) return boolean(true)
  if (x.low > y.high) return boolean(false)
  return makeExpr({ operator: 'lessEqual', type: boolType, args: [a, b] })
}
/** Whether `low <= e <= high`; true at once when the interval of `e` says so. */
export function within(e: Expr, low: number, high: number): readonly Expr[] {
  return [lessEqual(integer(low), e), lessEqual(e, integer(high))].filter(c => c !== boolean(true))
}
