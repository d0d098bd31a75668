import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Equivalence } from './equivalence.ts'
import { Meanings } from './meanings.ts'
import { drawTerm, states, valueIn } from './terms.arbitrary.ts'
import { type Term, TermPool } from './terms.ts'

/** Two terms that may well be the same, their numbers, and whether they have the same values. */
function pairsOf(budget: number | undefined, check: (hasSameNumber: boolean, isSame: boolean) => void): void {
  fc.assert(
    fc.property(fc.gen(), draw => {
      const pool = new TermPool(1_000_000)
      const below = (n: number) => draw(fc.nat, { max: n - 1 })
      const isBoolean = below(2) === 0
      const [a, other] = [drawTerm(pool, below, 2, isBoolean), drawTerm(pool, below, 2, isBoolean)]
      const condition = drawTerm(pool, below, 1, true)
      const written = isBoolean
        ? pool.not(pool.or(pool.not(a), pool.and(pool.not(other), condition)))
        : pool.choose(condition, a, below(2) === 0 ? a : other)
      const rewritten = isBoolean
        ? pool.and(pool.or(other, pool.not(condition)), a)
        : pool.choose(pool.not(condition), below(2) === 0 ? other : a, a)
      const meanings = new Meanings(pool, cell => (cell * 3) % 5, budget)
      const values = (term: Term) => states.map(state => valueIn(pool, term, state)).join()
      check(meanings.of(written) === meanings.of(rewritten), values(written) === values(rewritten))
    }),
    { seed: 9, numRuns: 120 },
  )
}

it('has the same number for terms with the same values, and only for them, while diagrams are small', () => {
  let same = 0
  pairsOf(undefined, (hasSameNumber, isSame) => {
    expect(hasSameNumber).toBe(isSame)
    if (isSame) same++
  })
  expect(same).toBeGreaterThan(40)
})

it('has the same number only for terms with the same values, however few diagrams there are', () => {
  let [same, unseen] = [0, 0]
  for (const budget of [0, 4, 20]) {
    pairsOf(budget, (hasSameNumber, isSame) => {
      if (hasSameNumber) expect(isSame).toBe(true)
      if (hasSameNumber) same++
      else if (isSame) unseen++
    })
  }
  expect(Math.min(same, unseen)).toBeGreaterThan(20)
})

it('lets parts be compared where the whole is too large, in any order and written in any way', () => {
  const pool = new TermPool(100_000)
  const cells = Array.from({ length: 40 }, (_, i) => pool.cell(i, 0, 9))
  // pairs that are far apart in the order: a diagram of all would have to remember the first half
  const pair = (i: number) => [cells[i] as Term, cells[i + 20] as Term] as const
  const indices = Array.from({ length: 20 }, (_, i) => i)
  const once = pool.and(...indices.map(i => pool.equal(...pair(i))))
  const areNotApart = (i: number) => {
    const [a, b] = pair(i)
    return pool.not(pool.or(pool.less(a, b), pool.less(b, a)))
  }
  const other = pool.and(...indices.toReversed().map(areNotApart))
  const wrong = pool.and(...indices.map(i => (i === 7 ? pool.lessEqual(...pair(i)) : areNotApart(i))))
  const equivalence = new Equivalence(pool, cell => cell)
  expect(equivalence.holds(once, other, pool.true)).toBe(true)
  expect(equivalence.holds(once, wrong, pool.true)).toBe(null)
})
