/**
 * What is true of a behaviour that goes on for ever, given as a trace with a loop. In: the trace, and the interpreter,
 * which is asked again what each step counts for and what is enabled. Plain on purpose: this is the second opinion on
 * what the search for behaviours found.
 */
import type { Interpreter, Outcome } from '../ir/interpret.ts'
import type { State } from '../ir/model.ts'
import {
  type Fairness,
  type FairnessCondition,
  type Formula,
  fairnessConditions,
  isOccurrence,
  type Occurrence,
} from '../ir/temporal.ts'
import { equalValues } from '../ir/value.ts'
import type { Trace } from './trace.ts'

/** A moment of the behaviour: a state, and the step to the state of moment `next`. */
interface Moment {
  readonly state: State
  readonly next: number
  /** the ways to change the state from here */
  readonly possible: readonly (Outcome & { kind: 'next' })[]
}

export class LassoBehaviour {
  private readonly interpreter: Interpreter
  private readonly moments: readonly Moment[]
  private readonly loop: number

  /** @param trace with a loop, and a last state that is equal to the one at its start */
  constructor(interpreter: Interpreter, trace: Trace & { readonly loop: number }) {
    this.interpreter = interpreter
    this.loop = trace.loop
    const states = [trace.initial, ...trace.steps.map(step => step.state)]
    // The last state is the one where the loop begins: it is a moment of its own only where it stutters for ever.
    const count = trace.loop === states.length - 1 ? states.length : states.length - 1
    this.moments = states.slice(0, count).map((state, i) => {
      const possible: (Outcome & { kind: 'next' })[] = []
      interpreter.successors(state, outcome => {
        if (outcome.kind === 'next' && !equalValues(outcome.state, state)) possible.push(outcome)
      })
      return { state, next: i + 1 < count ? i + 1 : trace.loop, possible }
    })
  }

  /** The first fairness condition that the behaviour does not satisfy; null when it is fair. */
  unfairness(fairness: readonly Fairness[]): FairnessCondition | null {
    const cycle = this.moments.slice(this.loop)
    const isFair = ({ strength, occurrence }: FairnessCondition) => {
      if (cycle.some(moment => this.isTaken(occurrence, moment))) return true
      const isEnabled = ({ possible }: Moment) => possible.some(o => isOccurrence(occurrence, o.action.name, o.choices))
      return strength === 'weak' ? !cycle.every(isEnabled) : !cycle.some(isEnabled)
    }
    return fairnessConditions(fairness).find(condition => !isFair(condition)) ?? null
  }

  /** @throws TypeError where a predicate has no truth value */
  satisfies(formula: Formula): boolean {
    return this.truths(formula)[0] === true
  }

  /** The truth of a formula at every moment. */
  private truths(formula: Formula): boolean[] {
    switch (formula.kind) {
      case 'predicate':
        return this.moments.map(({ state, next }) => {
          const result = this.interpreter.evaluate(formula.predicate, state, (this.moments[next] as Moment).state)
          if (typeof result !== 'string') throw new TypeError(result.failed.message)
          return result === 'holds'
        })
      case 'taken':
        return this.moments.map(moment => this.isTaken(formula.occurrence, moment))
    }
    const operands = formula.operands.map(operand => this.truths(operand))
    const [first = [], second = []] = operands
    switch (formula.kind) {
      case 'not':
        return first.map(truth => !truth)
      case 'and':
        return this.moments.map((_, i) => operands.every(truths => truths[i]))
      case 'or':
        return this.moments.map((_, i) => operands.some(truths => truths[i]))
      case 'implies':
        return first.map((truth, i) => !truth || second[i] === true)
      case 'eventually':
        return this.leastUntil(() => true, first)
      case 'always':
        return this.leastUntil(
          () => true,
          first.map(truth => !truth),
        ).map(truth => !truth)
      case 'until':
        return this.leastUntil(i => first[i] === true, second)
    }
  }
  /** Going backward twice is enough: what is true comes true within one turn of the loop. */
  private leastUntil(before: (moment: number) => boolean, goal: readonly boolean[]): boolean[] {
    const truths = this.moments.map(() => false)
    for (let turn = 0; turn < 2; turn++) {
      for (let i = truths.length - 1; i >= 0; i--) {
        truths[i] = goal[i] === true || (before(i) && truths[(this.moments[i] as Moment).next] === true)
      }
    }
    return truths
  }
  private isTaken(occurrence: Occurrence, { possible, next }: Moment): boolean {
    const after = (this.moments[next] as Moment).state
    return possible.some(o => isOccurrence(occurrence, o.action.name, o.choices) && equalValues(o.state, after))
  }
}
