import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import twoPhaseCommit from '../../../spec/commit/twoPhaseCommit.ts'
import lease from '../../../spec/lease/lease.ts'
import { lower } from '../../frontend/lower.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import type { Model, PropertyKind } from '../../ir/model.ts'
import type { Report } from '../../verdict/report.ts'
import { CompiledModel } from './compiled.ts'
import { type ExploreOptions, explore } from './explore.ts'

/** Dozens of explorations by three back ends, on a machine that is busy. */
const SLOW_MS = 300_000
/** Set VON_RANDOM_MODELS to compare more of them. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 120)

/** Enough for random models. The usual amount, reserved for each of many explorations, keeps collecting garbage. */
const SMALL_MEMORY = 2 ** 24

/** All that a report says, but for the time it took. */
const said = ({ model: _, memory: __, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})

/** The compiled search reports what the interpreted one does, whenever it takes over, from either back end. */
async function agree(model: Model, options: ExploreOptions = {}): Promise<Report> {
  const interpreted = await explore(model, { ...options, backend: 'interpreter' })
  for (const backend of ['wasm', 'javascript'] as const) {
    for (const compileAfter of [0, 3]) {
      expect(said(await explore(model, { ...options, backend, compileAfter }))).toEqual(said(interpreted))
    }
  }
  if (options.coverage !== true) await agree(model, { ...options, coverage: true })
  return interpreted
}

it('reports the same on the specs', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 4 }))
  for (const backend of ['wasm', 'javascript'] as const) {
    const size = { memoryBytes: 2 ** 20, maxStates: undefined }
    expect(CompiledModel.of(model, backend, size, { isOpen: () => true })).not.toBe(null)
  }
  const commit = await agree(model)
  expect(commit.exploration.distinct).toBe(4 ** 4 + 6 ** 4 + 2 ** 4)
  expect((await agree(lower(lease.instance({ routers: 1 })))).limits).toEqual([])
})

it(
  'reports the same on mutants, at and beyond the violation',
  async () => {
    const mutants = [
      ...Object.values(twoPhaseCommit.mutants).map(m => lower(twoPhaseCommit.instance(m.constants))),
      ...['LS-2', 'LS-9', 'LS-11'].map(id => lower(lease.instance(lease.mutants[id]?.constants))),
    ]
    for (const model of mutants) {
      const report = await agree(model)
      expect(report.findings.some(f => f.verdict.kind === 'violated')).toBe(true)
      await agree(model, { keepGoing: true, maxStates: 3000 })
    }
  },
  SLOW_MS,
)

it(
  'reports the same when only some properties are asked for, which is all that is compiled',
  async () => {
    const instances = [
      lease.instance({ routers: 1 }),
      lease.instance({ routers: 1, ...lease.mutants['LS-9']?.constants }),
    ]
    for (const model of instances.map(lower)) {
      const named = (isWanted: (kind: PropertyKind) => boolean) =>
        model.properties.flatMap(({ kind, name }) => (isWanted(kind) ? [name] : []))
      // Lemmas are compiled as invariants are: one of them is enough.
      const [lemma] = named(kind => kind === 'lemma')
      const others = named(kind => kind !== 'lemma' && kind !== 'mayEnd' && kind !== 'constraint')
      const names = [...others, ...(lemma === undefined ? [] : [lemma])]
      for (const name of names) await agree(model, { properties: [name] })
    }
  },
  SLOW_MS,
)

it('stops at the same state when states or steps are limited', async () => {
  const model = lower(twoPhaseCommit.instance({ resourceManagers: 4 }))
  for (const maxStates of [1, 2, 7, 100, 1567, 1568]) await agree(model, { maxStates })
  for (const maxDepth of [0, 1, 5]) await agree(model, { maxDepth })
})

it('reports the same on random models', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.gen(),
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 60 })),
      async (draw, keepGoing, limit) => {
        const options = { keepGoing, maxMemoryBytes: SMALL_MEMORY, ...(limit !== null && { maxStates: limit }) }
        await agree(drawModel(draw as never, fc.nat), options)
      },
    ),
    { seed: 2, numRuns: RANDOM_MODELS, endOnFailure: true },
  )
})

describe('when states may take more than 4 GB, and have a memory of their own', () => {
  const maxMemoryBytes = 2 ** 33
  const isLarge = (model: Model) => {
    const compiled = CompiledModel.of(
      model,
      'wasm',
      { memoryBytes: maxMemoryBytes, maxStates: undefined },
      { isOpen: () => true },
    )
    return compiled?.reachBytes
  }

  it('reports the same on the specs, with several workers as well', async () => {
    const model = lower(twoPhaseCommit.instance({ resourceManagers: 5 }))
    expect(isLarge(model)).toBe(2 ** 34)
    const usual = await explore(model, { compileAfter: 0 })
    expect(said(await explore(model, { compileAfter: 0, maxMemoryBytes }))).toEqual(said(usual))
    const together = await explore(model, { compileAfter: 0, maxMemoryBytes, workers: 2, shareFrom: 1 })
    expect({ ...together.exploration, elapsedMs: 0 }).toEqual({ ...usual.exploration, elapsedMs: 0 })
    expect(together.findings.map(f => f.verdict.kind)).toEqual(usual.findings.map(f => f.verdict.kind))
  })

  it('reports the same on random models', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, keepGoing) => {
        const model = drawModel(draw as never, fc.nat)
        const usual = await explore(model, { keepGoing, compileAfter: 0 })
        expect(said(await explore(model, { keepGoing, compileAfter: 0, maxMemoryBytes }))).toEqual(said(usual))
      }),
      { seed: 3, numRuns: Math.ceil(RANDOM_MODELS / 4), endOnFailure: true },
    )
  })
})
