/** The flush, with every failure and mistake that four processes may have. */
import { proof } from 'von'
import flush from '../../spec/group/flush.ts'

export default proof({
  claim:
    'Of four processes, of which one fails and another is taken for failed, those that go from view to view together have ' +
    'delivered the same messages; views of those who are not suspected form one line; and in the end these are in one view, ' +
    'alone there, and have delivered what each of them has sent.',
  source: 'K. Birman and T. Joseph, "Exploiting Virtual Synchrony in Distributed Systems", SOSP 1987',
  assumes: [
    'all suspect a process at the same moment, itself included',
    'who has failed is suspected, and others go on as soon as they can',
  ],
  leavesOpen: ['coordinators that do not know that they are suspected', 'other numbers of processes and messages'],
  spec: flush,
  constants: { processes: 4, views: 4, mistakes: 1 },
  properties: ['servesViews', 'virtualSynchrony', 'primaryComponent', 'membershipPrecision', 'multicastLiveness'],
  by: { engine: 'exploration' },
  twin: {
    about: 'the coordinator leaves out messages of those who are not in the new view (VS-3)',
    constants: { processes: 3, views: 2, mistakes: 0, bug: 'forgetsFailed' },
    fails: 'violated',
  },
})
