import { describe, expect, it } from 'vitest'
import { compareRuns, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import ingress from './ingress.ts'

describe('ingress', () => {
  it.each(Object.entries({ default: {}, ...ingress.instances }))(
    'keep what they promise, instance %s',
    async (_, constants) => {
      const direct = compareRuns(ingress.instance(constants), lower(ingress.instance(constants)), { maxStates: 20_000 })
      expect(direct).toMatchObject({ isComplete: true, differences: [] })
      expect(await verdicts(ingress, constants)).toMatchObject({
        distinct: direct.states,
        violated: [],
        inconclusive: [],
      })
    },
  )
  it.each(Object.entries(ingress.mutants))('fail with %s', async (_, { constants, violates }) => {
    expect((await verdicts(ingress, constants)).violated).toContain(violates)
  })
})
