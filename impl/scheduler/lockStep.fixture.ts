/**
 * Holds an implementation against a spec, call by call, as the reference interpreter reads the spec. All workloads are tried:
 * each call in each state that the two get into together, where states and images count as the same when all that later calls
 * may depend on is.
 */
import { type Instance, Interpreter, lower, type Value } from 'von/checker'

type State = readonly Value[]

/** The states of a spec, by the names of its variables, and its steps, by action and parameters. */
export class Reference {
  private readonly interpreter: Interpreter
  readonly initial: State
  constructor(instance: Instance) {
    this.interpreter = new Interpreter(lower(instance))
    const states: State[] = []
    this.interpreter.initialStates(outcome => {
      if (outcome.kind === 'next') states.push(outcome.state)
    })
    this.initial = states[0] as State
  }
  /** The state after an action of which the spec has one outcome; null if it is not enabled. */
  after(state: State, action: string, ...choices: readonly Value[]): State | null {
    let next: State | null = null
    this.interpreter.successors(state, outcome => {
      if (outcome.action.name !== action || JSON.stringify(outcome.choices) !== JSON.stringify(choices)) return
      if (outcome.kind === 'failure') throw new Error(`the spec fails in ${action}`)
      next = outcome.state
    })
    return next
  }
  variable(state: State, name: string): Value {
    const index = this.interpreter.model.variables.findIndex(variable => variable.name === name)
    return state[index] as Value
  }
}

/** A call: changes the image, and says what the spec comes to; null where the spec refuses. Throws where the two differ. */
export type Call = (image: Uint32Array<ArrayBuffer>, state: State) => State | null

export class Divergence extends Error {}
export function expectSame(what: string, done: unknown, specified: unknown): void {
  if (JSON.stringify(done) === JSON.stringify(specified)) return
  throw new Divergence(`${what}: ${JSON.stringify(done)}, but the spec says ${JSON.stringify(specified)}`)
}

/**
 * @param matters what later calls may depend on, of a state and an image
 * @param pairsMax where to stop, the shortest workloads first
 * @returns how many pairs of a state and an image there are
 * @throws Divergence with the calls that lead to it
 */
export function exploreTogether(
  reference: Reference,
  image: Uint32Array<ArrayBuffer>,
  calls: Readonly<Record<string, Call>>,
  matters: (state: State, image: Uint32Array) => unknown,
  pairsMax = 100_000,
): number {
  const key = (state: State, at: Uint32Array) => JSON.stringify(matters(state, at))
  const found = [{ state: reference.initial, image, path: '' }]
  const seen = new Set([key(reference.initial, image)])
  for (const { state, image: before, path } of found) {
    for (const [name, call] of Object.entries(calls)) {
      const after = before.slice()
      let next: State | null
      try {
        next = call(after, state)
      } catch (error) {
        if (error instanceof Divergence) throw new Divergence(`${path}${name}: ${error.message}`)
        throw error
      }
      if (next === null || seen.has(key(next, after))) continue
      seen.add(key(next, after))
      found.push({ state: next, image: after, path: `${path}${name}, ` })
    }
    if (found.length >= pairsMax) break
  }
  return found.length
}
