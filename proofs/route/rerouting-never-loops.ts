/** Installing new routes in order, whatever is planned and whoever fails. */
import { proof } from 'von'
import reroute from '../../spec/route/reroute.ts'

export default proof({
  claim:
    'Among three routers of which two may be down at a time, no forwarding entries ever lead in a circle, whichever orders are ' +
    'planned one after the other; and what is installed is two routes from every router that share no other one.',
  source:
    'K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3; P. Francois and O. Bonaventure 2007',
  assumes: ['all routers are neighbours', 'a plan is known to all as soon as it is made'],
  leavesOpen: ['other numbers of routers', 'that installing comes to an end: see the spec, which explores it'],
  spec: reroute,
  constants: { routers: 3, failures: 2 },
  properties: ['loopFree', 'twoRoutes'],
  by: { engine: 'induction' },
  twin: {
    about: 'routers install new next hops as soon as they like',
    constants: { routers: 2, failures: 1, bug: 'anyOrder' },
    fails: 'unprovable',
  },
})
