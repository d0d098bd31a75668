import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import incubation from './incubation.ts'

describe('grants', () => {
  it.each([1, 2, 3])('end within %i ticks, and leave the pool whole', async term => {
    // By hand: each network is planned, funded or failed, or one of them has so many ticks left.
    const distinct = 3 ** 2 + 2 * 3 * term
    expect(await verdicts(incubation, { term })).toMatchObject({ distinct, violated: [], inconclusive: [] })
  })
  it.each(Object.entries(incubation.mutants))('fail when %s', async (_, { constants, violates }) => {
    expect((await verdicts(incubation, constants)).violated).toContain(violates)
  })
})
