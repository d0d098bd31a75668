import { expect, it } from 'vitest'
import { add, less, multiply, subtract } from '../../ir/arithmetic.ts'
import { bitAnd, shiftRightUnsigned } from '../../ir/bitwise.ts'
import { choose } from '../../ir/boolean.ts'
import { type Expr, integer, makeExpr } from '../../ir/expr.ts'
import { intType } from '../../ir/type.ts'
import { possibleValues } from './possibleValues.ts'

const type = intType(0, 1000)
const n = makeExpr({ operator: 'variable', type, args: [], variable: { space: 'state', name: 'n', index: 0, type } })
const oneOf = (limit: number, a: Expr, b: Expr) => choose(less(n, integer(limit)), a, b)
const values = (e: Expr) => [...(possibleValues(e) ?? [])].sort((a, b) => a - b)

it('are the constants that may be chosen, and what is computed of them', () => {
  const few = oneOf(5, integer(24), oneOf(9, integer(40), integer(57)))
  expect(values(few)).toEqual([24, 40, 57])
  expect(values(shiftRightUnsigned(few, integer(3)))).toEqual([3, 5, 7])
  expect(values(bitAnd(few, integer(7)))).toEqual([0, 1])
  expect(values(add(few, oneOf(7, integer(0), integer(2))))).toEqual([24, 26, 40, 42, 57, 59])
  expect(values(subtract(multiply(few, integer(2)), integer(1)))).toEqual([47, 79, 113])
})

it('are not known where a part of the state is among them, or too many', () => {
  expect(possibleValues(n)).toBeNull()
  expect(possibleValues(oneOf(5, integer(1), n))).toBeNull()
  expect(possibleValues(add(n, integer(1)))).toBeNull()
  const bits = Array.from({ length: 10 }, (_, i) => oneOf(i + 1, integer(0), integer(2 ** i)))
  expect(values(bits.slice(0, 9).reduce(add)).length).toBe(512)
  expect(possibleValues(bits.reduce(add))).toBeNull()
})
