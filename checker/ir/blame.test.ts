import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lessEqual } from './arithmetic.ts'
import { blame } from './blame.ts'
import { and, equal, implies, not } from './boolean.ts'
import { ExprSource } from './expr.arbitrary.ts'
import { integer, read } from './expr.ts'
import { stateVariable } from './model.fixture.ts'
import { naiveValue } from './naive.fixture.ts'
import { formatExpr } from './print.ts'
import { boundVariable, exists, forall } from './quantifier.ts'
import { at } from './structure.ts'
import { anyValueOf, smallType } from './type.arbitrary.ts'
import { boolType, enumType, intType, mapType } from './type.ts'
import { isMember } from './value.ts'

const router = enumType(['r1', 'r2', 'r3'])
const load = read(stateVariable(0, 'load', mapType(router, intType(0, 9))))
const [a, b] = [boundVariable(0, 'a', router), boundVariable(1, 'b', router)]
const loadOf = (v: typeof a) => at(load, read(v))

describe('blame', () => {
  it('names the conjunct, and the first elements for which it is false', () => {
    const isBounded = forall(a, lessEqual(loadOf(a), integer(5)))
    const isEven = forall(
      a,
      forall(
        b,
        implies(equal(loadOf(a), integer(2)), and(lessEqual(loadOf(b), integer(4)), lessEqual(integer(1), loadOf(b)))),
      ),
    )
    const { part, bindings } = blame(and(isBounded, isEven), [[3, 2, 5]])
    expect(formatExpr(part)).toBe('load[b] <= 4')
    expect(bindings.map(({ name, value }) => `${name} = ${value}`)).toEqual(['a = r2', 'b = r3'])
  })

  it('names the element that should not exist', () => {
    const { part, bindings } = blame(not(exists(a, equal(loadOf(a), integer(7)))), [[3, 7, 7]])
    expect(formatExpr(part)).toBe('load[a] !== 7')
    expect(bindings).toEqual([{ name: 'a', type: router, value: 'r2' }])
  })

  it('always names a part that is false for its bindings', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const types = [0, 1].map(() => draw(() => smallType(50)))
        const scope = types.map((type, i) => stateVariable(i, `s${i}`, type))
        const state = types.map(type => draw(anyValueOf, type))
        const condition = new ExprSource(draw).ofType(boolType, scope)
        if (naiveValue(condition, { state, next: state, parameters: [], bound: {} }) === true) return
        const { part, bindings } = blame(condition, state)
        expect(bindings.every(({ type, value }) => isMember(type, value))).toBe(true)
        // The source names the variable bound at depth n `xn`.
        const bound = Object.fromEntries(bindings.map(({ name, value }) => [name.slice(1), value]))
        expect(naiveValue(part, { state, next: state, parameters: [], bound })).toBe(false)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
