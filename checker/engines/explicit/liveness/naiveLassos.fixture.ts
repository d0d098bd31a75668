/**
 * What a temporal property means, by its definition: all lassos of a system up to some length are gone through, and on
 * each of them fairness and the formula are evaluated as they are written. Shares nothing with the engine or the
 * interpreter but formulas and the naive evaluation of expressions.
 */
import { naiveValue } from '../../../ir/naive.fixture.ts'
import type { Fairness, Formula, Occurrence } from '../../../ir/temporal.ts'
import type { System, Way } from './behaviours.arbitrary.ts'

/** States in a row, and where the last one goes on. */
export interface NaiveLasso {
  readonly states: readonly number[]
  readonly next: number
}

/** A fair lasso of at most so many states on which the formula is false; null when there is none. */
export function naiveCounterexample(system: System, formula: Formula, length: number): NaiveLasso | null {
  for (const lasso of lassosOf(system, length)) {
    if (isFair(system, lasso) && !isTrue(system, lasso, formula, 0)) return lasso
  }
  return null
}

/** All lassos of at most so many states, fair or not. */
export function* lassosOf(
  system: System,
  length: number,
  states: readonly number[] = [system.initial],
): Generator<NaiveLasso> {
  const last = states.at(-1) as number
  const following = new Set([
    last,
    ...system.ways.flatMap(way => (way.from === last && way.to !== null ? [way.to] : [])),
  ])
  for (const next of states.keys()) if (following.has(states[next] as number)) yield { states, next }
  if (states.length === length) return
  for (const state of following) yield* lassosOf(system, length, [...states, state])
}

/** Whether each step of the lasso is one of the system's, or stuttering. */
export function isLasso({ ways, initial }: System, lasso: NaiveLasso): boolean {
  const { states } = lasso
  const isStep = (from: number, to: number) => from === to || ways.some(way => way.from === from && way.to === to)
  return states[0] === initial && states.every((state, i) => isStep(state, states[after(lasso, i)] as number))
}

export function isFair(system: System, lasso: NaiveLasso): boolean {
  const cycle = [...lasso.states.keys()].slice(lasso.next)
  const isEnabled = (is: (way: Way) => boolean, i: number) =>
    system.ways.some(way => is(way) && way.from === lasso.states[i] && way.to !== null && way.to !== way.from)
  const isTaken = (is: (way: Way) => boolean, i: number) => system.ways.some(way => is(way) && isStepBy(way, lasso, i))
  const isFairTo = (strength: Fairness['strength'], is: (way: Way) => boolean) =>
    cycle.some(i => isTaken(is, i)) ||
    (strength === 'weak' ? cycle.some(i => !isEnabled(is, i)) : cycle.every(i => !isEnabled(is, i)))
  return system.model.fairness.every(({ strength, action, each }) =>
    each.length === 0
      ? isFairTo(strength, way => way.action === action)
      : [0, 1].every(value => isFairTo(strength, way => way.action === action && way.p === value)),
  )
}

/** Whether the formula is true of the behaviour from position `i` on. */
export function isTrue(system: System, lasso: NaiveLasso, formula: Formula, i: number): boolean {
  const at = (operand: Formula, position: number) => isTrue(system, lasso, operand, position)
  /** all positions that are still to come, in order */
  const future = () => {
    const positions: number[] = []
    for (let k = i; !positions.includes(k); k = after(lasso, k)) positions.push(k)
    return positions
  }
  switch (formula.kind) {
    case 'predicate': {
      const state = [lasso.states[i] as number]
      const next = [lasso.states[after(lasso, i)] as number]
      return naiveValue(formula.predicate.body, { state, next, parameters: [], bound: {} }) === true
    }
    case 'taken':
      return system.ways.some(way => isOf(way, formula.occurrence) && isStepBy(way, lasso, i))
    case 'not':
      return !at(formula.operands[0], i)
    case 'and':
      return formula.operands.every(operand => at(operand, i))
    case 'or':
      return formula.operands.some(operand => at(operand, i))
    case 'implies':
      return !at(formula.operands[0], i) || at(formula.operands[1], i)
    case 'always':
      return future().every(k => at(formula.operands[0], k))
    case 'eventually':
      return future().some(k => at(formula.operands[0], k))
    case 'until': {
      const positions = future()
      const goal = positions.findIndex(k => at(formula.operands[1], k))
      return goal >= 0 && positions.slice(0, goal).every(k => at(formula.operands[0], k))
    }
  }
}

const after = ({ states, next }: NaiveLasso, i: number) => (i + 1 < states.length ? i + 1 : next)
const isOf = (way: Way, { action, given }: Occurrence) =>
  way.action === action && given.every(({ value }) => way.p === value)
/** Whether the step at position `i` changes the state, as this way does. */
const isStepBy = (way: Way, lasso: NaiveLasso, i: number) => {
  const [from, to] = [lasso.states[i], lasso.states[after(lasso, i)]]
  return from !== to && way.from === from && way.to === to
}
