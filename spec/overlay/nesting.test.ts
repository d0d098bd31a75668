import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import nesting from './nesting.ts'

describe('a share within a share', () => {
  it.each([1, 2])('isolates like a share, with room for %i packets', async queue => {
    // By hand: 4 slots, and any numbers of packets that wait.
    expect(await verdicts(nesting, { queue })).toMatchObject({
      distinct: 4 * (queue + 1) ** 3,
      violated: [],
      inconclusive: [],
    })
  })
  it('that is not divided keeps those inside within it, and not from each other', async () => {
    expect((await verdicts(nesting, { inside: 'shared' })).violated).toEqual(['isolation-inner0', 'isolation-inner1'])
  })
  it.each(Object.entries(nesting.mutants))('fails with %s', async (_, { constants, violates }) => {
    expect((await verdicts(nesting, constants)).violated).toContain(violates)
  })
})
