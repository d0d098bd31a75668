/**
 * What was seen in a representative, as it is in a state that differs from it by a renaming: where an action or a
 * property failed, another choice and another check may be the ones that fail. In: a sighting and its violation, and the
 * state in which a real behaviour ends. Out: the same kind of sighting and violation, in that state.
 */
import type { Interpreter, Outcome } from '../../../ir/interpret.ts'
import type { Property, State } from '../../../ir/model.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Question, Sighting } from '../../../verdict/judge.ts'
import type { Violation } from '../../../verdict/verdict.ts'

export interface Told {
  readonly sighting: Sighting
  readonly violation: Violation | null
}

/** @throws InternalError when the state does not show what its representative did: they are not alike */
export function retell(question: Question, sighting: Sighting, state: State, interpreter: Interpreter): Told {
  const { violation, property } = question
  const { step, failing } = sighting
  if (failing !== undefined) {
    const fails = (o: Outcome) => o.kind === 'failure' && o.action.name === failing.action
    const found = firstOutcome(interpreter, state, fails)
    if (found?.kind !== 'failure' || violation?.kind !== 'actionFailure') throw unlike(question)
    const { check, choices } = found
    return { sighting: { ...sighting, failing: { ...failing, check, choices } }, violation: { ...violation, check } }
  }
  if (step !== undefined) {
    let seen: Violation | null = null
    const shows = (o: Outcome) => {
      if (o.kind !== 'next' || o.action.name !== step.action) return false
      seen = seenIn(property as Property, state, o.state, violation, interpreter)
      return seen !== null
    }
    const found = firstOutcome(interpreter, state, shows)
    if (found?.kind !== 'next') throw unlike(question)
    return { sighting: { ...sighting, step: { ...step, choices: found.choices, state: found.state } }, violation: seen }
  }
  if (violation?.kind !== 'propertyFailure') return { sighting, violation }
  const owner = interpreter.model.properties.find(p => p.checks.includes(violation.check))
  const seen = owner && seenIn(owner, state, state, violation, interpreter)
  if (!seen) throw unlike(question)
  return { sighting, violation: seen }
}

/** The violation that a state or step shows, if it is of the wanted kind. */
function seenIn(
  property: Property,
  state: State,
  next: State,
  wanted: Violation | null,
  interpreter: Interpreter,
): Violation | null {
  const result = interpreter.evaluate(property, state, next)
  if (typeof result !== 'string') {
    return wanted?.kind === 'propertyFailure' ? { kind: 'propertyFailure', check: result.failed } : null
  }
  return result === 'fails' && wanted?.kind !== 'propertyFailure' ? wanted : null
}

function firstOutcome(interpreter: Interpreter, state: State, isWanted: (o: Outcome) => boolean): Outcome | undefined {
  const outcomes: Outcome[] = []
  interpreter.successors(state, outcome => outcomes.push(outcome))
  return outcomes.find(isWanted)
}

const unlike = ({ name }: Question) =>
  new InternalError(`${name} is not violated where it is violated with other names`)
