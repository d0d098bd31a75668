/** What a register of claims came to: whether the runs of each claim are still as its verdict says. */
import { exitCodes } from './verdict.ts'

export interface RunReport {
  /** what it tells of the claim; empty where the claim says it */
  readonly shows: string
  /** what a reader can type for the same; null where only the register runs it */
  readonly command: string | null
  readonly wanted: string
  readonly found: string
  /** numbers of states, or what else is worth knowing; empty where nothing is */
  readonly figures: string
  /** `undecided`: neither as wanted nor otherwise */
  readonly outcome: 'as wanted' | 'otherwise' | 'undecided'
  readonly elapsedMs: number
}
export interface ClaimReport {
  readonly id: string
  readonly chapter: string
  readonly says: string
  readonly source: string
  /** null where it is open */
  readonly verdict: string | null
  /** on which it holds; null where there is none */
  readonly condition: string | null
  readonly caveats: readonly string[]
  /** what a verdict lacks; null where there is one */
  readonly missing: string | null
  readonly runs: readonly RunReport[]
}

/** `open`: there is no verdict yet. `undecided`: there is one, and a run did not come to an end. */
export type ClaimStanding = 'stands' | 'falls' | 'undecided' | 'open'

export function claimStanding({ verdict, runs }: ClaimReport): ClaimStanding {
  if (verdict === null) return 'open'
  if (runs.some(({ outcome }) => outcome === 'otherwise')) return 'falls'
  return runs.length === 0 || runs.some(({ outcome }) => outcome === 'undecided') ? 'undecided' : 'stands'
}

/** Claims that are open say so and count for nothing, unless there are no others. */
export function exitCodeOfRegister(claims: readonly ClaimReport[]): 0 | 1 | 3 {
  const standings = claims.map(claimStanding)
  if (standings.includes('falls')) return exitCodes.violated
  return standings.includes('undecided') || !standings.includes('stands') ? exitCodes.inconclusive : exitCodes.yes
}
