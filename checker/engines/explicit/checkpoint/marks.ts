/**
 * What a judge has seen, in a form that can be written down: the ids of the states where its questions were settled, and
 * which premises are pending. What happened at a state is not written down: the interpreter finds it again.
 */
import type { Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Judge } from '../../../verdict/judge.ts'
import { NO_PARENT } from '../store.ts'

/** How far one question is. */
export interface Mark {
  readonly name: string
  /** id of the state that settles it; NO_PARENT when it is the initial action */
  readonly settledAt: number | null
  /** of the premises of its property, those that nothing has satisfied yet, by position */
  readonly pending: readonly number[]
}

/** Where the search was: what of a state the judge has been shown. */
export interface Seen {
  stateOf(id: number): State
  isInitial(id: number): boolean
  /** How many steps of a state were shown; null when not even its constraints were asked. */
  stepsShown(id: number): number | null
}

export const marksOf = ({ questions }: Judge): Mark[] =>
  questions.map(({ name, property, sighting, pending }) => ({
    name,
    settledAt: sighting?.id ?? null,
    pending: (property === null ? [] : premisesOf(property)).flatMap((premise, i) =>
      pending.some(each => each.condition === premise.condition) ? [i] : [],
    ),
  }))

/**
 * Brings a new judge as far as the marked one was, by showing it the marked states again.
 * @throws InternalError when it then sees anything else
 */
export function recall(marks: readonly Mark[], judge: Judge, interpreter: Interpreter, seen: Seen): void {
  const settledAt = new Map(marks.map(mark => [mark.name, mark.settledAt]))
  for (const id of new Set(settledAt.values())) {
    if (id === null) continue
    show(id, judge, interpreter, seen)
    // Other questions that this state would settle were settled elsewhere: several threads keep no order.
    for (const question of judge.questions) {
      if (question.sighting?.id !== id || settledAt.get(question.name) === id) continue
      question.sighting = null
      question.violation = null
    }
  }
  for (const question of judge.questions) {
    const mark = marks.find(each => each.name === question.name)
    if (mark === undefined || mark.settledAt !== (question.sighting?.id ?? null)) {
      throw new InternalError(`what a checkpoint says of ${question.name} is not what its states show`)
    }
    const { property } = question
    question.pending = property === null ? [] : premisesOf(property).filter((_, i) => mark.pending.includes(i))
  }
}

/**
 * Everything that happens at one state, in the order of a search, up to where the search was: a step that it had not shown is
 * for the resumed one to show, so this is less than `lookAround`.
 */
function show(id: number, judge: Judge, interpreter: Interpreter, seen: Seen): void {
  if (id === NO_PARENT) {
    interpreter.initialStates(outcome => {
      if (outcome.kind === 'failure') judge.seeFailure(id, outcome, true)
    })
    return
  }
  const state = seen.stateOf(id)
  judge.seeState(id, state)
  if (seen.isInitial(id)) judge.seeInitial(id, state)
  const shown = seen.stepsShown(id)
  if (shown === null || judge.constraintAgainst(id, state) !== undefined) return
  let outcomes = 0
  let steps = 0
  interpreter.successors(state, outcome => {
    outcomes++
    if (steps > shown) return
    if (outcome.kind === 'failure') judge.seeFailure(id, outcome, false)
    else if (steps++ < shown) judge.seeStep(id, state, outcome)
  })
  if (outcomes === 0) judge.seeEnd(id, state)
}
