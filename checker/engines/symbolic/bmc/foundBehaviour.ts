/** Reads a behaviour out of a solver that has found one. In: the solver, after `sat`. Out: a trace. */
import type { State } from '../../../ir/model.ts'
import { equalValues } from '../../../ir/value.ts'
import type { Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Trace, TraceStep } from '../../../verdict/trace.ts'
import type { TransitionSystem } from '../transitionSystem.ts'

/**
 * @param depth how many steps it has; its states are those of the frames up to there
 * @param mayStutter whether what changes nothing is no step of an action
 */
export async function foundBehaviour(
  system: TransitionSystem,
  session: Session,
  depth: number,
  mayStutter = false,
): Promise<Trace> {
  const initialTerms = system.initialTerms(0)
  const frames = Array.from({ length: depth + 1 }, (_, frame) => system.cells.map((_, i) => system.cell(frame, i)))
  const steps = Array.from({ length: depth }, (_, frame) => system.stepTerms(frame))
  const values = await session.values([...initialTerms, ...frames.flat(), ...steps.flat()])
  const rest = values.values()
  const take = (count: number) => Array.from({ length: count }, () => rest.next().value as bigint)
  const initialChoices = system.decodeInitial(take(initialTerms.length))
  const states = frames.map(cells => system.decode(take(cells.length)))
  const taking = steps.map((terms, i): TraceStep => {
    const taken = take(terms.length)
    const [before, state] = [states[i], states[i + 1]] as [State, State]
    if (mayStutter && equalValues(before, state)) return { action: null, choices: [], state }
    const { action, choices } = system.decodeStep(taken)
    return { action: action.name, choices, state }
  })
  const [initial] = states
  if (initial === undefined) throw new InternalError('a behaviour has no state')
  return { initialChoices, initial, steps: taking }
}
