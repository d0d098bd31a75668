/** A partitioned router is to each flow as a router of its own. */
import { proof } from 'von'
import router from '../../spec/overlay/router.ts'

export default proof({
  claim:
    'Where a router divides its time strictly, none of three flows notices what the others do: neither in its queue nor in its drops.',
  source: 'K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1',
  assumes: ['a flow sees its own queue, at the granularity of slots'],
  leavesOpen: ['packets of different lengths', 'other numbers of flows and sizes of queues'],
  spec: router,
  constants: { flows: 3 },
  properties: ['isolation-f0', 'isolation-f1', 'isolation-f2'],
  by: { engine: 'exploration' },
  twin: {
    about: 'a slot that its flow does not need is lent to another (ON-1)',
    constants: { scheduler: 'lending' },
    fails: 'violated',
  },
})
