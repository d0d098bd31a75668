export const bugs = [
  'none',
  'doesNotWait',
  'forgetsFailed',
  'skipsMissed',
  'forwardsNothing',
  'sendsWhileStopped',
  'deliversLate',
  'deliversAgain',
  'numbersAgain',
  'installsAnyView',
  'twoCoordinators',
  'waitsForCrashed',
] as const
export const mutants = {} as const
