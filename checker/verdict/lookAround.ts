/** Shows the judge all that can happen in a state, as an exploration that expands it would. */
import type { Interpreter } from '../ir/interpret.ts'
import type { State } from '../ir/model.ts'
import type { Judge } from './judge.ts'

/**
 * Its steps and failures, and its end where there are none. Whether a constraint keeps the state from being expanded is for
 * the caller to ask.
 *
 * @param id of the state, as the judge is to know it
 */
export function lookAround(judge: Judge, interpreter: Interpreter, id: number, state: State): void {
  let isEnd = true
  interpreter.successors(state, outcome => {
    isEnd = false
    if (outcome.kind === 'failure') judge.seeFailure(id, outcome, false)
    else judge.seeStep(id, state, outcome)
  })
  if (isEnd) judge.seeEnd(id, state)
}
