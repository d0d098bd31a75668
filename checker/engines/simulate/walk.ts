/**
 * One random walk. In: a model, a seed and the index of the walk. Out: what it meets, in order, to an observer. A walk is
 * a function of (model, seed, index, choice rule) alone, so that it can be replayed by itself.
 */
import type { Interpreter, Outcome, OutcomeVisitor } from '../../ir/interpret.ts'
import type { Action, State } from '../../ir/model.ts'
import { Random } from './random.ts'

/** `uniform`: among all outcomes of a state; `action`: first among the enabled actions, then among its outcomes. */
export type Choose = 'uniform' | 'action'
type Next = Outcome & { readonly kind: 'next' }
type Failure = Outcome & { readonly kind: 'failure' }

export interface WalkObserver {
  /** Enters the state at a position, 0 for the initial one. @returns whether to go on from it */
  enter(position: number, step: Next, from: State | null): boolean
  /** an outcome at a position that fails; at -1, of the initial action */
  fail(position: number, failure: Failure): void
  /** no outcome at all at a position */
  end(position: number, state: State): void
}

export function walk(
  interpreter: Interpreter,
  { seed, index, steps, choose }: { seed: number; index: number; steps: number; choose: Choose },
  observer: WalkObserver,
): void {
  const random = new Random(seed, index)
  let state: State | null = null
  for (let position = 0; position <= steps; position++) {
    const from: State | null = state
    const visitAll = (visit: OutcomeVisitor) =>
      from === null ? interpreter.initialStates(visit) : interpreter.successors(from, visit)
    const outcomes: Next[] = []
    let isEnd = true
    visitAll(outcome => {
      isEnd = false
      if (outcome.kind === 'next') outcomes.push(outcome)
      else observer.fail(position - 1, outcome)
    })
    if (isEnd && from !== null) observer.end(position - 1, from)
    if (outcomes.length === 0) return
    const taken = pick(outcomes, random, choose)
    if (!observer.enter(position, taken, from)) return
    state = taken.state
  }
}

/** One of a list that is not empty. */
export function pick(outcomes: readonly Next[], random: Random, choose: Choose): Next {
  if (choose === 'uniform') return outcomes[random.below(outcomes.length)] as Next
  const actions = [...new Set(outcomes.map(each => each.action))]
  const action = actions[random.below(actions.length)] as Action
  const ofAction = outcomes.filter(each => each.action === action)
  return ofAction[random.below(ofAction.length)] as Next
}
