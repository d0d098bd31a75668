/** A claim that is to be true for all inputs: a predicate over one state, whose variables are the inputs. */
import { Evaluator } from './evaluator.ts'
import type { Variable } from './expr.ts'
import type { Evaluation } from './interpret.ts'
import type { State } from './model.ts'
import type { Predicate } from './predicate.ts'
import type { Premise } from './premise.ts'

export interface Theorem extends Predicate {
  readonly name: string
  /** variables of the `state`, in declaration order */
  readonly inputs: readonly Variable[]
  /** what must be true of some inputs, or the claim says nothing; an equivalence has none, whatever its functions look like */
  readonly premises: readonly Premise[]
}

/** What a theorem means: its truth for given inputs, as the reference interpreter evaluates any predicate. */
export function interpreted({ checks, body }: Predicate): (inputs: State) => Evaluation {
  const evaluator = new Evaluator([...checks.map(check => check.condition), body])
  return inputs => {
    evaluator.setStates(inputs)
    for (const check of checks) {
      if (evaluator.closureOf(check.condition)() !== true) return { failed: check }
    }
    return evaluator.closureOf(body)() === true ? 'holds' : 'fails'
  }
}
