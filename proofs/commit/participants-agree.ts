/** Agreement, for more resource managers than can be explored. */
import { proof } from 'von'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'

export default proof({
  claim:
    'Of twenty resource managers under two-phase commit, none aborts after another has committed, nor the other way round.',
  source: 'J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006, section 3',
  assumes: [],
  leavesOpen: ['that anything is ever decided', 'other numbers of resource managers'],
  spec: twoPhaseCommit,
  constants: { resourceManagers: 20 },
  properties: ['consistent'],
  by: { engine: 'induction' },
  twin: {
    about: 'without the lemma that to commit is unanimous',
    without: ['commitIsUnanimous'],
    fails: 'unprovable',
  },
})
