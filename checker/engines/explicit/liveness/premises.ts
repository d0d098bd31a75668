/**
 * The premises of a temporal property: what must happen in some fair behaviour for the property to say anything. As for
 * invariants (`ir/premise.ts`), these are the left sides of implications: of the formula, and of the parts that it
 * claims of every moment.
 */
import type { Formula } from '../../../ir/temporal.ts'

export interface TemporalPremise {
  readonly premise: Formula
  /** true of a behaviour that exercises the property */
  readonly exercised: Formula
}

export function premisesOf(formula: Formula): TemporalPremise[] {
  switch (formula.kind) {
    case 'and':
      return formula.operands.flatMap(premisesOf)
    case 'always':
      return premisesOf(formula.operands[0]).map(({ premise, exercised }) => ({
        premise,
        exercised: { kind: 'eventually', operands: [exercised] },
      }))
    case 'implies':
      return [{ premise: formula.operands[0], exercised: formula.operands[0] }]
    default:
      return []
  }
}
