import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import switching from './switching.ts'

const holds = { violated: [], inconclusive: [] }

describe('switching', () => {
  // By hand. On one route, any flows may want to move. After a move, who has moved does not; nor do those who were alone before.
  it.each([
    [2, 2 * 4 + 2 * 3],
    [3, 2 * 8 + 6 * 4],
    [4, 2 * 16 + 8 * 8 + 6 * 7],
  ])('comes to rest, of %i flows that look again and move for a real gain', async (flows, distinct) => {
    expect(await verdicts(switching, { flows })).toMatchObject({ distinct, ...holds })
  })

  it('needs both: neither fresh views alone nor hysteresis alone will do for three flows', async () => {
    const settles = async (margin: number, view: string) =>
      !(await verdicts(switching, { margin, view })).violated.includes('settles')
    expect(
      await Promise.all([settles(0, 'fresh'), settles(1, 'stale'), settles(0, 'stale'), settles(1, 'fresh')]),
    ).toEqual([false, false, false, true])
  })

  it('goes on for ever between two states of the routes, of two flows that share what they see', async () => {
    expect((await verdicts(switching, { flows: 2, view: 'stale' })).violated).toContain('settles')
  })

  it('needs no hysteresis for two flows that look again', async () => {
    expect(await verdicts(switching, { flows: 2, margin: 0 })).toMatchObject(holds)
  })
})

describe.each(Object.entries(switching.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    expect((await verdicts(switching, constants)).violated).toContain(violates)
  })
})
