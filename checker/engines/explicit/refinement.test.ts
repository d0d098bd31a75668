/**
 * Refinement against a naive reference, which runs the abstract model on mapped states instead of translating it.
 *
 *     VON_RANDOM_MODELS=10000 VON_RANDOM_SEED=7 npx vitest run checker/engines/explicit/refinement.test.ts
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawModel, drawRefinement } from '../../ir/model.arbitrary.ts'
import { naiveSearch } from '../../ir/naiveSearch.fixture.ts'
import { explore } from './explore.ts'

const numRuns = Number(process.env.VON_RANDOM_MODELS ?? 80)
const seed = Number(process.env.VON_RANDOM_SEED ?? 3)

describe('refinement of random models', () => {
  it('holds where running the abstract model says so, and breaks after as many steps', {
    timeout: 600_000,
  }, async () => {
    const seen = { holds: 0, initial: 0, step: 0, vacuous: 0, unrefined: 0 }
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, isCompiled) => {
        const model = drawRefinement(draw, fc.nat, drawModel(draw, fc.nat))
        const naive = naiveSearch(model, false)
        const steps = naive.sightings.get('refinement')
        const compileAfter = isCompiled ? 0 : Number.POSITIVE_INFINITY
        const { findings, limits, exploration } = await explore(model, { keepGoing: true, compileAfter })
        const found = findings.find(finding => finding.name === 'refinement')
        const kind = found?.verdict.kind
        expect(exploration.distinct).toBe(naive.distinct)
        if (steps !== undefined) {
          expect(kind).toBe('violated')
          expect(found?.verdict.kind === 'violated' && found.verdict.trace?.steps.length).toBe(steps)
        } else if (limits.length > 0) expect(kind).toBe('bounded')
        else if (naive.distinct === 0) expect(kind).toBe('vacuous')
        else {
          const refined = naive.refined.get('refinement') as ReadonlySet<string>
          const abstract = model.properties.find(p => p.refinement !== undefined)?.refinement?.abstract
          const unrefined = abstract?.actions.map(action => action.name).filter(name => !refined.has(name)) ?? []
          expect(kind).toBe(refined.size === 0 ? 'vacuous' : 'exhausted')
          expect(found?.unrefined ?? []).toEqual(unrefined)
          seen[refined.size === 0 ? 'vacuous' : 'holds']++
          if (unrefined.length > 0) seen.unrefined++
        }
        if (steps !== undefined) seen[steps === 0 ? 'initial' : 'step']++
      }),
      { seed, numRuns, endOnFailure: true },
    )
    // All that can be said was said, and not seldom.
    for (const [what, count] of Object.entries(seen)) expect([what, count >= numRuns / 30]).toEqual([what, true])
  })
})
