/** Broken twins of installing new routes, each with a smallest network and the property that must catch it. */

export const bugs = ['none', 'anyOrder', 'oneTree', 'plansFailuresOnly'] as const

export const mutants = {
  anyOrder: {
    about: 'Routers install new next hops as soon as they like.',
    constants: { routers: 2, bug: 'anyOrder' },
    violates: 'loopFree',
  },
  oneTree: {
    about: 'Both routes follow the same tree.',
    constants: { routers: 2, bug: 'oneTree' },
    violates: 'twoRoutes',
  },
  plansFailuresOnly: {
    about: 'New routes are planned when a router has failed, and not when it is back.',
    constants: { routers: 2, bug: 'plansFailuresOnly' },
    violates: 'recovers',
  },
} as const
