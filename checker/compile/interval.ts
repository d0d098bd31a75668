/** Intervals of integers, which ranges of numbers are kept in, and what operators make of them. */
import type { BitOperator, CompareOperator } from './program.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

export const U32_MAX = 0xffffffff
const S32_MIN = -0x80000000
const S32_MAX = 0x7fffffff
export const ANY_WORD: Interval = { low: 0, high: U32_MAX }
const ANY_SIGNED: Interval = { low: S32_MIN, high: S32_MAX }

export const exactly = (value: number): Interval => ({ low: value, high: value })
export const isSingle = ({ low, high }: Interval): boolean => low === high
export const isUnsigned = ({ low, high }: Interval): boolean => low >= 0 && high <= U32_MAX
export const isSigned = ({ low, high }: Interval): boolean => low >= S32_MIN && high <= S32_MAX
/** Whether numbers of JavaScript hold all of it exactly, and sums of two of them cannot hide that they do not. */
export const isExact = ({ low, high }: Interval): boolean =>
  low >= -Number.MAX_SAFE_INTEGER && high <= Number.MAX_SAFE_INTEGER

export const union = (a: Interval, b: Interval): Interval => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
})
export const isSame = (a: Interval, b: Interval): boolean => a.low === b.low && a.high === b.high

/** Bounds that a growing interval stops at, so that loops come to an end. */
const STOPS = [0, S32_MAX, U32_MAX, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]
const LOW_STOPS = [0, S32_MIN, -Number.MAX_SAFE_INTEGER, Number.NEGATIVE_INFINITY]

/** Contains both; grows only a few times. */
export const widened = (before: Interval, after: Interval): Interval => ({
  low: after.low >= before.low ? before.low : (LOW_STOPS.find(stop => stop <= after.low) as number),
  high: after.high <= before.high ? before.high : (STOPS.find(stop => stop >= after.high) as number),
})

/** The bound's own results are in `products`: factors are not negative. */
export function arithmetic(operator: '+' | '-' | '*', a: Interval, b: Interval): Interval {
  if (operator === '+') return { low: a.low + b.low, high: a.high + b.high }
  if (operator === '-') return { low: a.low - b.high, high: a.high - b.low }
  return { low: a.low * b.low, high: a.high * b.high }
}

/** The results of an operator on the lowest 32 bits of numbers. */
export function bits(operator: BitOperator, a: Interval, b: Interval): Interval {
  if (isSingle(a) && isSingle(b)) return exactly(bitsOf(operator, a.low, b.low))
  const isNatural = (x: Interval) => x.low >= 0 && x.high <= S32_MAX
  if (operator === '>>>') {
    const from = isUnsigned(a) ? a : ANY_WORD
    if (!isSingle(b)) return { low: 0, high: from.high }
    const count = b.low & 31
    return { low: from.low >>> count, high: from.high >>> count }
  }
  if (operator === '>>') {
    const from = isSigned(a) ? a : ANY_SIGNED
    if (!isSingle(b)) return { low: Math.min(from.low, 0), high: Math.max(from.high, 0) }
    const count = b.low & 31
    return { low: from.low >> count, high: from.high >> count }
  }
  if (operator === '<<') {
    if (!isNatural(a) || !isSingle(b)) return ANY_SIGNED
    const high = a.high * 2 ** (b.low & 31)
    return high <= S32_MAX ? { low: a.low * 2 ** (b.low & 31), high } : ANY_SIGNED
  }
  if (operator === '&') {
    const bounds = [a, b].filter(isNatural).map(({ high }) => high)
    return bounds.length === 0 ? ANY_SIGNED : { low: 0, high: Math.min(...bounds) }
  }
  // Of | and ^, the result has no bit above those of the operands.
  if (!isNatural(a) || !isNatural(b)) return ANY_SIGNED
  return { low: operator === '|' ? Math.max(a.low, b.low) : 0, high: allOnesFrom(Math.max(a.high, b.high)) }
}

/** The least number of the form 2^n - 1 that is not below x. x below 2^31. */
const allOnesFrom = (x: number): number => 2 ** (32 - Math.clz32(x)) - 1

export function bitsOf(operator: BitOperator, a: number, b: number): number {
  switch (operator) {
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
  }
}

/** What two numbers can be where a comparison is true; null where it cannot be. */
export function whereTrue(
  operator: CompareOperator,
  a: Interval,
  b: Interval,
): readonly [left: Interval, right: Interval] | null {
  switch (operator) {
    case '<':
      return nonEmpty(
        { low: a.low, high: Math.min(a.high, b.high - 1) },
        { low: Math.max(b.low, a.low + 1), high: b.high },
      )
    case '<=':
      return nonEmpty({ low: a.low, high: Math.min(a.high, b.high) }, { low: Math.max(b.low, a.low), high: b.high })
    case '>':
    case '>=': {
      const swapped = whereTrue(operator === '>' ? '<' : '<=', b, a)
      return swapped && [swapped[1], swapped[0]]
    }
    case '===': {
      const both = { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) }
      return nonEmpty(both, both)
    }
    case '!==':
      if (isSingle(a) && isSingle(b) && a.low === b.low) return null
      return nonEmpty(without(a, b), without(b, a))
  }
}

const nonEmpty = (a: Interval, b: Interval): readonly [Interval, Interval] | null =>
  a.low <= a.high && b.low <= b.high ? [a, b] : null

/** Less a single number at one of its ends. */
function without(a: Interval, b: Interval): Interval {
  if (!isSingle(b) || isSingle(a)) return a
  if (b.low === a.low) return { low: a.low + 1, high: a.high }
  return b.low === a.high ? { low: a.low, high: a.high - 1 } : a
}

export const opposite: Readonly<Record<CompareOperator, CompareOperator>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
}
