/** Options of the commands that ask a solver, and what engines are to do by them. */
import { Option } from 'effect'
import { Flag } from 'effect/cli'
import type { SolverName } from '../solver/session.ts'
import { optional, positive } from './flags.ts'
import { parseTimeSpan } from './timeSpan.ts'

export const solving = {
  solver: Flag.Literals('solver', ['embedded', 'z3', 'cvc5', 'all']).pipe(
    Flag.withMetavar('NAME'),
    Flag.withDescription(
      'which solver to ask: the one that comes with von, one on PATH, or all there are, which must agree',
    ),
    Flag.withDefault('embedded'),
  ),
  timeout: Flag.String('timeout').pipe(
    Flag.withMetavar('TIME'),
    Flag.withDescription('how long a solver may take for one answer, such as 30s or 5m; without end unless given'),
    Flag.filterMap(
      text => Option.fromUndefinedOr(parseTimeSpan(text)),
      text => `'${text}' is no span of time; write 30s or 5m`,
    ),
    optional,
  ),
  dump: Flag.String('dump').pipe(
    Flag.withMetavar('FOLDER'),
    Flag.withDescription('write what solvers are asked to files in this folder, as SMT-LIB'),
    optional,
  ),
  workers: positive('workers', 'how many solvers to ask at the same time (1)'),
}

/** What a command was given for `solving`. */
export interface SolvingRequest {
  readonly solver: SolverName | 'all'
  /** milliseconds for each query */
  readonly timeout: number | undefined
  readonly dump: string | undefined
  readonly workers: number | undefined
}

/** The same as engines take it. */
export const solvingOptions = ({ solver, timeout, dump, workers }: SolvingRequest) => ({
  solver,
  ...(timeout !== undefined && { timeoutMs: timeout }),
  ...(dump !== undefined && { dump }),
  ...(workers !== undefined && { workers }),
})
