/**
 * Broken twins of sending on two routes: mistakes of the design, sizes that do not fit the skew, and faults that two routes
 * are not meant to survive.
 */

export const bugs = [
  'none',
  'sendsOnce',
  'failsOver',
  'acceptsAll',
  'historyStays',
  'neverResets',
  'resetsTooSoon',
  'stops',
] as const

export const mutants = {
  sendsOnce: {
    about: 'All packets take the same path.',
    constants: { skew: 1, history: 2, numbers: 4, losses: 'never', bug: 'sendsOnce' },
    violates: 'nothingLost',
  },
  failsOver: {
    about: 'When a router is down, the other path takes both copies, and goes on doing so.',
    constants: { skew: 1, history: 2, numbers: 4, losses: 'never', bug: 'failsOver' },
    violates: 'nothingLost',
  },
  acceptsAll: {
    about: 'No duplicate is eliminated.',
    constants: { skew: 1, history: 2, numbers: 4, failures: 'never', losses: 'never', bug: 'acceptsAll' },
    violates: 'isReliable',
  },
  historyStays: {
    about: 'What is remembered of the numbers does not move along when a newer one is accepted.',
    constants: { skew: 2, history: 2, numbers: 4, failures: 'never', losses: 'never', bug: 'historyStays' },
    violates: 'atMostOnce',
  },
  neverResets: {
    about: 'The receiver does not forget, and takes what a sender says after it was started again for rogues.',
    constants: { skew: 1, history: 2, numbers: 6, failures: 'never', losses: 'never', bug: 'neverResets' },
    violates: 'nothingLost',
  },
  resetsTooSoon: {
    about: 'The receiver forgets while copies of what it has accepted are under way.',
    constants: { skew: 1, history: 2, numbers: 4, failures: 'never', losses: 'never', bug: 'resetsTooSoon' },
    violates: 'atMostOnce',
  },
  stops: {
    about: 'A path may keep what it carries for ever.',
    constants: { skew: 1, history: 2, numbers: 4, losses: 'never', bug: 'stops' },
    violates: 'delivery',
  },
  historyShort: {
    about: 'The history is as long as the skew: a path that was repaired is so far ahead that it passes for a rogue.',
    constants: { history: 2, losses: 'never' },
    violates: 'nothingLost',
  },
  numbersFew: {
    about: 'The number space is twice the skew: what is ahead passes for what is behind, and is accepted again.',
    constants: { numbers: 4, losses: 'never' },
    violates: 'atMostOnce',
  },
  failsAgain: {
    about: 'A router fails as soon as another is back, with packets under way that were sent meanwhile.',
    constants: { skew: 1, history: 2, numbers: 4, failures: 'adjacent', losses: 'never' },
    violates: 'nothingLost',
  },
  bothFail: {
    about: 'Routers of both paths fail.',
    constants: { skew: 1, history: 2, numbers: 4, failures: 'together', losses: 'never' },
    violates: 'nothingLost',
  },
  losesOther: {
    about: 'While a router is down, a copy gets lost on the other path.',
    constants: { skew: 1, history: 2, numbers: 4, losses: 'always' },
    violates: 'nothingLost',
  },
} as const
