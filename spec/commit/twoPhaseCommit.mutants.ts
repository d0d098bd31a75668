/** Broken twins of two-phase commit, each with the property that must catch it on a smallest instance. */

export const bugs = ['none', 'commitsOnMajority', 'abortsAfterVote', 'abortsAfterCommit'] as const

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
} as const
