import { describe, expect, it } from 'vitest'
import { compareRuns, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import policies from './policies.ts'

describe('policies', () => {
  it.each(Object.entries({ default: {}, ...policies.instances }))(
    'keep what they promise, instance %s',
    async (_, constants) => {
      const direct = compareRuns(policies.instance(constants), lower(policies.instance(constants)), {
        maxStates: 20_000,
      })
      expect(direct).toMatchObject({ isComplete: true, differences: [] })
      expect(await verdicts(policies, constants)).toMatchObject({
        distinct: direct.states,
        violated: [],
        inconclusive: [],
      })
    },
  )
  it.each(Object.entries(policies.mutants))('fail with %s', async (_, { constants, violates }) => {
    expect((await verdicts(policies, constants)).violated).toContain(violates)
  })
})
