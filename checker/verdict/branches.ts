/**
 * What became of the branches of an action. In: the branches, and how often each went either way. Out: the same by the place
 * in the source, as a place may stand for many branches: in each turn of a loop, in each call of a function.
 */
import type { Branch } from '../ir/model.ts'
import type { ActionCoverage, BranchCoverage, Untaken } from './report.ts'

/**
 * @param counts by position in `branches`
 * @param isComplete whether all was counted; if not, only zeros mean what they say
 */
export function coverageOf(
  branches: readonly Branch[],
  counts: readonly { readonly held: number; readonly failed: number }[],
  isComplete: boolean,
): Pick<ActionCoverage, 'branches' | 'untaken'> {
  const places = new Map<string, BranchCoverage>()
  for (const [i, { span }] of branches.entries()) {
    const key = `${span.file}:${span.start}:${span.end}`
    const { held, failed } = places.get(key) ?? { held: 0, failed: 0 }
    places.set(key, { span, held: held + (counts[i]?.held ?? 0), failed: failed + (counts[i]?.failed ?? 0) })
  }
  const all = [...places.values()]
  const untaken = all.flatMap(({ span, held, failed }): Untaken[] => [
    ...(held === 0 ? [{ span, value: true }] : []),
    ...(failed === 0 ? [{ span, value: false }] : []),
  ])
  return { branches: isComplete ? all : null, untaken }
}
