/** Broken twins of group keys. Each is a plausible mistake, with a property that must catch it on a smallest instance. */

export const bugs = ['none', 'tellsLeavers', 'keepsOldKey', 'keepsKeyOnJoin', 'takesAnyKey', 'sendsOnce'] as const

export const mutants = {
  'VS-11': {
    about: 'The new key is told to those who were members before, those who have left included.',
    constants: { bug: 'tellsLeavers' },
    violates: 'leaverExcluded',
  },
  'VS-12': {
    about: 'A member goes on to send with the old key until it has the new one.',
    constants: { processes: 1, bug: 'keepsOldKey' },
    violates: 'keyViewBinding',
  },
  'VS-12b': {
    about: 'The same, and somebody who has left still reads it.',
    constants: { bug: 'keepsOldKey' },
    violates: 'leaverExcluded',
  },
  'VS-13': {
    about: 'Where nobody has left, those who have joined are told the key that there is.',
    constants: { newcomer: true, bug: 'keepsKeyOnJoin' },
    violates: 'joinerExcluded',
  },
  'VS-22': {
    about: 'The driver takes any key that comes, so that a late one replaces that of the present view.',
    constants: { bug: 'takesAnyKey' },
    violates: 'keyViewBinding',
  },
  'VS-23': {
    about: 'A key is sent once, although it may be lost.',
    constants: { views: 1, bug: 'sendsOnce' },
    violates: 'keyConvergence',
  },
} as const
