/** How much a flow may save up, which is what its counter must hold. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim:
    'A deficit comes to a quantum and a packet less one byte, and never further: with a quantum of 2 and packets of up to 3, to 4.',
  source: 'M. Shreedhar and G. Varghese 1995, lemma 1',
  assumes: [],
  leavesOpen: ['other numbers of flows, other sizes'],
  spec: scheduler,
  constants: { flows: 3, quantum: 2, maxPacket: 3 },
  by: { engine: 'optimum', largest: 'deficit', is: 4 },
  twin: {
    about: 'what a flow cannot use in its turn is lost (ON-6b)',
    constants: { bug: 'forgetsDeficit' },
    fails: 'violated',
  },
})
