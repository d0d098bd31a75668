/**
 * Traces from the store: a state's path follows the ids of its parents back to an initial state, and the interpreter
 * finds again which action and choices lead from each state to the next. Nothing of this is stored during the search.
 */
import type { StateEncoding } from '../../ir/encode.ts'
import type { Interpreter, OutcomeVisitor } from '../../ir/interpret.ts'
import type { State } from '../../ir/model.ts'
import { equalValues } from '../../ir/value.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Sighting } from '../../verdict/judge.ts'
import type { Trace, TraceStep } from '../../verdict/trace.ts'
import { NO_PARENT, type States } from './store.ts'

export class Traces {
  private readonly interpreter: Interpreter
  private readonly encoding: StateEncoding
  private readonly states: States
  constructor(interpreter: Interpreter, encoding: StateEncoding, states: States) {
    this.interpreter = interpreter
    this.encoding = encoding
    this.states = states
  }

  /** The shortest trace to a sighting; undefined when it comes before all states. */
  to({ id, step, failing }: Sighting): Trace | undefined {
    if (id === NO_PARENT) return undefined
    const trace = this.along(this.pathTo(id))
    return { ...trace, ...(step && { steps: [...trace.steps, step] }), ...(failing && { failing }) }
  }

  /** The trace through states of these ids, the first of them initial; equal ones in a row stutter. */
  along(ids: readonly number[]): Trace {
    const [initial, ...rest] = ids.map(id => this.stateAt(id))
    let state = initial as State
    const first = stepTo(state, visit => this.interpreter.initialStates(visit))
    const steps: TraceStep[] = []
    for (const [i, next] of rest.entries()) {
      const from = state
      if (ids[i] === ids[i + 1]) steps.push({ action: null, choices: [], state: from })
      else steps.push(stepTo(next, visit => this.interpreter.successors(from, visit)))
      state = next
    }
    return { initialChoices: first.choices, initial: first.state, steps }
  }

  /** The ids of a shortest path from an initial state. */
  pathTo(id: number): number[] {
    const path: number[] = []
    for (let at = id; at !== NO_PARENT; at = this.states.parentOf(at)) path.push(at)
    return path.reverse()
  }
  private stateAt(id: number): State {
    const words = new Uint32Array(this.encoding.words)
    this.states.read(id, words)
    return this.encoding.decode(words)
  }
}

/** The first outcome that is the wanted state. */
function stepTo(wanted: State, enumerate: (visit: OutcomeVisitor) => void): TraceStep {
  const found: TraceStep[] = []
  enumerate(outcome => {
    if (found.length === 0 && outcome.kind === 'next' && equalValues(outcome.state, wanted)) {
      found.push({ action: outcome.action.name, choices: outcome.choices, state: outcome.state })
    }
  })
  const [step] = found
  if (step === undefined) throw new InternalError('a stored state is not a successor of its parent')
  return step
}
