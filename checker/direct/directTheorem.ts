/** Runs the functions of a theorem as they were written, on inputs in the representation of the IR. */
import type { State } from '../ir/model.ts'
import { show } from '../lang/convert.ts'
import type { Fields } from '../lang/domain.ts'
import { type Claim, isTrueOf } from '../lang/theorem.ts'
import { toAuthor } from '../lang/view.ts'
import { failureOf } from './failure.ts'
import { stateType } from './stateCell.ts'

export interface TheoremRun {
  readonly truth: boolean | { readonly kind: 'failure'; readonly message: string }
  /** the values of both functions of an equivalence, as text */
  readonly sides: readonly [string, string] | null
}

/** @returns a function that runs the claim on given values of the inputs, in the order of their declaration */
export function directTheorem(inputs: Fields, claim: Claim): (values: State) => TheoremRun {
  const type = stateType(inputs)
  return values => {
    const given = toAuthor(type, values)
    return { truth: truthOf(claim, given), sides: sidesOf(claim, given) }
  }
}

function truthOf(claim: Claim, given: unknown): TheoremRun['truth'] {
  try {
    return isTrueOf(claim, given) === true
  } catch (error) {
    return { kind: 'failure', message: failureOf(error).message }
  }
}
function sidesOf(claim: Claim, given: unknown): TheoremRun['sides'] {
  if (claim.kind === 'holds') return null
  const text = (side: (inputs: never) => unknown) => {
    try {
      return show(side(given as never))
    } catch (error) {
      return failureOf(error).message
    }
  }
  return [text(claim.left), text(claim.right)]
}
