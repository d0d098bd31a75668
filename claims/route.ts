/** Claims on routes that fail independently: finding them, sending on both, and recovering what is lost. */
import { chapter } from 'von'
import { overheadOverRoutes } from './figures/codes.ts'
import { copies, copiesCounted, copiesOnBusiest, rateBefore, rateBeforeCounted } from './figures/streams.ts'
import { birman, derived, peers, reborn, supernets } from './sources/documents.ts'
import { disjointPaths, elimination, reroute, switching, twoRoutes } from './subjects/specs.ts'

export default chapter('Routes', {
  C85: {
    says: 'Where two routes share no router, one failure disconnects nobody.',
    source: birman('II'),
    verdict: 'HOLDS',
    runs: [
      {
        check: disjointPaths,
        constants: { routers: 5 },
        properties: ['disjoint', 'foundWherePossible'],
        is: 'exhausted',
        shows: 'found wherever there are two',
      },
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['nothingLost', 'delivery'],
        is: 'exhausted',
        shows: 'one failure at a time',
      },
      { check: elimination, mutant: 'bothFail', properties: ['nothingLost'], is: 'violated', shows: 'not two' },
    ],
    caveats: ['on all networks of five routers; of six in spec/route/disjointPaths.test.ts'],
  },
  C86: {
    says: 'Redundancy alone does not help a protocol that uses one route at a time.',
    source: birman('V.3'),
    verdict: 'HOLDS',
    runs: [
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['nothingLost'],
        is: 'exhausted',
        shows: 'both are used',
      },
      {
        check: elimination,
        mutant: 'sendsOnce',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'a second route that is not used',
      },
    ],
    caveats: ['how long it takes to change over was not looked at'],
  },
  C87: {
    says: 'Two addresses for each host, over shortest routes, may still use the same routers.',
    source: birman('V.3'),
    missing: 'a count over networks with four addresses',
  },
  C88: {
    says: 'Protocols for shortest routes do not find independent ones.',
    source: birman('V.3'),
    verdict: 'HOLDS',
    runs: [
      {
        check: disjointPaths,
        mutant: 'greedy',
        properties: ['foundWherePossible'],
        is: 'violated',
        shows: 'a shortest route is in the way of two',
      },
      {
        check: disjointPaths,
        constants: { routers: 5, bug: 'greedy' },
        properties: ['foundWherePossible'],
        is: 'exhausted',
        shows: 'not yet among five routers',
      },
      {
        check: disjointPaths,
        mutant: 'sharesRouters',
        properties: ['disjoint'],
        is: 'violated',
        shows: 'routes without a common link share a router',
      },
    ],
  },
  C89: {
    says: 'Independent routes can be computed with little effort.',
    source: birman('V.3'),
    verdict: 'HOLDS',
    runs: [
      {
        check: disjointPaths,
        constants: { routers: 5 },
        properties: ['foundWherePossible', 'ends'],
        is: 'exhausted',
        shows: 'two searches, which end',
      },
      { check: disjointPaths, mutant: 'neverGivesUp', properties: ['ends'], is: 'violated' },
    ],
  },
  C90: {
    says: 'There are two trees for multicast that fail independently.',
    source: birman('V.3'),
    missing: 'a count over networks, or a spec of independent trees',
  },
  C91: {
    says: 'Every packet on two routes survives one failure of a router or a link.',
    source: birman('V.3'),
    verdict: 'HOLDS-IF',
    condition: 'faults are apart: none before all has arrived that was sent while the last one lasted',
    runs: [
      { check: elimination, constants: twoRoutes, properties: ['nothingLost'], is: 'exhausted' },
      { check: elimination, mutant: 'bothFail', properties: ['nothingLost'], is: 'violated', shows: 'two failures' },
      {
        check: elimination,
        mutant: 'losesOther',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'a failure and a loss',
      },
      {
        check: elimination,
        mutant: 'failsAgain',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'the next failure is too early',
      },
      { proof: 'proofs/route/two-routes-are-one-reliable-channel.ts', shows: 'with more packets under way' },
    ],
  },
  C92: {
    says: 'Eliminating duplicates in the network is optional.',
    source: birman('V.3'),
    missing: 'a spec of an end-to-end protocol that gets duplicates',
  },
  C93: {
    says: 'What a receiver remembers, and its numbers, must fit the skew of the routes.',
    source: derived('C92'),
    verdict: 'HOLDS',
    runs: [
      {
        check: elimination,
        mutant: 'historyShort',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'too short a history',
      },
      {
        check: elimination,
        mutant: 'numbersFew',
        properties: ['atMostOnce'],
        is: 'violated',
        shows: 'too few numbers',
      },
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['atMostOnce', 'nothingLost'],
        is: 'exhausted',
        shows: 'what fits',
      },
    ],
    caveats: [
      'with failures it takes a history of skew + 1 and skew <= numbers / 2 - 1: all sizes in spec/route/elimination.test.ts',
    ],
  },
  C94: {
    says: 'With at most one failure a connection never breaks.',
    source: birman('V.2'),
    missing: 'a spec of a connection that gives up after time-outs',
  },
  C95: {
    says: 'Retransmissions take the route of what was lost, and add to its load.',
    source: birman('V.3'),
    missing: 'a spec of recovery over a router that is overloaded',
  },
  C96: {
    says: 'Recovery on the other route spares the router that is overloaded.',
    source: birman('V.3'),
    missing: 'a spec of recovery over a router that is overloaded',
  },
  C97: {
    says: 'Flows can change to a route that is not congested, instead of sending less.',
    source: birman('V.3'),
    verdict: 'HOLDS-IF',
    condition: 'they look again when they move, and move only for a real gain',
    runs: [
      { check: switching, properties: ['settles', 'balances', 'movesBalance'], is: 'exhausted' },
      {
        check: switching,
        mutant: 'stale',
        properties: ['movesBalance'],
        is: 'violated',
        shows: 'they move on what they saw',
      },
      { check: switching, mutant: 'undamped', properties: ['settles'], is: 'violated', shows: 'they move for no gain' },
    ],
  },
  C98: {
    says: 'Codes over routes that fail independently are powerful.',
    source: birman('V.3'),
    verdict: 'UNDERDETERMINED',
    condition: 'there are three routes or more; over two, nothing is gained over sending everything twice',
    runs: [2, 3, 4].map(routes => ({
      figure: `packets sent for one, to survive the loss of one of ${routes} routes`,
      is: routes / (routes - 1),
      by: () => routes / (routes - 1),
      alsoBy: () => overheadOverRoutes(routes),
    })),
  },
  C99: {
    says: 'Routes are installed again after failures and repairs.',
    source: birman('V.3'),
    verdict: 'HOLDS-IF',
    condition: 'next hops change in order',
    runs: [
      { check: reroute, constants: { routers: 2 }, properties: ['loopFree', 'twoRoutes', 'recovers'], is: 'exhausted' },
      {
        check: reroute,
        mutant: 'anyOrder',
        properties: ['loopFree'],
        is: 'violated',
        shows: 'in any order packets go round in a circle',
      },
      {
        check: reroute,
        mutant: 'plansFailuresOnly',
        properties: ['recovers'],
        is: 'violated',
        shows: 'repairs are not seen',
      },
    ],
  },
  C100: {
    says: 'The network hides from applications that there are two routes.',
    source: birman('V.3'),
    verdict: 'HOLDS',
    runs: [
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['isReliable'],
        is: 'exhausted',
        shows: 'refines one reliable channel',
      },
      {
        check: elimination,
        mutant: 'acceptsAll',
        properties: ['isReliable'],
        is: 'violated',
        shows: 'not with duplicates',
      },
    ],
  },
  C101: {
    says: 'With one route between two places, congestion means to wait.',
    source: supernets,
    missing: 'a spec of a route that stays while another is idle',
  },
  C102: {
    says: 'Overlays on the Internet inherit the troubles of its links.',
    source: supernets,
    missing: 'a spec of routes that share a link below',
  },
  C103: {
    says: 'If everybody ran a resilient overlay, what is below would break.',
    source: supernets,
    missing: 'a model of its load',
  },
  C104: {
    says: 'A detour by a third machine restores contact.',
    source: peers,
    missing: 'a spec of contact that is not transitive',
  },
  C105: {
    says: 'An overlay can take routes that policies of providers do not.',
    source: peers,
    missing: 'a spec of routes by policy',
  },
  C106: {
    says: 'A mesh survives attacks that a network around a hub does not.',
    source: peers,
    missing: 'a count over networks',
  },
  C107: {
    says: 'The electric grid can have networks with enough redundancy.',
    source: birman('II'),
    missing: 'its standard topologies',
  },
  C108: {
    says: 'Following the total load of a grid cannot serve a contract between two parties.',
    source: birman('II'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/loadFollowing/total-load-does-not-tell.ts',
        shows: 'two loads with the same total need different answers',
      },
    ],
  },
  C109: {
    says: 'Over an overlay a contract can be followed, where an outage of the Internet breaks it.',
    source: birman('II'),
    missing: 'a spec of the control loop',
  },
  C110: {
    says: 'Trees avoid to send one copy for each receiver.',
    source: reborn,
    verdict: 'ARITH',
    runs: (['a copy for each', 'a tree'] as const).flatMap(sending => [
      {
        figure: `copies on the busiest link to 8 receivers, ${sending}`,
        is: sending === 'a tree' ? 1 : 4,
        by: () => copiesOnBusiest(3, sending),
        alsoBy: () => copiesCounted(3, sending).busiest,
      },
      {
        figure: `copies on all links, ${sending}`,
        is: sending === 'a tree' ? 14 : 24,
        by: () => copies(3, sending),
        alsoBy: () => copiesCounted(3, sending).all,
      },
    ]),
    caveats: ['of receivers at the leaves of a binary tree'],
  },
  C111: {
    says: 'Splitting a stream near its receivers saves bandwidth before.',
    source: reborn,
    verdict: 'ARITH',
    runs: [false, true].map(isSplit => ({
      figure: `Mbit/s for receivers of 1, 2 and 4 Mbit/s, ${isSplit ? 'sent once' : 'sent to each'}`,
      is: isSplit ? 4 : 7,
      by: () => rateBefore([1, 2, 4], isSplit),
      alsoBy: () => rateBeforeCounted([1, 2, 4], isSplit),
    })),
    caveats: ['where the better stream contains the others; behind the split nothing is saved'],
  },
  C112: {
    says: 'Probes can be put together to a map of the links in use.',
    source: reborn,
    missing: 'a spec of probes while routes change',
  },
})
