/**
 * One solver that knows the behaviours of a model up to some depth, and looks for states that settle questions. In: the
 * questions, depth by depth. Out: behaviours to such states, or that there are none of this length.
 */
import type { Answer, Session } from '../../../solver/session.ts'
import type { Question } from '../../../verdict/judge.ts'
import type { Trace } from '../../../verdict/trace.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { foundBehaviour } from './foundBehaviour.ts'
import { goalOf } from './goals.ts'

export class Unrolling {
  /** how many times the solver was asked */
  queries = 0
  private readonly system: TransitionSystem
  private readonly session: Session
  /** how many steps the behaviours have */
  private depth = -1
  private asked = 0

  /** which solver it is */
  get title(): string {
    return this.session.title
  }

  constructor(system: TransitionSystem, session: Session) {
    this.system = system
    this.session = session
  }

  /** Whether the initial action can fail, which leads to no state at all. */
  failsInitially(): Promise<Answer> {
    const start = '|at the start|'
    this.session.tell(this.system.initialFailure('start'))
    this.session.tell(`(declare-const ${start} Bool)\n(assert (=> ${start} |initialFailure@start|))`)
    return this.check([start])
  }

  /** Makes the behaviours longer by one state. @returns whether there are any */
  extend(): Promise<Answer> {
    const { system, session } = this
    const depth = ++this.depth
    session.tell(system.state(depth))
    if (depth === 0) session.tell(`${system.initial(0)}\n(assert |initial@0|)`)
    else session.tell(`${system.step(depth - 1, depth)}\n(assert |step@${depth - 1}|)`)
    return this.check([])
  }

  /** Defines what to look for at this depth. @returns the name for `look`, or null where there is nothing to look for */
  goal(question: Question): string | null {
    const name = `goal ${this.asked++}`
    const commands = goalOf(this.system, question, name, this.depth)
    if (commands !== null) this.session.tell(commands)
    return commands === null ? null : `|${name}|`
  }

  /** Looks for a behaviour whose end has one of these goals. */
  async look(goals: readonly string[]): Promise<Answer> {
    const name = `|looked for ${this.asked++}|`
    this.session.tell(`(declare-const ${name} Bool)\n(assert (=> ${name} (or ${goals.join(' ')} false)))`)
    const answer = await this.check([name])
    // what cannot be is worth knowing at greater depths
    if (answer.kind === 'unsat') for (const goal of goals) this.session.tell(`(assert (not ${goal}))`)
    return answer
  }

  /** The behaviour that the solver has found. */
  found(): Promise<Trace> {
    return foundBehaviour(this.system, this.session, this.depth)
  }

  close(): Promise<void> {
    return this.session.close()
  }

  private check(assumptions: readonly string[]): Promise<Answer> {
    this.queries++
    return this.session.check(assumptions)
  }
}
