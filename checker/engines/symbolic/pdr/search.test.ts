import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Graph, isIn, oracleOf, reachableIn, statesOf } from './graph.fixture.ts'
import { searchInvariant } from './search.ts'

/** How many random graphs to try; VON_RANDOM_GRAPHS tries more. */
const GRAPHS = Number(process.env.VON_RANDOM_GRAPHS ?? 300)

const BITS = 4
const state = fc.nat({ max: 2 ** BITS - 1 })
const graphs: fc.Arbitrary<Graph> = fc.record({
  bits: fc.constant(BITS),
  initial: fc.uniqueArray(state, { minLength: 1, maxLength: 3 }).map(list => new Set(list)),
  bad: fc.uniqueArray(state, { minLength: 1, maxLength: 4 }).map(list => new Set(list)),
  edges: fc.array(fc.tuple(state, state), { maxLength: 30 }),
})

describe('the search for an invariant', () => {
  it.each([
    ['with reasons made small by the oracle', false],
    ['with whole cubes for reasons', true],
  ])('ends with a path exactly when a bad state is reachable, %s', async (_, isLazy) => {
    const seen = { invariant: 0, path: 0 }
    await fc.assert(
      fc.asyncProperty(graphs, async graph => {
        const reachable = reachableIn(graph)
        const result = await searchInvariant(oracleOf(graph, isLazy))
        seen[result.kind]++
        expect(result.kind).toBe([...graph.bad].some(s => reachable.has(s)) ? 'path' : 'invariant')
        if (result.kind === 'path') {
          const [first, ...others] = result.states as [number, ...number[]]
          expect(graph.initial.has(first)).toBe(true)
          const isEdge = (from: number, to: number) => graph.edges.some(([a, b]) => a === from && b === to)
          expect(others.every((to, i) => isEdge(result.states[i] as number, to))).toBe(true)
          expect(graph.bad.has(result.states.at(-1) as number)).toBe(true)
          return
        }
        const cubes = result.lemmas.flatMap(lemma => lemma.cubes)
        const holds = new Set(statesOf(graph).filter(s => !cubes.some(cube => isIn(s, cube))))
        for (const s of graph.initial) expect(holds.has(s)).toBe(true)
        for (const [from, to] of graph.edges) if (holds.has(from)) expect(holds.has(to)).toBe(true)
        for (const s of graph.bad) expect(holds.has(s)).toBe(false)
      }),
      { numRuns: GRAPHS, seed: 1 },
    )
    // both outcomes were exercised
    expect(Math.min(seen.invariant, seen.path)).toBeGreaterThan(GRAPHS / 10)
  })
})
