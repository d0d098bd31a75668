/**
 * Verdicts on non-interference: the model of pairs of runs is explored like any other. In: a model and claims about it.
 * Out: a finding for each; where a pair can be told apart, both of its runs, as traces of the model itself.
 */
import { Interpreter } from '../../ir/interpret.ts'
import type { Action, Model, NonInterference, State } from '../../ir/model.ts'
import { ALIKE, DIFFER, halves, type PairedAction, selfComposition } from '../../ir/selfComposition.ts'
import { isOccurrence } from '../../ir/temporal.ts'
import { equalValues, type Value, valuesOf } from '../../ir/value.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Report } from '../../verdict/report.ts'
import { outcomeFor } from '../../verdict/sharedChoices.ts'
import { lastState, type Trace, type TraceStep } from '../../verdict/trace.ts'
import type { Difference, Finding, Verdict, Violation } from '../../verdict/verdict.ts'

/** Explores the model of pairs, for these of its properties. */
export type ExplorePairs = (pairs: Model, properties: readonly string[]) => Promise<Report>

export async function nonInterferenceFinding(
  model: Model,
  claim: NonInterference,
  explorePairs: ExplorePairs,
): Promise<Finding> {
  const composed = selfComposition(model, claim)
  const report = await explorePairs(composed.model, [ALIKE, DIFFER])
  const { distinct, generated, depth } = report.exploration
  const { name, span } = claim
  return {
    name,
    kind: 'noninterference',
    span,
    verdict: verdictOf(model, claim, composed.actions, report),
    pairs: { distinct, generated, depth },
  }
}

function verdictOf(model: Model, claim: NonInterference, actions: readonly PairedAction[], report: Report): Verdict {
  const found = (name: string) => report.findings.find(finding => finding.name === name)?.verdict
  const alike = found(ALIKE)
  if (alike?.kind === 'violated' && alike.trace !== undefined) {
    return told(new Pair(model, claim, actions, report.model, alike.trace), alike.violation)
  }
  if (found('failures')?.kind === 'violated') {
    return { kind: 'unknown', reason: 'a step fails, and its run leads no further: see failures' }
  }
  if (report.limits.length > 0 || alike === undefined) return alike ?? { kind: 'unknown', reason: 'it was not asked' }
  const unmet = vacuity(actions, report, found(DIFFER)?.kind === 'exhausted')
  return unmet === null ? { kind: 'exhausted' } : { kind: 'vacuous', premises: [{ text: unmet, span: claim.span }] }
}

/** What never happened, so that the runs of no pair could have been told apart. */
function vacuity(actions: readonly PairedAction[], { coverage }: Report, haveDiffered: boolean): string | null {
  if (!coverage.some(({ fired }, i) => actions[i]?.isHigh === true && fired > 0)) return 'a high step is taken'
  return haveDiffered ? null : 'a high step changes anything'
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
