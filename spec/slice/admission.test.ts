import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import admission from './admission.ts'

const holds = { violated: [], inconclusive: [] }

// The numbers were confirmed by running the TypeScript directly, state by state.
describe.each([
  ['default', {}, { distinct: 43_632, generated: 402_545, depth: 20 }],
  ['contention', admission.instances.contention, { distinct: 10_204, generated: 69_531, depth: 17 }],
  ['spread', admission.instances.spread, { distinct: 1_864, generated: 17_365, depth: 12 }],
])('the %s instance', (_, constants, numbers) => {
  it('keeps every promise, and everything in it happens', { timeout: 180_000 }, async () => {
    expect(await verdicts(admission, constants)).toEqual({ ...numbers, ...holds })
  })
})

describe.each(Object.entries(admission.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates} alone`, { timeout: 60_000 }, async () => {
    expect((await verdicts(admission, constants)).violated).toEqual([violates])
  })
  it('holds on the same instance without its bug', { timeout: 60_000 }, async () => {
    expect(await verdicts(admission, { ...constants, bug: 'none' })).toMatchObject({ violated: [] })
  })
})
