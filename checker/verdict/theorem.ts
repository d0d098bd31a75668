/** What was found out about a theorem. Only `proved` means yes. */
import type { Check, State } from '../ir/model.ts'
import type { Theorem } from '../ir/theorem.ts'
import { exitCodes, type VacuousPremise } from './verdict.ts'

/** What the functions of a theorem, run as they are, say of some inputs. */
export interface Observation {
  /** whether the claim is true, or what kept it from being either */
  readonly truth: boolean | { readonly kind: 'failure'; readonly message: string }
  /** of an equivalence: the values of both functions, as text, or what kept a function from having one */
  readonly sides: readonly [string, string] | null
}

export interface TheoremCounterexample {
  /** the value of every input */
  readonly inputs: State
  /** the check that fails; null where the claim itself is false */
  readonly failed: Check | null
  readonly observed: Observation
}

export type TheoremVerdict =
  | { readonly kind: 'proved' }
  | { readonly kind: 'violated'; readonly counterexample: TheoremCounterexample; readonly by: 'sampling' | 'solver' }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** true only because these premises are true of no inputs */
  | { readonly kind: 'vacuous'; readonly premises: readonly VacuousPremise[] }

/** What was asked of the theorems of one module. */
export interface TheoremReport {
  /** as the user named it; null if it has no name */
  readonly file: string | null
  /** the twin that stands in for the theorem itself */
  readonly mutant: string | null
  /** with its version; null where samples decided everything */
  readonly solver: string | null
  readonly proofs: readonly TheoremProof[]
  readonly elapsedMs: number
}
export interface TheoremProof {
  /** the claim in its author's words, if there are any */
  readonly about: string | null
  readonly finding: TheoremFinding
  /** each must be violated */
  readonly twins: readonly { readonly name: string; readonly finding: TheoremFinding }[]
}

export interface TheoremFinding {
  readonly theorem: Theorem
  readonly verdict: TheoremVerdict
  /** inputs on which the functions were run, model and TypeScript side by side */
  readonly samples: number
  /** questions put to a solver */
  readonly queries: number
  readonly elapsedMs: number
}

/** The exit code of a whole report: a theorem that is false, or a twin that is true, wins; then what is inconclusive. */
export function theoremExitCode({ proofs }: TheoremReport): 0 | 1 | 3 {
  const theorems = proofs.map(({ finding }) => finding.verdict.kind)
  const twins = proofs.flatMap(proof => proof.twins.map(({ finding }) => finding.verdict.kind))
  if (theorems.includes('violated') || twins.includes('proved')) return exitCodes.violated
  const isClear = theorems.every(kind => kind === 'proved') && twins.every(kind => kind === 'violated')
  return isClear && proofs.length > 0 ? exitCodes.yes : exitCodes.inconclusive
}
