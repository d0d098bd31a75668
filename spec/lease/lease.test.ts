import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import lease from './lease.ts'

const holds = { violated: [], inconclusive: [] }

// The numbers were confirmed by running the TypeScript directly, state by state.
describe.each([
  ['default', {}, { distinct: 34_615, generated: 185_611, depth: 24 }],
  ['faults', lease.instances.faults, { distinct: 13_640, generated: 65_187, depth: 19 }],
  ['contention', lease.instances.contention, { distinct: 133_705, generated: 718_625, depth: 32 }],
])('the %s instance', (_, constants, numbers) => {
  it('keeps every promise, and everything in it happens', { timeout: 180_000 }, async () => {
    expect(await verdicts(lease, constants)).toEqual({ ...numbers, ...holds })
  })
})

it('holds for a second request when everything may fail once', async () => {
  expect(await verdicts(lease, { routers: 1, losses: 1, duplicates: 1 })).toMatchObject(holds)
})

describe.each(Object.entries(lease.mutants))('mutant %s', (_, { constants, violates }) => {
  // A router that has given more than there is keeps no ledger either.
  const expected: string[] = violates === 'ledger' ? ['ledger', 'keepsLedger'] : [violates]
  it(`is killed by ${violates} alone`, async () => {
    expect((await verdicts(lease, constants)).violated).toEqual(expected)
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(lease, { ...constants, bug: 'none' })).toMatchObject(holds)
  })
})
