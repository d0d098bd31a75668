/**
 * What the bit operators mean, and which values their results can have. As in JavaScript, an operand is taken modulo
 * 2^32, as a signed number (for `>>>`, as an unsigned one), and the amount of a shift modulo 32. Operands are exact
 * integers, of up to 2^53.
 */

/** `imul` is the product modulo 2^32, as a signed number: that of `Math.imul`. */
export type BitOperator = 'bitAnd' | 'bitOr' | 'bitXor' | 'shiftLeft' | 'shiftRight' | 'shiftRightUnsigned' | 'imul'

export interface Interval {
  readonly low: number
  readonly high: number
}

const TURN = 2 ** 32
export const INT32: Interval = { low: -TURN / 2, high: TURN / 2 - 1 }
export const UINT32: Interval = { low: 0, high: TURN - 1 }
export const isWithin = (a: Interval, b: Interval): boolean => a.low >= b.low && a.high <= b.high

export const bitOperations: Readonly<Record<BitOperator, (a: number, b: number) => number>> = {
  bitAnd: (a, b) => a & b,
  bitOr: (a, b) => a | b,
  bitXor: (a, b) => a ^ b,
  shiftLeft: (a, b) => a << b,
  shiftRight: (a, b) => a >> b,
  shiftRightUnsigned: (a, b) => a >>> b,
  imul: Math.imul,
}

/** An interval that has all results of the operator on operands of these intervals. */
export function bitInterval(operator: BitOperator, a: Interval, b: Interval): Interval {
  const x = wrapped(a, operator === 'shiftRightUnsigned' ? UINT32 : INT32)
  switch (operator) {
    case 'bitAnd':
      return ofAnd(x, wrapped(b, INT32))
    case 'bitOr':
      return ofOr(x, wrapped(b, INT32))
    case 'bitXor':
      return ofXor(x, wrapped(b, INT32))
    case 'shiftLeft':
      return unlessWrapped(corners(x, amounts(b), (n, by) => n * 2 ** by))
    case 'shiftRight':
    case 'shiftRightUnsigned':
      return corners(x, amounts(b), (n, by) => Math.floor(n / 2 ** by))
    case 'imul':
      return unlessWrapped(corners(a, b, (n, m) => n * m))
  }
}

/** The values of the interval modulo 2^32, within the window. */
function wrapped({ low, high }: Interval, window: Interval): Interval {
  const turns = (n: number) => Math.floor((n - window.low) / TURN)
  const shift = turns(low) * TURN
  return turns(low) === turns(high) ? { low: low - shift, high: high - shift } : window
}
const unlessWrapped = (exact: Interval): Interval => (isWithin(exact, INT32) ? exact : INT32)
const amounts = ({ low, high }: Interval): Interval =>
  low === high ? { low: low & 31, high: low & 31 } : low >= 0 && high <= 31 ? { low, high } : { low: 0, high: 31 }

/** Of a function that is monotone in each operand. */
function corners(a: Interval, b: Interval, f: (x: number, y: number) => number): Interval {
  // Adding 0 makes JavaScript's negative zero an ordinary one.
  const values = [a.low, a.high].flatMap(x => [f(x, b.low) + 0, f(x, b.high) + 0])
  return { low: Math.min(...values), high: Math.max(...values) }
}

// Numbers of k bits and a sign are closed under and, or and xor.
const bitsOf = (n: number): number => 32 - Math.clz32(n < 0 ? ~n : n)
const reachOf = (...intervals: readonly Interval[]): number =>
  2 ** Math.max(...intervals.flatMap(({ low, high }) => [bitsOf(low), bitsOf(high)]))

function ofAnd(a: Interval, b: Interval): Interval {
  const [isA, isB] = [a.low >= 0, b.low >= 0]
  const low = isA || isB ? 0 : -reachOf(a, b)
  // A number that is not negative bounds the result, whatever the other one is.
  const high = isA && isB ? Math.min(a.high, b.high) : isA ? a.high : isB ? b.high : Math.max(a.high, b.high)
  return { low, high }
}
function ofOr(a: Interval, b: Interval): Interval {
  const low = a.low >= 0 && b.low >= 0 ? Math.max(a.low, b.low) : Math.min(a.low, b.low)
  return { low, high: a.high < 0 || b.high < 0 ? -1 : reachOf(a, b) - 1 }
}
function ofXor(a: Interval, b: Interval): Interval {
  const reach = reachOf(a, b)
  const haveOneSign = (a.low >= 0 && b.low >= 0) || (a.high < 0 && b.high < 0)
  const haveTwoSigns = (a.low >= 0 && b.high < 0) || (a.high < 0 && b.low >= 0)
  return { low: haveOneSign ? 0 : -reach, high: haveTwoSigns ? -1 : reach - 1 }
}
