/** Why nothing can happen in a state: of every action, the guard that refused it last. */
import { Interpreter } from '../ir/interpret.ts'
import type { Model, State } from '../ir/model.ts'
import type { Span } from '../source/span.ts'

export interface Refusal {
  readonly action: string
  /** the guard nearest to the end of the action that any choice came to; all of those that came to it were refused */
  readonly guard: Span
}

/** One for each action that has guards, in a state in which none is enabled. */
export function refusals(model: Model, state: State): Refusal[] {
  const interpreter = new Interpreter(model)
  interpreter.successors(state, () => {})
  return model.actions.flatMap(action => {
    const last = interpreter.guardCounts(action).findLast(({ refused }) => refused > 0)
    return last === undefined ? [] : [{ action: action.name, guard: last.guard.span }]
  })
}
