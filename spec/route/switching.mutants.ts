/** Ways of switching that do not do, each with the fewest flows that show it. */

export const mutants = {
  stale: {
    about: 'Two flows see that they share a route, and both move; hysteresis does not help.',
    constants: { flows: 2, view: 'stale' },
    violates: 'movesBalance',
  },
  undamped: {
    about: 'A flow moves to where there is one flow less, which is then where it was.',
    constants: { flows: 3, margin: 0 },
    violates: 'settles',
  },
  sluggish: {
    about: 'Two flows that share a route do not find the other one better enough.',
    constants: { flows: 2, margin: 2 },
    violates: 'balances',
  },
} as const
