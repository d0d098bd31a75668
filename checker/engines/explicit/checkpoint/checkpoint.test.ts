import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import { lower } from '../../../frontend/lower.ts'
import { drawModel } from '../../../ir/model.arbitrary.ts'
import type { Model } from '../../../ir/model.ts'
import type { Report } from '../../../verdict/report.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import { type ExploreOptions, explore } from '../explore.ts'

const place = mkdtempSync(path.join(tmpdir(), 'von-checkpoint-'))
afterAll(() => rmSync(place, { recursive: true }))
let folders = 0
const newFolder = () => path.join(place, String(folders++))

const commit = (resourceManagers: number) => lower(twoPhaseCommit.instance({ resourceManagers }))
const broken = (id: string) => lower(twoPhaseCommit.instance(twoPhaseCommit.mutants[id]?.constants))

/** All that a report says, but for the time it took and where it was kept. */
const said = ({ model: _, checkpoint: __, memory: ___, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})

/** Explores in several runs, each going on from the one before. */
async function inRuns(model: Model, runs: readonly ExploreOptions[], folder = newFolder()): Promise<Report> {
  let report: Report | undefined
  for (const [i, options] of runs.entries()) {
    report = await explore(model, { ...options, checkpoint: { folder, resume: i > 0 } })
  }
  return report as Report
}

