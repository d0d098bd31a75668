/** Some reachable states, by random walks: the same ones every time. */
import type { Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'

const WALKS = 24
const STEPS = 25

/** All but the last initial states are seldom many: of more than this, the first ones. */
const INITIAL_MAX = 100

export function sampleStates(interpreter: Interpreter): State[] {
  const initial: State[] = []
  interpreter.initialStates(outcome => {
    if (outcome.kind === 'next' && initial.length < INITIAL_MAX) initial.push(outcome.state)
  })
  const states = [...initial]
  const next = randomBelow(1)
  for (let walk = 0; walk < WALKS && initial.length > 0; walk++) {
    let state = initial[next(initial.length)] as State
    for (let step = 0; step < STEPS; step++) {
      const successors: State[] = []
      interpreter.successors(state, outcome => {
        if (outcome.kind === 'next') successors.push(outcome.state)
      })
      if (successors.length === 0) break
      state = successors[next(successors.length)] as State
      states.push(state)
    }
  }
  return states
}

/** Random integers from 0 to below a bound. Source: G. Marsaglia, "Xorshift RNGs", 2003. */
function randomBelow(seed: number): (bound: number) => number {
  let x = seed
  return bound => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % bound
  }
}
