/**
 * The second opinion on two runs that are said to break non-interference, beside that each of them is a run: they take
 * the same low steps, the high ones are what the claim calls high, and their ends differ as said. In: the claim and both
 * traces. Out: what is wrong, or null.
 */
import type { Interpreter } from '../ir/interpret.ts'
import type { NonInterference, State } from '../ir/model.ts'
import { isOccurrence } from '../ir/temporal.ts'
import { equalValues, type Value } from '../ir/value.ts'
import { madeChoices, outcomeFor } from './sharedChoices.ts'
import { lastState, type Trace, type TraceStep } from './trace.ts'
import type { Violation } from './verdict.ts'

export function faultOfPair(
  claim: NonInterference,
  trace: Trace,
  { without, high, difference }: Violation & { readonly kind: 'noninterference' },
  interpreter: Interpreter,
): string | null {
  const isHigh = (action: string | null, choices: readonly Value[]) =>
    action !== null && claim.high.some(occurrence => isOccurrence(occurrence, action, choices))
  const actionOf = (name: string | null) => interpreter.model.actions.find(action => action.name === name)
  const wrong = trace.steps.findIndex(({ action, choices }, i) => isHigh(action, choices) !== high[i])
  if (wrong >= 0) return `step ${wrong + 1} is ${high[wrong] === true ? 'not ' : ''}high`
  if (!equalValues(trace.initialChoices, without.initialChoices)) return 'they begin in different states'

  const lows = stepsFrom(trace).filter((_, i) => high[i] === false)
  const others = stepsFrom(without)
  if (lows.length !== others.length) return 'they take different numbers of low steps'
  for (const [i, low] of lows.entries()) {
    const other = others[i] as SituatedStep
    const action = actionOf(low.action)
    if (action === undefined || low.action !== other.action) return `low step ${i + 1} is another action`
    const [a, b] = [madeChoices(action, low.choices, low.from), madeChoices(action, other.choices, other.from)]
    const isShared = low.choices.every((value, k) => !(a[k] && b[k]) || equalValues(value, other.choices[k] as Value))
    if (!isShared) return `low step ${i + 1} makes other choices`
  }

  const ends = [lastState(trace), lastState(without)] as const
  if (difference.kind === 'enabledness') {
    const action = actionOf(difference.action)
    if (action === undefined || isHigh(difference.action, difference.choices)) return 'the action is not low'
    const [a, b] = ends.map(state => outcomeFor(interpreter, action, difference.choices, state) !== undefined)
    const isAsSaid = a === (difference.in === 'with') && b === (difference.in === 'without')
    return isAsSaid ? null : `${action.name} is not enabled as said`
  }
  const found = interpreter.evaluate(claim, ...ends)
  if (difference.kind === 'observation') return found === 'fails' ? null : 'what is observed is the same'
  return typeof found !== 'string' && found.failed === difference.check ? null : 'observing them does not fail so'
}

type SituatedStep = TraceStep & { readonly from: State }
const stepsFrom = ({ initial, steps }: Trace): SituatedStep[] =>
  steps.map((step, i) => ({ ...step, from: steps[i - 1]?.state ?? initial }))
