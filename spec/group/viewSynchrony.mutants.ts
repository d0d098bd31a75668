/**
 * Broken twins of view synchrony: each leaves out one condition, on which one promise depends. Each names that promise and
 * a smallest instance on which it is broken.
 */

export const bugs = [
  'none',
  'numbersAgain',
  'installsAnyView',
  'goesBack',
  'comesFromAnywhere',
  'leavesAnyTime',
  'leavesOwnBehind',
  'sendsOutside',
  'deliversUnsent',
  'deliversLate',
  'deliversAgain',
  'deliversFromOutside',
] as const

export const mutants = {
  'VS-1': {
    about: 'A process installs the next view whatever others have delivered who went there before.',
    constants: { processes: 2, bug: 'leavesAnyTime' },
    violates: 'virtualSynchrony',
  },
  'VS-2': {
    about: 'A message of an earlier view is delivered in a later one.',
    constants: { processes: 2, bug: 'deliversLate' },
    violates: 'sendingViewDelivery',
  },
  'VS-4': {
    about: 'A message that comes again is delivered again.',
    constants: { processes: 1, views: 1, bug: 'deliversAgain' },
    violates: 'noDuplication',
  },
  'VS-5': {
    about: 'The number of a view is given to another one.',
    constants: { processes: 2, views: 1, bug: 'numbersAgain' },
    violates: 'uniqueViews',
  },
  'VS-6': {
    about: 'A process installs a view without itself.',
    constants: { processes: 2, bug: 'installsAnyView' },
    violates: 'selfInclusion',
  },
  'VS-8': {
    about: 'A process installs the next view before it has delivered its own messages.',
    constants: { processes: 1, bug: 'leavesOwnBehind' },
    violates: 'selfDelivery',
  },
  'VS-16': {
    about: 'A process goes back to a view that it has left.',
    constants: { processes: 1, bug: 'goesBack' },
    violates: 'localMonotonicity',
  },
  'VS-17': {
    about: 'A process skips a view, and comes to the next from another one than others who were where it was.',
    constants: { processes: 2, views: 3, bug: 'comesFromAnywhere' },
    violates: 'agreementOnSuccessors',
  },
  'VS-18': {
    about: 'A process that has not joined yet sends to those who have.',
    constants: { processes: 2, views: 1, newcomer: true, bug: 'sendsOutside' },
    violates: 'initialViewEvent',
  },
  'VS-19': {
    about: 'A message is delivered that nobody has sent.',
    constants: { processes: 1, views: 1, bug: 'deliversUnsent' },
    violates: 'deliveryIntegrity',
  },
  'VS-22': {
    about: 'A message is delivered in an earlier view by some, and in a later one by others.',
    constants: { processes: 2, bug: 'deliversLate' },
    violates: 'sameViewDelivery',
  },
  'VS-23': {
    about: 'Where the next view may deliver what was sent in the last, each process does so or not as it likes.',
    constants: { processes: 2, delivery: 'inOneView', bug: 'deliversLate' },
    violates: 'sameViewDelivery',
  },
  'VS-24': {
    about: 'A message of a process is delivered in a view which that process is not in.',
    constants: { processes: 2, delivery: 'inOneView', bug: 'deliversFromOutside' },
    violates: 'senderIsMember',
  },
} as const