describe('a run that goes on from a checkpoint', () => {
  const searches = [0, 3, Number.POSITIVE_INFINITY]

  it('ends as one that was never interrupted, wherever the other stopped', async () => {
    const model = commit(3)
    const whole = said(await explore(model))
    for (let maxStates = 1; maxStates < 288; maxStates += 23) {
      const compileAfter = searches[maxStates % 3] as number
      expect(said(await inRuns(model, [{ maxStates, compileAfter }, { compileAfter }]))).toEqual(whole)
    }
  })

  it('ends as one that was never interrupted, on random models', async () => {
    const search = { compileAfter: fc.constantFrom(...searches), backend: fc.constantFrom('wasm', 'javascript') }
    const runs = fc.array(fc.record({ stop: fc.nat({ max: 40 }), ...search }), { minLength: 1, maxLength: 3 })
    const last = fc.record({
      keepGoing: fc.boolean(),
      ...search,
      maxStates: fc.constantFrom(undefined, 41, 60),
    })
    await fc.assert(
      fc.asyncProperty(fc.gen(), runs, last, async (draw, stops, { maxStates, ...rest }) => {
        const model = drawModel(draw as never, fc.nat)
        const end = { ...rest, ...(maxStates !== undefined && { maxStates }) }
        const limited = stops
          .sort((a, b) => a.stop - b.stop)
          .map(({ stop, ...how }) => ({ ...end, ...how, maxStates: stop }))
        expect(said(await inRuns(model, [...limited, end]))).toEqual(said(await explore(model, end)))
      }),
      { seed: 3, numRuns: Number(process.env.VON_RESUMED_MODELS ?? 60), endOnFailure: true },
    )
  })

  it.each(Object.keys(twoPhaseCommit.mutants))('shows the same counterexample for mutant %s', async id => {
    const model = broken(id)
    const whole = said(await explore(model))
    for (const maxStates of [1, 5, 20, 50]) {
      if (maxStates >= whole.exploration.distinct) continue
      expect(said(await inRuns(model, [{ maxStates }, {}]))).toEqual(whole)
    }
  })

  it('goes on beyond a violation, a depth and a memory limit when it may', async () => {
    const model = broken(Object.keys(twoPhaseCommit.mutants)[0] as string)
    expect(said(await inRuns(model, [{}, { keepGoing: true }]))).toEqual(
      said(await explore(model, { keepGoing: true })),
    )
    const whole = said(await explore(commit(4)))
    expect(said(await inRuns(commit(4), [{ maxDepth: 3 }, { maxDepth: 6 }, {}]))).toEqual(whole)
    for (const compileAfter of searches) {
      const short = { compileAfter, maxMemoryBytes: 30_000 }
      const folder = newFolder()
      expect((await inRuns(commit(4), [short], folder)).limits[0]?.kind).toBe('memory')
      const report = await explore(commit(4), { compileAfter, checkpoint: { folder, resume: true } })
      expect(said(report)).toEqual(whole)
    }
  })

  it('ends as one that was never interrupted, when each level had ended with a checkpoint', async () => {
    const model = commit(3)
    const whole = said(await explore(model))
    for (const compileAfter of searches) {
      for (let stop = 20; stop < 288; stop += 90) {
        const folder = newFolder()
        await explore(model, { compileAfter, maxStates: stop, checkpoint: { folder, intervalMs: 0 } })
        // As if the run had been killed while it wrote its last checkpoint: what counts is the one before.
        rmSync(path.join(folder, 'checkpoint.json'))
        expect(said(await explore(model, { compileAfter, checkpoint: { folder, resume: true } }))).toEqual(whole)
      }
    }
  })

  it('says again what a finished run has found', async () => {
    const whole = said(await explore(commit(3)))
    expect(said(await inRuns(commit(3), [{}, {}, {}]))).toEqual(whole)
  })

  describe('with several workers', () => {
    /** Without what may differ between two runs: which of several traces, and whose step found a state first. */
    const counted = ({ findings, coverage, ...rest }: ReturnType<typeof said>) => ({
      ...rest,
      coverage: coverage.map(({ fresh: _, ...each }) => each),
      verdicts: findings.map(({ name, verdict }) => [name, verdict.kind, lengthOf(verdict)]),
    })
    const lengthOf = (verdict: Verdict) =>
      verdict.kind === 'violated'
        ? verdict.trace?.steps.length
        : verdict.kind === 'exhausted'
          ? verdict.witness?.steps.length
          : null
    const together = { workers: 2, shareFrom: 8, compileAfter: 0 }

    it('ends as one that was never interrupted, when checkpoints and an interrupt stop the workers within a level', async () => {
      const model = commit(6)
      const folder = newFolder()
      const interrupt = new AbortController()
      // The first is about that long after the threads have started.
      const onProgress = () => setTimeout(() => interrupt.abort(), 40)
      const checkpoint = { folder, intervalMs: 100 }
      const part = await explore(model, { ...together, signal: interrupt.signal, onProgress, checkpoint })
      expect(part.checkpoint?.states).toBe(part.exploration.distinct)
      const rest = await explore(model, { ...together, checkpoint: { ...checkpoint, resume: true } })
      expect(counted(said(rest))).toEqual(counted(said(await explore(model))))
    })

    it('waits for no checkpoint where the next one is further away than timers reach', async () => {
      const checkpoint = { folder: newFolder(), intervalMs: 1e13 }
      expect((await explore(commit(5), { ...together, checkpoint })).exploration.distinct).toBe(8832)
    })
    it('ends as one that was never interrupted, on random models, however many workers there were before', async () => {
      const way = fc.record({ stop: fc.nat({ max: 40 }), workers: fc.constantFrom(1, 2) })
      await fc.assert(
        fc.asyncProperty(fc.gen(), way, fc.boolean(), async (draw, { stop, workers }, keepGoing) => {
          const model = drawModel(draw as never, fc.nat)
          const end = { ...together, keepGoing }
          const report = await inRuns(model, [{ ...end, workers, maxStates: stop }, end])
          expect(counted(said(report))).toEqual(counted(said(await explore(model, { keepGoing }))))
        }),
        { seed: 4, numRuns: Number(process.env.VON_RESUMED_MODELS ?? 15), endOnFailure: true },
      )
    })
  })

  it('ends as one that was never interrupted, when it was interrupted', async () => {
    const model = commit(6)
    const folder = newFolder()
    const interrupt = new AbortController()
    const options = { folder, intervalMs: 50 }
    setTimeout(() => interrupt.abort(), 40)
    const part = await explore(model, { signal: interrupt.signal, checkpoint: options })
    expect(part.limits).toEqual([{ kind: 'interrupted' }])
    expect(part.checkpoint).toEqual({ folder, states: part.exploration.distinct, trouble: null })
    const report = await explore(model, { checkpoint: { folder, resume: true } })
    expect(report.exploration.distinct).toBe(4 ** 6 + 6 ** 6 + 2 ** 6)
    expect(said(report)).toEqual(said(await explore(model)))
  })
})

