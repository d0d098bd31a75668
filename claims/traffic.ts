/** Claims on traffic: what it costs to reserve for it, and what becomes of contracts on the way. */
import { chapter } from 'von'
import { hopsFor, hopsTried, passedByCurve, passedOfBurst } from './figures/burst.ts'
import { preferredOutside, preferredOutsideExactly } from './figures/droppers.ts'
import { pairs, pairsCounted } from './figures/reservations.ts'
import { birman, derived, supernets } from './sources/documents.ts'
import { conformance, congestion } from './subjects/specs.ts'

export default chapter('Traffic', {
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
  C28: {
    says: 'As a network tells beforehand what it will send, deviations can be detected, and nobody else is suspected.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'what is measured allows for the jitter on the way',
    runs: [
      {
        check: conformance,
        instance: 'deviating',
        properties: ['isFoundOut'],
        is: 'exhausted',
        shows: 'a source that sends too fast is found out',
      },
      { check: conformance, properties: ['conforms'], is: 'exhausted', shows: 'one that does not is never suspected' },
      {
        check: conformance,
        mutant: 'shallow',
        properties: ['conforms'],
        is: 'violated',
        shows: 'jitter is not allowed for',
      },
      {
        check: conformance,
        mutant: 'countsLess',
        properties: ['isFoundOut'],
        is: 'violated',
        shows: 'packets are counted for less',
      },
    ],
    caveats: ['of sources that go on deviating for ever; a single packet too much is not told from jitter'],
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
  C35: {
    says: 'Droppers that tell packets within their contract from others prefer to drop the others.',
    source: birman('IV.4'),
    verdict: 'HOLDS-IF',
    condition: 'thresholds for packets within their contract are no lower, and their chance at most no higher',
    runs: [
      {
        figure: 'cases where they are worse off, thresholds in order',
        is: 0,
        by: () => preferredOutside(true),
        alsoBy: () => preferredOutsideExactly(true),
      },
      {
        figure: 'cases where they are worse off, thresholds crossed',
        is: 18_343,
        by: () => preferredOutside(false),
        alsoBy: () => preferredOutsideExactly(false),
      },
    ],
    caveats: ['of all thresholds at even queue lengths up to 12, and three chances'],
  },
  C36: {
    says: 'A router with differentiated services looks at one bit, and nothing up.',
    source: birman('IV.4'),
    missing: 'measurements of both kinds of routers',
  },
})
