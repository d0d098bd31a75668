/** Traces: what a counterexample or witness is made of. Plain data; values are those of the model's types. */
import type { Check, State } from '../ir/model.ts'
import type { Value } from '../ir/value.ts'

/** One taken action, or stuttering. */
export interface TraceStep {
  /** name of the action; null for a step that is stuttering, which only behaviours that go on for ever have */
  readonly action: string | null
  /** parameter values, then the values chosen by `pick`, in the order of the action's variables */
  readonly choices: readonly Value[]
  /** the state after the step */
  readonly state: State
}

/** A behaviour from an initial state. */
export interface Trace {
  /** the values chosen by `pick` in the initial action */
  readonly initialChoices: readonly Value[]
  readonly initial: State
  readonly steps: readonly TraceStep[]
  /** the action that fails in the last state, when the violation is a failed check and not a bad state */
  readonly failing?: { readonly action: string; readonly choices: readonly Value[]; readonly check: Check }
  /**
   * for a behaviour that goes on for ever: the position of the state that the last state is equal to, and where the
   * behaviour goes on; or of the last state itself, where it stutters for ever
   */
  readonly loop?: number
  /** the random walk that this was found on: its index, and its steps before detours were left out */
  readonly walk?: { readonly index: number; readonly steps: number }
}

export const lastState = (trace: Trace): State => trace.steps.at(-1)?.state ?? trace.initial
