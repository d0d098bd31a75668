import { describe, expect, it } from 'vitest'
import { compareRuns, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import tunnel from './tunnel.ts'

describe('tunnel', () => {
  it.each(Object.entries({ default: {}, ...tunnel.instances }))(
    'keep what they promise, instance %s',
    async (_, constants) => {
      const direct = compareRuns(tunnel.instance(constants), lower(tunnel.instance(constants)), { maxStates: 20_000 })
      expect(direct).toMatchObject({ isComplete: true, differences: [] })
      expect(await verdicts(tunnel, constants)).toMatchObject({
        distinct: direct.states,
        violated: [],
        inconclusive: [],
      })
    },
  )
  it.each(Object.entries(tunnel.mutants))('fail with %s', async (_, { constants, violates }) => {
    expect((await verdicts(tunnel, constants)).violated).toContain(violates)
  })
})
