/**
 * Integers of known ranges as SMT-LIB text, in one of two ways: as bit-vectors, each as narrow as its range allows, or as
 * the solver's unbounded integers. In: the text of the operands, and the ranges of operands and result. Out: text.
 * Every operand is in its range; a result outside the range that is stated for it would be a different number.
 */
import { type BitOperator, INT32, UINT32 } from '../../ir/bits.ts'

export interface Scalar {
  readonly text: string
  readonly low: number
  readonly high: number
}
export type Operation = 'add' | 'subtract' | 'multiply' | 'div' | 'mod' | 'min' | 'max' | BitOperator

export interface Arithmetic {
  sort(low: number, high: number): string
  /** a number as a value of the sort for this range */
  literal(value: number, low: number, high: number): string
  /** that a value of the sort is in the range; null where the sort has no other values */
  inRange(scalar: Scalar): string | null
  equal(a: Scalar, b: Scalar): string
  less(a: Scalar, b: Scalar): string
  lessEqual(a: Scalar, b: Scalar): string
  compute(operation: Operation, a: Scalar, b: Scalar, low: number, high: number): string
  choose(condition: string, a: Scalar, b: Scalar, low: number, high: number): string
  /** what a solver says about a value of the sort for this range, as a number */
  read(value: bigint, low: number, high: number): number
}

/** Unsigned where no value is negative, two's complement else. */
interface Shape {
  readonly width: number
  readonly signed: boolean
}
const bitsOf = (value: number): number => Math.max(1, Math.floor(Math.log2(Math.max(1, value))) + 1)
const shapeOf = (low: number, high: number): Shape =>
  low >= 0
    ? { width: bitsOf(high), signed: false }
    : { width: Math.max(high > 0 ? bitsOf(high) : 1, low < -1 ? bitsOf(-low - 1) : 1) + 1, signed: true }
/** The number, or its lowest bits. */
const bits = (value: number, width: number): string => `(_ bv${BigInt.asUintN(width, BigInt(value))} ${width})`

/** The same number in so many bits, or its lowest bits. */
function resized({ text, low, high }: Scalar, width: number): string {
  if (low === high) return bits(low, width)
  const shape = shapeOf(low, high)
  if (shape.width === width) return text
  if (shape.width > width) return `((_ extract ${width - 1} 0) ${text})`
  return `((_ ${shape.signed ? 'sign' : 'zero'}_extend ${width - shape.width}) ${text})`
}
const hull = (a: Scalar, b: Scalar): Shape => shapeOf(Math.min(a.low, b.low), Math.max(a.high, b.high))
function compared(operator: 'le' | 'lt', a: Scalar, b: Scalar): string {
  const { width, signed } = hull(a, b)
  return `(bv${signed ? 's' : 'u'}${operator} ${resized(a, width)} ${resized(b, width)})`
}

const bitVector = {
  sort: (low: number, high: number) => `(_ BitVec ${shapeOf(low, high).width})`,
  literal: (value: number, low: number, high: number) => bits(value, shapeOf(low, high).width),
  inRange({ text, low, high }: Scalar) {
    const { width, signed } = shapeOf(low, high)
    const [least, most] = signed ? [-(2 ** (width - 1)), 2 ** (width - 1) - 1] : [0, 2 ** width - 1]
    const operator = signed ? 'bvsle' : 'bvule'
    const both = [
      ...(low > least ? [`(${operator} ${bits(low, width)} ${text})`] : []),
      ...(high < most ? [`(${operator} ${text} ${bits(high, width)})`] : []),
    ]
    return both.length === 2 ? `(and ${both.join(' ')})` : (both[0] ?? null)
  },
  equal(a: Scalar, b: Scalar) {
    const { width } = hull(a, b)
    return `(= ${resized(a, width)} ${resized(b, width)})`
  },
  less: (a: Scalar, b: Scalar) => compared('lt', a, b),
  lessEqual: (a: Scalar, b: Scalar) => compared('le', a, b),
  compute(operation: Operation, a: Scalar, b: Scalar, low: number, high: number) {
    const { width } = shapeOf(low, high)
    const both = (operator: string) => `(${operator} ${resized(a, width)} ${resized(b, width)})`
    switch (operation) {
      // the lowest bits of a result depend on the lowest bits of the operands only
      case 'add':
        return both('bvadd')
      case 'subtract':
        return both('bvsub')
      case 'multiply':
        return both('bvmul')
      case 'min':
        return this.choose(compared('le', a, b), a, b, low, high)
      case 'max':
        return this.choose(compared('le', a, b), b, a, low, high)
      case 'div':
      case 'mod':
        return quotient(operation, a, b, width)
      default:
        return ofBits(operation, a, b, width)
    }
  },
  choose: (condition: string, a: Scalar, b: Scalar, low: number, high: number) => {
    const { width } = shapeOf(low, high)
    return `(ite ${condition} ${resized(a, width)} ${resized(b, width)})`
  },
  read(value: bigint, low: number, high: number) {
    const { width, signed } = shapeOf(low, high)
    const number = Number(value)
    return signed && number >= 2 ** (width - 1) ? number - 2 ** width : number
  },
} satisfies Arithmetic

