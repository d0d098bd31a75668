/** Broken twins of the search for two disjoint routes: what is tempting to do instead, each with a smallest network. */

export const bugs = ['none', 'greedy', 'sharesRouters', 'neverGivesUp'] as const

export const mutants = {
  greedy: {
    about: 'The first route is a shortest one, and stays; the second has to do with what is left.',
    constants: { routers: 6, bug: 'greedy' },
    violates: 'foundWherePossible',
  },
  sharesRouters: {
    about: 'Routes share no link, and that is taken for enough.',
    constants: { routers: 5, bug: 'sharesRouters' },
    violates: 'disjoint',
  },
  neverGivesUp: {
    about: 'Whoever has found one route goes on to wait for another.',
    constants: { routers: 4, bug: 'neverGivesUp' },
    violates: 'ends',
  },
} as const
