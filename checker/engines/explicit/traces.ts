/**
 * Traces from the store: a state's path follows the ids of its parents back to an initial state, and the interpreter
 * finds again which action and choices lead from each state to the next. Nothing of this is stored during the search.
 *
 * Where representatives are stored, the path is one of representatives; the trace is a real behaviour whose states have
 * these representatives, one by one. There is one, as states with the same representative have alike successors.
 */
import type { Interpreter, OutcomeVisitor } from '../../ir/interpret.ts'
import type { State } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Question } from '../../verdict/judge.ts'
import { lastState, type Trace, type TraceStep } from '../../verdict/trace.ts'
import type { Violation } from '../../verdict/verdict.ts'
import type { Rows } from './rows.ts'
import { NO_PARENT, type States } from './store.ts'
import { retell } from './symmetry/retell.ts'

export class Traces {
  private readonly interpreter: Interpreter
  private readonly rows: Rows
  private readonly states: States

  constructor(interpreter: Interpreter, rows: Rows, states: States) {
    this.interpreter = interpreter
    this.rows = rows
    this.states = states
  }

  /** What settles a question: the violation, and the shortest trace to it or to a witness, if there is one. */
  of(question: Question): { readonly trace: Trace | undefined; readonly violation: Violation | null } {
    const { sighting, violation } = question
    if (sighting === null || sighting.id === NO_PARENT) return { trace: undefined, violation }
    const path = this.along(this.pathTo(sighting.id))
    const told =
      this.rows.representatives === null
        ? { sighting, violation }
        : retell(question, sighting, lastState(path), this.interpreter)
    const { step, failing } = told.sighting
    const steps = step === undefined ? path.steps : [...path.steps, step]
    return { trace: { ...path, steps, ...(failing && { failing }) }, violation: told.violation }
  }

  /** The trace through states of these ids, the first of them initial; equal ones in a row stutter. */
  along(ids: readonly number[]): Trace {
    const [initial, ...rest] = ids.map(id => this.rowOf(id))
    const first = this.stepTo(initial as Uint32Array, visit => this.interpreter.initialStates(visit))
    const steps: TraceStep[] = []
    let { state } = first
    for (const [i, row] of rest.entries()) {
      const from: State = state
      const step: TraceStep =
        ids[i] === ids[i + 1]
          ? { action: null, choices: [], state: from }
          : this.stepTo(row, visit => this.interpreter.successors(from, visit))
      steps.push(step)
      state = step.state
    }
    return { initialChoices: first.choices, initial: first.state, steps }
  }

  /** The ids of a shortest path from an initial state. */
  pathTo(id: number): number[] {
    const path: number[] = []
    for (let at = id; at !== NO_PARENT; at = this.states.parentOf(at)) path.push(at)
    return path.reverse()
  }

  /** The first outcome that is stored as this row. */
  private stepTo(row: Uint32Array, enumerate: (visit: OutcomeVisitor) => void): TraceStep {
    const found: TraceStep[] = []
    enumerate(outcome => {
      if (found.length > 0 || outcome.kind !== 'next') return
      const { action, choices, state } = outcome
      this.rows.take(state)
      if (this.rows.words.every((word, i) => word === row[i])) found.push({ action: action.name, choices, state })
    })
    const [step] = found
    if (step === undefined) throw new InternalError('a stored state is not a successor of its parent')
    return step
  }

  private rowOf(id: number): Uint32Array {
    this.states.read(id, this.rows.words)
    return this.rows.words.slice()
  }
}
