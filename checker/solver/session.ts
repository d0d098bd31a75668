/**
 * A dialogue in SMT-LIB2 with an SMT solver, incremental: commands are told, then satisfiability is asked for, any number of
 * times. This folder knows nothing of models and specs; what the commands mean is for the caller to know.
 */
import type { Session, SessionOptions, SolverName } from './contract.ts'
import { DumpingSession } from './dumpingSession.ts'
import { embeddedProgram } from './embedded.ts'
import { JointSession } from './jointSession.ts'
import { findInPath, nativeProgram, nativeSolvers } from './native.ts'
import { SoloSession } from './soloSession.ts'
import type { SolverProgram } from './solverProgram.ts'

export * from './contract.ts'
export { SetupError } from './setupError.ts'
export { type SolvingOptions, sessionOptions } from './solving.ts'

/**
 * Starts a solver, or several. It runs in a process of its own, which ends when the session is closed, when it is cancelled,
 * and when this process ends, however that ends. A session that is not asked does not keep Node from exiting.
 *
 * @throws SetupError where the solver asked for is not installed
 */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const { solver = 'embedded', dump } = options
  const [name, ...others] = solver === 'all' ? availableSolvers() : ([solver] as const)
  // All must be there before one is started.
  const program = programOf(name, options)
  const otherPrograms = others.map(other => programOf(other, options))
  const first = new SoloSession(program, options)
  const rest = otherPrograms.map(other => new SoloSession(other, options))
  const session = rest.length === 0 ? first : new JointSession(first, ...rest)
  return dump === undefined ? session : new DumpingSession(session, dump)
}

/** The embedded one, and those in PATH. */
export function availableSolvers(): [SolverName, ...SolverName[]] {
  return ['embedded', ...nativeSolvers.filter(name => findInPath(name) !== undefined)]
}

function programOf(name: SolverName, { logic = 'ALL', limits = {} }: SessionOptions): SolverProgram {
  return name === 'embedded' ? embeddedProgram(logic, limits) : nativeProgram(name, logic, limits)
}
