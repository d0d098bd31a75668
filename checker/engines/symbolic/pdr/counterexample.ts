/**
 * A path to a bad state as what a report shows. In: the states of the path. Out: what is violated, with a trace. The
 * interpreter walks along the path and the judge looks: what they do not confirm is a mistake of ours.
 */
import type { Interpreter, Outcome } from '../../../ir/interpret.ts'
import type { Model, State } from '../../../ir/model.ts'
import { equalValues, type Value } from '../../../ir/value.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { Judge } from '../../../verdict/judge.ts'
import { lookAround } from '../../../verdict/lookAround.ts'
import type { Trace, TraceStep } from '../../../verdict/trace.ts'
import type { Verdict } from '../../../verdict/verdict.ts'

/** @throws InternalError where the path is none of the model, or nothing is violated at its end */
export function violationAlong(
  model: Model,
  interpreter: Interpreter,
  name: string,
  states: readonly State[],
): Verdict & { kind: 'violated' } {
  const judge = new Judge(model, interpreter, [name])
  const [initial] = states as [State]
  const initialChoices = find(visit => interpreter.initialStates(visit), leadsTo(initial))?.choices
  if (initialChoices === undefined) throw new InternalError(`the path to ${name} begins in no initial state`)
  const steps: TraceStep[] = []
  judge.seeState(0, initial)
  judge.seeInitial(0, initial)
  for (const [i, state] of states.entries()) {
    const next = states[i + 1]
    if (next === undefined) {
      lookAround(judge, interpreter, i, state)
      break
    }
    const step = find(visit => interpreter.successors(state, visit), leadsTo(next))
    if (step?.kind !== 'next') throw new InternalError(`step ${i + 1} of the path to ${name} is none of the model`)
    steps.push({ action: step.action.name, choices: step.choices, state: next })
    judge.seeState(i + 1, next)
  }
  const settled = judge.questions.find(q => q.name === name)
  if (settled === undefined || settled.sighting === null || settled.violation === null) {
    throw new InternalError(`the path to ${name} does not violate it`)
  }
  const { id, step, failing } = settled.sighting
  const trace: Trace = {
    initialChoices,
    initial,
    steps: [...steps.slice(0, id), ...(step === undefined ? [] : [step])],
    ...(failing !== undefined && { failing }),
  }
  return { kind: 'violated', violation: settled.violation, trace }
}

type Enumerate = (visit: (outcome: Outcome) => void) => void

/** The failure of the initial action, which has no trace. */
export function initialFailure(interpreter: Interpreter): Verdict & { kind: 'violated' } {
  const found = find(
    visit => interpreter.initialStates(visit),
    o => o.kind === 'failure',
  )
  if (found?.kind !== 'failure') throw new InternalError('the initial action was to fail, and does not')
  const { action, check, choices } = found
  return { kind: 'violated', violation: { kind: 'actionFailure', action: action.name, check, choices } }
}

function find(enumerate: Enumerate, isWanted: (outcome: Outcome) => boolean): Outcome | null {
  let found: Outcome | null = null
  enumerate(outcome => {
    if (found === null && isWanted(outcome)) found = outcome
  })
  return found
}
const leadsTo =
  (state: State) =>
  (outcome: Outcome): boolean =>
    outcome.kind === 'next' && outcome.state.every((value, i) => equalValues(value, state[i] as Value))
