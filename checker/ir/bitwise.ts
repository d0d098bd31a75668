/** Builders of bit operators on integer expressions: operands modulo 2^32, as in JavaScript (see `bits.ts`). */
import { less, multiply } from './arithmetic.ts'
import { type BitOperator, bitInterval, bitOperations, INT32, type Interval, isWithin, UINT32 } from './bits.ts'
import { choose } from './boolean.ts'
import { type Expr, integer, isConstant, makeExpr } from './expr.ts'
import { product } from './operations.ts'
import { intType } from './type.ts'

const interval = (e: Expr): Interval => {
  if (e.type.kind !== 'int') throw new TypeError(`expected an integer, got ${e.type.key}`)
  return e.type
}
const numberOf = (e: Expr): number | null => (isConstant(e) ? (e.value as number) : null)

function make(operator: BitOperator, a: Expr, b: Expr): Expr {
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== null && y !== null) return integer(bitOperations[operator](x, y))
  const { low, high } = bitInterval(operator, interval(a), interval(b))
  if (low === high) return integer(low)
  return makeExpr({ operator, type: intType(low, high), args: [a, b] })
}

export function bitAnd(a: Expr, b: Expr): Expr {
  if (leaves(a, numberOf(b))) return a
  if (leaves(b, numberOf(a))) return b
  return make('bitAnd', a, b)
}
/** Whether `mask` keeps every bit of `e`. */
function leaves(e: Expr, mask: number | null): boolean {
  if (mask === null || !isWithin(interval(e), INT32)) return false
  return mask === -1 || (isOnes(mask) && isWithin(interval(e), { low: 0, high: mask }))
}
const isOnes = (mask: number) => mask >= 0 && mask <= INT32.high && (mask & (mask + 1)) === 0

export const bitOr = (a: Expr, b: Expr): Expr => unlessZero(a, b) ?? unlessZero(b, a) ?? make('bitOr', a, b)
export const bitXor = (a: Expr, b: Expr): Expr => unlessZero(a, b) ?? unlessZero(b, a) ?? make('bitXor', a, b)
/** `a`, where `b` is 0 and `a` has 32 bits. */
const unlessZero = (a: Expr, b: Expr, within = INT32): Expr | null =>
  numberOf(b) === 0 && isWithin(interval(a), within) ? a : null

export const shiftLeft = (a: Expr, b: Expr): Expr => unlessZero(a, b) ?? make('shiftLeft', a, b)
export const shiftRight = (a: Expr, b: Expr): Expr => unlessZero(a, b) ?? make('shiftRight', a, b)
export const shiftRightUnsigned = (a: Expr, b: Expr): Expr =>
  unlessZero(a, b, UINT32) ?? make('shiftRightUnsigned', a, b)

/** The product modulo 2^32, which is the product where that has 32 bits. */
export function imul(a: Expr, b: Expr): Expr {
  const [x, y] = [interval(a), interval(b)]
  const corners = [x.low, x.high].flatMap(p => [product(p, y.low), product(p, y.high)])
  const exact = { low: Math.min(...corners), high: Math.max(...corners) }
  return isWithin(exact, INT32) ? multiply(a, b) : make('imul', a, b)
}

/** How many of the 32 bits are 0 before the first 1. */
export function leadingZeros(a: Expr): Expr {
  const bits = shiftRightUnsigned(a, integer(0))
  let zeros = integer(0)
  for (let n = 1; n <= 32; n++) zeros = choose(less(bits, integer(2 ** (32 - n))), integer(n), zeros)
  return zeros
}
