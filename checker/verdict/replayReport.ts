/** What a replay of a log found out. Plain data; values are those of the model's types. */
import type { Model, State } from '../ir/model.ts'
import type { Span } from '../source/span.ts'
import type { Trace, TraceStep } from './trace.ts'
import { exitCodes } from './verdict.ts'

/** A behaviour, and which event each of its steps is part of; 0 for a hidden step. */
export interface Explained {
  readonly trace: Trace
  readonly events: readonly number[]
}

/** Why a state does not go on with what was logged. */
export interface ReplayRefusal {
  /** what refuses: `receiveCommit(rm0)`, or the observation */
  readonly what: string
  readonly reason: 'guard' | 'failure' | 'observation' | 'choices'
  /** message of a failed check; empty for others */
  readonly message: string
  /** the guard, check or observation that is false */
  readonly span: Span | null
}
/** One of the states after the last event that is explained, and how it may have come about. */
export interface Prefix {
  readonly explained: Explained
  readonly refusals: readonly ReplayRefusal[]
  /** what could have happened instead; hidden steps are left out */
  readonly possible: readonly { readonly step: Omit<TraceStep, 'state'>; readonly before: State }[]
}
export interface ReplayDivergence {
  /** number and line of the first event that nothing explains */
  readonly event: number
  readonly line: number | null
  /** as it was logged */
  readonly logged: string
  /** what the mapping makes of it, in words */
  readonly wanted: string
  /** how many states the system may have been in, hidden steps included */
  readonly states: number
  /** of these, those that came nearest, each refused for another reason */
  readonly prefixes: readonly Prefix[]
}

/**
 * - explained: some behaviour of the spec explains every event
 * - diverged: none explains the events up to one of them
 * - vacuous: no event says anything about the spec
 * - bounded: the system may have been in more states than were to be kept, up to an event
 */
export type ReplayVerdict =
  | { readonly kind: 'explained'; readonly explained: Explained }
  | { readonly kind: 'diverged'; readonly divergence: ReplayDivergence }
  | { readonly kind: 'vacuous' }
  | { readonly kind: 'bounded'; readonly event: number; readonly states: number }
  | { readonly kind: 'interrupted'; readonly event: number }

export interface EventCount {
  readonly name: string
  readonly logged: number
  /** of these, how many said nothing about the spec */
  readonly ignored: number
}

export interface ReplayReport {
  /** path of the log, as the user wrote it */
  readonly log: string
  readonly model: Model
  readonly verdict: ReplayVerdict
  /** by name, those that the mapping knows and that were logged, in the order of the first of each */
  readonly events: readonly EventCount[]
  /** of every action, how often the behaviour that is shown takes it */
  readonly taken: readonly { readonly action: string; readonly logged: number; readonly hidden: number }[]
  /** the most states that the system may have been in at one time, and those after the last event */
  readonly states: { readonly largest: number; readonly last: number }
  /** invariants by name; `falseAfter`: the first event after which it is false of a state that the system may be in, or null */
  readonly invariants: readonly { readonly name: string; readonly falseAfter: number | null }[]
  readonly elapsedMs: number
}

export function exitCodeOfReplay(verdicts: readonly ReplayVerdict[]): number {
  const kinds = new Set(verdicts.map(verdict => verdict.kind))
  if (kinds.has('diverged')) return exitCodes.violated
  if (kinds.has('interrupted')) return exitCodes.interrupted
  return kinds.has('vacuous') || kinds.has('bounded') || kinds.size === 0 ? exitCodes.inconclusive : exitCodes.yes
}
