/** Agreement, for any number of resource managers. */
import { proof } from 'von'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'

export default proof({
  claim:
    'Under two-phase commit, however many resource managers there are, none aborts after another has committed, nor the ' +
    'other way round.',
  source: 'J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006, section 3',
  assumes: ['what is true of all instances, as far as their formulas are alike, is what the formulas say'],
  leavesOpen: ['that anything is ever decided'],
  spec: twoPhaseCommit,
  properties: ['consistent'],
  by: { engine: 'unbounded', sizes: ['resourceManagers'] },
  twin: {
    about: 'without the lemma that to commit is unanimous',
    without: ['commitIsUnanimous'],
    fails: 'unprovable',
  },
})
