/** Why nothing explains an event: the states that came nearest to it, and the guard or observation that refuses each. */
import { Evaluator } from '../../ir/evaluator.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { cardinality } from '../../ir/type.ts'
import { equalValues, formatValue, type Value, valuesOf } from '../../ir/value.ts'
import type { Prefix, ReplayRefusal } from '../../verdict/replayReport.ts'
import type { Behaviours, Way } from './behaviours.ts'
import { explainedBy } from './explained.ts'
import type { ReadEvent } from './reader.ts'
import type { Sight, Wanted, WantedStep } from './wanted.ts'

/** So many prefixes are told, each refused for another reason. */
const PREFIXES_MAX = 3
/** So many states are looked at. */
const STATES_MAX = 2_000
/** Of actions with more choices than this, it is not told which guard refuses. */
const CHOICES_MAX = 20_000
/** So many possible steps are told. */
const POSSIBLE_MAX = 12

/** A refusal, and how far the step came: later guards are nearer. */
interface Ranked {
  readonly way: Way
  readonly refusal: ReplayRefusal
  readonly rank: number
}

/** @param ways all states before the event, none of which goes on with it */
export function nearestPrefixes(
  behaviours: Behaviours,
  ways: readonly Way[],
  { wanted, number }: Pick<ReadEvent, 'wanted' | 'number'>,
  hidden: readonly WantedStep[],
): Prefix[] {
  const { model } = behaviours
  const ranked = blockers(behaviours, ways, wanted, number).flatMap(blocker =>
    blocker.ways.slice(0, STATES_MAX).map(way => refusalOf(behaviours, way, blocker.wanted)),
  )
  const chosen: Ranked[] = []
  for (const each of ranked.sort((a, b) => b.rank - a.rank)) {
    const isNew = !chosen.some(({ refusal }) => sameReason(refusal, each.refusal))
    if (isNew && chosen.length < PREFIXES_MAX) chosen.push(each)
  }
  return chosen.map(({ way, refusal }) => ({
    explained: explainedBy(way),
    refusals: [refusal],
    possible: possibleSteps(model, way.state, hidden),
  }))
}

/** Of a prefix that begins in the wrong state. */
export const wrongStart = (model: Model, ways: readonly Way[], start: Sight): Prefix[] =>
  ways.slice(0, PREFIXES_MAX).map(way => ({
    explained: explainedBy(way),
    refusals: [observed('the start of the mapping', start)],
    possible: possibleSteps(model, way.state, []),
  }))

/** The parts of an event that nothing explains, and the states before them. */
function blockers(
  behaviours: Behaviours,
  ways: readonly Way[],
  wanted: Wanted,
  event: number,
): { readonly ways: readonly Way[]; readonly wanted: WantedStep | (Wanted & { readonly kind: 'observe' }) }[] {
  switch (wanted.kind) {
    case 'ignore':
      return []
    case 'either':
      return wanted.parts.flatMap(part => blockers(behaviours, ways, part, event))
    case 'sequence': {
      let current = ways
      for (const part of wanted.parts) {
        const next = behaviours.after(current, part, event)
        if (next.length === 0) return blockers(behaviours, current, part, event)
        current = next
      }
      return []
    }
    default:
      return [{ ways: behaviours.closure(ways), wanted }]
  }
}

function refusalOf(
  behaviours: Behaviours,
  way: Way,
  wanted: WantedStep | (Wanted & { readonly kind: 'observe' }),
): Ranked {
  const { state } = way
  if (wanted.kind === 'observe') return { way, refusal: observed('the observation', wanted.sight), rank: 0 }
  const [action] = wanted.actions
  const outcomes = behaviours.outcomes(state, wanted)
  const name = wanted.actions.length === 1 && action !== undefined ? callOf(action, wanted.given) : 'any step'
  if (wanted.before?.holds(state) === false)
    return { way, refusal: observed(`what is seen before ${name}`, wanted.before), rank: 0 }
  if (wanted.after !== null && outcomes.some(({ kind }) => kind === 'next'))
    return { way, refusal: observed(`what is seen after ${name}`, wanted.after), rank: 3_000 }
  const failure = outcomes.find(outcome => outcome.kind === 'failure')
  if (failure?.kind === 'failure') {
    const { message, span } = failure.check
    return { way, refusal: { what: name, reason: 'failure', message, span }, rank: 2_000 }
  }
  const guard = action === undefined ? null : deepestGuard(action, wanted.given, state)
  if (guard === null) return { way, refusal: { what: name, reason: 'choices', message: '', span: null }, rank: 1 }
  return { way, refusal: { what: name, reason: 'guard', message: '', span: guard.span }, rank: 10 + guard.index }
}

const observed = (what: string, { span }: Sight): ReplayRefusal => ({ what, reason: 'observation', message: '', span })
const sameReason = (a: ReplayRefusal, b: ReplayRefusal) =>
  a.what === b.what && a.reason === b.reason && a.span?.start === b.span?.start && a.span?.file === b.span?.file

/** `receiveCommit(r: rm0)` */
function callOf({ name, parameters }: Action, given: WantedStep['given']): string {
  const values = parameters.flatMap(({ name: parameter, type }, i) => {
    const value = given[i]
    return value === undefined ? [] : [`${parameter}: ${formatValue(type, value)}`]
  })
  return `${name}(${values.join(', ')})`
}

/** Of all choices that are as given, the guard nearest to the end of the action that is the first to refuse one. */
function deepestGuard(action: Action, given: WantedStep['given'], state: State) {
  const variables = [...action.parameters, ...action.steps.flatMap(s => (s.kind === 'choose' ? [s.variable] : []))]
  const domains = variables.map(({ type }, i) => {
    const value = given[i]
    return value === undefined ? { type, only: undefined } : { type, only: [value] }
  })
  const choices = domains.reduce((n, { type, only }) => n * (only === undefined ? cardinality(type) : 1), 1)
  if (choices > CHOICES_MAX) return null
  const conditions = action.steps.flatMap((s, index) => (s.kind === 'choose' ? [] : [{ ...s, index }]))
  const evaluator = new Evaluator(conditions.map(s => s.condition))
  evaluator.setStates(state)
  let deepest: (typeof conditions)[number] | null = null
  const choose = (made: number): void => {
    const domain = domains[made]
    if (domain === undefined) {
      const first = conditions.find(s => evaluator.closureOf(s.condition)() !== true)
      if (first !== undefined && (deepest === null || first.index > deepest.index)) deepest = first
      return
    }
    for (const value of domain.only ?? valuesOf(domain.type)) {
      evaluator.setParameter((variables[made] as { index: number }).index, value)
      choose(made + 1)
    }
  }
  choose(0)
  return deepest as (typeof conditions)[number] | null
}

/** What is enabled in a state, without what is hidden and without what changes nothing. */
function possibleSteps(model: Model, before: State, hidden: readonly WantedStep[]): Prefix['possible'] {
  const found: {
    readonly step: { readonly action: string; readonly choices: readonly Value[] }
    readonly before: State
  }[] = []
  const isHidden = (action: Action) => hidden.some(({ actions }) => actions.includes(action))
  new Interpreter(model).successors(before, outcome => {
    if (outcome.kind !== 'next' || isHidden(outcome.action) || found.length >= POSSIBLE_MAX) return
    if (equalValues(outcome.state, before)) return
    found.push({ step: { action: outcome.action.name, choices: outcome.choices }, before })
  })
  return found
}
