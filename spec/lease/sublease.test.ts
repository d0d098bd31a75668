import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import sublease from './sublease.ts'

describe('leases of leases', () => {
  it('end in time and stay within the share', async () => {
    // By hand, for t ticks of the main lease: of one unit, nobody or one of 2 tenants for up to t ticks has it; of two units,
    // nobody, one of 2 tenants has 1 or 2, or both have one.
    const oneUnit = (t: number) => 1 + 2 * t
    const twoUnits = (t: number) => 1 + 2 * 2 * t + t * t
    const distinct = 1 + oneUnit(1) + oneUnit(2) + twoUnits(1) + twoUnits(2)
    expect(await verdicts(sublease)).toMatchObject({ distinct, violated: [], inconclusive: [] })
  })
  it.each(Object.entries(sublease.mutants))('fail with %s', async (_, { constants, violates }) => {
    expect((await verdicts(sublease, constants)).violated).toContain(violates)
  })
})
