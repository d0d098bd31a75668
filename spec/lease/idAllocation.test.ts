import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import idAllocation from './idAllocation.ts'

const holds = { violated: [], inconclusive: [] }

describe('identifier allocation', () => {
  it.each([1, 2, 3])('keeps %i identifiers unique and quarantined', { timeout: 60_000 }, async flowIds => {
    // By hand: an identifier is still with the root, or with one of 2 managers. There it is taken, with 3 values of the
    // routers' timer, or free, with a quarantine of at most 2 ticks and a router's timer that is no longer: 6 pairs.
    // Either way the other manager believes it to be taken or not. No identifier depends on another.
    const oneIdentifier = 1 + 2 * (3 + 6) * 2
    expect(await verdicts(idAllocation, { flowIds })).toMatchObject({ distinct: oneIdentifier ** flowIds, ...holds })
  })

  it('takes as many steps as the TypeScript run directly', async () => {
    expect(await verdicts(idAllocation)).toMatchObject({ generated: 7216, depth: 10 })
  })

  it.each(Object.entries(idAllocation.mutants))('%s is killed by its property alone', async (_, mutant) => {
    expect((await verdicts(idAllocation, mutant.constants)).violated).toEqual([mutant.violates])
    expect(await verdicts(idAllocation, { ...mutant.constants, bug: 'none' })).toMatchObject(holds)
  })
})
