/**
 * The two runs behind a run of pairs that tells them apart. In: a claim of non-interference, and a trace of the model of pairs
 * to a broken property of it. Out: the violation in terms of the model itself, for `rerun` to confirm.
 */
import { Interpreter } from '../ir/interpret.ts'
import type { Action, Model, NonInterference, State } from '../ir/model.ts'
import { halves, type PairedAction, type SelfComposition } from '../ir/selfComposition.ts'
import { isOccurrence } from '../ir/temporal.ts'
import { equalValues, type Value, valuesOf } from '../ir/value.ts'
import { InternalError } from './internalError.ts'
import { outcomeFor } from './sharedChoices.ts'
import { lastState, type Trace, type TraceStep } from './trace.ts'
import type { Difference, Verdict, Violation } from './verdict.ts'

/** @throws InternalError when the runs cannot be told apart as said */
export function violationOfPair(
  model: Model,
  claim: NonInterference,
  { model: pairs, actions }: SelfComposition,
  trace: Trace,
  violation: Violation,
): Verdict {
  return told(new Pair(model, claim, actions, pairs, trace), violation)
}

const told = (pair: Pair, violation: Violation): Verdict => ({
  kind: 'violated',
  violation: {
    kind: 'noninterference',
    without: pair.without,
    high: pair.high,
    difference: violation.kind === 'propertyFailure' ? pair.failure() : pair.difference(),
  },
  trace: pair.trace,
})

/** The two runs behind a run of pairs. */
class Pair {
  readonly trace: Trace
  readonly without: Trace
  readonly high: readonly boolean[]
  private readonly interpreter: Interpreter
  private readonly claim: NonInterference
  private readonly ends: readonly [State, State]
  private readonly lows: readonly Action[]

  constructor(
    model: Model,
    claim: NonInterference,
    actions: readonly PairedAction[],
    pairs: Model,
    { initial, initialChoices, steps }: Trace,
  ) {
    this.interpreter = new Interpreter(model)
    this.claim = claim
    const pairedOf = new Map(pairs.actions.map(({ name }, i) => [name, actions[i] as PairedAction]))
    const begin = (state: State): Trace => ({ initialChoices, initial: state, steps: [] })
    let [trace, without] = halves(initial).map(begin) as [Trace, Trace]
    const high: boolean[] = []
    for (const { action: name, choices, state } of steps) {
      const { action, isHigh } = pairedOf.get(name ?? '') as PairedAction
      const [left, right] = halves(state)
      trace = this.followed(trace, action, choices, left)
      if (!isHigh) without = this.followed(without, action, choices, right)
      high.push(isHigh)
    }
    this.trace = trace
    this.without = without
    this.high = high
    this.ends = [lastState(trace), lastState(without)]
    this.lows = actions.flatMap(({ action, isHigh }) => (isHigh ? [] : [action]))
  }

  private followed(trace: Trace, action: Action, shared: readonly Value[], state: State): Trace {
    const outcome = outcomeFor(this.interpreter, action, shared, lastState(trace))
    if (outcome?.kind !== 'next' || !equalValues(outcome.state, state)) {
      throw new InternalError(`a step of a pair, ${action.name}, is no step of its runs`)
    }
    const step: TraceStep = { action: action.name, choices: outcome.choices, state }
    return { ...trace, steps: [...trace.steps, step] }
  }

  /** How an observer tells the ends of the two runs apart. */
  difference(): Difference {
    if (this.interpreter.evaluate(this.claim, ...this.ends) === 'fails') return { kind: 'observation' }
    for (const action of this.lows) {
      for (const choices of everyChoice(action)) {
        const isHigh = this.claim.high.some(steps => isOccurrence(steps, action.name, choices))
        const [a, b] = this.ends.map(state => outcomeFor(this.interpreter, action, choices, state) !== undefined)
        if (!isHigh && a !== b) return { kind: 'enabledness', action: action.name, choices, in: a ? 'with' : 'without' }
      }
    }
    throw new InternalError(`the runs that break ${this.claim.name} look the same`)
  }
  failure(): Difference {
    const found = this.interpreter.evaluate(this.claim, ...this.ends)
    if (typeof found === 'string')
      throw new InternalError(`observing the runs that break ${this.claim.name} does not fail`)
    return { kind: 'failure', check: found.failed }
  }
}

/** Every value of every parameter and pick. */
function everyChoice({ parameters, steps }: Action): Value[][] {
  const picks = steps.flatMap(step => (step.kind === 'choose' ? [step.variable] : []))
  return [...parameters, ...picks].reduce<Value[][]>(
    (prefixes, { type }) => prefixes.flatMap(prefix => valuesOf(type).map(value => [...prefix, value])),
    [[]],
  )
}