/** Rounded down, and 0 for a zero divisor, in so many bits. */
function quotient(operation: 'div' | 'mod', a: Scalar, b: Scalar, width: number): string {
  const { width: needed, signed } = hull(a, b)
  // one more: a dividend without its remainder may be beyond the range, as may the quotient of the lowest one by -1
  const wide = signed ? needed + 1 : needed
  const [x, y] = [resized(a, wide), resized(b, wide)]
  const remainder = signed ? `(bvsmod ${x} ${y})` : `(bvurem ${x} ${y})`
  const whole = signed ? `(bvsdiv (bvsub ${x} ${remainder}) ${y})` : `(bvudiv ${x} ${y})`
  const result = operation === 'div' ? whole : remainder
  const total = b.low <= 0 && b.high >= 0 ? `(ite (= ${y} ${bits(0, wide)}) ${bits(0, wide)} ${result})` : result
  if (wide === width) return total
  if (wide > width) return `((_ extract ${width - 1} 0) ${total})`
  return `((_ ${signed ? 'sign' : 'zero'}_extend ${width - wide}) ${total})`
}

const bitwise = { bitAnd: 'bvand', bitOr: 'bvor', bitXor: 'bvxor', imul: 'bvmul' } as const
const shifts = { shiftLeft: 'bvshl', shiftRight: 'bvashr', shiftRightUnsigned: 'bvlshr' } as const

/** In 32 bits, whatever the operands have; where the lowest bits of a result need no others, in as many as it has. */
function ofBits(operation: BitOperator, a: Scalar, b: Scalar, width: number): string {
  const range = operation === 'shiftRightUnsigned' ? UINT32 : INT32
  if (operation === 'shiftLeft' || operation === 'shiftRight' || operation === 'shiftRightUnsigned') {
    const amount = `((_ zero_extend 27) ${resized(b, 5)})`
    return resized({ text: `(${shifts[operation]} ${resized(a, 32)} ${amount})`, ...range }, width)
  }
  const needed = Math.min(width, 32)
  const text = `(${bitwise[operation]} ${resized(a, needed)} ${resized(b, needed)})`
  return needed === width ? text : resized({ text, ...range }, width)
}

const numeral = (value: number): string => (value < 0 ? `(- ${-value})` : String(value))

/** Bits of integers, by way of bit-vectors; solvers find that hard. */
function ofInteger(operation: BitOperator, a: string, b: string): string {
  const word = (text: string): Scalar => ({ text: `((_ int2bv 32) ${text})`, ...INT32 })
  const unsigned = `(bv2nat ${ofBits(operation, word(a), word(b), 32)})`
  if (operation === 'shiftRightUnsigned') return unsigned
  return `(let ((n ${unsigned})) (ite (< n ${2 ** 31}) n (- n ${2 ** 32})))`
}

const integer = {
  sort: () => 'Int',
  literal: numeral,
  inRange: ({ text, low, high }: Scalar) => `(and (<= ${numeral(low)} ${text}) (<= ${text} ${numeral(high)}))`,
  equal: ({ text: a }: Scalar, { text: b }: Scalar) => `(= ${a} ${b})`,
  less: ({ text: a }: Scalar, { text: b }: Scalar) => `(< ${a} ${b})`,
  lessEqual: ({ text: a }: Scalar, { text: b }: Scalar) => `(<= ${a} ${b})`,
  compute(operation: Operation, { text: a }: Scalar, { text: b, low, high }: Scalar) {
    switch (operation) {
      case 'add':
        return `(+ ${a} ${b})`
      case 'subtract':
        return `(- ${a} ${b})`
      case 'multiply':
        return `(* ${a} ${b})`
      case 'min':
        return `(ite (<= ${a} ${b}) ${a} ${b})`
      case 'max':
        return `(ite (<= ${a} ${b}) ${b} ${a})`
      case 'div':
      case 'mod': {
        // SMT-LIB rounds so that the remainder is not negative: the same for positive divisors
        const positive = operation === 'div' ? `(div ${a} ${b})` : `(mod ${a} ${b})`
        const negative = operation === 'div' ? `(div (- ${a}) (- ${b}))` : `(- (mod (- ${a}) (- ${b})))`
        const signed = low > 0 ? positive : high < 0 ? negative : `(ite (< ${b} 0) ${negative} ${positive})`
        return low <= 0 && high >= 0 ? `(ite (= ${b} 0) 0 ${signed})` : signed
      }
      default:
        return ofInteger(operation, a, b)
    }
  },
  choose: (condition: string, { text: a }: Scalar, { text: b }: Scalar) => `(ite ${condition} ${a} ${b})`,
  read: (value: bigint) => Number(value),
} satisfies Arithmetic

export const bitVectors: Arithmetic = bitVector
export const integers: Arithmetic = integer

/** How numbers are written for a solver. */
export type NumberEncoding = 'bitvectors' | 'integers'
export const arithmeticFor = (encoding: NumberEncoding): Arithmetic => (encoding === 'integers' ? integers : bitVectors)
/** What solvers are told to expect, where there are no functions. */
export const logicFor = (encoding: NumberEncoding): string => (encoding === 'integers' ? 'ALL' : 'QF_BV')
