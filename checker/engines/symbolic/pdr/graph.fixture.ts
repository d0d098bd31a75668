/**
 * Random graphs for the search for invariants, with an oracle that looks at every state: states are the numbers below
 * 2^bits, literal 2i says that bit i is set, and literal 2i + 1 that it is not.
 */
import type { Oracle } from './search.ts'
import { type Cube, cubeOf } from './vocabulary.ts'

export interface Graph {
  readonly bits: number
  readonly initial: ReadonlySet<number>
  readonly bad: ReadonlySet<number>
  readonly edges: readonly (readonly [from: number, to: number])[]
}

export const statesOf = ({ bits }: Graph): number[] => Array.from({ length: 2 ** bits }, (_, state) => state)
export const isIn = (state: number, cube: Cube): boolean =>
  cube.every(literal => ((state >> (literal >> 1)) & 1) === (literal & 1 ? 0 : 1))

/** The states reachable from the initial ones, by plain search. */
export function reachableIn({ initial, edges }: Graph): Set<number> {
  const reached = new Set(initial)
  for (const state of reached) for (const [from, to] of edges) if (from === state) reached.add(to)
  return reached
}

/**
 * @param isLazy gives whole cubes as their own reasons, so that nothing but the search itself makes them larger
 */
export function oracleOf(graph: Graph, isLazy: boolean): Oracle<number> {
  const cubeOfState = (state: number) =>
    cubeOf(Array.from({ length: graph.bits }, (_, bit) => 2 * bit + ((state >> bit) & 1 ? 0 : 1)))
  const inFrame = (state: number, level: number, lemmas: readonly { readonly cubes: readonly Cube[] }[]) =>
    level === 0 ? graph.initial.has(state) : lemmas.every(({ cubes }) => !cubes.some(cube => isIn(state, cube)))
  /** Leaves literals out for as long as the claim stays true. */
  const reduced = (cube: Cube, isReason: (part: Cube) => boolean) =>
    isLazy
      ? cube
      : cube.reduce<Cube>((part, literal) => {
          const less = part.filter(l => l !== literal)
          return isReason(less) ? less : part
        }, cube)
  return {
    bad: async ({ level, lemmas }) => [...graph.bad].find(state => inFrame(state, level, lemmas)) ?? null,
    predecessor: async (cube, { level, lemmas }, excluded) => {
      const sources = graph.edges.filter(
        ([from]) => inFrame(from, level, lemmas) && !excluded.some(other => isIn(from, other)),
      )
      const edge = sources.find(([, to]) => isIn(to, cube))
      if (edge !== undefined) return { state: edge[0] }
      return { core: reduced(cube, part => !sources.some(([, to]) => isIn(to, part))) }
    },
    excludesInitial: async cube => {
      const isExcluded = (part: Cube) => ![...graph.initial].some(state => isIn(state, part))
      return isExcluded(cube) ? reduced(cube, isExcluded) : null
    },
    cubeOfState,
    images: cube => [cube],
    weaker: () => [],
  }
}
