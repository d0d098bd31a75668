import { expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import ledger from './ledger.ts'

it.each([
  // Each router: nothing, or one of the overlays with a promise or a lease.
  ['one overlay', {}, 3 ** 2],
  ['two overlays that want the same unit', ledger.instances.contended, 5 ** 2],
])('never gives more than there is, with %s', async (_, constants, states) => {
  expect(await verdicts(ledger, constants)).toMatchObject({ distinct: states, violated: [], inconclusive: [] })
})
