import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import groupKeys from './groupKeys.ts'

const holds = { violated: [], inconclusive: [] }

// The numbers were confirmed by running the TypeScript directly, state by state.
describe.each([
  ['default', {}, { distinct: 720, generated: 2330, depth: 14 }],
  ['joining', groupKeys.instances.joining, { distinct: 348, generated: 800, depth: 12 }],
])('the %s instance', (_, constants, numbers) => {
  it('keeps every promise, and everything in it happens', async () => {
    expect(await verdicts(groupKeys, constants)).toEqual({ ...numbers, ...holds })
  })
})

it.each([
  ['three processes', { processes: 3 }],
  ['three processes, one of which may join', { processes: 3, newcomer: true }],
  ['two processes that may leave and come back', { views: 3 }],
])('holds of %s', async (_, constants) => {
  expect(await verdicts(groupKeys, constants)).toMatchObject(holds)
})

/** Who sends with another key sends what those read who have that one. */
const consequences: Readonly<Record<string, string[]>> = {
  'VS-12b': ['keyViewBinding'],
  'VS-22': ['leaverExcluded'],
}

describe.each(Object.entries(groupKeys.mutants))('mutant %s', (id, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    const { violated } = await verdicts(groupKeys, constants)
    expect([...violated].sort()).toEqual([violates, ...(consequences[id] ?? [])].sort())
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(groupKeys, { ...constants, bug: 'none' })).toMatchObject({ violated: [] })
  })
})
