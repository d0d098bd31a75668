/** What an event asks of a behaviour, in terms of a model: the steps it stands for, and what it says about states. */
import type { Action, State } from '../../ir/model.ts'
import { formatValue, type Value } from '../../ir/value.ts'
import type { Span } from '../../source/span.ts'

/** What is seen of a state. */
export interface Sight {
  holds(state: State): boolean
  /** where it is written; null where that is not known */
  readonly span: Span | null
}

export interface WantedStep {
  readonly kind: 'step'
  /** one of these */
  readonly actions: readonly Action[]
  /** of each parameter, in order: the value it has to have; undefined for any. For several actions, none. */
  readonly given: readonly (Value | undefined)[]
  readonly before: Sight | null
  readonly after: Sight | null
}
export type Wanted =
  | WantedStep
  | { readonly kind: 'observe'; readonly sight: Sight }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Wanted[] }
  | { readonly kind: 'ignore' }

/** Whether a step with these choices has the values that are asked for. */
export const isAsGiven = (given: WantedStep['given'], choices: readonly Value[]): boolean =>
  given.every((value, i) => value === undefined || sameValue(value, choices[i] as Value))

const sameValue = (a: Value, b: Value): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((part, i) => sameValue(part, b[i])))

/** Whether it can be met without a step or a look at the state. */
export function saysNothing(wanted: Wanted): boolean {
  switch (wanted.kind) {
    case 'ignore':
      return true
    case 'sequence':
      return wanted.parts.every(saysNothing)
    case 'either':
      return wanted.parts.some(saysNothing)
    default:
      return false
  }
}

/** In the words of the spec: `prepare(r: rm0)`. */
export function wantedText(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'ignore':
      return 'nothing'
    case 'observe':
      return 'an observation'
    case 'step':
      return stepText(wanted)
    case 'sequence':
      return wanted.parts.map(wantedText).join(', then ')
    case 'either':
      return wanted.parts.map(wantedText).join(', or ')
  }
}
function stepText({ actions, given, before, after }: WantedStep): string {
  const [action, ...others] = actions
  if (action === undefined || others.length > 0) return 'a step to this state'
  const values = action.parameters.flatMap(({ name, type }, i) => {
    const value = given[i]
    return value === undefined ? [] : [`${name}: ${formatValue(type, value)}`]
  })
  const sights = [before === null ? '' : 'from a state', after === null ? '' : 'to a state'].filter(text => text !== '')
  return `${action.name}(${values.join(', ')})${sights.length === 0 ? '' : ` ${sights.join(' and ')} as observed`}`
}
