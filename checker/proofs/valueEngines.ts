/**
 * Which engines look for the largest or smallest value of a measure: to some depth a solver, with induction to show that
 * there is nothing beyond; else exploration, which does both.
 */
import { explore } from '../engines/explicit/explore.ts'
import type { OptimumOptions } from '../engines/optimum/optimum.ts'
import type { NumberEncoding } from '../engines/symbolic/arithmetic.ts'
import { boundedCheck } from '../engines/symbolic/bmc/bmc.ts'
import { prove } from '../engines/symbolic/induction/prove.ts'
import type { SolvingOptions } from '../solver/session.ts'
import type { AnyReport } from '../verdict/report.ts'

export interface ValueMeans {
  /** how many steps a solver looks ahead */
  readonly depth?: number
  readonly encoding?: NumberEncoding
}

export function valueEngines(
  { depth, encoding = 'bitvectors' }: ValueMeans,
  { signal, file, ...solving }: SolvingOptions & { readonly file?: string },
): Omit<OptimumOptions<AnyReport>, 'signal'> {
  const watched = { ...(signal !== undefined && { signal }), ...(file !== undefined && { file }) }
  if (depth === undefined) return { seek: (model, property) => explore(model, { ...watched, properties: [property] }) }
  const solved = { ...watched, ...solving, encoding }
  return {
    seek: (model, property) => boundedCheck(model, { ...solved, depth, properties: [property] }),
    settle: (model, property) => prove(model, { ...solved, steps: 1, properties: [property] }),
  }
}
