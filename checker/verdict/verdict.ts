/**
 * What a check says. Only `proved` and `exhausted` mean yes; `bounded`, `unknown` and `vacuous` are inconclusive and
 * never read as success.
 */
import type { Check, Model, Refinement } from '../ir/model.ts'
import type { Value } from '../ir/value.ts'
import type { Span } from '../source/span.ts'
import type { Trace } from './trace.ts'

/** Why an exploration stopped before it had seen every reachable state. */
export type Limit =
  | { readonly kind: 'maxStates'; readonly states: number }
  | { readonly kind: 'maxDepth'; readonly depth: number }
  /** `pruned`: states that it kept from being explored further; null where they were not counted, as by a proof */
  | { readonly kind: 'constraint'; readonly name: string; readonly pruned: number | null }
  /** `byMachine`: the machine gave no more, although the limit was higher */
  | { readonly kind: 'memory'; readonly bytes: number; readonly byMachine?: true }
  /** the disk took no more states */
  | { readonly kind: 'disk'; readonly folder: string; readonly reason: string }
  /** random walks of at most `steps` steps each; `estimate` is of the distinct states that such walks reach */
  | {
      readonly kind: 'walks'
      readonly walks: number
      readonly steps: number
      readonly seed: number
      readonly estimate: number | null
    }
  /** states were known by their hashes: some may have been missed, with about this probability */
  | { readonly kind: 'compaction'; readonly probability: number }
  /** no behaviour has more steps; it is only not known what each of them shows */
  | { readonly kind: 'noLonger'; readonly depth: number }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'violation' }

/** How an observer tells two runs apart. */
export type Difference =
  | { readonly kind: 'observation' }
  /** a low step is possible in one of them only, with the high steps or without; `choices` as those of a step */
  | {
      readonly kind: 'enabledness'
      readonly action: string
      readonly choices: readonly Value[]
      readonly in: 'with' | 'without'
    }
  /** observing them fails */
  | { readonly kind: 'failure'; readonly check: Check }

/** How a property was broken. */
export type Violation =
  | { readonly kind: 'invariant' | 'step' }
  /** the last step of the trace, or its initial state, is none of the abstract model */
  | { readonly kind: 'refinement'; readonly refinement: Refinement }
  /** the trace, which has high steps, and the run without them can be told apart at their ends */
  | {
      readonly kind: 'noninterference'
      readonly without: Trace
      /** of each step of the trace, whether it is high, so that `without` does not have it */
      readonly high: readonly boolean[]
      readonly difference: Difference
    }
  /** evaluating the property itself failed (a null read in an invariant, ...) */
  | { readonly kind: 'propertyFailure'; readonly check: Check }
  /**
   * an action ran into a failed check; when it is the initial action there is no state yet, so the trace is absent and
   * `choices` are those it had made
   */
  | {
      readonly kind: 'actionFailure'
      readonly action: string
      readonly check: Check
      readonly choices?: readonly Value[]
    }
  | { readonly kind: 'deadlock' }
  /** a fair behaviour of which a temporal property is false; the trace has a loop */
  | { readonly kind: 'temporal' }
  /** a witness that no reachable state satisfies; the trace is absent */
  | { readonly kind: 'unreachable' }

export type Verdict =
  /** holds in every reachable state, by a proof */
  | { readonly kind: 'proved'; readonly proof?: Proof }
  /**
   * every reachable state of the instance was seen. For a witness property: `witness` is the trace asked for, and once
   * it is found nothing else needs to be seen
   */
  | { readonly kind: 'exhausted'; readonly witness?: Trace }
  /**
   * no violation in traces of up to `depth` steps, or of any length where that is null: all were considered as far as
   * constraints let them, and not more
   */
  | { readonly kind: 'bounded'; readonly depth: number | null; readonly limits: readonly Limit[] }
  | { readonly kind: 'violated'; readonly violation: Violation; readonly trace?: Trace }
  | {
      readonly kind: 'unknown'
      readonly reason: string
      /** why induction does not show it */
      readonly induction?: InductionCounterexample
    }
  /** true only because nothing exercised it: these premises never held */
  | { readonly kind: 'vacuous'; readonly premises: readonly VacuousPremise[] }

/** What a proof by induction relies on. A solver has confirmed that it needs no more; it may need less. */
export interface Proof {
  /** how many steps back it looks; 0 for what needs only the state of which it speaks */
  readonly steps: number
  /** names of other claims that were proved as well */
  readonly needs: readonly string[]
  /**
   * of the actions' guards, those that it relies on, and perhaps others: with the failures of an action, all that come before
   * a check; null where it was not looked at
   */
  readonly guards: readonly { readonly action: string; readonly span: Span }[] | null
}
/**
 * Steps that induction cannot exclude: all that was assumed is true of the state in which they begin, which may be one that
 * is never reached, and the claim is broken at their end.
 */
export interface InductionCounterexample {
  /** names of claims that are true of every state before the last step */
  readonly assumed: readonly string[]
  readonly violation: Violation
  /** begins in any state, with no choices */
  readonly trace: Trace
  /** of what it is a trace, where that is another instance than the one that the report is about */
  readonly instance?: Model
}
export interface VacuousPremise {
  readonly text: string
  readonly span: Span
}

/** The verdict on one thing that was asked. */
export interface Finding {
  /** property name, or `deadlock`, or `failures` (checks of all actions) */
  readonly name: string
  readonly kind:
    | 'invariant'
    | 'lemma'
    | 'step'
    | 'witness'
    | 'refinement'
    | 'temporal'
    | 'noninterference'
    | 'deadlock'
    | 'failures'
  readonly span: Span | null
  readonly verdict: Verdict
  /** of a refinement: names of abstract actions that no step refines, although everything was seen */
  readonly unrefined?: readonly string[]
  /** of non-interference: pairs of states that were explored */
  readonly pairs?: { readonly distinct: number; readonly generated: number; readonly depth: number }
}

/** What a spec declares comes first, then what is asked of every spec. */
export function inReportOrder(findings: readonly Finding[]): Finding[] {
  const isBuiltIn = ({ kind }: Finding) => kind === 'deadlock' || kind === 'failures'
  return [...findings.filter(finding => !isBuiltIn(finding)), ...findings.filter(isBuiltIn)]
}

/** Exit codes of the command line, and what they mean. */
export const exitCodes = {
  yes: 0,
  violated: 1,
  usage: 2,
  inconclusive: 3,
  internal: 70,
  interrupted: 130,
} as const

/** The exit code of a whole run: any violation wins, then anything inconclusive. */
export function exitCodeOf(findings: readonly Finding[], vacuousActions: readonly string[]): 0 | 1 | 3 {
  const kinds = new Set(findings.map(f => f.verdict.kind))
  if (kinds.has('violated')) return exitCodes.violated
  const inconclusive = kinds.has('bounded') || kinds.has('unknown') || kinds.has('vacuous') || findings.length === 0
  return inconclusive || vacuousActions.length > 0 ? exitCodes.inconclusive : exitCodes.yes
}
