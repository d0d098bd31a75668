import { expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import drift from './drift.ts'

const holds = { violated: [], inconclusive: [] }

/** While a holder has its lease, its clock and the grantor's show any times that are not too far apart; later, the rest. */
function states(holders: number, term: number, drift: number, margin: number): number {
  let used = 0
  for (let holder = 0; holder < term - margin; holder++)
    for (let grantor = 0; grantor <= term; grantor++) if (Math.abs(holder - grantor) <= drift) used++
  return holders * used + Math.min(term, margin + drift) + 1
}

it.each([
  [2, 3, 1, 1],
  [3, 4, 1, 1],
  [2, 6, 2, 2],
])('of %i holders one uses a lease of %i ticks, where clocks are %i apart and %i is the margin', async (...sizes) => {
  const [holders, term, apart, margin] = sizes
  expect(await verdicts(drift, { holders, term, drift: apart, margin })).toMatchObject({
    distinct: states(...sizes),
    ...holds,
  })
})

it.each([
  [1, 0],
  [2, 1],
  [3, 2],
])('where clocks are %i apart, a margin of %i is too small', async (apart, margin) => {
  expect((await verdicts(drift, { term: 6, drift: apart, margin })).violated).toEqual(['exclusive'])
})
