import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import congestion from './congestion.ts'

describe('a source that looks for its limit', () => {
  it.each([5, 20, 50])('loses a packet again and again, and never two at a time, of %i', async capacity => {
    // By hand: all windows up to one above the limit, and half of that where one was lost.
    expect(await verdicts(congestion, { capacity })).toMatchObject({
      distinct: capacity + 2,
      violated: [],
      inconclusive: [],
    })
  })
  it('is hit when it is cut back', async () => {
    // By hand, with 20 and 4 more: 25 windows and half of the last with one lost, before and after the cut, which changes
    // nothing else; and after it half of each of 21 to 25, with 1 to 5 lost.
    expect(await verdicts(congestion, { lent: 4 })).toMatchObject({ distinct: 2 * 26 + 5, violated: ['lossIsSmall'] })
  })
  it('loses nothing where it knows the limit', async () => {
    expect((await verdicts(congestion, congestion.mutants.stopsAtTheLimit?.constants)).violated).toEqual(['losesAgain'])
  })
})
