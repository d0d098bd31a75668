/** Broken twins of identifier allocation, each with the property that must catch it on a smallest instance. */

export const bugs = ['none', 'sharedPool', 'noQuarantine'] as const

export const mutants = {
  'LS-7': {
    about: 'Managers take identifiers from one shared pool, as far as they know what is taken.',
    constants: { flowIds: 1, bug: 'sharedPool' },
    violates: 'idUnique',
  },
  'LS-8': {
    about: 'An identifier is handed out again as soon as it is given back, though the teardown may have been lost.',
    constants: { flowIds: 1, bug: 'noQuarantine' },
    violates: 'idQuarantine',
  },
} as const
