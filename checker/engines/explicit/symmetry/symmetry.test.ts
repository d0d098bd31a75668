/**
 * Exploration by representatives against exploration of all states, and against orbits counted one by one.
 *
 *     VON_RANDOM_MODELS=10000 npx vitest run --project unit checker/engines/explicit/symmetry
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bool, fill, guard, ids, implies, machine, map, option, spec } from 'von'
import mcsLock from '../../../../bench/models/mcsLock.ts'
import transactionCommit from '../../../../spec/commit/transactionCommit.ts'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import lease from '../../../../spec/lease/lease.ts'
import { lower } from '../../../frontend/lower.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model, State } from '../../../ir/model.ts'
import { orbitOf } from '../../../ir/permutation.fixture.ts'
import { drawSymmetricModel } from '../../../ir/symmetricModel.arbitrary.ts'
import type { Formula } from '../../../ir/temporal.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { Report } from '../../../verdict/report.ts'
import { explore } from '../explore.ts'

const count = Number(process.env.VON_RANDOM_MODELS ?? 100)
const MAX_STATES = 3000

/** The reachable states; null when there are too many. */
function reachable(model: Model, limit = MAX_STATES): State[] | null {
  const interpreter = new Interpreter(model)
  const known = new Map<string, State>()
  const enter = (state: State) => known.set(JSON.stringify(state), known.get(JSON.stringify(state)) ?? state)
  interpreter.initialStates(o => o.kind === 'next' && enter(o.state))
  const constraints = model.properties.filter(p => p.kind === 'constraint')
  for (const state of known.values()) {
    if (known.size > limit) return null
    if (constraints.some(p => interpreter.evaluate(p, state) === 'fails')) continue
    const found: State[] = []
    interpreter.successors(state, o => o.kind === 'next' && found.push(o.state))
    for (const next of found) enter(next)
  }
  return [...known.values()]
}

/** What must be the same for representatives. */
function said(report: Report) {
  const findings = report.findings.filter(({ kind }) => kind !== 'temporal')
  return findings.map(({ name, verdict }) => {
    const violation = verdict.kind === 'violated' ? verdict.violation.kind : null
    const trace =
      verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'exhausted' ? verdict.witness : undefined
    return { name, kind: verdict.kind, violation, length: trace?.steps.length }
  })
}

/** A premise may hold in a state whose representative does not satisfy it: then it is not known. */
function expectSame(reduced: Report, whole: Report): void {
  const expected = said(whole)
  const unknown = said(reduced).flatMap((f, i) => {
    const was = expected[i]?.kind
    return f.kind === 'unknown' && was !== 'unknown' ? [{ ...f, was }] : []
  })
  for (const { was } of unknown) expect(['exhausted', 'vacuous']).toContain(was)
  const isKnown = ({ name }: { readonly name: string }) => unknown.every(each => each.name !== name)
  expect(said(reduced).filter(isKnown)).toEqual(expected.filter(isKnown))
}

interface Seen {
  models: number
  /** with fewer orbits than states */
  reduced: number
  /** whose traces were compared */
  violations: number
}
const nothingSeen = (): Seen => ({ models: 0, reduced: 0, violations: 0 })

/** Explores representatives with both searches and compares with all states; models with many states are left out. */
async function compare(model: Model, seen: Seen): Promise<void> {
  const states = reachable(model)
  if (states === null) return
  const whole = await explore(model, { keepGoing: true })
  expect(whole.exploration.distinct).toBe(states.length)
  const orbits = new Set(states.map(orbitOf(model)))
  for (const backend of ['wasm', 'javascript', 'interpreter'] as const) {
    const options = { keepGoing: true, symmetry: true, compileAfter: 1, backend }
    const { findings, exploration } = await explore(model, options)
    expect(exploration.distinct).toBe(orbits.size)
    expect(exploration.depth).toBe(whole.exploration.depth)
    expectSame({ ...whole, findings }, whole)
  }
  const first = await explore(model)
  const firstOfOrbits = await explore(model, { symmetry: true })
  expectSame(firstOfOrbits, first)
  seen.models++
  if (orbits.size < states.length) seen.reduced++
  seen.violations += said(whole).filter(f => f.kind === 'violated').length
}

describe('exploration by representatives', () => {
  it(`stores one state of each orbit and gives the same verdicts, on ${count} random symmetric models`, {
    timeout: 1000 * count,
  }, async () => {
    const seen = nothingSeen()
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        await compare(drawSymmetricModel(draw, fc.nat), seen)
      }),
      { seed: 11, numRuns: count, endOnFailure: true },
    )
    expect(seen.models).toBeGreaterThan(count / 2)
    expect(seen.reduced).toBeGreaterThan(count / 3)
    expect(seen.violations).toBeGreaterThan(count / 2)
  })

  it(`refuses a model, or is right about it, on ${count} models that name names`, {
    timeout: 1000 * count,
  }, async () => {
    const seen = nothingSeen()
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const model = drawSymmetricModel(draw, fc.nat, 15)
        try {
          await compare(model, seen)
        } catch (error) {
          if (!(error instanceof SpecError)) throw error
          expect(error.diagnostics[0]).toMatchObject({ code: 'VON4008', span: { file: '/test.ts' } })
          refused++
        }
      }),
      { seed: 12, numRuns: count, endOnFailure: true },
    )
    expect(seen.models).toBeGreaterThan(count / 20)
    expect(refused).toBeGreaterThan(count / 10)
  })
})

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k)

