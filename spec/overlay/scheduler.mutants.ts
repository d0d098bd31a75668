/**
 * Broken twins of deficit round robin. Each is a plausible design or mistake, with a property that must catch it on a
 * smallest instance.
 */

export const bugs = [
  'none',
  'keepsDeficit',
  'forgetsDeficit',
  'countsPackets',
  'overdraws',
  'staysInTurn',
  'skipsLonely',
  'stops',
] as const

export const mutants = {
  'ON-0': {
    about: 'The scheduler may stop for ever.',
    constants: { maxPacket: 1, quantum: 1, bug: 'stops' },
    violates: 'service',
  },
  'ON-6': {
    about: 'A flow that has nothing more to send keeps its deficit for later.',
    constants: { bug: 'keepsDeficit' },
    violates: 'deficitBound',
  },
  'ON-6b': {
    about: 'What a flow could not use in its turn is lost, so that long packets cost more than their length.',
    constants: { bug: 'forgetsDeficit' },
    violates: 'lagBound',
  },
  'ON-6c': {
    about: 'A flow sends one packet in each turn, whatever its length: round robin by packets.',
    constants: { bug: 'countsPackets' },
    violates: 'lagBound',
  },
  'ON-6d': {
    about: 'A flow may send while it has any deficit left, and what it takes too much is forgotten.',
    constants: { bug: 'overdraws' },
    violates: 'lagBound',
  },
  'ON-6e': {
    about: 'A flow that has sent all and has a packet again is next, before those that wait.',
    constants: { bug: 'staysInTurn' },
    violates: 'lagBound',
  },
  'ON-6f': {
    about: 'The turn does not pass to a flow that is alone, as if two were needed to take turns.',
    constants: { bug: 'skipsLonely' },
    violates: 'service',
  },
} as const
