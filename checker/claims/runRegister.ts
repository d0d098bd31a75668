/**
 * Runs a register of claims: of each claim the runs that its verdict rests on, the same run once however many claims need it.
 * In: loaded chapters. Out: reports, in their order.
 */
import type { Chapter, Claim } from '../lang/chapter.ts'
import { claimVerdicts } from '../lang/chapter.ts'
import type { ClaimReport } from '../verdict/register.ts'
import { type RunOptions, Runs } from './runs.ts'

export interface RegisterOptions extends RunOptions {
  /** only the claims of these names; all unless given */
  readonly only?: readonly string[]
  /** before each claim */
  readonly onProgress?: (progress: { readonly id: string; readonly done: number; readonly all: number }) => void
}

/**
 * @throws SpecError for what is wrong with a spec or proof that is named
 * @throws RangeError for an instance, mutant, property, measure, theorem or claim that there is not
 */
export async function runRegister(
  chapters: readonly Chapter[],
  { only, onProgress, ...options }: RegisterOptions = {},
): Promise<ClaimReport[]> {
  const all = chapters.flatMap(({ title, claims }) =>
    Object.entries(claims).map(([id, claim]) => ({ id, title, claim })),
  )
  const unknown = only?.find(id => !all.some(each => each.id === id))
  if (unknown !== undefined) throw new RangeError(`there is no claim ${unknown}`)
  const asked = all.filter(({ id }) => only === undefined || only.includes(id))
  const runs = new Runs(options)
  const reports: ClaimReport[] = []
  for (const { id, title, claim } of asked) {
    if (options.signal?.aborted === true) break
    onProgress?.({ id, done: reports.length, all: asked.length })
    reports.push(await reportOf(id, title, claim, runs))
  }
  return reports
}

async function reportOf(id: string, chapter: string, claim: Claim, runs: Runs): Promise<ClaimReport> {
  const { says, source, caveats = [] } = claim
  const common = { id, chapter, says, source, caveats }
  if ('missing' in claim) return { ...common, verdict: null, condition: null, missing: claim.missing, runs: [] }
  const { verdict, condition = null } = claim
  if (!claimVerdicts.includes(verdict)) throw new RangeError(`claim ${id}: there is no verdict ${verdict}`)
  const found: ClaimReport['runs'][number][] = []
  for (const run of claim.runs) found.push(await runs.reportOf(run))
  return { ...common, verdict, condition, missing: null, runs: found }
}
