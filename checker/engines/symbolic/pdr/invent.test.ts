import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawModel, drawRefinement } from '../../../ir/model.arbitrary.ts'
import type { Model } from '../../../ir/model.ts'
import { naiveSearch } from '../../../ir/naiveSearch.fixture.ts'
import { TransitionSystem } from '../transitionSystem.ts'
import { badnessOf, deadlockOf, failuresOf } from './badness.ts'
import { invent } from './invent.ts'

/** How many random models to try; VON_RANDOM_INVENTIONS tries more. */
const MODELS = Number(process.env.VON_RANDOM_INVENTIONS ?? 8)

/** What exploration finds violated, and what inventing invariants does, by name. */
async function compared(model: Model) {
  const system = TransitionSystem.of(model)
  const isAsked = (kind: string) => kind === 'invariant' || kind === 'step' || kind === 'refinement'
  const properties = model.properties.filter(({ kind }) => isAsked(kind))
  const bad = [...properties.map(p => badnessOf(system, p)), deadlockOf(system), failuresOf(system)]
  const { verdicts, conditions } = await invent(system, bad, [], { session: {}, candidates: true })
  const { sightings } = naiveSearch(model, false)
  const names = bad.map(({ name }) => name)
  return {
    explored: names.map(name => [name, sightings.has(name) ? 'violated' : 'proved']),
    invented: names.map(name => [name, verdicts.get(name)?.kind]),
    conditions,
  }
}

describe('invented invariants', () => {
  it('prove what exploration finds true of random models, and paths are found to all else', async () => {
    const seen = { violated: 0, proved: 0, withConditions: 0 }
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const drawn = drawModel(draw, fc.nat)
        const model = draw(fc.nat, { max: 2 }) === 0 ? drawRefinement(draw, fc.nat, drawn) : drawn
        const { explored, invented, conditions } = await compared(model)
        expect(invented).toEqual(explored)
        for (const [, kind] of explored) seen[kind as 'violated' | 'proved']++
        if (conditions.length > 0) seen.withConditions++
      }),
      { seed: 3, numRuns: MODELS, endOnFailure: true },
    )
    expect(Math.min(seen.violated, seen.proved, seen.withConditions)).toBeGreaterThan(0)
  }, 600_000)
})
