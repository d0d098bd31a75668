/** The bound of the paper, in whole bytes, is the best there is. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim:
    'With packets of up to 3 bytes and a quantum of 2, one of three backlogged flows comes 6 bytes ahead of another, and never 7.',
  source: 'M. Shreedhar and G. Varghese 1995, theorem 3, which says less than 8',
  assumes: ['all flows have the same weight'],
  leavesOpen: ['other numbers of flows, other sizes'],
  spec: scheduler,
  constants: { flows: 3, quantum: 2, maxPacket: 3 },
  by: { engine: 'optimum', largest: 'lag', is: 6 },
  twin: {
    about: 'one byte less',
    by: { engine: 'optimum', largest: 'lag', is: 5 },
    fails: 'violated',
  },
})
