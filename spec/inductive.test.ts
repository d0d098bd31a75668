/**
 * What induction proves of the specs: every claim about states, steps, refinement and isolation of every instance, with the
 * lemmas that the specs give. What is not proved is listed here, with the reason.
 *
 *     VON_PROVE_MUTANTS=all npx vitest run spec/inductive.test.ts
 */
import { afterAll, describe, expect, it } from 'vitest'
import type { ConstantValue } from 'von'
import { loadSpec, lower, prove, type Spec } from 'von/checker'
import { SharedSolver } from '../checker/engines/symbolic/sharedSolver.fixture.ts'
import { root, specFiles } from './files.fixture.ts'

/** By spec and instance: claims that are not proved. What must happen is beyond induction, and not listed. */
const unproved: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  disjointPaths: {
    disjoint: 'needs that flow is conserved along ways of any length; explored',
    foundWherePossible: 'needs that what a search has reached cuts off the rest; explored',
  },
  'sharing (oversold)': { neverOversold: 'violated, as it is meant to be' },
}
/** Of each spec so many mutants are looked at, unless all are asked for. */
const MUTANTS = process.env.VON_PROVE_MUTANTS === 'all' ? Number.POSITIVE_INFINITY : 3

const specs = await Promise.all(
  specFiles.map(async file => {
    const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
    const [, name] = /([^/]+)\.ts$/.exec(file) ?? []
    return { name: name === spec.name ? spec.name : `${spec.name} (${name})`, spec }
  }),
)
const solver = new SharedSolver({ logic: 'QF_UFBV' })
afterAll(() => solver.close())
const open = solver.open

const instances = specs.flatMap(({ name, spec }) =>
  Object.entries({ default: {}, ...spec.instances }).map(([instance, constants]) => ({
    name: instance === 'default' ? name : `${name}, ${instance}`,
    model: lower(spec.instance(constants)),
  })),
)
describe('every claim about states and steps is proved', () => {
  it.each(instances)('of $name', { timeout: 120_000 }, async ({ name, model }) => {
    const { findings } = await prove(model, { open })
    const left = findings.filter(({ kind, verdict }) => kind !== 'temporal' && verdict.kind !== 'proved')
    expect(left.map(finding => finding.name).sort()).toEqual(Object.keys(unproved[name] ?? {}).sort())
  })
})

const mutants = specs.flatMap(({ name, spec }) =>
  Object.entries(spec.mutants)
    .filter(([, { violates }]) => violates !== undefined)
    .slice(0, MUTANTS)
    .map(([mutant, { constants, violates }]) => ({
      name,
      mutant,
      violates,
      model: lower(spec.instance(constants as Readonly<Record<string, ConstantValue>>)),
    })),
)
describe('nothing that is violated is proved', () => {
  it.each(mutants)('of $name, $mutant: $violates', { timeout: 120_000 }, async ({ model, violates }) => {
    const { findings } = await prove(model, { open, steps: 1, properties: [violates] })
    const verdict = findings.find(finding => finding.name === violates)?.verdict
    expect(verdict?.kind).toMatch(/^(unknown|violated)$/)
  })
})
