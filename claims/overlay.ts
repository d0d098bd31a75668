/** Claims on overlay networks that have shares of routers: isolation, aggregate service, conformance. */
import { chapter } from 'von'
import { hopsFor, hopsTried, passedByCurve, passedOfBurst } from './figures/burst.ts'
import { clash, clashEstimated, pairs, pairsCounted } from './figures/reservations.ts'
import { birman, derived, supernets } from './sources/documents.ts'

const router = 'spec/overlay/router.ts'
const congestion = 'spec/overlay/congestion.ts'
const nesting = 'spec/overlay/nesting.ts'
const conformance = 'spec/overlay/conformance.ts'
const calendar = 'spec/overlay/calendar.ts'
const isolation = ['isolation-f0', 'isolation-f1']

export default chapter('Overlay networks', {
  C01: {
    says: 'What a flow gets from a router does not depend on what other flows send.',
    source: birman('V.1'),
    verdict: 'HOLDS-IF',
    condition: 'a slot that its flow does not need stays empty',
    runs: [
      { check: router, properties: isolation, is: 'exhausted', shows: 'time is divided strictly' },
      { check: router, mutant: 'ON-1', properties: ['isolation-f1'], is: 'violated', shows: 'idle slots are lent' },
      {
        check: calendar,
        mutant: 'ON-1',
        properties: ['isolation-f0'],
        is: 'violated',
        shows: 'room in a cycle is lent',
      },
    ],
    caveats: ['at the granularity of slots; by exploration of two flows'],
  },
  C02: {
    says: 'To leave idle slots empty is necessary for isolation, not waste.',
    source: birman('V.1'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/router/idle-slots-cannot-be-lent.ts',
        shows: 'of all schedulers of a slot, none is work-conserving and isolates both flows',
      },
    ],
  },
  C03: {
    says: 'A source like TCP that was lent a fifth more than its share, and is cut back, meets a burst of losses; a constant limit costs it one packet at a time.',
    source: birman('V.1'),
    verdict: 'HOLDS',
    runs: [
      { check: congestion, properties: ['lossIsSmall'], is: 'exhausted', shows: 'a constant limit' },
      {
        check: congestion,
        mutant: 'cutBack',
        properties: ['lossIsSmall'],
        is: 'violated',
        shows: 'cut back at the worst moment',
      },
      ...[50, 100, 500].map(capacity => ({
        optimum: congestion,
        constants: { capacity, lent: capacity / 5 },
        largest: 'lost',
        is: capacity / 5 + 1,
        shows: `packets lost in a round trip, of a share of ${capacity}`,
      })),
    ],
    caveats: ['of the worst moment: a source that has just halved its window loses nothing'],
  },
  C04: {
    says: 'A share of a router guarantees its holder a minimum of throughput.',
    source: birman('V.1'),
    verdict: 'HOLDS',
    runs: [
      { check: router, properties: ['minimumService', 'service'], is: 'exhausted', shows: 'slots' },
      { check: calendar, properties: ['minimumService'], is: 'exhausted', shows: 'cycles' },
      { proof: 'proofs/scheduler/lag-is-bounded.ts', shows: 'deficit round robin' },
      { check: router, mutant: 'ON-2', properties: ['minimumService'], is: 'violated', shows: 'not by priority' },
    ],
  },
  C05: {
    says: 'A minimum of throughput is less than isolation.',
    source: derived('C04'),
    verdict: 'HOLDS',
    runs: [
      {
        check: router,
        constants: { queue: 1, scheduler: 'lending' },
        properties: ['minimumService'],
        is: 'exhausted',
        shows: 'a scheduler that lends idle slots has the one',
      },
      { check: router, mutant: 'ON-1', properties: ['isolation-f1'], is: 'violated', shows: 'and not the other' },
    ],
  },
  C06: {
    says: 'A share of a router is like a router of one’s own, limits included.',
    source: birman('V.1'),
    verdict: 'HOLDS-IF',
    condition: 'neither time nor memory is shared with others',
    runs: [
      { check: router, properties: ['cap', 'minimumService'], is: 'exhausted', shows: 'slot by slot' },
      {
        check: calendar,
        properties: ['dedicated-f0', 'dedicated-f1'],
        is: 'exhausted',
        shows: 'refines a line of its own, cycle by cycle',
      },
      { check: calendar, mutant: 'ON-3b', properties: ['dedicated-f1'], is: 'violated', shows: 'memory is shared' },
    ],
  },
  C07: {
    says: 'What is in a network competes there, and is not influenced by what is outside.',
    source: birman('V.1'),
    verdict: 'HOLDS',
    runs: [
      {
        check: nesting,
        constants: { inside: 'shared' },
        properties: ['isolation-other', 'withinShare'],
        is: 'exhausted',
        shows: 'others notice nothing',
      },
      { check: nesting, mutant: 'shared', properties: ['isolation-inner0'], is: 'violated', shows: 'those inside do' },
    ],
  },
  C08: {
    says: 'Half of a router can be leased to another provider, who divides it again.',
    source: birman('V.1'),
    verdict: 'HOLDS',
    runs: [
      {
        check: nesting,
        properties: ['isolation-inner0', 'isolation-inner1', 'isolation-other', 'withinShare'],
        is: 'exhausted',
      },
      {
        check: nesting,
        mutant: 'lendsOutside',
        properties: ['isolation-other'],
        is: 'violated',
        shows: 'not if idle slots are lent',
      },
      {
        check: 'spec/lease/sublease.ts',
        properties: ['endsInTime', 'withinShare'],
        is: 'exhausted',
        shows: 'as a lease of a lease',
      },
    ],
  },
  C10: {
    says: 'The present Internet can go on as one of several networks side by side.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'it has a share like others, and memory of its own',
    runs: [
      {
        check: router,
        constants: { flows: 3, queue: 1 },
        properties: ['isolation-f0', 'isolation-f1', 'isolation-f2'],
        is: 'exhausted',
        shows: 'f0 is the Internet',
      },
      { check: router, mutant: 'ON-3', properties: ['isolation-f0'], is: 'violated', shows: 'memory is shared' },
    ],
  },
  C11: {
    says: 'What an overlay is promised is about its aggregate traffic, not about pairs of endpoints.',
    source: birman('III'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/reservation/pairs-cost-the-square.ts',
        theorems: ['aloneIsPossible'],
        shows: 'each pair may have all of it while others are idle',
      },
    ],
    caveats: ['of five endpoints'],
  },
  C12: {
    says: 'Reserving 10 Mbit/s for each pair of 100 endpoints takes 100 Gbit/s at a central router; an overlay needs 10 Mbit/s.',
    source: birman('IV.4'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'Gbit/s for ordered pairs of different endpoints',
        is: 99,
        by: () => pairs(100) / 100,
        alsoBy: () => pairsCounted(100) / 100,
      },
      {
        figure: 'Gbit/s where an endpoint counts as a partner of its own',
        is: 100,
        by: () => 100 ** 2 / 100,
        alsoBy: () => (pairsCounted(100) + 100) / 100,
      },
    ],
    caveats: ['100 Gbit/s is rounded up from 99'],
  },
  C13: {
    says: 'A router may have to manage as many connections as there are pairs of endpoints.',
    source: birman('IV.4'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'connections of 100 endpoints, where an overlay is one',
        is: 9900,
        by: () => pairs(100),
        alsoBy: () => pairsCounted(100),
      },
    ],
  },
  C14: {
    says: 'Any solution by reservations for pairs is costly.',
    source: birman('IV.4'),
    verdict: 'HOLDS',
    runs: [
      { proof: 'proofs/reservation/pairs-cost-the-square.ts', shows: 'five endpoints need twenty rates, and no fewer' },
    ],
    caveats: ['of reservations that do not change with the traffic; for those that do: C15'],
  },
  C15: {
    says: 'Reservations that are moved from pair to pair can keep their sum within the rate of an endpoint, but do not tolerate faults.',
    source: birman('IV.4'),
    verdict: 'HOLDS',
    runs: [
      { check: 'spec/lease/escrow.ts', properties: ['withinRate'], is: 'exhausted', shows: 'the sum' },
      {
        check: 'spec/lease/escrow.ts',
        mutant: 'tokensAreLost',
        properties: ['pairsAreServed'],
        is: 'violated',
        shows: 'a pair crashes with its token',
      },
      {
        check: 'spec/lease/escrow.ts',
        properties: ['pairsAreServed'],
        is: 'exhausted',
        shows: 'with leases they do tolerate it',
      },
    ],
    caveats: ['of safety and of what happens in the end; how slow it is was not looked at'],
  },
  C16: {
    says: 'Telling everybody periodically who is active grows as the square of the endpoints.',
    source: birman('IV.4'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'messages in a period, 100 endpoints',
        is: 9900,
        by: () => pairs(100),
        alsoBy: () => pairsCounted(100),
      },
    ],
  },
  C17: {
    says: 'A faster network is not a safer one: others can still make my packets late.',
    source: birman('IV.1'),
    verdict: 'HOLDS',
    runs: [{ proof: 'proofs/router/faster-is-not-safer.ts', shows: 'for every speed; not so in a partition' }],
  },
  C18: {
    says: 'TCP is greedy: it finds its limit by causing loss, again and again.',
    source: birman('II'),
    verdict: 'HOLDS',
    runs: [
      { check: congestion, properties: ['losesAgain'], is: 'exhausted' },
      {
        check: congestion,
        mutant: 'stopsAtTheLimit',
        properties: ['losesAgain'],
        is: 'violated',
        shows: 'a source that knows its limit',
      },
    ],
    caveats: ['of additive increase and multiplicative decrease with tail drop'],
  },
  C20: {
    says: 'A share that is set aside keeps a flood of others from doing harm.',
    source: birman('II'),
    verdict: 'HOLDS-IF',
    condition: 'memory for packets is set aside too',
    runs: [
      { check: router, constants: { queue: 1 }, properties: isolation, is: 'exhausted' },
      {
        check: router,
        mutant: 'ON-3',
        properties: ['isolation-f0'],
        is: 'violated',
        shows: 'slots of its own, memory shared',
      },
      { proof: 'proofs/router/faster-is-not-safer.ts', theorems: ['someLoadDelaysAnySpeed'], shows: 'in one queue' },
    ],
  },
  C24: {
    says: 'Four bytes are enough to number all overlay networks.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'numbers are handed out; drawn at random, they clash',
    runs: [
      {
        figure: 'ids for each of 10,000 overlays',
        is: 429_496,
        by: () => Math.floor(2 ** 32 / 10_000),
        alsoBy: () => Number(2n ** 32n / 10_000n),
      },
      {
        figure: 'chance of a clash of 10,000 ids drawn at random',
        is: 0.0116,
        digits: 3,
        by: () => clash(10_000, 2 ** 32),
        alsoBy: () => clashEstimated(10_000, 2 ** 32),
      },
      {
        figure: 'chance of a clash of 65,536 ids drawn at random',
        is: 0.393,
        digits: 3,
        by: () => clash(65_536, 2 ** 32),
        alsoBy: () => clashEstimated(65_536, 2 ** 32),
      },
    ],
  },
  C27: {
    says: 'Networks can bill each other by what routers have counted.',
    source: birman('VI'),
    verdict: 'HOLDS',
    runs: [
      { check: router, constants: { queue: 1, audited: 1 }, properties: ['conservation'], is: 'exhausted' },
      { check: router, mutant: 'ON-12', properties: ['conservation'], is: 'violated', shows: 'a packet counted twice' },
    ],
  },
  C30: {
    says: 'A source that keeps its contract no longer conforms after some routers, and is policed.',
    source: birman('IV.4'),
    verdict: 'HOLDS-IF',
    condition: 'the bucket is less deep than a packet and the jitter of all hops at its rate',
    runs: [
      { check: conformance, mutant: 'shallow', properties: ['conforms'], is: 'violated', shows: 'one token short' },
      { check: conformance, properties: ['conforms'], is: 'exhausted', shows: 'deep enough' },
      {
        check: conformance,
        constants: { jitter: 1, depth: 3 },
        properties: ['conforms'],
        is: 'violated',
        shows: 'any jitter, and a bucket for one packet',
      },
    ],
    caveats: ['k hops of jitter J are one of kJ; swept over periods and jitters in spec/overlay/conformance.test.ts'],
  },
  C31: {
    says: 'A source of ten packets a second may arrive as 30 within 250 ms after a long silence, and a router keeps two or three of them.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'the bucket is about one packet deep, and 27 hops delay by up to 100 ms each',
    runs: [
      ...[
        { depth: 1, passed: 3 },
        { depth: 2, passed: 4 },
        { depth: 10, passed: 12 },
        { depth: 28, passed: 30 },
      ].map(({ depth, passed }) => ({
        figure: `packets of 30 within 250 ms that a bucket of ${depth} lets pass, at 10 a second`,
        is: passed,
        by: () => passedOfBurst(30, 250, 100, depth),
        alsoBy: () => passedByCurve(30, 250, 100, depth),
      })),
      {
        figure: 'hops of 100 ms of jitter for such a burst',
        is: 27,
        by: () => hopsFor(30, 250, 100, 100),
        alsoBy: () => hopsTried(30, 250, 100, 100),
      },
    ],
  },
  C32: {
    says: 'The same flow keeps its contract on average.',
    source: supernets,
    verdict: 'ARITH',
    runs: [
      {
        figure: 'packets in a second, of 30 in 250 ms and 2.75 s of silence',
        is: 10,
        by: () => 30 / (0.25 + 2.75),
        alsoBy: () => (30 * 1000) / (250 + 2750),
      },
    ],
  },
  C33: {
    says: 'Spacing packets out again at each hop restores conformance, and makes none later than the hops may.',
    source: derived('C30'),
    verdict: 'HOLDS',
    runs: [
      {
        check: conformance,
        instance: 'respaced',
        properties: ['conforms', 'notLater'],
        is: 'exhausted',
        shows: 'with a bucket for one packet',
      },
      {
        check: conformance,
        mutant: 'late',
        properties: ['notLater'],
        is: 'violated',
        shows: 'not if they are spaced too far',
      },
    ],
  },
  C34: {
    says: 'What was marked as within its contract at the edge can meet too much of its like inside, when routes change.',
    source: birman('IV.4'),
    verdict: 'HOLDS',
    runs: [
      {
        check: 'spec/overlay/edgeAdmission.ts',
        mutant: 'edge',
        properties: ['noOverload'],
        is: 'violated',
        depth: 3,
        shows: 'three steps',
      },
      {
        check: 'spec/overlay/edgeAdmission.ts',
        constants: { admission: 'edge', mayFail: false },
        properties: ['noOverload'],
        is: 'exhausted',
        shows: 'not while routes stay',
      },
    ],
  },
})
