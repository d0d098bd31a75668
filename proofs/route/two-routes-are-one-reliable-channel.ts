/** Elimination on two routes, by induction. */
import { proof } from 'von'
import elimination from '../../spec/route/elimination.ts'

export default proof({
  claim:
    'Packets sent on two paths with up to 3 of them under way on each are delivered once, none lost and none repeated, where ' +
    'single faults are apart, the receiver remembers 4 numbers, and there are 8.',
  source:
    'K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3; IEEE 802.1CB-2017, section 7.4.3',
  assumes: ['no fault before all has arrived that was sent while the last one lasted', 'paths keep packets in order'],
  leavesOpen: ['other sizes', 'that packets arrive at all: see the spec, which explores it'],
  spec: elimination,
  constants: { skew: 3, history: 4, numbers: 8 },
  properties: ['atMostOnce', 'nothingLost', 'isReliable'],
  by: { engine: 'induction' },
  twin: {
    about: 'the history is as long as the skew',
    constants: { skew: 2, history: 2, numbers: 6 },
    fails: 'unprovable',
  },
})
