/**
 * Several workers report what one thread does: numbers, verdicts and the lengths of traces. What may differ is which of
 * several shortest traces is shown, and which action is said to have led to a new state; the state that a trace leads to
 * is the same for any number of workers from two on.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import twoPhaseCommit from '../../../spec/commit/twoPhaseCommit.ts'
import lease from '../../../spec/lease/lease.ts'
import { lower } from '../../frontend/lower.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import type { Model } from '../../ir/model.ts'
import { naiveSearch } from '../../ir/naiveSearch.fixture.ts'
import type { Report } from '../../verdict/report.ts'
import { lastState } from '../../verdict/trace.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { type ExploreOptions, explore } from './explore.ts'
import { Kernel } from './kernel/kernel.ts'

/** Set VON_RANDOM_MODELS to compare more, and VON_RANDOM_SEED to compare others. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 25)
const RANDOM_SEED = Number(process.env.VON_RANDOM_SEED ?? 5)

const traceOf = (verdict: Verdict) =>
  verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'exhausted' ? verdict.witness : undefined

/** What a report says whatever the number of workers, but for which of the violations of a level are shown. */
const said = ({ model: _, memory: __, checkpoint: ___, exploration, findings, coverage, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
  coverage: coverage.map(({ fresh: _, ...action }) => action),
  fresh: coverage.reduce((sum, { fresh }) => sum + fresh, 0),
  findings: findings.map(({ verdict, ...finding }) => ({
    ...finding,
    kind: verdict.kind,
    length: traceOf(verdict)?.steps.length,
    premises: verdict.kind === 'vacuous' ? verdict.premises : [],
    limits: verdict.kind === 'bounded' ? [verdict.depth, verdict.limits] : [],
  })),
})
/**
 * Where the traces of a report lead, and what is wrong there; those of loops are left out, whose search goes by the
 * numbers of states.
 */
const ends = ({ findings }: Report) =>
  findings.flatMap(({ name, verdict }) => {
    const trace = traceOf(verdict)
    const violation = verdict.kind === 'violated' ? verdict.violation.kind : null
    return trace === undefined || trace.loop !== undefined
      ? []
      : [[name, violation, lastState(trace), trace.failing?.action]]
  })

/** @returns what several workers report */
async function agree(model: Model, options: ExploreOptions = {}): Promise<Report> {
  const alone = await explore(model, { ...options, backend: 'interpreter' })
  const reports: Report[] = []
  for (const workers of [2, 4]) {
    const report = await explore(model, { ...options, workers, compileAfter: 0, shareFrom: 1 })
    expect(said(report)).toEqual(said(alone))
    reports.push(report)
  }
  expect(reports.map(ends)[0]).toEqual(reports.map(ends)[1])
  return reports[0] as Report
}

it('report the same on the specs', async () => {
  const commit = await agree(lower(twoPhaseCommit.instance({ resourceManagers: 4 })))
  expect(commit.exploration.distinct).toBe(4 ** 4 + 6 ** 4 + 2 ** 4)
  expect((await agree(lower(lease.instance({ routers: 1 })))).limits).toEqual([])
})

it('report the same on mutants, at and beyond the violation', async () => {
  const mutants = [
    ...Object.values(twoPhaseCommit.mutants).map(m => lower(twoPhaseCommit.instance(m.constants))),
    ...['LS-2', 'LS-9'].map(id => lower(lease.instance(lease.mutants[id]?.constants))),
  ]
  for (const model of mutants) {
    const report = await agree(model)
    expect(report.findings.some(f => f.verdict.kind === 'violated')).toBe(true)
  }
  await agree(lower(lease.instance({ routers: 1, ...lease.mutants['LS-9']?.constants })), { keepGoing: true })
})

it('stop at the same number of states, and at the same depth', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 5 }))
  for (const maxDepth of [0, 1, 5]) await agree(model, { maxDepth })
  for (const maxStates of [1, 2, 100, 4000, 8831, 8832]) {
    const { exploration, limits } = await explore(model, { maxStates, workers: 3, compileAfter: 0, shareFrom: 1 })
    expect(exploration.distinct).toBe(maxStates)
    expect(limits).toEqual(maxStates === 8832 ? [] : [{ kind: 'maxStates', states: maxStates }])
  }
})

