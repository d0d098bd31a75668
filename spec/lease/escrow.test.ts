import { describe, expect, it } from 'vitest'
import { compareRuns, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import escrow from './escrow.ts'

const holds = { violated: [], inconclusive: [] }

describe('tokens that are moved between pairs', () => {
  it('stay as many as there are, and reach who wants one, also when a pair crashes', async () => {
    // All states, by running the TypeScript directly.
    const direct = compareRuns(escrow.instance(), lower(escrow.instance()), { maxStates: 10_000 })
    expect(direct).toMatchObject({ isComplete: true, differences: [] })
    expect(await verdicts(escrow)).toMatchObject({ distinct: direct.states, ...holds })
  })
  it('do so without leases where nobody crashes', async () => {
    expect(await verdicts(escrow, { crashes: 0, bug: 'tokensAreLost' })).toMatchObject(holds)
  })
  it.each(Object.entries(escrow.mutants))('fail with %s', async (_, { constants, violates }) => {
    expect((await verdicts(escrow, constants)).violated).toContain(violates)
  })
})
