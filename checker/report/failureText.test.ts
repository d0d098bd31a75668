import { expect, it } from 'vitest'
import { add, lessEqual } from '../ir/arithmetic.ts'
import { and } from '../ir/boolean.ts'
import { type Expr, integer, read, type Variable } from '../ir/expr.ts'
import type { FailureKind } from '../ir/model.ts'
import { intType } from '../ir/type.ts'
import { failureText } from './failureText.ts'
import { spanOf } from './fixtures/seat.ts'

const small = intType(0, 3)
const n: Variable = { space: 'state', name: 'n', index: 0, type: small }
const by: Variable = { space: 'parameter', name: 'by', index: 0, type: small }
const sum = add(read(n), read(by))
const text = (condition: Expr, failure: FailureKind = 'range') =>
  failureText({ kind: 'check', condition, failure, message: 's.n: no', span: spanOf('s.place') }, [2], [3])

it('tells the value that a bound refuses, as the state and the parameters make it', () => {
  expect(text(and(lessEqual(integer(0), sum), lessEqual(sum, integer(3))))).toBe('s.n: no; it is 5')
  expect(text(lessEqual(integer(6), sum), 'index')).toBe('s.n: no; it is 5')
})
it('tells no value where two values are compared, or something else fails', () => {
  expect(text(lessEqual(sum, read(n)))).toBe('s.n: no')
  expect(text(lessEqual(sum, integer(3)), 'assert')).toBe('s.n: no')
})
