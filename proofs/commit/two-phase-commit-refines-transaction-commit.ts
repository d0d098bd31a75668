/** Two-phase commit is an implementation of transaction commit. */
import { proof } from 'von'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'

export default proof({
  claim:
    'Every step of two-phase commit with five resource managers is a step of transaction commit, or changes nothing of it.',
  source: 'J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006, section 3',
  assumes: [],
  leavesOpen: ['that anything is ever decided', 'other numbers of resource managers'],
  spec: twoPhaseCommit,
  constants: { resourceManagers: 5 },
  properties: ['commitsAtomically'],
  by: { engine: 'exploration' },
  twin: {
    about: 'a resource manager that is told to abort starts over',
    constants: { bug: 'retriesAfterAbort' },
    fails: 'violated',
  },
})
