/**
 * Broken twins of the lease protocol. Each is a plausible mistake, with the one property that must catch it and a
 * smallest instance on which it does.
 */

export const bugs = [
  'none',
  'halfCommits',
  'promisesStay',
  'lateCommitUnchecked',
  'refreshRevives',
  'refreshAdds',
  'promisesNotCounted',
  'releaseUnfenced',
  'restartCommits',
  'viewTrusted',
  'refreshUnfenced',
  'refusesSilently',
  'timersNeedService',
  'handsOver',
] as const

export const mutants = {
  'LS-1': {
    about: 'The service commits when half of the routers have promised.',
    constants: { attempts: 1, bug: 'halfCommits' },
    violates: 'unanimous',
  },
  'LS-2': {
    about: 'A promise never times out: two-phase commit without leases, blocked when the service is gone.',
    constants: { routers: 1, attempts: 1, bug: 'promisesStay' },
    violates: 'orphanFreedom',
  },
  'LS-3': {
    about: 'A router accepts a commit after its promise has lapsed, without looking for room again.',
    constants: { routers: 1, overlays: 2, attempts: 1, bug: 'lateCommitUnchecked' },
    violates: 'ledger',
  },
  'LS-4': {
    about: 'A late refresh brings back what has lapsed or ended.',
    constants: { routers: 1, attempts: 1, bug: 'refreshRevives' },
    violates: 'noResurrection',
  },
  'LS-5': {
    about: 'A refresh adds a term to what is left, instead of counting from now.',
    constants: { routers: 1, attempts: 1, bug: 'refreshAdds' },
    violates: 'failures',
  },
  'LS-9': {
    about: 'A router counts its leases but not its promises when it looks for room.',
    constants: { routers: 1, overlays: 2, attempts: 1, bug: 'promisesNotCounted' },
    violates: 'ledger',
  },
  'LS-10': {
    about: 'A release ends whatever the overlay has, so that a late one ends what a newer request was given.',
    constants: { routers: 1, bug: 'releaseUnfenced' },
    violates: 'releaseOnlyByHolder',
  },
  'LS-11': {
    about: 'The restarted service commits the request it finds in its log, not knowing how the vote ended.',
    constants: { attempts: 1, bug: 'restartCommits' },
    violates: 'unanimous',
  },
  'LS-13': {
    about: 'A router promises without looking for room: the service has checked its view already.',
    constants: { routers: 1, overlays: 2, attempts: 1, bug: 'viewTrusted' },
    violates: 'ledger',
  },
  'LS-14': {
    about: 'A refresh extends whatever the overlay has, so that a late one extends the lease of a newer request.',
    constants: { routers: 1, bug: 'refreshUnfenced' },
    violates: 'refreshOnlyByHolder',
  },
  'LS-15': {
    about: 'A router that has no room says nothing, and leaves it to the service to wait.',
    constants: { routers: 1, overlays: 2, attempts: 1, crashes: 0, bug: 'refusesSilently' },
    violates: 'requestsAreAnswered',
  },
  'LS-16': {
    about: 'Timers run only while the service is up, so that nothing ends when it stays down.',
    constants: { routers: 1, attempts: 1, bug: 'timersNeedService' },
    violates: 'orphanedLeasesEnd',
  },
  'LS-17': {
    about: 'A router that is released from one promise renews at once the one that another overlay has let lapse.',
    constants: { routers: 1, overlays: 2, attempts: 1, crashes: 0, bug: 'handsOver' },
    violates: 'keepsLedger',
  },
} as const
