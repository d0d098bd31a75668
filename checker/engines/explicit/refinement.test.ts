/**
 * Refinement against a naive reference, which runs the abstract model on mapped states instead of translating it.
 *
 *     VON_RANDOM_MODELS=10000 VON_RANDOM_SEED=7 npx vitest run checker/engines/explicit/refinement.test.ts
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower } from '../../frontend/lower.ts'
import { TRUE } from '../../ir/expr.ts'
import { drawModel, drawRefinement } from '../../ir/model.arbitrary.ts'
import { naiveSearch } from '../../ir/naiveSearch.fixture.ts'
import { guard, int, machine, spec } from '../../lang/index.ts'
import { compareRuns } from '../doctor/compareRuns.ts'
import { explore } from './explore.ts'

const numRuns = Number(process.env.VON_RANDOM_MODELS ?? 30)
const seed = Number(process.env.VON_RANDOM_SEED ?? 3)

const counter = spec('counter', { high: 2 }, ({ high }) => {
  const m = machine({ n: int(0, high) })
  m.init(() => ({ n: 0 }))
  m.action('up', {}, s => {
    guard(s.n < high)
    s.n++
  })
  m.action('reset', {}, s => {
    s.n = 0
  })
  return m
})
/** A clock of 0 to 5, and what it claims to be. */
const clock = (claim: (m: ReturnType<typeof clockMachine>) => void) =>
  spec('clock', {}, () => {
    const m = clockMachine()
    m.init(() => ({ now: 0 }))
    m.action('tick', {}, s => {
      s.now = (s.now + 1) % 6
    })
    claim(m)
    return m
  }).instance()
const clockMachine = () => machine({ now: int(0, 5) })
const found = async (claim: Parameters<typeof clock>[0]) => {
  const { findings } = await explore(lower(clock(claim)))
  return findings.find(({ name }) => name === 'counts')
}

describe('refinement', () => {
  it('holds through a mapping that forgets, and is vacuous through one that forgets everything', async () => {
    const halves = await found(m => m.refines('counts', counter.instance(), s => ({ n: Math.floor(s.now / 2) })))
    expect(halves).toMatchObject({ kind: 'refinement', verdict: { kind: 'exhausted' } })
    expect(halves).not.toHaveProperty('unrefined')
    const once = await found(m => m.refines('counts', counter.instance(), () => ({ n: 0 })))
    expect(once?.verdict.kind).toBe('vacuous')
    const stays = await found(m => m.refines('counts', counter.instance({ high: 1 }), s => ({ n: s.now > 2 ? 1 : 0 })))
    expect(stays).toMatchObject({ verdict: { kind: 'exhausted' } })
  })

  it('breaks at the step that the abstract spec does not have', async () => {
    const skips = await found(m => m.refines('counts', counter.instance({ high: 5 }), s => ({ n: s.now > 2 ? 5 : 0 })))
    expect(skips?.verdict).toMatchObject({ kind: 'violated', violation: { kind: 'refinement' } })
    expect(skips?.verdict.kind === 'violated' && skips.verdict.trace?.steps.length).toBe(3)
  })

  it('breaks where the mapping gives no abstract state', async () => {
    const leaves = await found(m => m.refines('counts', counter.instance(), s => ({ n: s.now })))
    expect(leaves?.verdict).toMatchObject({
      kind: 'violated',
      violation: { kind: 'propertyFailure', check: { message: 'n: the value is not in 0..2' } },
    })
  })

  it('is the same when the TypeScript of both specs is run', () => {
    const wrong = clock(m => m.refines('counts', counter.instance({ high: 5 }), s => ({ n: s.now > 2 ? 5 : 0 })))
    const model = lower(wrong)
    expect(compareRuns(wrong, model)).toMatchObject({ isComplete: true, differences: [] })
    const believing = { ...model, properties: model.properties.map(p => ({ ...p, body: TRUE })) }
    expect(compareRuns(wrong, believing).differences).toMatchObject([
      { what: 'counts', direct: 'false', model: 'true' },
    ])
  })
})

describe('refinement of random models', () => {
  it('holds where running the abstract model says so, and breaks after as many steps', {
    timeout: 7_200_000,
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
