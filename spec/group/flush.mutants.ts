/**
 * Broken twins of the flush. Each is a plausible mistake, with a property that must catch it on a smallest instance.
 */

export const bugs = [
  'none',
  'doesNotWait',
  'forgetsFailed',
  'sendsWhileStopped',
  'deliversLate',
  'deliversAgain',
  'numbersAgain',
  'installsAnyView',
  'twoCoordinators',
  'forwardsNothing',
  'waitsForSuspected',
] as const

/** One message, one change of view. */
const small = { processes: 2, views: 2, crashes: 0, mistakes: 1 }
const three = { processes: 3, views: 2 }

export const mutants = {
  'VS-1': {
    about: 'The coordinator does not wait until all have stopped and answered.',
    constants: { ...three, bug: 'doesNotWait' },
    violates: 'virtualSynchrony',
  },
  'VS-2': {
    about: 'A message that comes late is delivered in the view where its receiver is by then.',
    constants: { ...small, bug: 'deliversLate' },
    violates: 'sendingViewDelivery',
  },
  'VS-3': {
    about: 'The coordinator leaves out the messages of those who are not in the new view.',
    constants: { ...three, bug: 'forgetsFailed' },
    violates: 'servesViews',
  },
  'VS-4': {
    about: 'What comes with the new view is delivered again by those who have it.',
    constants: { ...small, bug: 'deliversAgain' },
    violates: 'noDuplication',
  },
  'VS-5': {
    about: 'A new coordinator gives its view the number of the one that its predecessor has proposed.',
    constants: { views: 3, crashes: 0, mistakes: 2, bug: 'numbersAgain' },
    violates: 'uniqueViews',
  },
  'VS-6': {
    about: 'Who is not in the new view installs it like others.',
    constants: { ...small, bug: 'installsAnyView' },
    violates: 'selfInclusion',
  },
  'VS-7': {
    about: 'A process takes over from a coordinator that nobody else suspects, and which goes on.',
    constants: { processes: 2, views: 3, crashes: 0, bug: 'twoCoordinators' },
    violates: 'primaryComponent',
  },
  'VS-8': {
    about: 'A member goes on to send after it has answered.',
    constants: { ...small, bug: 'sendsWhileStopped' },
    violates: 'selfDelivery',
  },
  'VS-20': {
    about: 'Members are told what they have missed, but nobody sends it.',
    constants: { ...three, bug: 'forwardsNothing' },
    violates: 'multicastLiveness',
  },
  'VS-21': {
    about: 'The coordinator goes on to wait for the answers of members that are suspected meanwhile.',
    constants: { views: 3, crashes: 0, mistakes: 2, bug: 'waitsForSuspected' },
    violates: 'membershipPrecision',
  },
} as const
