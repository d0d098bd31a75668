/** Every spec in this repository, and every broken twin of it: bounded model checking says what exploration says. */
import { afterAll, describe, expect, it } from 'vitest'
import type { ConstantValue } from 'von'
import { boundedCheck, explore, loadSpec, lower, type Spec } from 'von/checker'
import { SharedSolver } from '../checker/engines/symbolic/sharedSolver.fixture.ts'
import { toldBy } from '../checker/verdict/told.fixture.ts'
import { root, specFiles } from '../spec/files.fixture.ts'

/** How many steps to look; more where VON_BOUNDED_DEPTH says so, and then as many of every twin. */
const DEPTH = Number(process.env.VON_BOUNDED_DEPTH ?? 5)
/** The same of twins that break nothing within so many steps, and in these do what the spec without a bug does. */
const QUIET_DEPTH = process.env.VON_BOUNDED_DEPTH === undefined ? 3 : DEPTH
/** How many steps the longest of the loops needs that break temporal properties of twins. */
const LOOP_DEPTH = 7
/** Larger instances are left to others. */
const STATES_MAX = 200_000
const TIMEOUT_MS = 300_000

const solver = new SharedSolver()
afterAll(() => solver.close())

describe.each(specFiles)('%s', async file => {
  const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
  const twins = Object.entries(spec.mutants).map(([name, mutant]) => [name, mutant.constants] as const)
  it.each([['default', {}] as const, ...twins])(
    'is told the same by both, %s',
    async (name, constants) => {
      const model = lower(spec.instance(constants as Readonly<Record<string, ConstantValue>>))
      const violates = spec.mutants[name]?.violates
      const breaksTemporal = model.temporal.some(property => property.name === violates)
      // what a state of the last depth fails to do shows only when it is expanded
      const explored = await explore(model, { keepGoing: true, maxDepth: DEPTH + 1, maxStates: STATES_MAX })
      const isQuiet = explored.findings.every(f => f.verdict.kind !== 'violated')
      const compared = violates !== undefined && isQuiet ? QUIET_DEPTH : DEPTH
      const depth = breaksTemporal ? Math.max(compared, LOOP_DEPTH) : compared
      const bounded = await boundedCheck(model, { depth, keepGoing: true, open: solver.open })
      expect(toldBy(bounded, compared)).toEqual(toldBy(explored, compared))
      const broken = bounded.findings.filter(f => f.kind === 'temporal' && f.verdict.kind === 'violated')
      if (breaksTemporal) expect(broken.map(f => f.name)).toContain(violates)
      if (violates === undefined) expect(broken).toEqual([])
    },
    TIMEOUT_MS,
  )
})
