import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import flush from './flush.ts'

// The numbers were confirmed by running the TypeScript directly, state by state.
describe.each([
  ['one failure', {}, { distinct: 931, generated: 1390, depth: 11 }],
  ['a failure and a mistake', { views: 3, mistakes: 1 }, { distinct: 13_624, generated: 23_299, depth: 15 }],
])('with %s', (_, constants, numbers) => {
  it('keeps every promise, and everything in it happens', { timeout: 60_000 }, async () => {
    const { inconclusive, ...found } = await verdicts(flush, constants)
    expect(found).toEqual({ ...numbers, violated: [] })
    expect(inconclusive).toEqual([])
  })
})

it('shows nothing of virtual synchrony with two processes, of which one survives', async () => {
  const { violated, inconclusive } = await verdicts(flush, { processes: 2, bug: 'doesNotWait' })
  expect([violated, inconclusive]).toEqual([[], expect.arrayContaining(['virtualSynchrony'])])
})

it('stops for ever where a coordinator waits for the answer of a member that has failed', async () => {
  const { violated } = await verdicts(flush, { views: 3, crashes: 2, bug: 'waitsForSuspected' })
  expect(violated).toEqual(expect.arrayContaining(['membershipPrecision', 'multicastLiveness']))
  expect(await verdicts(flush, { views: 3, crashes: 2 })).toMatchObject({ violated: [] })
})

/** What the service promises: to break it is to break the refinement. */
const promised = [
  'selfInclusion',
  'uniqueViews',
  'noDuplication',
  'sendingViewDelivery',
  'selfDelivery',
  'virtualSynchrony',
  'servesViews',
]

describe.each(Object.entries(flush.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, { timeout: 60_000 }, async () => {
    const { violated } = await verdicts(flush, constants)
    expect(violated).toContain(violates)
    expect(violated.includes('servesViews')).toBe(promised.includes(violates))
  })
})

const repaired = Object.values(flush.mutants).map(({ constants }) => JSON.stringify({ ...constants, bug: 'none' }))
it.each([...new Set(repaired)])('without the bug, %s holds', { timeout: 60_000 }, async constants => {
  expect(await verdicts(flush, JSON.parse(constants))).toMatchObject({ violated: [] })
})
