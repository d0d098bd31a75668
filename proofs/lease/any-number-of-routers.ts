/** Leases keep what they promise, however many routers and overlays there are. */
import { proof } from 'von'
import lease from '../../spec/lease/lease.ts'

export default proof({
  claim:
    'However many routers and overlays there are, no router leases and promises more than it has; where one leases a unit to an ' +
    'overlay, all have promised one; what nobody looks after is free again after a term; and only the holder of a lease ' +
    'extends or ends it.',
  source: 'K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI',
  assumes: ['what is true of all instances, as far as their formulas are alike, is what the formulas say'],
  leavesOpen: [
    'other capacities than one unit, other terms than two ticks, more than two requests for an overlay',
    'messages that get lost or are duplicated',
    'that requests are ever answered',
  ],
  spec: lease,
  properties: [
    'ledger',
    'unanimous',
    'orphanFreedom',
    'noResurrection',
    'refreshOnlyByHolder',
    'releaseOnlyByHolder',
    'deadlock',
  ],
  by: { engine: 'unbounded', sizes: ['routers', 'overlays'] },
  twin: {
    about: 'a router counts its leases, but not its promises (LS-9)',
    constants: { bug: 'promisesNotCounted' },
    fails: 'unprovable',
  },
})
