/** Loops that are rolled up: inside of each other, with quantifiers in them, and with exceptions. */
import { describe, expect, it } from 'vitest'
import * as logic from './firstOrder.ts'
import { apply, equal, exists, forall, implies, not, type Term } from './firstOrder.ts'
import { vocabulary } from './formula.arbitrary.ts'
import { identitiesIn, Rolling } from './rolling.ts'

const { domains } = vocabulary({ a: 5, b: 7 })
const all = domains.identitiesOf('a')
const [first, second, third] = all as [Term, Term, Term]
const over = (x: Term, y: Term) => apply('over', 'Bool', [x, y])
const marked = (x: Term) => apply('marked', 'Bool', [x])
const chosen = apply('chosen', 'a')
const linked = (x: Term, y: Term) => apply('linked', 'Bool', [x, y])
const loop = (body: (each: Term) => Term) => logic.and(...all.map(body))
const innerLoop = (body: (each: Term) => Term) => logic.and(...domains.identitiesOf('b').map(body))

describe('a loop', () => {
  it('becomes a quantifier, with those that are in it', () => {
    const { rolled } = new Rolling(domains)
    expect(rolled(loop(each => exists('b', y => over(each, y))))).toBe(forall('a', x => exists('b', y => over(x, y))))
    const nested = (each: Term) => exists('a', y => forall('a', z => implies(over(each, z), over(y, z))))
    expect(rolled(loop(nested))).toBe(forall('a', nested))
  })
  it('in a loop over another domain becomes two', () => {
    const { rolled } = new Rolling(domains)
    const nested = (x: Term, y: Term) =>
      logic.or(
        linked(x, y),
        exists('a', z => implies(over(x, z), linked(z, y))),
      )
    expect(rolled(loop(x => innerLoop(y => nested(x, y))))).toBe(forall('a', x => forall('b', y => nested(x, y))))
  })
  it('that leaves one out stays as it is', () => {
    const { rolled } = new Rolling(domains)
    const others = logic.and(...all.slice(1).map(marked))
    expect(identitiesIn(rolled(others))).toHaveLength(4)
  })
})

describe('a function of identities', () => {
  it('made inside of another keeps the arguments of both apart', () => {
    const rolling = new Rolling(domains)
    const outer = rolling.function(['a'], ([x]) => {
      const inner = rolling.function(['a'], ([y]) =>
        innerLoop(z => implies(linked(x as Term, z), linked(y as Term, z))),
      )
      return exists('a', y => (inner as NonNullable<typeof inner>)([y]))
    })
    const expected = exists('a', y => forall('b', z => implies(linked(chosen, z), linked(y, z))))
    expect(outer?.([chosen])).toBe(expected)
    expect(expected.operator).toBe('exists')
  })
  it('may be another for two of them', () => {
    const entry = ([x]: readonly Term[]) => (x === second || x === third ? marked(x) : over(x as Term, first))
    const rolled = new Rolling(domains).function(['a'], entry)
    expect(rolled).toBe(null)
    const other = new Rolling(domains).function(['a'], ([x]) => (x === second ? not(marked(second)) : loop(marked)))
    const known = forall('a', marked)
    expect(other?.([chosen])).toBe(logic.choose(equal(chosen, second), not(marked(second)), known))
  })
})
