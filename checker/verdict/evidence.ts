/** What a file of proofs came to: of each proof, and of its twin. */
import { exitCodes } from './verdict.ts'

/**
 * What the means of a proof say of its claim. `unprovable`: a step that induction cannot exclude, so that more is needed
 * for a proof; that is an answer, unlike `unknown`.
 */
export interface Attempt {
  readonly kind: 'proved' | 'exhausted' | 'bounded' | 'violated' | 'unprovable' | 'vacuous' | 'unknown'
  /** the properties of which `kind` is true, where they are not all; or a reason; empty where there is nothing to say */
  readonly about: string
  /** questions put to a solver, or to another engine */
  readonly queries: number
  readonly elapsedMs: number
}

export interface Evidence {
  /** what is related, and the theorem; of several theorems in a module, `#` and its name follow */
  readonly name: string
  readonly claim: string
  readonly source: string | null
  readonly assumes: readonly string[]
  readonly leavesOpen: readonly string[]
  /** the engine and how far it goes, in words */
  readonly means: string
  /** what the means can say at best, so that the claim is shown */
  readonly wanted: readonly Attempt['kind'][]
  readonly attempt: Attempt
  readonly twins: readonly TwinEvidence[]
}
export interface TwinEvidence {
  readonly about: string
  readonly wanted: Attempt['kind']
  /** null where the proof itself was not shown, and so was not asked */
  readonly attempt: Attempt | null
}

export type Standing = 'stands' | 'falls' | 'open'

/** Whether the claim is shown, and its twin is not. */
export function standingOf({ attempt, wanted, twins }: Evidence): Standing {
  if ([attempt, ...twins.map(twin => twin.attempt)].some(each => each?.kind === 'unknown')) return 'open'
  const doFail = twins.length > 0 && twins.every(twin => twin.attempt?.kind === twin.wanted)
  return wanted.includes(attempt.kind) && doFail ? 'stands' : 'falls'
}

export function exitCodeOfEvidence(all: readonly Evidence[]): 0 | 1 | 3 {
  const standings = all.map(standingOf)
  if (standings.includes('falls')) return exitCodes.violated
  return standings.includes('open') || all.length === 0 ? exitCodes.inconclusive : exitCodes.yes
}
