/** Claims on how shares of routers are handed out: by two-phase commit, and for a time only. */
import { chapter } from 'von'
import {
  lifetime,
  lifetimeSummed,
  lossesTolerableByTrial,
  lossesTolerated,
  refreshRate,
  refreshRateByRouter,
} from './figures/refresh.ts'
import { birman, derived, supernets } from './sources/documents.ts'
import { idAllocation, lease, twoPhaseCommit } from './subjects/specs.ts'

const oneRouter = { routers: 1, attempts: 1 }
const twoRouters = { attempts: 1 }
const contended = { routers: 1, overlays: 2, attempts: 1 }

export default chapter('Leases', {
  C47: {
    says: 'Two-phase commit allocates all routers of an overlay or none.',
    source: birman('VI'),
    verdict: 'HOLDS',
    runs: [
      { check: twoPhaseCommit, properties: ['consistent', 'commitsAtomically'], is: 'exhausted' },
      {
        check: twoPhaseCommit,
        mutant: 'commitsOnMajority',
        properties: ['consistent'],
        is: 'violated',
        shows: 'a vote by majority',
      },
      { proof: 'proofs/commit/any-number-agrees.ts', shows: 'for any number of routers' },
    ],
    caveats: ['of the allocation as it is decided; with leases it is not so at each moment: C50'],
  },
  C48: {
    says: 'A request may first be held against an approximate view of the network, and then be committed in two phases.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'routers have the last word; then no view is too wrong to be safe',
    runs: [
      { check: lease, constants: contended, properties: ['ledger'], is: 'exhausted', shows: 'routers look for room' },
      { check: lease, mutant: 'LS-13', properties: ['ledger'], is: 'violated', shows: 'the view is trusted' },
      {
        check: lease,
        constants: contended,
        properties: ['falseRefusal'],
        is: 'reached',
        shows: 'refused though there is room',
      },
    ],
    caveats: ['not complete: what a stale view refuses may have had room'],
  },
  C49: {
    says: 'The management service raises no technical difficulty.',
    source: birman('VI'),
    verdict: 'FAILS',
    runs: [
      {
        check: twoPhaseCommit,
        mutant: 'managerStops',
        properties: ['nobodyBlocks'],
        is: 'violated',
        shows: 'plain two-phase commit blocks when its manager stops',
      },
    ],
    caveats: ['leases take the difficulty away, at a price: C50, C51'],
  },
  C50: {
    says: 'Letting promises time out unblocks routers and gives up that all or none are allocated at each moment.',
    source: derived('C49'),
    verdict: 'HOLDS',
    runs: [
      {
        check: lease,
        constants: oneRouter,
        properties: ['orphanFreedom'],
        is: 'exhausted',
        shows: 'promises time out',
      },
      { check: lease, mutant: 'LS-2', properties: ['orphanFreedom'], is: 'violated', shows: 'they do not' },
      {
        check: lease,
        constants: twoRouters,
        properties: ['partialAllocation'],
        is: 'reached',
        shows: 'one router has leased and another is free',
      },
    ],
  },
  C51: {
    says: 'With leases, what is left behind of an allocation does not outlive a term.',
    source: derived('C49'),
    verdict: 'HOLDS',
    runs: [
      { check: lease, constants: twoRouters, properties: ['orphanFreedom'], is: 'exhausted' },
      { check: lease, mutant: 'LS-2', properties: ['orphanFreedom'], is: 'violated', shows: 'without a time-out' },
      { proof: 'proofs/lease/any-number-of-routers.ts', shows: 'for any number of routers and overlays' },
    ],
  },
  C52: {
    says: 'A lease that is not renewed ends, and its router has the capacity again.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'timers are the routers’ own',
    runs: [
      { check: lease, constants: oneRouter, properties: ['orphanedLeasesEnd'], is: 'exhausted' },
      {
        check: lease,
        mutant: 'LS-16',
        properties: ['orphanedLeasesEnd'],
        is: 'violated',
        shows: 'timers that need the service',
      },
    ],
  },
  C53: {
    says: 'Periodic renewal as of RSVP is robust: with a lifetime for K refreshes, K - 1 may be lost in a row.',
    source: birman('VI'),
    verdict: 'HOLDS',
    runs: [
      ...[1, 2, 3, 4].map(k => ({
        figure: `refreshes that may be lost in a row, K = ${k}`,
        is: k - 1,
        by: () => lossesTolerated(k),
        alsoBy: () => lossesTolerableByTrial(k),
      })),
      {
        check: 'spec/lease/restart.ts',
        properties: ['survivesLosses'],
        is: 'exhausted',
        shows: 'a lifetime of 3 periods and 2 losses in a row',
      },
      {
        check: 'spec/lease/restart.ts',
        mutant: 'lifetimeShort',
        properties: ['survivesLosses'],
        is: 'violated',
        shows: 'and 3 losses',
      },
      {
        figure: 'lifetime in seconds, K = 3, a refresh every 30 s',
        is: 157.5,
        by: () => lifetime(2, 30),
        alsoBy: () => lifetimeSummed(2, 30),
      },
    ],
    caveats: ['as RFC 2205, section 3.7, sets the lifetime; messages take no longer than half of the longest interval'],
  },
  C54: {
    says: 'The holder of a lease stops using it before its grantor gives it to others.',
    source: derived('C52'),
    verdict: 'HOLDS-IF',
    condition: 'it stops earlier, by its own clock, by as much as the clocks may drift apart within a term',
    runs: [
      { check: 'spec/lease/drift.ts', properties: ['exclusive'], is: 'exhausted' },
      {
        check: 'spec/lease/drift.ts',
        mutant: 'noMargin',
        properties: ['exclusive'],
        is: 'violated',
        shows: 'no margin',
      },
      {
        check: 'spec/lease/drift.ts',
        constants: { term: 6, drift: 3, margin: 2 },
        properties: ['exclusive'],
        is: 'violated',
        shows: 'a tick too little',
      },
    ],
  },
  C55: {
    says: 'A late or repeated refresh does not bring back what was freed.',
    source: derived('C52'),
    verdict: 'HOLDS-IF',
    condition: 'routers take refreshes only for what they still hold',
    runs: [
      { check: lease, constants: { ...oneRouter, duplicates: 1 }, properties: ['noResurrection'], is: 'exhausted' },
      {
        check: lease,
        mutant: 'LS-4',
        properties: ['noResurrection'],
        is: 'violated',
        shows: 'taken whenever they come',
      },
    ],
  },
  C56: {
    says: 'After a router restarts, soft state restores its reservations with the next refresh.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'a refresh says all that is reserved, and not only which reservation it is',
    runs: [
      { check: 'spec/lease/restart.ts', properties: ['restored', 'comesBack'], is: 'exhausted' },
      {
        check: 'spec/lease/restart.ts',
        mutant: 'idOnly',
        properties: ['restored'],
        is: 'violated',
        shows: 'names only',
      },
      {
        check: 'spec/lease/restart.ts',
        mutant: 'idOnlyForEver',
        properties: ['comesBack'],
        is: 'violated',
        shows: 'and it never comes back',
      },
    ],
    caveats: ['where nobody else has taken the place meanwhile'],
  },
  C57: {
    says: 'Flow identifiers are unique under a loose consistency like that of the DNS.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'each identifier is delegated to one manager for good, as zones are in the DNS',
    runs: [
      { check: idAllocation, properties: ['idUnique'], is: 'exhausted', shows: 'delegated' },
      {
        check: idAllocation,
        mutant: 'LS-7',
        properties: ['idUnique'],
        is: 'violated',
        depth: 2,
        shows: 'from one shared pool',
      },
    ],
  },
  C58: {
    says: 'An identifier that is used again does not meet a router that still knows it from before.',
    source: derived('C57'),
    verdict: 'HOLDS-IF',
    condition: 'it is kept in quarantine for as long as a router may remember it',
    runs: [
      { check: idAllocation, properties: ['idQuarantine'], is: 'exhausted' },
      {
        check: idAllocation,
        mutant: 'LS-8',
        properties: ['idQuarantine'],
        is: 'violated',
        shows: 'used again at once',
      },
    ],
  },
  C59: {
    says: 'Renewal scales: its messages grow with overlays times routers, and not with pairs of endpoints.',
    source: birman('VI'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'refreshes in a second, 10,000 overlays of 30 routers each, every 30 s',
        is: 10_000,
        by: () => refreshRate(10_000, 30, 30),
        alsoBy: () => refreshRateByRouter(10_000, 30, 30),
      },
    ],
    caveats: ['of the load of refreshes; that identifiers stay unique is C57'],
  },
  C60: {
    says: 'A new network finds funds of its own in the end, or its resources return to the pool.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'grants are for a longest time, and time goes on',
    runs: [
      { check: 'spec/lease/incubation.ts', properties: ['poolIsWhole', 'grantsEnd'], is: 'exhausted' },
      {
        check: 'spec/lease/incubation.ts',
        mutant: 'renewed',
        properties: ['grantsEnd'],
        is: 'violated',
        shows: 'grants that are renewed whenever they end',
      },
    ],
  },
  C61: {
    says: 'Who leases may lease on: what is leased on ends no later, and is no more, than what it is taken from.',
    source: supernets,
    verdict: 'HOLDS-IF',
    condition: 'each looks how long it has its own lease, and how much it has leased on already',
    runs: [
      { check: 'spec/lease/sublease.ts', properties: ['endsInTime', 'withinShare'], is: 'exhausted' },
      { check: 'spec/lease/sublease.ts', mutant: 'outlives', properties: ['endsInTime'], is: 'violated' },
      { check: 'spec/lease/sublease.ts', mutant: 'overbooks', properties: ['withinShare'], is: 'violated' },
    ],
  },
  C62: {
    says: 'Admission by a model of the network, without asking its routers, avoids overload.',
    source: birman('IV.4'),
    verdict: 'HOLDS-IF',
    condition: 'routes never change',
    runs: [
      {
        check: 'spec/overlay/edgeAdmission.ts',
        constants: { admission: 'edge', mayFail: false },
        properties: ['noOverload'],
        is: 'exhausted',
      },
      {
        check: 'spec/overlay/edgeAdmission.ts',
        mutant: 'edge',
        properties: ['noOverload'],
        is: 'violated',
        depth: 3,
        shows: 'a line fails',
      },
      { check: 'spec/overlay/edgeAdmission.ts', properties: ['noOverload'], is: 'exhausted', shows: 'lines are asked' },
    ],
  },
})
