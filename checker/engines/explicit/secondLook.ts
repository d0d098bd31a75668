/**
 * What generated code has pointed at, shown to the judge: the interpreter runs those states and steps once more, without
 * counting them in the coverage. In: ids. Out: everything that the judge would have been told had the interpreter
 * expanded these states in the first place.
 */
import type { Interpreter } from '../../ir/interpret.ts'
import type { State } from '../../ir/model.ts'
import type { Judge } from '../../verdict/judge.ts'
import { lookAround } from '../../verdict/lookAround.ts'
import type { ExpandingStates } from './compiled.ts'
import type { Sightings } from './sightings.ts'

export class SecondLook {
  private readonly judge: Judge
  private readonly interpreter: Interpreter
  private readonly stateOf: (id: number) => State

  constructor(judge: Judge, interpreter: Interpreter, stateOf: (id: number) => State) {
    this.judge = judge
    this.interpreter = interpreter
    this.stateOf = stateOf
  }

  /** At the lists of a run, in order of id. */
  atLists({ matching, attentive, ends: endList }: ExpandingStates): void {
    for (const id of matching) this.judge.seeState(id, this.stateOf(id))
    const ends = new Set(this.judge.isEndOpen ? endList : [])
    for (const id of [...attentive, ...ends].sort((a, b) => a - b)) this.atExpanded(id, ends.has(id))
  }
  /** At what was collected in a level. */
  atSightings(sightings: Sightings): void {
    const { states, expanded, ends } = sightings.take()
    for (const id of states) this.judge.seeState(id, this.stateOf(id))
    for (const id of expanded) this.atExpanded(id, ends.has(id))
  }

  private atExpanded(id: number, isEnd: boolean): void {
    const { judge } = this
    const state = this.stateOf(id)
    if (isEnd) judge.seeEnd(id, state)
    // pointed at for another reason, such as a constraint whose check fails, it may be an end as well
    else if (judge.constraintAgainst(id, state) === undefined) lookAround(judge, this.interpreter, id, state)
  }
}
