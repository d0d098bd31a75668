/** The same bound without any lemma, for as long as a solver can look ahead. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim:
    'Within 20 steps, two of four backlogged flows are never further apart than a quantum and two packets less a byte each.',
  source: 'M. Shreedhar and G. Varghese 1995, theorem 3',
  assumes: [],
  leavesOpen: ['what happens later: see lag-is-bounded'],
  spec: scheduler,
  constants: { flows: 4 },
  properties: ['lagBound'],
  by: { engine: 'bmc', depth: 20 },
  twin: {
    about: 'a flow that has sent everything keeps its deficit (ON-6)',
    constants: { flows: 2, bug: 'keepsDeficit' },
    fails: 'violated',
  },
})
