import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BitOperator, bitInterval, bitOperations, type Interval } from './bits.ts'
import { bitAnd, bitOr, bitXor, imul, leadingZeros, shiftLeft, shiftRight, shiftRightUnsigned } from './bitwise.ts'
import { Evaluator } from './evaluator.ts'
import { integer, read, type Variable } from './expr.ts'
import { naiveValue } from './naive.fixture.ts'
import { type IntType, intType } from './type.ts'

const operators = Object.keys(bitOperations) as BitOperator[]
const runs = Number(process.env.VON_BIT_RUNS ?? 3000)

/** Numbers around powers of two, where bits change. */
const number = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc
    .tuple(fc.integer({ min: 0, max: 53 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([bits, near, isNegative]) => (isNegative ? -1 : 1) * Math.min(2 ** bits + near, Number.MAX_SAFE_INTEGER) + 0),
  fc.maxSafeInteger().map(n => n + 0),
)
const interval = fc.tuple(number, number).map(([a, b]): Interval => ({ low: Math.min(a, b), high: Math.max(a, b) }))
const narrow = fc.tuple(number, fc.nat(9)).map(([low, size]): Interval => {
  const from = Math.min(low, Number.MAX_SAFE_INTEGER - 9)
  return { low: from, high: from + size }
})
const inside = ({ low, high }: Interval, share: number) => {
  const offset = BigInt(Math.floor(share * 2 ** 30)) * (BigInt(high) - BigInt(low))
  return Number(BigInt(low) + offset / 2n ** 30n)
}
const share = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }))

it('finds all results of an operator within its interval', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operators),
      fc.oneof(interval, narrow),
      fc.oneof(interval, narrow),
      share,
      share,
      (op, a, b, s, t) => {
        const result = bitOperations[op](inside(a, s), inside(b, t)) + 0
        const { low, high } = bitInterval(op, a, b)
        expect(result >= low && result <= high).toBe(true)
      },
    ),
    { seed: 1, numRuns: runs },
  )
})

it('finds no more than the results of small operands need', () => {
  const small = { low: 0, high: 5 }
  const found = (op: BitOperator, a: Interval, b: Interval) => {
    const { low, high } = bitInterval(op, a, b)
    return [low, high]
  }
  expect(found('bitAnd', { low: -9, high: 2 ** 40 }, small)).toEqual([0, 5])
  expect(found('bitOr', small, { low: 2, high: 8 })).toEqual([2, 15])
  expect(found('bitXor', small, small)).toEqual([0, 7])
  expect(found('shiftLeft', small, { low: 0, high: 3 })).toEqual([0, 40])
  expect(found('shiftLeft', { low: 1, high: 1 }, { low: 0, high: 31 })).toEqual([-(2 ** 31), 2 ** 31 - 1])
  expect(found('shiftRight', { low: -9, high: 9 }, { low: 1, high: 1 })).toEqual([-5, 4])
  expect(found('shiftRightUnsigned', { low: -1, high: -1 }, { low: 28, high: 28 })).toEqual([15, 15])
  expect(found('imul', small, small)).toEqual([0, 25])
})

const build = { bitAnd, bitOr, bitXor, shiftLeft, shiftRight, shiftRightUnsigned, imul }
const variable = (index: number, { low, high }: Interval): Variable => ({
  space: 'state',
  name: `x${index}`,
  index,
  type: intType(low, high),
})

it('builds expressions that mean what JavaScript and a reference in unbounded integers compute, and lie in their type', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operators),
      fc.oneof(interval, narrow),
      fc.oneof(
        interval,
        narrow,
        number.map(n => ({ low: n, high: n })),
      ),
      share,
      share,
      (op, a, b, s, t) => {
        const [x, y] = [variable(0, a), variable(1, b)]
        const right = b.low === b.high ? integer(b.low) : read(y)
        const state = [inside(a, s), inside(b, t)]
        const e = build[op](read(x), right)
        const expected = bitOperations[op](state[0] as number, state[1] as number) + 0
        const evaluator = new Evaluator([e])
        evaluator.setStates(state)
        expect(evaluator.closureOf(e)()).toBe(expected)
        expect(naiveValue(e, { state, next: state, parameters: [], bound: {} })).toBe(expected)
        const { low, high } = e.type as IntType
        expect(expected >= low && expected <= high).toBe(true)
      },
    ),
    { seed: 2, numRuns: runs },
  )
})

it('counts leading zeros as Math.clz32 does', () => {
  fc.assert(
    fc.property(number, n => {
      const e = leadingZeros(read(variable(0, { low: -(2 ** 53) + 1, high: 2 ** 53 - 1 })))
      const evaluator = new Evaluator([e])
      evaluator.setStates([n])
      expect(evaluator.closureOf(e)()).toBe(Math.clz32(n))
    }),
    { seed: 3, numRuns: 300 },
  )
})

it('leaves out what changes nothing', () => {
  const byte = read(variable(0, { low: 0, high: 255 }))
  expect(bitAnd(byte, integer(255))).toBe(byte)
  expect(bitAnd(integer(-1), byte)).toBe(byte)
  expect(bitOr(byte, integer(0))).toBe(byte)
  expect(shiftRightUnsigned(byte, integer(0))).toBe(byte)
  const word = read(variable(0, { low: 0, high: 2 ** 32 - 1 }))
  expect(shiftRightUnsigned(word, integer(0))).toBe(word)
  expect(bitOr(word, integer(0))).not.toBe(word)
  expect(bitAnd(word, integer(-1))).not.toBe(word)
})
