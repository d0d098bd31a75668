/**
 * Broken twins of the lease protocol, each with the property that must catch it on a small instance.
 */

export const bugs = [
  'none',
  'halfCommits',
  'promisesStay',
  'lateCommitUnchecked',
  'refreshRevives',
  'refreshUnfenced',
  'promisesNotCounted',
  'releaseUnfenced',
  'restartCommits',
  'viewTrusted',
] as const

export const mutants = {
  halfCommits: {
    about: 'The service commits when half of the routers have promised.',
    constants: { bug: 'halfCommits' },
    violates: 'unanimous',
  },
  promisesStay: {
    about: 'A promise never times out.',
    constants: { bug: 'promisesStay' },
    violates: 'orphanFreedom',
  },
  lateCommitUnchecked: {
    about: 'A commit that arrives after its promise has lapsed is accepted without looking for room.',
    constants: { overlays: 2, bug: 'lateCommitUnchecked' },
    violates: 'ledger',
  },
  refreshRevives: {
    about: 'A late refresh brings back a lease that is over.',
    constants: { bug: 'refreshRevives' },
    violates: 'noResurrection',
  },
  promisesNotCounted: {
    about: 'A router counts only leases, not promises, when it looks for room.',
    constants: { overlays: 2, bug: 'promisesNotCounted' },
    violates: 'ledger',
  },
  releaseUnfenced: {
    about: 'A release frees whatever the overlay has, so one that was sent for an earlier request ends a later lease.',
    constants: { attempts: 2, bug: 'releaseUnfenced' },
    violates: 'releaseOnlyByHolder',
  },
  restartCommits: {
    about: 'The restarted service commits the request it finds in its log, not knowing how the vote ended.',
    constants: { crashes: 1, bug: 'restartCommits' },
    violates: 'unanimous',
  },
  viewTrusted: {
    about: 'A router promises without looking: the service has checked its view already.',
    constants: { overlays: 2, bug: 'viewTrusted' },
    violates: 'ledger',
  },
  refreshUnfenced: {
    about: 'A refresh extends whatever lease the overlay has, so a late one of an earlier request extends a later lease.',
    constants: { attempts: 2, bug: 'refreshUnfenced' },
    violates: 'refreshOnlyByHolder',
  },
} as const
