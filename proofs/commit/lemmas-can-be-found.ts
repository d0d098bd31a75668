/** Agreement without a lemma that anyone has written. */
import { proof } from 'von'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'

export default proof({
  claim:
    'Of three resource managers under two-phase commit, none aborts after another has committed, nor the other way round.',
  source: 'J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006, section 3',
  assumes: [],
  leavesOpen: ['that anything is ever decided', 'other numbers of resource managers: see any-number-agrees'],
  spec: twoPhaseCommit,
  constants: { resourceManagers: 3 },
  properties: ['consistent'],
  by: { engine: 'invention' },
  twin: {
    about: 'the transaction manager commits when a majority has voted yes',
    constants: { bug: 'commitsOnMajority' },
    fails: 'violated',
  },
})
