/**
 * Broken twins of the partitioned router. Each is a plausible design or mistake, with a property that must catch it on a
 * smallest instance.
 */

export const bugs = [
  'none',
  'priority',
  'lendsUnasked',
  'sharedPool',
  'stopsSources',
  'waitsForOwner',
  'stops',
  'droppedIsQueued',
] as const

export const mutants = {
  'ON-0': {
    about: 'The router may stop for ever.',
    constants: { queue: 1, bug: 'stops' },
    violates: 'service',
  },
  'ON-1': {
    about: 'A slot that its flow does not need is lent to another flow.',
    constants: { queue: 1, scheduler: 'lending' },
    violates: 'isolation-f1',
  },
  'ON-2': {
    about: 'Flows are served by priority, instead of in their own slots.',
    constants: { queue: 1, bug: 'priority' },
    violates: 'minimumService',
  },
  'ON-1b': {
    about: 'The router is to divide its time strictly, and lends idle slots all the same.',
    constants: { queue: 1, bug: 'lendsUnasked' },
    violates: 'cap',
  },
  'ON-3': {
    about: 'Flows have slots of their own, and share the memory for packets that wait.',
    constants: { queue: 1, bug: 'sharedPool' },
    violates: 'isolation-f0',
  },
  'ON-3b': {
    about: 'Sources are stopped while the memory that flows share is full.',
    constants: { queue: 1, bug: 'stopsSources' },
    violates: 'isolation-f0',
  },
  'ON-7': {
    about: 'A slot does not end before its flow has sent a packet.',
    constants: { queue: 1, bug: 'waitsForOwner' },
    violates: 'isolation-f1',
  },
  'ON-12': {
    about: 'The packet that fills the queue is counted as dropped, and sent nevertheless.',
    constants: { queue: 1, audited: 1, bug: 'droppedIsQueued' },
    violates: 'conservation',
  },
} as const
