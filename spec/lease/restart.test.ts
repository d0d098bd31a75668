import { expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import restart from './restart.ts'

it.each([1, 2, 3, 4])('a lifetime of %i periods survives one loss less, and a restart', async lifetime => {
  // By hand: after any number of losses, with what is left then, or with nothing after a restart.
  const losses = lifetime - 1
  expect(await verdicts(restart, { lifetime, losses })).toMatchObject({
    distinct: 2 * lifetime,
    violated: [],
    inconclusive: [],
  })
  expect((await verdicts(restart, { lifetime, losses: lifetime })).violated).toContain('survivesLosses')
})

it('does not come back where refreshes do not say what is reserved', async () => {
  expect((await verdicts(restart, { refresh: 'idOnly' })).violated).toEqual(['restored', 'survivesLosses', 'comesBack'])
})
