/** What the tests of the specs ask of an instance: its numbers, and the names of what does not simply hold. */
import { explore, lower, type Spec, vacuousActions } from 'von/checker'

export interface Verdicts {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  readonly violated: readonly string[]
  /** vacuous or undecided properties, and actions that never fired */
  readonly inconclusive: readonly string[]
}

/** Explores all of an instance, past violations. */
export async function verdicts(spec: Pick<Spec, 'instance'>, constants: object = {}): Promise<Verdicts> {
  const model = lower(spec.instance({ ...constants }))
  const report = await explore(model, { keepGoing: true })
  const { distinct, generated, depth } = report.exploration
  const named = (holds: (kind: string) => boolean) =>
    report.findings.filter(({ verdict }) => holds(verdict.kind)).map(({ name }) => name)
  return {
    distinct,
    generated,
    depth,
    violated: named(kind => kind === 'violated'),
    inconclusive: [...named(kind => kind !== 'violated' && kind !== 'exhausted'), ...vacuousActions(report)],
  }
}
