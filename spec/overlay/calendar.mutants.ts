/**
 * Broken twins of the cycle calendar. Each is a plausible design or mistake, with a property that must catch it on a
 * smallest instance.
 */

export const bugs = [
  'none',
  'stops',
  'lends',
  'priority',
  'sharesTheRing',
  'keepsCredit',
  'waitsForAll',
  'changesAtOnce',
  'admitsOneMore',
  'droppedIsBooked',
  'forgetsWhatIsBooked',
] as const

export const mutants = {
  'ON-0': { about: 'The router may stop for ever.', constants: { bug: 'stops' }, violates: 'service' },
  'ON-1': {
    about: 'Room in a cycle that its flow does not need is lent to another flow.',
    constants: { bug: 'lends' },
    violates: 'isolation-f0',
  },
  'ON-1b': {
    about: 'Room in a cycle that its flow does not need is lent to another flow, which sends more than its budget.',
    constants: { bug: 'lends' },
    violates: 'cap',
  },
  'ON-2': {
    about: 'The first flow may book what the line can send, and the others what that leaves.',
    constants: { bug: 'priority' },
    violates: 'minimumService',
  },
  'ON-3': {
    about: 'Flows have budgets of their own, and share the memory of the ring.',
    constants: { bug: 'sharesTheRing' },
    violates: 'isolation-f0',
  },
  'ON-3b': {
    about: 'A flow that shares the memory of the ring loses packets that a line of its own would not.',
    constants: { bug: 'sharesTheRing' },
    violates: 'dedicated-f1',
  },
  'ON-6': {
    about: 'A flow that was idle keeps what it did not use, and sends it on top of a later budget.',
    constants: { bug: 'keepsCredit' },
    violates: 'cap',
  },
  'ON-7': {
    about: 'A cycle does not end before each flow has a packet for the next one.',
    constants: { bug: 'waitsForAll' },
    violates: 'isolation-f1',
  },
  'ON-8': {
    about: 'New budgets hold at once, although cycles are booked by the old ones.',
    constants: { changes: true, bug: 'changesAtOnce' },
    violates: 'lineCap',
  },
  'ON-10': {
    about: 'New budgets are admitted if they sum up to one byte more than the line can send.',
    constants: { changes: true, bug: 'admitsOneMore' },
    violates: 'lineCap',
  },
  'ON-12': {
    about: 'A packet that has no room is counted as dropped, and booked nevertheless.',
    constants: { audited: 3, cycles: 2, bug: 'droppedIsBooked' },
    violates: 'conservation',
  },
  'ON-14': {
    about: 'What was booked for a cycle is forgotten when another packet is booked for it.',
    constants: { bug: 'forgetsWhatIsBooked' },
    violates: 'dedicated-f0',
  },
} as const
