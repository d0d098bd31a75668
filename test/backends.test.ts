/**
 * The interpreter, JavaScript and WebAssembly say the same about every spec in this repository and about its mutants: whole
 * reports, whenever generated code takes over from the interpreter.
 */
import { globSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExploreOptions, explore, loadSpec, lower, type Model, type Report, type Spec } from 'von/checker'
import { settingsOf } from '../checker/cli/selection.ts'

const root = path.join(import.meta.dirname, '..')
const files = globSync('{spec,bench/models}/**/*.ts', { cwd: root })
  .filter(file => !/\.(test|fixture|mutants)\.ts$/.test(file))
  .sort()

/** Of every instance as many states as are quick; set VON_BACKEND_STATES to compare more. */
const maxStates = Number(process.env.VON_BACKEND_STATES ?? 8000)

/** All that a report says, but for the time it took. */
const said = ({ model: _, memory: __, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})

async function reports(model: Model, options: ExploreOptions) {
  const interpreted = await explore(model, { ...options, maxStates, backend: 'interpreter' })
  const others = []
  for (const backend of ['wasm', 'javascript'] as const) {
    others.push(said(await explore(model, { ...options, maxStates, backend, compileAfter: 10 })))
  }
  return { interpreted: said(interpreted), others }
}

it('finds the specs', () => {
  expect(files).toEqual(expect.arrayContaining(['spec/lease/lease.ts', 'bench/models/filterLock.ts']))
})

describe.each(files)('%s', async file => {
  const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
  const variants = {
    default: {},
    ...spec.instances,
    ...Object.fromEntries(Object.entries(spec.mutants).map(([id, { constants }]) => [`mutant ${id}`, constants])),
  }
  it.each(Object.entries(variants))('reports the same from every back end, %s', async (_, constants) => {
    const model = lower(spec.instance(settingsOf(constants)))
    for (const keepGoing of [false, true]) {
      const { interpreted, others } = await reports(model, { keepGoing })
      expect(others).toEqual([interpreted, interpreted])
    }
  })
})
