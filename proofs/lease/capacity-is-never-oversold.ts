/** A router never leases more than it has, though messages are late, lost and repeated. */
import { proof } from 'von'
import lease from '../../spec/lease/lease.ts'

export default proof({
  claim:
    'Two routers lease and promise no more units than they have, to two overlays that want the same ones, with messages that overtake each other.',
  source: 'K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI',
  assumes: [],
  leavesOpen: ['other numbers of routers, overlays and requests', 'routers that crash and forget'],
  spec: lease,
  constants: { overlays: 2, attempts: 1, crashes: 0 },
  properties: ['ledger'],
  by: { engine: 'exploration' },
  twin: {
    about: 'a router counts its leases, but not its promises (LS-9)',
    constants: { bug: 'promisesNotCounted' },
    fails: 'violated',
  },
})
