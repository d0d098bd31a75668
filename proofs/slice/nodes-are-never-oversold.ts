/** Admission by each node alone is enough, for any number of services and nodes. */
import { proof } from 'von'
import admission from '../../spec/slice/admission.ts'

export default proof({
  claim:
    'However many services ask how many nodes, whatever the broker believes, no node grants more than it has, nor to clients ' +
    'what is reserved for experiments; and a service is launched only when all of its nodes have admitted it.',
  source:
    'L. Peterson et al., "A Blueprint for Introducing Disruptive Technology into the Internet", 2002, sections 3 and 4',
  assumes: ['what is true of all instances, as far as their formulas are alike, is what the formulas say'],
  leavesOpen: ['other capacities and reserves', 'that requests are ever answered'],
  spec: admission,
  properties: ['noOvercommit', 'reserveKept', 'launchOnlyAdmitted'],
  by: { engine: 'unbounded', sizes: ['services', 'nodes'] },
  twin: {
    about: 'a node takes the word of the broker that it has room (SL-1)',
    constants: { bug: 'viewTrusted' },
    fails: 'unprovable',
  },
})
