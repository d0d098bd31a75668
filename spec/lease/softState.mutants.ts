/** Broken twins of soft state, each with the property that must catch it on a smallest instance. */

export const bugs = [
  'none',
  'countsFromAnswer',
  'expiresEarly',
  'forgetsTick',
  'keepsUntilTold',
  'refreshRevives',
] as const

export const mutants = {
  countsFromAnswer: {
    about: 'A holder counts its time from when the answer comes, not from when it asked.',
    constants: { bug: 'countsFromAnswer' },
    violates: 'holderStopsFirst',
  },
  expiresEarly: {
    about: 'The keeper ends what has a tick left.',
    constants: { bug: 'expiresEarly' },
    violates: 'endsInTime',
  },
  forgetsTick: {
    about: 'The lifetime allows for the refreshes that may be lost, and not for the way of the one that arrives.',
    constants: { bug: 'forgetsTick' },
    violates: 'survivesLosses',
  },
  keepsUntilTold: {
    about: 'Hard state: the keeper waits to be told that the holder is done.',
    constants: { bug: 'keepsUntilTold' },
    violates: 'orphansEnd',
  },
  refreshRevives: {
    about: 'A refresh that comes when the lease has ended begins it again, unknown to those who have seen it end.',
    constants: { lifetime: 3, bug: 'refreshRevives' },
    violates: 'refreshOnlyExtends',
  },
} as const
