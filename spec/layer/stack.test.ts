import { describe, expect, it } from 'vitest'
import { compareRuns, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import stack from './stack.ts'

describe('a stack of layers', () => {
  it.each([1, 2, 3])('delivers %i packets once, and no router reads them', async packets => {
    const direct = compareRuns(stack.instance({ packets }), lower(stack.instance({ packets })), { maxStates: 10_000 })
    expect(direct).toMatchObject({ isComplete: true, differences: [] })
    expect(await verdicts(stack, { packets })).toMatchObject({
      distinct: direct.states,
      violated: [],
      inconclusive: [],
    })
  })
  it.each(Object.entries(stack.mutants))('fails as a whole with %s, and in that alone', async (_, mutant) => {
    expect((await verdicts(stack, mutant.constants)).violated).toEqual([mutant.violates])
  })
})
