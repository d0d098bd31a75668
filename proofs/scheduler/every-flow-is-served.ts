/** Nobody starves, whatever the others send. */
import { proof } from 'von'
import scheduler from '../../spec/overlay/scheduler.ts'

export default proof({
  claim: 'Each of three flows that has a packet sends it sooner or later, also where a turn is too short for a packet.',
  source: 'M. Shreedhar and G. Varghese 1995, section 3',
  assumes: ['the scheduler goes on: weak fairness of pass and send'],
  leavesOpen: ['after how long', 'other numbers of flows, other sizes'],
  spec: scheduler,
  constants: { flows: 3, quantum: 1, maxPacket: 2 },
  properties: ['service'],
  by: { engine: 'exploration' },
  twin: {
    about: 'a flow that has a packet again is next (ON-6e)',
    constants: { bug: 'staysInTurn' },
    fails: 'violated',
  },
})
