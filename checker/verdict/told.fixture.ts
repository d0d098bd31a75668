/** What engines that see states by exploring them, and those that ask a solver, must say alike. */
import type { AnyReport } from './report.ts'
import type { Finding } from './verdict.ts'

/** What both engines can say: how many steps lead to what settles a question, if anything within the depth does. */
function told({ kind, verdict }: Finding, depth: number): string {
  // of two states that are as near, one may satisfy a witness and the other make it fail: either settles it
  const steps = (length: number, word: string) =>
    length > depth ? 'nothing' : `${kind === 'witness' ? 'settled' : word} after ${length}`
  switch (verdict.kind) {
    case 'violated':
      if (verdict.violation.kind === 'unreachable') return 'nothing'
      return verdict.trace === undefined ? 'violated at the start' : steps(verdict.trace.steps.length, 'violated')
    case 'exhausted':
      return verdict.witness === undefined ? 'nothing' : steps(verdict.witness.steps.length, 'reached')
    case 'vacuous':
      return verdict.premises.some(({ text }) => text === 'there is an initial state') ? 'no state' : 'nothing'
    case 'bounded':
      return 'nothing'
    default:
      return verdict.kind
  }
}
/** By name. Of behaviours without end an exploration says nothing before it has seen everything. */
export const toldBy = ({ findings }: AnyReport, depth: number): (readonly [string, string])[] =>
  findings.filter(({ kind }) => kind !== 'temporal').map(each => [each.name, told(each, depth)])
