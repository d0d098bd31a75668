/** Options of the commands that ask a solver, and what engines are to do by them. */
import * as Flag from 'effect/cli/Flag'
import type { SolverName } from '../solver/session.ts'
import { memorySize, optional, positive, timeSpan, workers } from './flags.ts'

export const solving = {
  solver: Flag.Literals('solver', ['embedded', 'z3', 'cvc5', 'all']).pipe(
    Flag.withMetavar('NAME'),
    Flag.withDescription(
      'which solver to ask: the one that comes with von, one on PATH, or all there are, which must agree',
    ),
    Flag.withDefault('embedded'),
  ),
  timeout: timeSpan(
    'timeout',
    'how long a solver may take for one answer, such as 30s or 5m; without end unless given',
  ),
  solverMemory: memorySize(
    'solver-memory',
    'how much memory a solver may take, such as 512M or 1G; 2G for the one that comes with von',
  ),
  solverWork: positive(
    'solver-work',
    'how much work one answer may take, in a unit of the solver: the same on every machine, other than time',
  ),
  dump: Flag.String('dump').pipe(
    Flag.withMetavar('FOLDER'),
    Flag.withDescription('write what solvers are asked to files in this folder, as SMT-LIB'),
    optional,
  ),
  workers: workers('how many solvers to ask at the same time (1)'),
}

/** What a command was given for `solving`. */
export interface SolvingRequest {
  readonly solver: SolverName | 'all'
  /** milliseconds for each query */
  readonly timeout: number | undefined
  /** bytes */
  readonly solverMemory: number | undefined
  /** in the solver's own unit, for each query */
  readonly solverWork: number | undefined
  readonly dump: string | undefined
  readonly workers: number | undefined
}

/** The same as engines take it. */
export const solvingOptions = (request: SolvingRequest) => {
  const { solver, timeout, solverMemory, solverWork, dump, workers } = request
  const limits = {
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(solverMemory !== undefined && { memoryBytes: solverMemory }),
    ...(solverWork !== undefined && { resources: solverWork }),
  }
  return { solver, limits, ...(dump !== undefined && { dump }), ...(workers !== undefined && { workers }) }
}
