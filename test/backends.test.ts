/**
 * The interpreter, JavaScript and WebAssembly say the same about every spec in this repository and about its mutants: whole
 * reports, whenever generated code takes over from the interpreter.
 */
import { describe, expect, it } from 'vitest'
import { type ExploreOptions, explore, loadSpec, lower, type Model, type Report, type Spec } from 'von/checker'
import { settingsOf } from '../checker/cli/selection.ts'
import { benchmarkFiles, root, specFiles } from '../spec/files.fixture.ts'

const files = [...benchmarkFiles, ...specFiles]

/** Of every instance as many states as are quick; set VON_BACKEND_STATES to compare more, and every mutant in both ways. */
const maxStates = Number(process.env.VON_BACKEND_STATES ?? 8000)
const isWhole = process.env.VON_BACKEND_STATES !== undefined

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
  // Of an instance nothing is violated, so there is nothing to go on after; mutants by turns, unless all is asked for.
  const both = [false, true]
  const instances = Object.entries({ default: {}, ...spec.instances })
  const cases = [
    ...instances.map(([name, constants]) => [name, constants, isWhole ? both : [true]] as const),
    ...Object.entries(spec.mutants).map(
      ([id, { constants }], i) => [`mutant ${id}`, constants, isWhole ? both : [i % 2 === 0]] as const,
    ),
  ]
  it.each(cases)('reports the same from every back end, %s', async (_, constants, ways) => {
    const model = lower(spec.instance(settingsOf(constants)))
    for (const keepGoing of ways) {
      const { interpreted, others } = await reports(model, { keepGoing })
      expect(others).toEqual([interpreted, interpreted])
    }
  })
})
