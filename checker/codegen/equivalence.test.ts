import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Equivalence } from './equivalence.ts'
import { drawTerm, states, valueIn } from './terms.arbitrary.ts'
import { type Term, TermPool } from './terms.ts'

it('says that terms are the same exactly when they have the same values in all states that satisfy the condition', () => {
  let [same, differing] = [0, 0]
  fc.assert(
    fc.property(fc.gen(), draw => {
      const pool = new TermPool(1_000_000)
      const below = (n: number) => draw(fc.nat, { max: n - 1 })
      const isBoolean = below(2) === 0
      const term = () => drawTerm(pool, below, 1 + below(3), isBoolean)
      const [a, condition] = [term(), below(2) === 0 ? pool.true : drawTerm(pool, below, 2, true)]
      // half of the time something that may well be the same
      const b = below(2) === 0 ? term() : pool.choose(drawTerm(pool, below, 1, true), a, below(2) === 0 ? a : term())
      const values = (t: Term) => states.filter(s => valueIn(pool, condition, s) === 1).map(s => valueIn(pool, t, s))
      const isSame = values(a).join() === values(b).join()
      expect(new Equivalence(pool, cell => (cell * 3) % 5).holds(a, b, condition)).toBe(isSame)
      if (isSame) same++
      else differing++
    }),
    { seed: 6, numRuns: 400 },
  )
  expect(Math.min(same, differing)).toBeGreaterThan(80)
})

it('sees through the order of operands', () => {
  const pool = new TermPool(1000)
  const [x, y, z] = [pool.cell(0, 0, 9), pool.cell(1, 0, 9), pool.cell(2, 0, 9)]
  const equivalence = new Equivalence(pool, cell => cell)
  expect(equivalence.shapeOf(pool.add(pool.add(x, y), z))).toBe(equivalence.shapeOf(pool.add(x, pool.add(z, y))))
  expect(equivalence.shapeOf(pool.subtract(x, y))).not.toBe(equivalence.shapeOf(pool.subtract(y, x)))
})

it('gives up on cells of too many values, unless the shape decides', () => {
  const pool = new TermPool(1000)
  const equivalence = new Equivalence(pool, cell => cell)
  const [x, y] = [pool.cell(0, 0, 2 ** 31 - 1), pool.cell(1, 0, 2 ** 31 - 1)]
  expect(equivalence.holds(pool.less(x, y), pool.not(pool.lessEqual(y, x)), pool.true)).toBe(null)
  expect(equivalence.holds(pool.equal(x, y), pool.equal(y, x), pool.true)).toBe(true)
})

it('gives up where the diagrams would be too large', () => {
  const pool = new TermPool(100_000)
  const equivalence = new Equivalence(pool, cell => cell)
  const cells = Array.from({ length: 40 }, (_, i) => pool.cell(i, 0, 9))
  // pairs that are far apart in the order: all values of the first half have to be remembered
  const pairs = Array.from({ length: 20 }, (_, i) => pool.equal(cells[i] as Term, cells[i + 20] as Term))
  const once = pool.and(...pairs)
  const other = pool.not(pool.or(...pairs.map(pair => pool.not(pair))))
  expect(equivalence.holds(once, other, pool.true)).toBe(null)
  expect(equivalence.holds(pool.not(pairs[0] as Term), pairs[0] as Term, pool.true)).toBe(false)
})
