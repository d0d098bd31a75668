/** Fairness of deficit round robin at the sizes of Ethernet, which no exploration reaches. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim:
    'Of four flows that share a line by deficit round robin, with packets of up to 1500 bytes and a quantum of 1500, no two ' +
    'that are backlogged are ever more than 4498 bytes apart, and no deficit reaches a quantum and a packet.',
  source: 'M. Shreedhar and G. Varghese 1995, lemma 1 and theorem 3',
  assumes: ['all flows have the same weight'],
  leavesOpen: [
    'other numbers of flows, other sizes',
    'that the lag of any two flows is that of the first two: they differ in their place in the round only',
  ],
  spec: scheduler,
  constants: { flows: 4, quantum: 1500, maxPacket: 1500 },
  properties: ['lagBound', 'deficitBound'],
  by: { engine: 'induction', encoding: 'integers' },
  twin: {
    about: 'without the lemma that turns account for the lag',
    without: ['turnsAccountForLag'],
    fails: 'unprovable',
  },
})