it('finds the same representatives with several workers', async () => {
  const model = lower(lease.instance({ overlays: 2, attempts: 1, crashes: 0 }))
  const alone = await explore(model, { symmetry: true })
  const { exploration } = await explore(model, { symmetry: true, workers: 2, shareFrom: 100, compileAfter: 100 })
  const { distinct, generated, depth } = alone.exploration
  expect(exploration).toMatchObject({ distinct, generated, depth })
})

it('does not call a premise about one name never true when only representatives were seen', async () => {
  const P = ids('p', 2)
  const made = spec('holding', {}, () => {
    const m = machine({ holder: option(P), busy: map(P, bool) })
    m.init(() => ({ holder: null, busy: fill(P, () => false) }))
    m.action('take', { p: P }, (s, { p }) => {
      guard(s.holder === null)
      s.holder = p
      s.busy[p] = true
    })
    // alike as a whole, but not one by one
    m.invariant('busy', s => implies(s.holder === 'p0', s.busy.p0) && implies(s.holder === 'p1', s.busy.p1))
    m.invariant('never', s => P.every(p => implies(s.busy[p] && s.holder === null, s.busy[p])))
    m.mayEnd()
    m.interchangeable(P)
    return m
  })
  const kinds = async (symmetry: boolean) =>
    (await explore(lower(made.instance()), { symmetry })).findings.map(({ verdict }) => verdict.kind)
  expect(await kinds(false)).toEqual(['exhausted', 'vacuous', 'exhausted'])
  expect(await kinds(true)).toEqual(['unknown', 'vacuous', 'exhausted'])
})

it('does not decide what behaviours do for ever from representatives', async () => {
  const model = lower(lease.instance({ attempts: 1, crashes: 0 }))
  const body: Formula = { kind: 'taken', occurrence: { action: 'tick', given: [] } }
  const formula: Formula = { kind: 'eventually', operands: [body] }
  const asking = { ...model, temporal: [{ name: 'starts', formula, span: model.initial.span }] }
  const { findings } = await explore(asking, { symmetry: true })
  expect(findings.find(f => f.name === 'starts')?.verdict).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('go without --symmetry'),
  })
})

describe('representatives of the specs', () => {
  it.each([1, 2, 3, 6, 9])('two-phase commit of %i participants has as many as there are multisets', async n => {
    // 4^n + 6^n + 2^n states: 4, 6 and 2 per participant, of which only how many are in each counts
    const model = lower(twoPhaseCommit.instance({ resourceManagers: n }))
    const { exploration, limits } = await explore(model, { symmetry: true })
    expect(exploration.distinct).toBe(binomial(n + 3, n) + binomial(n + 5, n) + binomial(n + 1, n))
    expect(limits).toEqual([])
  })
  it.each([
    ['transaction commit', transactionCommit, { resourceManagers: 4 }],
    ['identifiers', idAllocation, {}],
    ['leases', lease, { attempts: 1 }],
    ['the queue lock', mcsLock, { processes: 3 }],
  ] as const)('%s: one for each orbit, with the same verdicts', async (_, { instance }, constants) => {
    const model = lower(instance({ ...constants }))
    const states = reachable(model, 10_000)
    const orbits = new Set(states?.map(orbitOf(model)))
    const [whole, reduced] = [await explore(model), await explore(model, { symmetry: true })]
    expect(whole.exploration.distinct).toBe(states?.length)
    expect(reduced.exploration).toMatchObject({ distinct: orbits.size, depth: whole.exploration.depth })
    expect(said(reduced)).toEqual(said(whole))
  })
  it.each([
    ['two-phase commit', twoPhaseCommit],
    ['identifiers', idAllocation],
    ['leases', lease],
  ] as const)('%s: kills the same mutants, as early', { timeout: 60_000 }, async (_, { instance, mutants }) => {
    for (const { constants, violates } of Object.values(mutants)) {
      const model = lower(instance({ ...constants }))
      if (model.temporal.some(each => each.name === violates)) continue
      const reduced = await explore(model, { symmetry: true })
      expect(said(reduced)).toEqual(said(await explore(model)))
      const { findings } = await explore(model, { symmetry: true, properties: [violates] })
      expect(findings.find(f => f.name === violates)?.verdict.kind).toBe('violated')
    }
  })
})
