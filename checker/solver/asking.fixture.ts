/**
 * A process that uses a solver: `asking.fixture.ts SOLVER hard` asks for what takes long, `asking.fixture.ts SOLVER easy` for
 * what does not, and comes to its end without closing the session. It says so when it has an answer.
 */
import { factors } from './hard.fixture.ts'
import { openSession, type SolverName } from './session.ts'

const [, , solver, difficulty] = process.argv
const session = await openSession({ solver: solver as SolverName, logic: 'QF_BV' })
if (difficulty === 'hard') session.tell(factors)
console.log((await session.check()).kind)
