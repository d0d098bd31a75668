/** Operators on abstract values: ordinary JavaScript on constants, expressions of the IR on values of the state. */
import type { BinaryExpression } from 'acorn'
import { add, div, less, lessEqual, mod, multiply, subtract } from '../../ir/arithmetic.ts'
import { bitAnd, bitOr, bitXor, shiftLeft, shiftRight, shiftRightUnsigned } from '../../ir/bitwise.ts'
import { equal, not } from '../../ir/boolean.ts'
import { type Expr, FALSE, integer } from '../../ir/expr.ts'
import { identical } from './compare.ts'
import { asBoolean, asInteger } from './data.ts'
import { present } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, Either, fromExpr, isPrimitive } from './values.ts'

export function orElse(run: Run, left: Abstract, right: () => Abstract): Abstract {
  if (left instanceof Either)
    return run.branch(
      left.condition,
      () => orElse(run, left.yes, right),
      () => orElse(run, left.no, right),
    )
  if (isPrimitive(left)) return left ?? right()
  return run.branch(identical(run, left, null), right, () => present(run, left))
}
export function unary(run: Run, operator: string, v: Abstract): Abstract {
  switch (operator) {
    case '!':
      return fromExpr(not(asBoolean(run, v)))
    case '-':
      return typeof v === 'number' ? -v : fromExpr(subtract(integer(0), asInteger(run, v)))
    case '+':
      return typeof v === 'number' ? v : fromExpr(asInteger(run, v))
    case '~':
      return typeof v === 'number' ? ~v : fromExpr(bitXor(asInteger(run, v), integer(-1)))
    case 'void':
      return undefined
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}
export function binary(run: Run, operator: BinaryExpression['operator'], a: Abstract, b: Abstract): Abstract {
  if (operator === '===' || operator === '!==') {
    const same = identical(run, a, b)
    return fromExpr(operator === '===' ? same : not(same))
  }
  if (operator === '==' || operator === '!=') {
    throw new Refusal('VON2003', `${operator} converts its operands`, `write ${operator}=`)
  }
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string') && isPrimitive(a) && isPrimitive(b))
    return `${a}${b}`
  if (typeof a === 'number' && typeof b === 'number') return arithmeticOnNumbers(operator, a, b)
  const [x, y] = [asInteger(run, a), asInteger(run, b)]
  switch (operator) {
    case '+':
      return exact(run, add(x, y), [x, y], (n, m) => n + m)
    case '-':
      return exact(run, subtract(x, y), [x, y], (n, m) => n - m)
    case '*':
      return exact(run, multiply(x, y), [x, y], (n, m) => n * m)
    case '&':
      return fromExpr(bitAnd(x, y))
    case '|':
      return fromExpr(bitOr(x, y))
    case '^':
      return fromExpr(bitXor(x, y))
    case '<<':
      return fromExpr(shiftLeft(x, y))
    case '>>':
      return fromExpr(shiftRight(x, y))
    case '>>>':
      return fromExpr(shiftRightUnsigned(x, y))
    case '<':
      return fromExpr(less(x, y))
    case '<=':
      return fromExpr(lessEqual(x, y))
    case '>':
      return fromExpr(less(y, x))
    case '>=':
      return fromExpr(lessEqual(y, x))
    case '/':
      throw new Refusal('VON2014', 'a quotient may be a fraction', 'write Math.floor(a / b), or div(a, b)')
    case '%':
      return remainder(run, x, y)
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}
/**
 * Integers are exact in JavaScript up to 2^53; beyond, it would round where a formula does not. Not asked of actions: what
 * they store is within its domain, which the interval of an expression does not tell.
 */
function exact(run: Run, e: Expr, [x, y]: readonly [Expr, Expr], compute: (a: number, b: number) => number): Abstract {
  if (run.role !== 'property') return fromExpr(e)
  const [a, b] = [run.env.facts.interval(x), run.env.facts.interval(y)]
  const corners = [a.low, a.high].flatMap(n => [compute(n, b.low), compute(n, b.high)])
  if (corners.every(Number.isSafeInteger)) return fromExpr(e)
  throw new Refusal(
    'VON2031',
    `this may be up to ${Math.max(...corners.map(Math.abs))}, and numbers above 2^53 are not exact`,
    'narrow the operands, as in `x & 0xffff`, or multiply modulo 2^32: Math.imul(a, b)',
  )
}
/** `%` and `mod` agree on non-negative numbers; on others JavaScript's sign rule would surprise. */
function remainder(run: Run, x: Expr, y: Expr): Abstract {
  if (run.env.facts.interval(x).low < 0 || run.env.facts.interval(y).low < 0) {
    throw new Refusal(
      'VON2014',
      '% of a number that may be negative has the sign of the dividend in JavaScript',
      'write mod(a, b), which is never negative for positive b',
    )
  }
  nonzero(run, y, 'mod(a, b)')
  return fromExpr(mod(x, y))
}
function arithmeticOnNumbers(operator: BinaryExpression['operator'], a: number, b: number): Abstract {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '>>>':
      return a >>> b
    case '**':
      return a ** b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}

export function floored(run: Run, a: Abstract, b: Abstract): Abstract {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b)
  const [x, y] = [asInteger(run, a), asInteger(run, b)]
  nonzero(run, y, 'div(a, b)')
  return fromExpr(div(x, y))
}
/** JavaScript divides by zero without an error; a run of the source could then not agree with the model. */
function nonzero(run: Run, divisor: Expr, instead: string): void {
  if (run.env.facts.known(equal(divisor, integer(0))) === FALSE) return
  const { low, high } = run.env.facts.interval(divisor)
  if (low > 0 || high < 0) return
  throw new Refusal('VON2014', 'the divisor may be zero', `write ${instead}, which fails then, or rule it out before`)
}
