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
    const [initial, ...rest] = this.pathTo(id)
    let state = initial as State
    const first = stepTo(state, visit => this.interpreter.initialStates(visit))
    const steps: TraceStep[] = []
    for (const next of rest) {
      const from = state
      steps.push(stepTo(next, visit => this.interpreter.successors(from, visit)))
      state = next
    }
    if (step !== undefined) steps.push(step)
    return { initialChoices: first.choices, initial: first.state, steps, ...(failing && { failing }) }
  }

  private pathTo(id: number): State[] {
    const path: State[] = []
    const words = new Uint32Array(this.encoding.words)
    for (let at = id; at !== NO_PARENT; at = this.states.parentOf(at)) {
      this.states.read(at, words)
      path.push(this.encoding.decode(words))
    }
    return path.reverse()
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
