import { expect, it } from 'vitest'
import { valueIn } from './terms.arbitrary.ts'
import { TermPool } from './terms.ts'

it('compares with constants right at the edges of any range, and asks for one value there', () => {
  const numbers = [-3, -2, -1, 0, 1, 2, 3, 4]
  for (const low of numbers.slice(1, -1)) {
    for (const high of numbers.filter(n => n > low && n < 4)) {
      const pool = new TermPool(100)
      const cell = pool.cell(0, low, high)
      for (const n of numbers) {
        const constant = pool.constant(n)
        const terms = [pool.less(cell, constant), pool.less(constant, cell)]
        terms.push(pool.lessEqual(cell, constant), pool.lessEqual(constant, cell))
        for (const value of numbers.filter(v => low <= v && v <= high)) {
          const expected = [value < n, n < value, value <= n, n <= value].map(Number)
          expect(terms.map(term => valueIn(pool, term, [value]))).toEqual(expected)
        }
        const isBetween = (first: number, last: number) => first < n && n < last
        const isCompared = terms.map(({ operator }) => operator === 'less' || operator === 'lessEqual')
        const [below, above] = [isBetween(low + 1, high), isBetween(low, high - 1)]
        expect(isCompared).toEqual([below, above, above, below])
      }
    }
  }
})

it('takes a number that is 0 or 1 for a condition', () => {
  const pool = new TermPool(100)
  const [bit, zero, one] = [pool.cell(0, 0, 1), pool.constant(0), pool.constant(1)]
  expect([pool.less(zero, bit), pool.lessEqual(one, bit)]).toEqual([bit, bit])
  expect([pool.less(bit, one), pool.lessEqual(bit, zero)]).toEqual([pool.not(bit), pool.not(bit)])
})
