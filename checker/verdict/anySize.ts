/** What a proof for any number of participants found out. */
import type { Model, State } from '../ir/model.ts'
import type { Check } from '../ir/predicate.ts'
import type { Value } from '../ir/value.ts'
import type { Span } from '../source/span.ts'
import type { Finding } from './verdict.ts'

/** How many identities each domain of an instance has, by the constant that says so. */
export type InstanceSizes = Readonly<Record<string, number>>

/**
 * A step after which a claim is broken, from a state of a small instance in which all that is relied on holds. Whether
 * the state can be reached is not known. The interpreter has taken the step.
 */
export interface InductionCounterexample {
  readonly model: Model
  readonly sizes: InstanceSizes
  readonly state: State
  readonly action: string
  /** of the parameters, then of the picks, as those of a step */
  readonly choices: readonly Value[]
  /** what the step leads to: a state, or a failed check */
  readonly outcome: State | Check
}

export interface ClaimProof {
  readonly finding: Finding
  /** queries that were answered as the claim needs them: it holds at first, and each action keeps it */
  readonly proved: number
  readonly obligations: number
  /** other claims that the proof needed, by name */
  readonly reliedOn: readonly string[]
  readonly counterexample?: InductionCounterexample
  /** where and why the claim cannot be said for any number; then there are no obligations */
  readonly misfit?: { readonly message: string; readonly help: string; readonly span: Span }
}

export interface AnySizeReport {
  readonly model: Model
  /** path of the spec file, as the user gave it; null for a library call */
  readonly file: string | null
  /** each stands for any number, from `least` on */
  readonly constants: readonly string[]
  readonly least: number
  readonly proofs: readonly ClaimProof[]
  /** why the formulas are outside the fragment in which solvers always come to an end; null inside it */
  readonly outside: string | null
  readonly queries: number
  readonly elapsedMs: number
}