describe('a folder for checkpoints', () => {
  const model = commit(3)
  const run = (folder: string, resume: boolean, options: ExploreOptions = {}, of: Model = model) =>
    explore(of, { ...options, checkpoint: { folder, resume } })
  const refusal = (code: string, note?: string) =>
    expect.objectContaining({
      message: expect.stringContaining(code),
      ...(note && { stack: expect.stringContaining(note) }),
    })

  it('is never written over', async () => {
    const folder = newFolder()
    await run(folder, false, { maxStates: 50 })
    await expect(run(folder, false)).rejects.toEqual(refusal('VON4002'))
    rmSync(path.join(folder, 'checkpoint.json'))
    await expect(run(folder, false)).rejects.toEqual(refusal('VON4002'))
    const other = newFolder()
    await run(other, false)
    writeFileSync(path.join(other, 'thesis.tex'), '')
    await expect(run(other, false)).rejects.toEqual(refusal('VON4001', 'thesis.tex'))
  })
  it('must hold a checkpoint to go on from', async () => {
    await expect(run(newFolder(), true)).rejects.toEqual(refusal('VON4003'))
    await expect(run(place, true)).rejects.toEqual(refusal('VON4003'))
  })
  it('must be a folder', async () => {
    const file = newFolder()
    writeFileSync(file, '')
    await expect(run(file, false)).rejects.toEqual(refusal('VON4001'))
    await expect(run(path.join(file, 'below'), false)).rejects.toEqual(refusal('VON4001'))
  })
  it('serves one model, and names what has changed', async () => {
    const folder = newFolder()
    await run(folder, false, { maxStates: 50 })
    await expect(run(folder, true, {}, commit(4))).rejects.toEqual(
      refusal('VON4004', 'constants.resourceManagers was 3 and is 4'),
    )
    await expect(run(folder, true, { properties: ['consistent'] })).rejects.toEqual(
      refusal('VON4004', 'and now consistent'),
    )
    expect(said(await run(folder, true))).toEqual(said(await explore(model)))
  })
  it('holds no more than the limits of the next run allow', async () => {
    const folder = newFolder()
    await run(folder, false, { maxStates: 50 })
    await expect(run(folder, true, { maxStates: 49 })).rejects.toEqual(refusal('VON4007', '50 states'))
    await expect(run(folder, true, { maxDepth: 1 })).rejects.toEqual(refusal('VON4007', 'depth'))
    await expect(run(folder, true, { maxMemoryBytes: 1 })).rejects.toEqual(refusal('VON4007', '1 bytes'))
  })
  it('serves one run at a time', async () => {
    const folder = newFolder()
    const first = run(folder, false)
    await expect(run(folder, false)).rejects.toEqual(refusal('VON4006'))
    await first
    await run(folder, true)
    expect(existsSync(path.join(folder, 'lock'))).toBe(false)
  })
  it('holds nothing but its own files at the end', async () => {
    const folder = newFolder()
    await run(folder, false)
    expect(readdirSync(folder).sort()).toEqual(['checkpoint.json', 'checkpoint.previous.json', 'states'])
  })

  describe('when it is damaged', () => {
    /** A checkpoint of 100 states, and one of 50 before. */
    const kept = async () => {
      const folder = newFolder()
      await run(folder, false, { maxStates: 50 })
      await run(folder, true, { maxStates: 100 })
      return folder
    }
    const rows = (folder: string) => path.join(folder, 'states')
    const change = (file: string, at: number) => {
      const bytes = readFileSync(file)
      bytes[at] = (bytes[at] as number) ^ 1
      writeFileSync(file, bytes)
    }
    it.each<[string, (folder: string) => void]>([
      ['the states are cut short', folder => truncateSync(rows(folder), readFileSync(rows(folder)).length - 1)],
      ['the last states differ', folder => change(rows(folder), readFileSync(rows(folder)).length - 1)],
      ['the manifest is cut short', folder => truncateSync(path.join(folder, 'checkpoint.json'), 300)],
      ['the manifest differs', folder => change(path.join(folder, 'checkpoint.json'), 300)],
      ['the manifest is lost', folder => rmSync(path.join(folder, 'checkpoint.json'))],
    ])('goes on from the checkpoint before, if %s', async (_, damage) => {
      const folder = await kept()
      damage(folder)
      const whole = await explore(model, { checkpoint: { folder, resume: true } })
      expect(said(whole)).toEqual(said(await explore(model)))
    })
    it.each<[string, (folder: string) => void]>([
      ['the first state differs', folder => change(rows(folder), 0)],
      ['no states are left', folder => rmSync(rows(folder))],
    ])('refuses to go on, if %s', async (_, damage) => {
      const folder = await kept()
      damage(folder)
      await expect(run(folder, true)).rejects.toEqual(refusal('VON4005'))
    })
  })
})
