/** Options of the commands that ask a solver, and what engines are to do by them. */
import type { SolverName } from '../solver/session.ts'
import { choice, positive, text, value, withDefault } from './inputs.ts'
import { parseTimeSpan } from './timeSpan.ts'

export const solving = {
  solver: withDefault(
    choice(
      'solver',
      'NAME',
      'which solver to ask: the one that comes with von, one on PATH, or all there are, which must agree',
      ['embedded', 'z3', 'cvc5', 'all'],
    ),
    'embedded',
  ),
  timeout: value(
    'timeout',
    'TIME',
    'how long a solver may take for one answer, such as 30s or 5m; without end unless given',
    parseTimeSpan,
    given => `'${given}' is no span of time; write 30s or 5m`,
  ),
  dump: text('dump', 'FOLDER', 'write what solvers are asked to files in this folder, as SMT-LIB'),
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
