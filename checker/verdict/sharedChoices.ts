/**
 * Choices that two runs share. Each run makes those that its state lets the body come to; what it does not come to is
 * the first value of its type in its own step, whatever the other run picks.
 */
import { Evaluator } from '../ir/evaluator.ts'
import type { Interpreter, Outcome } from '../ir/interpret.ts'
import type { Action, State } from '../ir/model.ts'
import { equalValues, type Value } from '../ir/value.ts'

/** Of each choice, whether the body of the action comes to it in `state`; of parameters it always does. */
export function madeChoices(action: Action, choices: readonly Value[], state: State): readonly boolean[] {
  const evaluator = new Evaluator(action.steps.flatMap(step => (step.kind === 'choose' ? [step.when] : [])))
  evaluator.setStates(state)
  choices.forEach((value, index) => {
    evaluator.setParameter(index, value)
  })
  const made = choices.map(() => true)
  for (const step of action.steps) {
    if (step.kind === 'choose') made[step.variable.index] = evaluator.closureOf(step.when)() === true
  }
  return made
}

/** What the action comes to in `state` with the shared choices; undefined where it is disabled. */
export function outcomeFor(
  interpreter: Interpreter,
  action: Action,
  shared: readonly Value[],
  state: State,
): Outcome | undefined {
  const outcomes: Outcome[] = []
  interpreter.successors(state, outcome => {
    if (outcome.action === action) outcomes.push(outcome)
  })
  return outcomes.find(({ choices }) => {
    const made = madeChoices(action, choices, state)
    return choices.every((value, i) => made[i] !== true || equalValues(value, shared[i] as Value))
  })
}