it('see the end of a state that they were shown for a failing constraint', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, keepGoing) => {
      const report = await agree(drawModel(draw as never, fc.nat), { keepGoing })
      expect(report.findings.find(({ name }) => name === 'deadlock')?.verdict.kind).toBe('violated')
    }),
    // a model in which nothing can happen, with a constraint that has no value
    { seed: 5, path: '548', numRuns: 1 },
  )
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, keepGoing) => {
      const report = await agree(drawModel(draw as never, fc.nat), { keepGoing })
      expect(report.findings.find(({ name }) => name === 'deadlock')?.verdict.kind).toBe('violated')
    }),
    // one in which something can happen in the least of the states that a constraint has no value for, but not in others
    { seed: 6, path: '1130', numRuns: 1 },
  )
})

it('show the same of several violations in a level: be it that the property is false, or that it has no value', async () => {
  const shown = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, keepGoing) => {
      const model = drawModel(draw as never, fc.nat)
      const alone = await explore(model, { backend: 'interpreter', keepGoing })
      for (const { findings } of [alone, await agree(model, { keepGoing })]) {
        const verdict = findings.find(({ name }) => name === 'step0')?.verdict
        if (verdict?.kind === 'violated') shown.add(verdict.violation.kind)
      }
    }),
    // a model in which one step is false for a property, and another one gives it no value
    { seed: 5, path: '4032', numRuns: 1 },
  )
  expect([...shown]).toEqual(['step', 'propertyFailure'])
})

it('report the same as a naive search on random models', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, keepGoing) => {
      const model = drawModel(draw as never, fc.nat)
      const { exploration } = await agree(model, { keepGoing })
      const naive = naiveSearch(model, !keepGoing)
      const { distinct, generated, depth } = naive
      expect(exploration).toMatchObject({ distinct, generated, depth })
    }),
    { seed: RANDOM_SEED, numRuns: RANDOM_MODELS, endOnFailure: true },
  )
})

it('find the same representatives, and the same with states known by hashes or in a memory of their own', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 5 }))
  const { exploration } = await agree(model, { symmetry: true })
  expect(exploration.distinct).toBeLessThan(500)
  await agree(model, { maxMemoryBytes: 2 ** 33 })
  await agree(model, { compact: true })
})

it('are asked in vain where the level is small, or generated code is not used', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 3 }))
  const alone = await explore(model)
  const report = await explore(model, { workers: 8 })
  expect([said(report), report.coverage]).toEqual([said(alone), alone.coverage])
  const interpreted = await explore(model, { workers: 8, backend: 'interpreter' })
  expect(interpreted.exploration.distinct).toBe(alone.exploration.distinct)
})

it('show their progress, and stop when interrupted, with what they have seen', async () => {
  const controller = new AbortController()
  const seen: number[] = []
  const report = await explore(lower(twoPhaseCommit.instance({ resourceManagers: 9 })), {
    workers: 2,
    signal: controller.signal,
    onProgress: ({ distinct, frontier }) => {
      expect(frontier).toBeGreaterThanOrEqual(0)
      if (seen.push(distinct) === 2) setImmediate(() => controller.abort())
    },
  })
  expect(report.limits).toEqual([{ kind: 'interrupted' }])
  expect(report.exploration.distinct).toBeGreaterThan(seen[0] as number)
  expect(report.findings.find(f => f.name === 'consistent')?.verdict.kind).toBe('bounded')
})

it('go on from checkpoints, which are of whole levels, and leave them to any number of workers', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 6 }))
  const whole = said(await explore(model))
  const folder = mkdtempSync(path.join(tmpdir(), 'von-workers-'))
  try {
    const together = { compileAfter: 0, shareFrom: 1 }
    const checkpoint = { folder, intervalMs: 0 }
    const part = await explore(model, { ...together, workers: 3, maxStates: 20_000, checkpoint })
    expect(part.exploration.distinct).toBe(20_000)
    expect(part.checkpoint?.states).toBeGreaterThan(0)
    for (const workers of [2, 1]) {
      const resumed = await explore(model, { ...together, workers, checkpoint: { folder, resume: true } })
      expect(said(resumed)).toEqual(whole)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('end the run when one of them dies, and say what had been found', async () => {
  const death = vi.spyOn(Kernel.prototype, 'runTogether')
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 4 }))
  death.mockRejectedValue(new Error('it exited with code 1'))
  try {
    await expect(explore(model, { workers: 2, compileAfter: 100, shareFrom: 1 })).rejects.toThrow(
      /: a worker thread ended \(it exited with code 1\); until then \d+ states were stored, all up to depth \d+ were checked, and nothing was found violated$/,
    )
  } finally {
    death.mockRestore()
  }
})
