/** Traces: what a counterexample or witness is made of. Plain data; values are those of the model's types. */
import type { Check, State } from '../ir/model.ts'
import type { Value } from '../ir/value.ts'

/** One taken action. */
export interface TraceStep {
  /** name of the action */
  readonly action: string
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
}

export const lastState = (trace: Trace): State => trace.steps.at(-1)?.state ?? trace.initial
