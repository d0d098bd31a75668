import { describe, expect, it } from 'vitest'
import { less } from './arithmetic.ts'
import { and, implies, not, or } from './boolean.ts'
import { type Expr, integer, read } from './expr.ts'
import { stateVariable } from './model.fixture.ts'
import { premises } from './premise.ts'
import { formatExpr } from './print.ts'
import { boundVariable, exists, forall } from './quantifier.ts'
import { has } from './structure.ts'
import { boolType, intType, setType } from './type.ts'

const [p, q, r] = ['p', 'q', 'r'].map((name, i) => read(stateVariable(i, name, boolType))) as [Expr, Expr, Expr]
const item = intType(0, 3)
const set = read(stateVariable(3, 'set', setType(item)))
const [x, y] = [boundVariable(0, 'x', item), boundVariable(1, 'y', item)]
const textOf = (e: Expr) => premises(e).map(premise => formatExpr(premise.condition))

describe('premises', () => {
  it('are what must hold for each conjunct to say anything', () => {
    expect(textOf(and(implies(p, q), q, implies(q, r)))).toEqual(['p', 'q'])
    expect(textOf(implies(p, implies(q, r)))).toEqual(['p && q'])
  })

  it('need one element of a quantifier', () => {
    const inSet = (v: typeof x, body: Expr) => implies(has(set, read(v)), body)
    expect(textOf(forall(x, inSet(x, less(read(x), integer(2)))))).toEqual(['(0..3).some(x => set.has(x))'])
    expect(textOf(forall(x, inSet(x, forall(y, inSet(y, less(read(x), read(y)))))))).toEqual([
      '(0..3).some(x => set.has(x) && (0..3).some(y => set.has(y)))',
    ])
  })

  it('are read from a disjunction with negated parts', () => {
    expect(textOf(or(not(p), q))).toEqual(['p'])
    expect(textOf(or(not(p), not(q), r))).toEqual(['p && q'])
  })

  it('are none for what is never vacuous', () => {
    expect([p, not(p), or(p, q), exists(x, has(set, read(x))), forall(x, has(set, read(x)))].flatMap(textOf)).toEqual(
      [],
    )
  })
})
