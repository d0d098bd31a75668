/** From a theorem, as its author wrote it, to the predicate over its inputs that is to be proved. */
import type { Variable } from '../ir/expr.ts'
import type { Predicate } from '../ir/predicate.ts'
import { premises } from '../ir/premise.ts'
import type { Theorem } from '../ir/theorem.ts'
import { recordType } from '../ir/type.ts'
import type { Claim, Theorem as TheoremDefinition } from '../lang/theorem.ts'
import { interpretation } from './abstract/interpreter.ts'
import { rootPlace } from './abstract/places.ts'
import { bodyOf, type Lowering, lowerPredicate, lowerSame } from './lower.ts'

/**
 * @param claim that of the theorem, or of one of its twins
 * @throws SpecError where a function is outside the language, with its place and what to write instead
 */
export function lowerTheorem({ name, inputs }: TheoremDefinition, claim: Claim): Theorem {
  const variables = Object.entries(inputs).map(
    ([input, { type }], index): Variable => ({ space: 'state', name: input, index, type }),
  )
  const stateType = recordType(variables.map(v => ({ name: v.name, type: v.type })))
  const predicate = lowerClaim({ stateType, variables }, claim, name)
  return { name, inputs: variables, premises: claim.kind === 'holds' ? premises(predicate.body) : [], ...predicate }
}

function lowerClaim(lowering: Lowering, claim: Claim, name: string): Predicate {
  if (claim.kind === 'holds') return lowerPredicate(lowering, bodyOf(claim.body, `theorem '${name}'`), 1)
  const [left, right] = [bodyOf(claim.left, `theorem '${name}'`), bodyOf(claim.right, `theorem '${name}'`)]
  return lowerSame(lowering, left, run => {
    const value = (side: object) => interpretation.call(run, side, [rootPlace(run, 'state')])
    return [value(left), value(right)]
  })
}
