/** Claims on overlay networks that have shares of routers: isolation, identifiers, what is told of them. */
import { chapter } from 'von'
import { clash, clashEstimated, entries, entriesCounted } from './figures/reservations.ts'
import { birman, derived, supernets } from './sources/documents.ts'
import { calendar, conformance, ingress, nesting, policies, router, tunnel } from './subjects/specs.ts'

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
  C09: {
    says: 'Networks can use a router in turn, each by its own forwarding policy alone.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'what the router remembers is kept for each network, or ends with its slot',
    runs: [
      {
        check: policies,
        properties: ['ownPolicy-n0', 'ownPolicy-n1', 'byOwnTable'],
        is: 'exhausted',
        shows: 'ends with the slot',
      },
      {
        check: policies,
        instance: 'perNetwork',
        properties: ['ownPolicy-n0', 'ownPolicy-n1', 'byOwnTable'],
        is: 'exhausted',
        shows: 'kept for each',
      },
      { check: policies, mutant: 'residue', properties: ['ownPolicy-n0'], is: 'violated', shows: 'kept for all' },
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
  C17: {
    says: 'A faster network is not a safer one: others can still make my packets late.',
    source: birman('IV.1'),
    verdict: 'HOLDS',
    runs: [{ proof: 'proofs/router/faster-is-not-safer.ts', shows: 'for every speed; not so in a partition' }],
  },
  C19: {
    says: 'A virtual private network isolates content, and not bandwidth.',
    source: birman('IV.2'),
    verdict: 'HOLDS',
    runs: [
      {
        check: tunnel,
        constants: { room: 1, line: 'shared' },
        properties: ['secrecy'],
        is: 'exhausted',
        shows: 'nobody learns what is in packets',
      },
      { check: tunnel, mutant: 'shared', properties: ['undisturbed'], is: 'violated', shows: 'others keep them out' },
      { check: tunnel, properties: ['secrecy', 'undisturbed'], is: 'exhausted', shows: 'a divided line does the rest' },
    ],
    caveats: ['encryption is taken for perfect; lengths and times are not hidden by it'],
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
  C21: {
    says: 'One bit and four bytes at the head of the payload are enough for a router to know the flow of a packet.',
    source: birman('VI'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/core/header.ts',
        theorems: ['headerIsReadAsWritten'],
        shows: 'what is written is read, for all fields',
      },
    ],
    caveats: ['of packets that are not fragments: C22', 'that other routers ignore the bit was not looked at'],
  },
  C22: {
    says: 'A later fragment has the bit and no identifier: a router that reads one there takes data for it.',
    source: derived('C21'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/core/header.ts',
        theorems: ['laterFragmentsHaveNoId'],
        shows: 'the reader here takes it for a packet of nobody; its twin reads data',
      },
    ],
  },
  C23: {
    says: 'Nobody outside can use the identifier of a network.',
    source: derived('C21'),
    verdict: 'HOLDS-IF',
    condition: 'routers where packets enter look who may use which',
    runs: [
      { check: ingress, properties: ['memberIsUndisturbed', 'noForgery'], is: 'exhausted' },
      { check: ingress, mutant: 'nobodyLooks', properties: ['memberIsUndisturbed'], is: 'violated' },
      { check: ingress, mutant: 'forgeryIsCarried', properties: ['noForgery'], is: 'violated' },
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
  C25: {
    says: 'A router can have thousands to tens of thousands of partitions.',
    source: birman('V.1'),
    missing: 'measurements of the classifier and the scheduler with that many flows, on a machine that is named',
  },
  C26: {
    says: 'What a router keeps depends on how many overlay networks there are, and not on their size.',
    source: birman('VI'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'entries for 10 overlays of 100 endpoints each',
        is: 10,
        by: () => entries(10, 100, 'overlays'),
        alsoBy: () => entriesCounted(10, 100, 'overlays'),
      },
      {
        figure: 'the same, of 1000 endpoints each',
        is: 10,
        by: () => entries(10, 1000, 'overlays'),
        alsoBy: () => entriesCounted(10, 1000, 'overlays'),
      },
      {
        figure: 'entries for pairs of 10 times 100 endpoints',
        is: 99_000,
        by: () => entries(10, 100, 'pairs'),
        alsoBy: () => entriesCounted(10, 100, 'pairs'),
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
  C29: {
    says: 'A network can tell applications its latency and its jitter.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'it has a share of its own, and sources keep to what they have told',
    runs: [
      {
        check: calendar,
        properties: ['dedicated-f0', 'dedicated-f1'],
        is: 'exhausted',
        shows: 'each packet is sent within a known number of cycles',
      },
      {
        check: conformance,
        instance: 'respaced',
        properties: ['notLater'],
        is: 'exhausted',
        shows: 'spacing out again adds nothing to the jitter of hops',
      },
      {
        check: router,
        mutant: 'ON-2',
        properties: ['minimumService'],
        is: 'violated',
        shows: 'no share: service by priority',
      },
    ],
  },
})
