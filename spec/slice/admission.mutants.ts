/**
 * Broken twins of slice admission. Each is a plausible mistake, with the one property that must catch it and a smallest
 * instance on which it does.
 */

export const bugs = [
  'none',
  'viewTrusted',
  'reserveIgnored',
  'launchesPartly',
  'forgetsGrants',
  'renewsAnyway',
  'endsAnother',
  'roomNotSeenAgain',
  'waitsForRoom',
  'waitsForExpiry',
] as const

export const mutants = {
  'SL-1': {
    about: 'A node takes the word of the broker that it has room, instead of counting.',
    constants: { nodes: 1, capacity: 1, reserve: 0, bug: 'viewTrusted' },
    violates: 'noOvercommit',
  },
  'SL-2': {
    about: 'A node admits clients as long as there is room, the reserve for experiments included.',
    constants: { nodes: 1, bug: 'reserveIgnored' },
    violates: 'reserveKept',
  },
  'SL-3': {
    about: 'A service is launched as soon as one of its nodes has admitted it.',
    constants: { services: 1, bug: 'launchesPartly' },
    violates: 'launchOnlyAdmitted',
  },
  'SL-4': {
    about: 'When one node refuses, the manager forgets what the others have granted.',
    constants: { capacity: 1, reserve: 0, bug: 'forgetsGrants' },
    violates: 'noLeak',
  },
  'SL-5': {
    about: 'A node renews what it has granted once, although its owner takes no clients any more.',
    constants: { services: 1, nodes: 1, bug: 'renewsAnyway' },
    violates: 'policyRespected',
  },
  'SL-9': {
    about: 'When a grant is over, the node ends that of another service.',
    constants: { nodes: 1, bug: 'endsAnother' },
    violates: 'holdersKeep',
  },
  'SL-10': {
    about: 'The broker never looks again at a node that was full.',
    constants: { services: 1, nodes: 1, capacity: 1, reserve: 0, bug: 'roomNotSeenAgain' },
    violates: 'roomIsSeen',
  },
  'SL-11': {
    about: 'A full node lets the request wait, so that two services may wait for what the other has.',
    constants: { capacity: 1, reserve: 0, bug: 'waitsForRoom' },
    violates: 'requestsAreAnswered',
  },
  'SL-13': {
    about: 'Managers let nothing go, and wait until what they were granted expires.',
    constants: { services: 1, nodes: 1, bug: 'waitsForExpiry' },
    violates: 'releasesEnd',
  },
} as const
