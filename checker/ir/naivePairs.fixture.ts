/**
 * What a comparison of pairs of runs must find, as plainly as possible: every pair as JSON text, every body evaluated by
 * `naive.fixture.ts` for one choice of parameters and picks after the other. Shares nothing with the model of pairs.
 */
import type { Action, Model, NonInterference, State } from './model.ts'
import { type Environment, naiveValue } from './naive.fixture.ts'
import { type Value, valuesOf } from './value.ts'

export interface NaivePairs {
  /** pairs that were reached, up to and including the first depth at which one can be told apart */
  readonly distinct: number
  /** steps after which a pair can be told apart, or a step fails in one of its states; null when never */
  readonly toldApartAt: number | null
  readonly failsAt: number | null
  readonly takesHigh: boolean
  readonly differs: boolean
}

type Outcome = State | 'disabled' | 'failure'

/** @param shared values for all parameters and picks; those that the body does not come to are the first of their type */
function outcomeOf(action: Action, state: State, shared: readonly Value[]): Outcome {
  const parameters: Value[] = shared.slice(0, action.parameters.length)
  const env: Environment = { state, next: state, parameters, bound: {} }
  for (const step of action.steps) {
    if (step.kind === 'choose') {
      const { index, type } = step.variable
      parameters[index] = (naiveValue(step.when, env) === true ? shared[index] : valuesOf(type)[0]) as Value
    } else if (naiveValue(step.condition, env) !== true) return step.kind === 'guard' ? 'disabled' : 'failure'
  }
  return action.next.map(e => naiveValue(e, env))
}

function choicesOf(action: Action): Value[][] {
  const types = [
    ...action.parameters.map(p => p.type),
    ...action.steps.flatMap(step => (step.kind === 'choose' ? [step.variable.type] : [])),
  ]
  return types.reduce<Value[][]>((all, type) => all.flatMap(some => valuesOf(type).map(v => [...some, v])), [[]])
}

/** @param inBoth whether the right run takes high steps, too, at other times than the left one */
export function naivePairs(model: Model, claim: NonInterference, inBoth = false): NaivePairs {
  const isHigh = (action: Action, choices: readonly Value[]) =>
    claim.high.some(
      ({ action: name, given }) =>
        name === action.name && given.every(g => JSON.stringify(choices[g.index]) === JSON.stringify(g.value)),
    )
  const moves = model.actions.flatMap(action =>
    choicesOf(action).map(choices => ({ action, choices, isHigh: isHigh(action, choices) })),
  )
  /** Of every move, what it comes to. States are met in many pairs. */
  const outcomes = new Map<string, readonly Outcome[]>()
  const outcomesIn = (state: State): readonly Outcome[] => {
    const text = JSON.stringify(state)
    const known = outcomes.get(text) ?? moves.map(({ action, choices }) => outcomeOf(action, state, choices))
    outcomes.set(text, known)
    return known
  }
  const canBeToldApart = (left: State, right: State): boolean => {
    const env: Environment = { state: left, next: right, parameters: [], bound: {} }
    const looksSame = [...claim.checks.map(c => c.condition), claim.body].every(e => naiveValue(e, env) === true)
    const [a, b] = [outcomesIn(left), outcomesIn(right)]
    const enabledSame = moves.every(({ isHigh: high }, i) => high || (a[i] === 'disabled') === (b[i] === 'disabled'))
    return !looksSame || !enabledSame
  }
  const found = { distinct: 0, toldApartAt: null as number | null, failsAt: null as number | null }
  let takesHigh = false
  let differs = false
  const known = new Set<string>()
  let level: [State, State][] = []
  const enter = (left: State, right: State, depth: number, into: [State, State][]) => {
    const text = JSON.stringify([left, right])
    if (known.has(text)) return
    known.add(text)
    into.push([left, right])
    differs ||= JSON.stringify(left) !== JSON.stringify(right)
    if (canBeToldApart(left, right)) found.toldApartAt ??= depth
  }
  for (const choices of choicesOf(model.initial)) {
    const initial = outcomeOf(model.initial, [], choices)
    if (initial === 'failure') found.failsAt = -1
    else if (initial !== 'disabled') enter(initial, initial, 0, level)
  }
  for (let depth = 0; level.length > 0 && found.toldApartAt === null && found.failsAt === null; depth++) {
    const following: [State, State][] = []
    for (const [left, right] of level) {
      const [ofLeft, ofRight] = [outcomesIn(left), outcomesIn(right)]
      for (const [i, { isHigh: high }] of moves.entries()) {
        const [a, b] = [ofLeft[i], ofRight[i]] as [Outcome, Outcome]
        const taken: [Outcome, Outcome][] = high
          ? [[a, right], ...(inBoth ? [[left, b] as [Outcome, Outcome]] : [])]
          : [[a, b]]
        for (const [x, y] of taken) {
          if (x === 'disabled' || y === 'disabled') continue
          if (x === 'failure' || y === 'failure') found.failsAt ??= depth
          else {
            takesHigh ||= high
            enter(x, y, depth + 1, following)
          }
        }
      }
    }
    level = following
  }
  return { ...found, distinct: known.size, takesHigh, differs }
}
