/**
 * A walk as a trace without detours. In: the states that a walk went through. Out: a trace to the last of them, in which
 * each step goes to the latest state of the walk that one step reaches: loops are cut, and ways round are left out. It is
 * a behaviour of the model all the same, if seldom the shortest.
 *
 * Cost: the interpreter expands each state of the trace once.
 */
import type { StateEncoding } from '../../ir/encode.ts'
import type { Interpreter, OutcomeVisitor } from '../../ir/interpret.ts'
import type { State } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { TraceStep } from '../../verdict/trace.ts'

/** @param path encoded states, at least one @returns the initial outcome, then the steps */
export function withoutDetours(
  interpreter: Interpreter,
  encoding: StateEncoding,
  path: readonly Uint32Array[],
): [TraceStep, ...TraceStep[]] {
  const words = new Uint32Array(encoding.words)
  const keyOf = (encoded: Uint32Array) => String.fromCharCode(...new Uint16Array(encoded.buffer, 0, 2 * words.length))
  const lastAt = new Map(path.map((encoded, i) => [keyOf(encoded.slice(0, words.length)), i]))
  /** The outcome that leads furthest along the path. */
  const furthest = (from: number, enumerate: (visit: OutcomeVisitor) => void) => {
    let best: { readonly at: number; readonly step: TraceStep } | null = null
    enumerate(outcome => {
      if (outcome.kind !== 'next') return
      encoding.encode(outcome.state, words)
      const at = lastAt.get(keyOf(words)) ?? -1
      if (at <= (best?.at ?? from)) return
      best = { at, step: { action: outcome.action.name, choices: outcome.choices, state: outcome.state } }
    })
    if (best === null) throw new InternalError('a walk cannot be taken again')
    return best as { readonly at: number; readonly step: TraceStep }
  }
  const first = furthest(-1, visit => interpreter.initialStates(visit))
  const steps: [TraceStep, ...TraceStep[]] = [first.step]
  for (let at = first.at, state: State = first.step.state; at < path.length - 1; ) {
    const from = state
    const next = furthest(at, visit => interpreter.successors(from, visit))
    steps.push(next.step)
    at = next.at
    state = next.step.state
  }
  return steps
}
