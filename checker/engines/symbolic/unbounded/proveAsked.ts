/**
 * Proofs for any number of what a user asks for. Claims that need no others are proved without them: the fewer formulas a
 * large spec is turned into, the better. Only where that is not enough, all invariants and lemmas are relied on.
 */
import type { Model } from '../../../ir/model.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { familyOf, type InstanceBuilder } from './family.ts'
import { type AnySizeOptions, proveAnySize } from './proveAnySize.ts'

/**
 * @param sized of each constant that is to stand for any number, the position of its domain
 * @throws SpecError where states or actions depend on how many there are
 * @throws InternalError where what a solver says does not agree with the interpreter, or with another solver
 */
export async function proveAsked(
  build: InstanceBuilder,
  sized: ReadonlyMap<string, number>,
  options: AnySizeOptions,
): Promise<SolverReport> {
  const { properties, signal } = options
  if (properties !== undefined) {
    const report = await proveAnySize(
      familyOf(sizes => restricted(build(sizes), properties), sized),
      options,
    )
    const isEnough = report.findings.every(({ verdict }) => verdict.kind === 'proved' || verdict.kind === 'violated')
    if (isEnough || signal?.aborted === true) return { ...report, model: build({}) }
  }
  return proveAnySize(familyOf(build, sized), options)
}

/** Without the other claims about states and steps. */
const restricted = (model: Model, names: readonly string[]): Model => ({
  ...model,
  properties: model.properties.filter(({ name, kind }) => names.includes(name) || kind === 'mayEnd'),
})
