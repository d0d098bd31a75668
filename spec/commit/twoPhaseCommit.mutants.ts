/** Broken twins of two-phase commit, each with the property that must catch it on a smallest instance. */

export const bugs = [
  'none',
  'commitsOnMajority',
  'abortsAfterVote',
  'abortsAfterCommit',
  'startsPrepared',
  'retriesAfterAbort',
  'managerStops',
  'abortsSilently',
] as const

export const mutants = {
  commitsOnMajority: {
    about: 'The transaction manager commits as soon as a majority has voted yes.',
    constants: { resourceManagers: 3, bug: 'commitsOnMajority' },
    violates: 'consistent',
  },
  abortsAfterVote: {
    about: 'A resource manager that has voted yes still aborts alone.',
    constants: { resourceManagers: 2, bug: 'abortsAfterVote' },
    violates: 'consistent',
  },
  abortsAfterCommit: {
    about: 'The transaction manager aborts after it has sent the decision to commit.',
    constants: { resourceManagers: 1, bug: 'abortsAfterCommit' },
    violates: 'decisionIsFinal',
  },
  startsPrepared: {
    about: 'Resource managers begin prepared: none of them can still abort alone.',
    constants: { resourceManagers: 1, bug: 'startsPrepared' },
    violates: 'commitsAtomically',
  },
  retriesAfterAbort: {
    about: 'A resource manager that is told to abort starts over, although others take the transaction for aborted.',
    constants: { resourceManagers: 1, bug: 'retriesAfterAbort' },
    violates: 'commitsAtomically',
  },
  managerStops: {
    about: 'The transaction manager may stop before it decides, and leave those who have voted blocked for ever.',
    constants: { resourceManagers: 1, bug: 'managerStops' },
    violates: 'nobodyBlocks',
  },
  abortsSilently: {
    about: 'The transaction manager gives up without telling anyone.',
    constants: { resourceManagers: 1, bug: 'abortsSilently' },
    violates: 'nobodyBlocks',
  },
} as const
