/** The largest lag once more, by means that visit no state: a solver finds the way to it, and induction that there is no more. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim:
    'With packets of one or two bytes and a quantum of 2, one of two backlogged flows comes 4 bytes ahead of the other, and never 5.',
  source: 'M. Shreedhar and G. Varghese 1995, theorem 3, which says less than 6',
  assumes: [],
  leavesOpen: ['other numbers of flows, other sizes'],
  spec: scheduler,
  by: { engine: 'optimum', largest: 'lag', is: 4, depth: 11 },
  twin: {
    about: 'looked for in ten steps, which are too few',
    by: { engine: 'optimum', largest: 'lag', is: 4, depth: 10 },
    fails: 'violated',
  },
})
