import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guard, int, type Machine, machine, spec } from 'von'
import { loadSpec } from '../../frontend/loadSpec.ts'
import { lower } from '../../frontend/lower.ts'
import { add, less } from '../../ir/arithmetic.ts'
import { integer, read } from '../../ir/expr.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import { checkStep, modelOf as fixtureModel, guardStep, property, stateVariable } from '../../ir/model.fixture.ts'
import type { Model } from '../../ir/model.ts'
import { intType } from '../../ir/type.ts'
import type { Report } from '../../verdict/report.ts'
import { type SimulateOptions, simulate } from './simulate.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const modelOf = async (file: string, mutant?: string) => {
  const { spec } = await loadSpec(file, { cwd: root })
  return lower(spec.instance(mutant === undefined ? {} : (spec.mutants[mutant]?.constants as never)))
}
/** Set VON_RANDOM_MODELS to compare more of them. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 150)

const options = { walks: 2000, steps: 100, seed: 7, choice: { weights: null } }
/** All but the time it took. */
const said = ({ model: _, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})
/** The reports of the interpreter, of both back ends, and of several threads are one. */
async function agree(model: Model, own: SimulateOptions): Promise<Report> {
  const interpreted = await simulate(model, { ...own, backend: 'interpreter' })
  for (const backend of ['wasm', 'javascript'] as const) {
    expect(said(await simulate(model, { ...own, backend }))).toEqual(said(interpreted))
  }
  if (own.coverage !== true) await agree(model, { ...own, coverage: true })
  return interpreted
}
/** A random walk in the old sense, which must not get to `end`. */
const drunkard = (end = 20) =>
  lower(
    spec('drunkard', {}, () => {
      const m = machine({ n: int(0, 100) })
      m.init(() => ({ n: 0 }))
      m.action('right', {}, s => {
        guard(s.n < 100)
        s.n++
      })
      m.action('left', {}, s => {
        guard(s.n > 0)
        s.n--
      })
      m.action('wait', {}, () => {})
      m.invariant('short', s => s.n !== end || end === 100)
      return m
    }).instance(),
  )
const violated = (r: Awaited<ReturnType<typeof simulate>>) =>
  r.findings.filter(f => f.verdict.kind === 'violated').map(f => f.name)

