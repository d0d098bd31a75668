/**
 * Claims that somebody has made, in a register: each with the verdict on it and the runs that a reader can repeat to come to
 * the same, or with what is missing for one. A chapter is a file; its claims are named by whoever keeps the register.
 */
import { brand, brandOf } from './brand.ts'
import { DefinitionError } from './definitionError.ts'
import type { ConstantValue } from './machine.ts'

/**
 * - HOLDS: it is true of the models that are named
 * - FAILS: it is not, and a run shows how
 * - HOLDS-IF: it is true on a condition and fails without; both are run
 * - ARITH: a sum, which comes out
 * - UNDERDETERMINED: true for some values of what the source does not say; the runs tell for which
 */
export const claimVerdicts = ['HOLDS', 'FAILS', 'HOLDS-IF', 'ARITH', 'UNDERDETERMINED'] as const
export type ClaimVerdict = (typeof claimVerdicts)[number]

interface Instance {
  readonly instance?: string
  readonly mutant?: string
  readonly constants?: Readonly<Record<string, ConstantValue>>
}
interface Run {
  /** what it tells of the claim, in a few words */
  readonly shows?: string
}
/** Every reachable state of an instance. Files are named from the folder where `von` is called. */
export interface CheckRun extends Run, Instance {
  readonly check: string
  readonly properties: readonly string[]
  /** of all of these properties; a witness is `reached` */
  readonly is: 'exhausted' | 'violated' | 'reached'
  /** steps of the shortest counterexample, or to the witness; any number unless given */
  readonly depth?: number
}
/** The largest or smallest value of a measure in the reachable states. */
export interface OptimumRun extends Run, Instance {
  readonly optimum: string
  readonly largest?: string
  readonly smallest?: string
  readonly is: number
}
/** A proof, which must stand, and its twins fail. */
export interface ProofRun extends Run {
  readonly proof: string
  /** names of theorems, where the file has several and not all are meant */
  readonly theorems?: readonly string[]
}
/** A number that two functions come to in different ways. */
export interface FigureRun {
  /** what is computed, with its unit */
  readonly figure: string
  readonly is: number
  /** how many significant digits of it are meant; all unless given */
  readonly digits?: number
  readonly by: () => number
  readonly alsoBy: () => number
}
export type ClaimRun = CheckRun | OptimumRun | ProofRun | FigureRun

interface ClaimParts {
  /** in words of our own, and no more than is decided */
  readonly says: string
  readonly source: string
  /** of what is not the case or not looked at, though a reader might think so */
  readonly caveats?: readonly string[]
}
export interface DecidedClaim extends ClaimParts {
  readonly verdict: ClaimVerdict
  /** on which it holds; of HOLDS-IF and UNDERDETERMINED only */
  readonly condition?: string
  readonly runs: readonly ClaimRun[]
}
export interface OpenClaim extends ClaimParts {
  /** what would have to be there for a verdict */
  readonly missing: string
}
export type Claim = DecidedClaim | OpenClaim
export interface Chapter {
  readonly title: string
  readonly claims: Readonly<Record<string, Claim>>
}

/** The default export of a file of a register. */
export function chapter(title: string, claims: Readonly<Record<string, Claim>>): Chapter {
  for (const [id, claim] of Object.entries(claims)) requireRuns(id, claim)
  return brand({ title, claims }, 'chapter')
}

/** Whether `value` is a chapter, made by this or another copy of the package. */
export const isChapter = (value: unknown): value is Chapter => brandOf(value, 'chapter') === true

function requireRuns(id: string, claim: Claim): void {
  if ('missing' in claim) return
  const { verdict, condition, runs } = claim
  const isConditional = verdict === 'HOLDS-IF' || verdict === 'UNDERDETERMINED'
  if (isConditional !== (condition !== undefined))
    throw fault(id, `${verdict} is said ${isConditional ? 'with no condition' : 'on a condition'}`)
  if (runs.length === 0) throw fault(id, `${verdict} is said without a run`)
  const isShown = runs.some(run => !fails(run))
  if (verdict === 'HOLDS' && !isShown) throw fault(id, 'HOLDS is said where all runs fail')
  const isRefuted = runs.some(run => fails(run) || 'figure' in run)
  if (verdict === 'FAILS' && !isRefuted) throw fault(id, 'FAILS is said, and no run fails')
  if (verdict === 'HOLDS-IF' && !(isShown && isRefuted))
    throw fault(id, 'HOLDS-IF needs a run with the condition, and one that fails without')
}
const fails = (run: ClaimRun) => 'check' in run && run.is === 'violated'

const fault = (id: string, message: string) =>
  new DefinitionError(
    'VON3031',
    `claim ${id}: ${message}`,
    'name the runs that show the verdict, or say what is missing for one',
  )
