import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, mod } from './arithmetic.ts'
import { and, equal } from './boolean.ts'
import { Evaluator } from './evaluator.ts'
import { ExprSource } from './expr.arbitrary.ts'
import { type Expr, integer, makeExpr, read, type Variable } from './expr.ts'
import { nextOf, parameter, stateVariable } from './model.fixture.ts'
import { naiveValue } from './naive.fixture.ts'
import { boundVariable, exists, forall } from './quantifier.ts'
import { Substitution } from './substitute.ts'
import { anyType, anyValueOf, keyType, smallType } from './type.arbitrary.ts'
import { boolType, intType } from './type.ts'
import { isMember, type Value } from './value.ts'

const evaluated = (e: Expr, state: readonly Value[] = []) => {
  const evaluator = new Evaluator([e])
  evaluator.setStates(state)
  return evaluator.closureOf(e)()
}

describe('Evaluator', () => {
  it('agrees with the plain meaning of every operator, as settings change, and so do simplified expressions', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const types = Array.from({ length: 3 }, () => draw(() => smallType(100)))
        const states = types.map((type, i) => stateVariable(i, `s${i}`, type))
        const parameters = [0, 1].map(i =>
          parameter(
            i,
            `p${i}`,
            draw(() => keyType),
          ),
        )
        const scope: Variable[] = [...states, nextOf(states[0] as Variable), ...parameters]
        const source = new ExprSource(draw)
        const written = [boolType, draw(() => anyType), boolType].map(type => source.ofType(type, scope))
        const simplified = written.map(new Substitution(read).in)
        const evaluator = new Evaluator([...written, ...simplified])
        const stateOf = () => types.map(type => draw(anyValueOf, type))
        for (let turn = 0; turn < 3; turn++) {
          const [state, next] = [stateOf(), stateOf()]
          evaluator.setStates(state, next)
          for (let choice = 0; choice < 2; choice++) {
            const values = parameters.map(p => draw(anyValueOf, p.type))
            for (const [i, value] of values.entries()) evaluator.setParameter(i, value)
            for (const [i, e] of written.entries()) {
              const meant = naiveValue(e, { state, next, parameters: values, bound: {} })
              expect(evaluator.closureOf(e)()).toEqual(meant)
              const simple = simplified[i] as Expr
              expect(evaluator.closureOf(simple)()).toEqual(meant)
              expect(isMember(simple.type, meant)).toBe(true)
            }
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('evaluates a shared part once', () => {
    const variable = stateVariable(0, 'n', intType(0, 6))
    let e: Expr = read(variable)
    let expected = 3
    for (let i = 0; i < 60; i++) {
      e = mod(add(e, e), integer(7))
      expected = (expected * 2) % 7
    }
    expect(evaluated(e, [3])).toBe(expected)
  })

  it('gives a variable its outer value back after an inner quantifier of the same depth', () => {
    const outer = boundVariable(0, 'x', intType(0, 2))
    const inner = boundVariable(0, 'y', intType(0, 2))
    const hit = exists(inner, equal(read(inner), integer(2)))
    const e = exists(outer, and(equal(read(outer), integer(1)), hit, equal(read(outer), integer(1))))
    const again = exists(
      outer,
      makeExpr({ operator: 'and', type: boolType, args: [hit, equal(read(outer), integer(1))] }),
    )
    expect(evaluated(e)).toBe(true)
    expect(evaluated(again)).toBe(true)
  })

  it('computes a kept part again when the variable it is bound to moves on', () => {
    const x = boundVariable(0, 'x', intType(0, 3))
    const y = boundVariable(1, 'y', intType(0, 3))
    const twice = mod(add(add(read(x), read(x)), integer(1)), integer(5))
    // Odd numbers up to 7 modulo 5 are 1, 3, 0, 2: never 4, and all others.
    const found = (wanted: number) =>
      exists(x, exists(y, and(equal(twice, integer(wanted)), equal(twice, twice), equal(read(x), read(y)))))
    expect([0, 1, 2, 3, 4].map(wanted => evaluated(found(wanted)))).toEqual([true, true, true, true, false])
    expect(evaluated(forall(x, exists(y, equal(read(x), read(y)))))).toBe(true)
  })

  it('evaluates expressions nested 5,000 deep', () => {
    const variable = stateVariable(0, 'n', intType(0, 6))
    let e: Expr = read(variable)
    for (let i = 0; i < 2500; i++) e = mod(add(read(variable), e), integer(7))
    expect(evaluated(e, [1])).toBe(2501 % 7)
  })
})
