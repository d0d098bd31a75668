/** Leases of an overlay are all or none, as far as timeouts let them. */
import { proof } from 'von'
import lease from '../../spec/lease/lease.ts'

export default proof({
  claim:
    'Where a router has leased a unit to an overlay, each of three routers has promised one to the same request, or to a later one.',
  source: 'K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI',
  assumes: [],
  leavesOpen: ['that all of them lease at the same time: promises lapse', 'other numbers of routers and overlays'],
  spec: lease,
  constants: { routers: 3, overlays: 2 },
  properties: ['unanimous'],
  by: { engine: 'induction' },
  twin: {
    about: 'the service commits when half of the routers have promised (LS-1)',
    constants: { routers: 2, overlays: 1, attempts: 1, bug: 'halfCommits' },
    fails: 'violated',
    by: { engine: 'bmc', depth: 12 },
  },
})