describe('simulate', () => {
  it('finds the oversold bug, and the same again from the same seed', async () => {
    const model = await modelOf('spec/tutorial/oversold.ts')
    const report = await simulate(model, options)
    expect(violated(report)).toEqual(['neverOversold'])
    expect(said(await simulate(model, options))).toEqual(said(report))
    const [walked] = report.limits
    if (walked?.kind !== 'walks') throw new Error('how much was walked is not said')
    const replay = await simulate(model, { ...options, walk: walked.walks - 1 })
    expect(replay.findings.find(f => f.name === 'neverOversold')).toEqual(
      report.findings.find(f => f.name === 'neverOversold'),
    )
  })
  it('knows where walks of any length met what they met', async () => {
    const model = await modelOf('spec/tutorial/oversold.ts')
    for (const more of [{ steps: Number.MAX_SAFE_INTEGER }, { walk: Number.MAX_SAFE_INTEGER - 2, steps: 1000 }]) {
      const report = await simulate(model, { ...options, ...more, walks: 5 })
      expect(violated(report)).toEqual(['neverOversold'])
    }
  })
  it('sees that a state is a deadlock in which a constraint fails', async () => {
    const n = read(stateVariable(0, 'n', intType(0, 9)))
    const check = checkStep(less(n, integer(2)), 'too high')
    const model = fixtureModel({
      variables: [stateVariable(0, 'n', intType(0, 9))],
      initial: { next: { n: integer(0) } },
      actions: { up: { steps: [guardStep(less(n, integer(2)))], next: { n: add(n, integer(1)) } } },
      properties: [property('constraint', 'low', less(n, integer(5)), [check])],
    })
    expect(violated(await agree(model, { ...options, walks: 3 }))).toEqual(['deadlock', 'failures'])
  })
  it('kills LS-9, however it chooses', async () => {
    const model = await modelOf('spec/lease/lease.ts', 'LS-9')
    for (const weights of [null, model.actions.map(() => 1), model.actions.map((_, i) => i + 1)]) {
      expect(violated(await simulate(model, { ...options, properties: ['ledger'], choice: { weights } }))).toEqual([
        'ledger',
      ])
    }
  })
  it('never says that what holds is exhausted', async () => {
    const report = await simulate(await modelOf('spec/lease/lease.ts'), { ...options, walks: 200 })
    for (const { kind, verdict } of report.findings) if (kind !== 'witness') expect(verdict.kind).toBe('unknown')
    const [walked] = report.limits
    expect(walked).toMatchObject({ kind: 'walks', walks: 200, steps: 100, seed: 7 })
  })
  it('reports the same by the interpreter and by generated code, with and without a violation', async () => {
    const few = { ...options, walks: 60 }
    await agree(await modelOf('spec/lease/lease.ts'), { ...few, walks: 5 })
    await agree(await modelOf('spec/commit/twoPhaseCommit.ts'), few)
    for (const mutant of ['LS-1', 'LS-9', 'LS-11']) {
      const report = await agree(await modelOf('spec/lease/lease.ts', mutant), { ...few, walks: 20 })
      expect(report.limits).toHaveLength(1)
    }
  })
  it('reports the same on random models', async () => {
    let violations = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, isWeighted) => {
        const model = drawModel(draw as never, fc.nat)
        const weights = isWeighted ? model.actions.map((_, i) => 2 * i + 1) : null
        const report = await agree(model, { ...options, walks: 12, steps: 10, choice: { weights } })
        if (violated(report).length > 0) violations++
      }),
      { seed: 6, numRuns: RANDOM_MODELS, endOnFailure: true },
    )
    expect(violations).toBeGreaterThan(RANDOM_MODELS * 0.1)
  })
  it('reports the same with several threads, with and without a violation', async () => {
    const [sound, broken, commit] = [
      await modelOf('spec/lease/lease.ts'),
      await modelOf('spec/lease/lease.ts', 'LS-9'),
      await modelOf('spec/commit/twoPhaseCommit.ts'),
    ]
    const runs: readonly (readonly [Model, SimulateOptions])[] = [
      [sound, { ...options, walks: 300 }],
      // a walk of several pieces, longer than what a thread may be ahead
      [drunkard(100), { ...options, walks: 3, steps: 40_000 }],
      [drunkard(), { ...options, steps: 5000 }],
      [broken, options],
      [commit, { ...options, walks: 1000 }],
      [commit, { ...options, walks: 1000, walk: 17 }],
    ]
    for (const [model, own] of runs) {
      const counting = { ...own, coverage: true }
      const alone = await simulate(model, counting)
      for (const workers of [2, 3]) {
        expect(said(await simulate(model, { ...counting, workers }))).toEqual(said(alone))
      }
    }
  })
  it('ends within a walk when it is interrupted, with one thread and with several', async () => {
    for (const workers of [1, 2]) {
      const controller = new AbortController()
      const report = await simulate(drunkard(100), {
        ...options,
        workers,
        steps: 100_000_000,
        maxCounted: 1000,
        signal: controller.signal,
        onProgress: ({ generated }) => {
          if (generated > 3000) controller.abort()
        },
      })
      expect(report.limits).toMatchObject([{ kind: 'walks', walks: 0 }, { kind: 'interrupted' }])
      expect(report.exploration.generated).toBeGreaterThan(3000)
      expect(report.coverage.some(c => c.guards.some(g => g.passed > 0))).toBe(true)
    }
  })
  it('leaves detours out of a trace, and says how long the walk was', async () => {
    const report = await simulate(drunkard(), options)
    const [found] = report.findings.flatMap(f => (f.verdict.kind === 'violated' ? [f.verdict.trace] : []))
    if (found?.walk === undefined) throw new Error('there is no walk')
    expect(found.steps.map(step => step.state)).toEqual(Array.from({ length: 20 }, (_, i) => [i + 1]))
    expect(found.walk.steps).toBeGreaterThan(20)
    expect(found.walk.steps).toBeLessThanOrEqual(report.exploration.depth)
    expect(report.limits).toMatchObject([{ walks: found.walk.index + 1 }])
  })
  it('tells deadlocks, failures and broken steps', async () => {
    const kinds = async (text: (m: Machine<{ n: number }>) => void) => {
      const made = spec('small', {}, () => {
        const m = machine({ n: int(0, 3) })
        m.init(() => ({ n: 0 }))
        m.action('grow', {}, s => {
          guard(s.n < 3)
          s.n++
        })
        text(m)
        return m
      })
      return violated(await simulate(lower(made.instance()), options))
    }
    expect(await kinds(() => {})).toEqual(['deadlock'])
    expect(await kinds(m => m.mayEnd())).toEqual([])
    expect(
      await kinds(m => {
        m.mayEnd()
        m.step('slow', (s, next) => next.n <= s.n)
      }),
    ).toEqual(['slow'])
    expect(
      await kinds(m => {
        m.mayEnd()
        m.action('leap', {}, s => {
          s.n += 2
        })
      }),
    ).toEqual(['failures'])
  })
})

it('sees an initial state that breaks a refinement, and says nothing of what walks cannot show', async () => {
  const { findings } = await agree(await modelOf('spec/commit/twoPhaseCommit.ts', 'startsPrepared'), options)
  expect(findings.find(({ name }) => name === 'commitsAtomically')?.verdict).toMatchObject({
    kind: 'violated',
    violation: { kind: 'refinement' },
    trace: { steps: [] },
  })
  const report = await simulate(await modelOf('spec/overlay/router.ts'), options)
  const unsaid = report.findings.filter(({ kind }) => kind === 'temporal' || kind === 'noninterference')
  expect(unsaid.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
    ['service', 'unknown'],
    ['isolation-f0', 'unknown'],
    ['isolation-f1', 'unknown'],
  ])
})
