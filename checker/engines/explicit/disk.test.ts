/** Explorations that keep their states on disk, with as little of them in memory as can be. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import twoPhaseCommit from '../../../spec/commit/twoPhaseCommit.ts'
import lease from '../../../spec/lease/lease.ts'
import router from '../../../spec/overlay/router.ts'
import { lower } from '../../frontend/lower.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import type { Model } from '../../ir/model.ts'
import type { Report } from '../../verdict/report.ts'
import { type ExploreOptions, explore } from './explore.ts'

/** Set VON_RANDOM_MODELS to compare more of them. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 40)

/** Dozens of explorations, on a machine that is busy. */
vi.setConfig({ testTimeout: 300_000 })

const folder = mkdtempSync(path.join(tmpdir(), 'von-disk-'))
const disk = { folder, windowBytes: 0 }
afterEach(() => expect(readdirSync(folder)).toEqual([]))
afterAll(() => rmSync(folder, { recursive: true }))

/** All that a report says, but for the time and the memory it took. */
const said = ({ model: _, memory: __, checkpoint: ___, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})

/** The report is the same, traces among it. @returns the one from disk */
async function agree(model: Model, options: ExploreOptions = {}): Promise<Report> {
  const onDisk = await explore(model, { ...options, compileAfter: 0, disk })
  expect(said(onDisk)).toEqual(said(await explore(model, { ...options, compileAfter: 0 })))
  return onDisk
}

describe('a report from states on disk is that from memory', () => {
  it('on the specs, of whose states few are in memory', async () => {
    const commit = await agree(lower(twoPhaseCommit.instance({ resourceManagers: 6 })), { properties: ['consistent'] })
    const leases = await agree(lower(lease.instance({ routers: 2 })))
    await agree(lower(router.instance()))
    for (const { exploration, memory } of [commit, leases]) {
      expect(exploration.distinct).toBeGreaterThan(30_000)
      expect(memory?.rowBytes).toBeLessThan((memory?.diskBytes as number) / 4)
    }
  })

  it('on mutants', async () => {
    const mutants = [twoPhaseCommit, lease].flatMap(spec =>
      Object.values(spec.mutants).map(({ constants }) => lower(spec.instance(constants as never))),
    )
    for (const model of mutants) {
      const { findings } = await agree(model, { maxStates: 20_000 })
      expect(findings.some(({ verdict }) => verdict.kind === 'violated')).toBe(true)
    }
  })

  it('of representatives', async () => {
    const model = lower(twoPhaseCommit.instance({ resourceManagers: 8 }))
    await agree(model, { symmetry: true, properties: ['consistent'] })
  })

  it('at limits', async () => {
    const model = lower(twoPhaseCommit.instance({ resourceManagers: 5 }))
    for (const limits of [{ maxStates: 3000 }, { maxStates: 8703 }, { maxDepth: 7 }]) await agree(model, limits)
  })

  it('on random models', async () => {
    const options = fc.record({
      keepGoing: fc.boolean(),
      coverage: fc.boolean(),
      compact: fc.boolean(),
      maxStates: fc.constantFrom(undefined, 1, 17, 60),
    })
    await fc.assert(
      fc.asyncProperty(fc.gen(), options, async (draw, { maxStates, ...rest }) => {
        await agree(drawModel(draw as never, fc.nat), { ...rest, ...(maxStates !== undefined && { maxStates }) })
      }),
      { seed: 11, numRuns: RANDOM_MODELS, endOnFailure: true },
    )
  })

  it('with a checkpoint, which can be gone on from in memory, and the other way round', async () => {
    const model = lower(twoPhaseCommit.instance({ resourceManagers: 5 }))
    const whole = said(await explore(model))
    for (const [i, [first, second]] of [
      [{ disk }, {}],
      [{}, { disk }],
      [{ disk }, { disk }],
    ].entries()) {
      const kept = `${folder}.${i}`
      await explore(model, { ...first, maxStates: 5000, checkpoint: { folder: kept } })
      expect(said(await explore(model, { ...second, checkpoint: { folder: kept, resume: true } }))).toEqual(whole)
      rmSync(kept, { recursive: true })
    }
  })
})

it('memory that is too small for all states is enough when they are on disk', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 7 }))
  const maxMemoryBytes = 4_500_000
  const properties = ['consistent']
  const inMemory = await explore(model, { maxMemoryBytes, properties })
  expect(inMemory.limits).toEqual([{ kind: 'memory', bytes: maxMemoryBytes }])
  const onDisk = await explore(model, { maxMemoryBytes, properties, disk: { folder } })
  expect([onDisk.limits, onDisk.exploration.distinct]).toEqual([[], 4 ** 7 + 6 ** 7 + 2 ** 7])
  const { rowBytes, parentBytes, tableBytes } = onDisk.memory as NonNullable<Report['memory']>
  expect(rowBytes + parentBytes + tableBytes).toBeLessThanOrEqual(maxMemoryBytes)
})

it('there may be more memory than addresses of 32 bits reach', async () => {
  for (const model of [
    lower(twoPhaseCommit.instance({ resourceManagers: 4 })),
    lower(lease.instance({ routers: 1 })),
  ]) {
    for (const maxMemoryBytes of [2 ** 32, 2 ** 34]) {
      const { uncompiled, memory } = await agree(model, { maxMemoryBytes })
      expect([uncompiled, memory?.diskBytes]).toEqual([undefined, expect.any(Number)])
      const usual = await explore(model, { maxMemoryBytes, compileAfter: 0, disk: { folder } })
      expect([usual.uncompiled, usual.limits, usual.memory?.diskBytes]).toEqual([undefined, [], expect.any(Number)])
    }
  }
})

it('memory that is too small even so ends the search as bounded', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 7 }))
  const { limits, exploration } = await explore(model, { maxMemoryBytes: 1_000_000, disk: { folder } })
  expect(limits).toEqual([{ kind: 'memory', bytes: 1_000_000 }])
  expect(exploration.distinct).toBeGreaterThan(60_000)
})

it('an interrupted search reports what it saw, and leaves no file', async () => {
  const abort = new AbortController()
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 8 }))
  const report = await explore(model, {
    disk,
    signal: abort.signal,
    onProgress: ({ distinct }) => distinct > 10_000 && abort.abort(),
  })
  expect(report.limits).toEqual([{ kind: 'interrupted' }])
  expect(report.exploration.distinct).toBeGreaterThan(10_000)
})

describe('states on disk', () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 3 }))

  it.each<ExploreOptions>([
    { workers: 2 },
    { backend: 'interpreter' },
    { backend: 'javascript' },
    { partialOrder: true },
  ])('cannot be had with %o', async options => {
    await expect(explore(model, { ...options, disk })).rejects.toThrow('states on disk cannot be had with')
  })
  it('need a folder that is there', async () => {
    const missing = path.join(folder, 'missing')
    await expect(explore(model, { disk: { folder: missing } })).rejects.toThrow(
      `cannot keep states in ${missing}: no such file or directory`,
    )
  })
})
