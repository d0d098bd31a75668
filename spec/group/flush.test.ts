import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import flush from './flush.ts'

const holds = { violated: [], inconclusive: [] }

describe('the flush', () => {
  // The number was confirmed by running the TypeScript directly, state by state.
  it('keeps every promise, and everything in it happens', { timeout: 60_000 }, async () => {
    expect(await verdicts(flush)).toEqual({ distinct: 13_624, generated: 23_299, depth: 15, ...holds })
  })

  it('keeps them with four processes, of which one may have installed a view that the next coordinator has missed', {
    timeout: 120_000,
  }, async () => {
    expect(await verdicts(flush, { processes: 4, views: 4 })).toMatchObject({ distinct: 222_317, ...holds })
  })

  it('shows nothing of virtual synchrony with two processes, of which one survives', async () => {
    const { violated, inconclusive } = await verdicts(flush, { processes: 2, bug: 'doesNotWait' })
    expect([violated, inconclusive]).toEqual([[], expect.arrayContaining(['virtualSynchrony'])])
  })
})

/** What the service promises: to break it is to break the refinement. */
const promised = [
  'selfInclusion',
  'uniqueViews',
  'noDuplication',
  'sendingViewDelivery',
  'selfDelivery',
  'virtualSynchrony',
]

describe.each(Object.entries(flush.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, { timeout: 60_000 }, async () => {
    const { violated } = await verdicts(flush, constants)
    expect(violated).toContain(violates)
    expect(violated.includes('servesViews')).toBe(promised.includes(violates))
  })
  it('holds on the same instance without its bug', { timeout: 60_000 }, async () => {
    expect(await verdicts(flush, { ...constants, bug: 'none' })).toMatchObject({ violated: [] })
  })
})
