/**
 * One worker, two and four say the same about every spec in this repository and about its mutants, as deep as is quick:
 * numbers, verdicts and the lengths of traces.
 */
import { describe, expect, it } from 'vitest'
import { type ExploreOptions, explore, loadSpec, lower, type Model, type Report, type Spec } from 'von/checker'
import { settingsOf } from '../checker/cli/selection.ts'
import { benchmarkFiles, root, specFiles } from '../spec/files.fixture.ts'

const files = [...benchmarkFiles, ...specFiles]

/** Of every instance as many levels as have so many states; set VON_WORKERS_STATES to compare more. */
const states = Number(process.env.VON_WORKERS_STATES ?? 1500)

/** What does not depend on the number of workers. */
const said = ({ exploration, findings, coverage, limits }: Report) => ({
  limits,
  exploration: { ...exploration, elapsedMs: 0 },
  coverage: coverage.map(({ action, fired, guards }) => ({ action, fired, guards })),
  findings: findings.map(({ name, verdict }) => ({
    name,
    kind: verdict.kind,
    steps: verdict.kind === 'violated' && verdict.trace?.loop === undefined ? verdict.trace?.steps.length : undefined,
  })),
})

/** The levels that are whole when there is no room for more states. */
async function depthOf(model: Model, options: ExploreOptions): Promise<ExploreOptions> {
  const { limits, exploration } = await explore(model, { ...options, maxStates: states })
  const isWhole = limits.every(({ kind }) => kind !== 'maxStates')
  return isWhole ? options : { ...options, maxDepth: Math.max(0, exploration.depth - 1) }
}

describe.each(files)('%s', async file => {
  const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
  const variants = {
    default: {},
    ...Object.fromEntries(Object.entries(spec.mutants).map(([id, { constants }]) => [`mutant ${id}`, constants])),
  }
  // By turns: two workers up to the first violation, four beyond it.
  const cases = Object.entries(variants).map(([name, constants], i) => [name, constants, i % 2 === 0] as const)
  it.each(cases)('is the same for any number of workers, %s', async (_, constants, isShort) => {
    const model = lower(spec.instance(settingsOf(constants)))
    const [workers, keepGoing] = isShort ? [2, false] : [4, true]
    const options = await depthOf(model, { keepGoing })
    const alone = await explore(model, { ...options, compileAfter: 0 })
    expect(said(await explore(model, { ...options, workers, compileAfter: 0, shareFrom: 1 }))).toEqual(said(alone))
  })
})
