import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Equivalence } from './equivalence.ts'
import { Factoring } from './factoring.ts'
import { drawTerm, states } from './terms.arbitrary.ts'
import { type Term, TermPool } from './terms.ts'
import { TermValues } from './termValues.ts'

/** Set VON_RANDOM_TERMS to compare more of them. */
const RANDOM_TERMS = Number(process.env.VON_RANDOM_TERMS ?? 500)

/** Values in all states. */
function valuesOf(term: Term): string {
  const values = new TermValues([0, 1, 2, 3, 4].map(i => ({ bit: 2 * i, width: 2, low: 0 })))
  const inState = (state: readonly number[]) => {
    values.take(Uint32Array.of(state.reduce((word, value, i) => word | (value << (2 * i)), 0)))
    return values.of(term)
  }
  return states.map(inState).join('')
}

/** The terms that code would compute. */
function partsOf(term: Term, seen = new Set<Term>()): Set<Term> {
  if (!seen.has(term)) {
    seen.add(term)
    for (const arg of term.args) partsOf(arg, seen)
  }
  return seen
}

describe('what conditions have in common', () => {
  it('makes no difference to their values when it is taken out', () => {
    let [changed, shorter] = [0, 0]
    fc.assert(
      fc.property(fc.gen(), draw => {
        const pool = new TermPool(1_000_000)
        const below = (n: number) => draw(fc.nat, { max: n - 1 })
        // few different parts, so that most have something in common
        const parts = Array.from({ length: 2 + below(3) }, () => drawTerm(pool, below, 1, true))
        const part = () => parts[below(parts.length)] as Term
        const junction = (depth: number, isAnd: boolean): Term => {
          const inner = () =>
            depth === 0 || below(4) === 0 ? part() : junction(depth - 1, below(5) === 0 ? isAnd : !isAnd)
          const terms = Array.from({ length: 2 + below(3) }, inner)
          return isAnd ? pool.and(...terms) : pool.or(...terms)
        }
        const whole = junction(1 + below(2), below(2) === 0)
        const term = below(3) === 0 ? pool.choose(part(), pool.not(whole), junction(2, true)) : whole
        const factored = new Factoring(pool).of(term)
        expect(valuesOf(factored)).toBe(valuesOf(term))
        if (factored !== term) changed++
        if (partsOf(factored).size < partsOf(term).size) shorter++
      }),
      { seed: 8, numRuns: RANDOM_TERMS },
    )
    expect(Math.min(changed, shorter)).toBeGreaterThan(RANDOM_TERMS / 5)
  })

  it('makes something about all pairs a matter of all elements', () => {
    const pool = new TermPool(10_000)
    const elements = Array.from({ length: 9 }, (_, i) => pool.cell(i, 0, 3))
    const is = (element: Term, value: number) => pool.equal(element, pool.constant(value))
    const pairs = elements.flatMap(a => elements.map(b => pool.or(pool.not(is(a, 2)), pool.not(is(b, 3)))))
    const none = (value: number) => pool.and(...elements.map(element => pool.not(is(element, value))))
    const factored = new Factoring(pool).of(pool.and(...pairs))
    const wanted = pool.or(none(2), none(3))
    const equivalence = new Equivalence(pool, cell => cell)
    expect(equivalence.shapeOf(factored)).toBe(equivalence.shapeOf(wanted))
    expect(partsOf(factored).size).toBe(partsOf(wanted).size)
  })

  it('leaves terms as they are that have nothing in common', () => {
    const pool = new TermPool(1000)
    const [a, b, c, d] = [0, 1, 2, 3].map(i => pool.cell(i, 0, 1)) as [Term, Term, Term, Term]
    const term = pool.and(pool.or(a, b), pool.or(c, d), pool.not(pool.and(a, c)))
    expect(new Factoring(pool).of(term)).toBe(term)
  })
})
