import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import disjointPaths from './disjointPaths.ts'

const holds = { violated: [], inconclusive: [] }

/** Whether two routers have a link, in one network. Router 0 is the source, router 1 the target. */
type Network = (a: number, b: number) => boolean

/** Every network of so many routers, source and target without a link between them. */
function networks(routers: number): Network[] {
  const pairs = Array.from({ length: routers }, (_, a) => a)
    .flatMap(a => Array.from({ length: routers - a - 1 }, (_, i) => [a, a + 1 + i] as const))
    .filter(([, b]) => b !== 1)
  return Array.from({ length: 2 ** pairs.length }, (_, chosen) => {
    const links = new Set(pairs.filter((_, i) => (chosen >> i) & 1).flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
    return (a: number, b: number) => links.has(`${a} ${b}`)
  })
}

/** The inner routers of every route without a loop, as sets of bits; routes of a breadth-first search are the shortest. */
function allRoutes(linked: Network, routers: number): number[] {
  const found: number[] = []
  const extend = (last: number, inner: number) => {
    if (linked(last, 1)) found.push(inner)
    for (let next = 2; next < routers; next++) {
      if (linked(last, next) && ((inner >> next) & 1) === 0) extend(next, inner | (1 << next))
    }
  }
  extend(0, 0)
  return found
}
const hasTwo = (linked: Network, routers: number) => {
  const routes = allRoutes(linked, routers)
  return routes.some(one => routes.some(other => (one & other) === 0))
}

/**
 * Maximum flow from the source's exit to the target's entry, where router r is an arc from 2r, its entry, to 2r + 1, its exit:
 * how much it is, at most 2, and how many steps breadth-first searches take to find it.
 */
function flow(linked: Network, routers: number): { amount: number; steps: number } {
  const left = new Set<string>()
  for (let a = 0; a < routers; a++) {
    if (a > 1) left.add(`${2 * a} ${2 * a + 1}`)
    for (let b = 0; b < routers; b++) if (linked(a, b) && a !== 1 && b !== 0) left.add(`${2 * a + 1} ${2 * b}`)
  }
  let steps = 0
  for (let amount = 0; amount < 2; amount++) {
    const from = new Map([[1, 1]])
    for (const port of from.keys()) {
      if (from.has(2)) break
      steps++
      const own = port ^ 1
      // from an exit to other routers and then back through its own; from an entry through its own, and then back
      const others = Array.from({ length: routers }, (_, r) => 2 * r + (own & 1)).filter(other => other !== own)
      for (const next of (port & 1) === 1 ? [...others, own] : [own, ...others]) {
        if (left.has(`${port} ${next}`) && !from.has(next)) from.set(next, port)
      }
    }
    steps++
    if (!from.has(2)) return { amount, steps }
    for (let at = 2; at !== 1; steps++) {
      const before = from.get(at) ?? 1
      left.delete(`${before} ${at}`)
      left.add(`${at} ${before}`)
      at = before
    }
  }
  return { amount: 2, steps }
}

describe.each([4, 5, 6])('on every network of %i routers', routers => {
  it('two routes are found where there are two, in so many steps as maximum flow takes', {
    timeout: 120_000,
  }, async () => {
    const flows = networks(routers).map(linked => flow(linked, routers))
    const distinct = flows.reduce((states, { steps }) => states + 1 + steps, 0)
    expect(await verdicts(disjointPaths, { routers })).toMatchObject({ distinct, ...holds })
  })

  it('there are two where maximum flow says so, by trying all routes', () => {
    const all = networks(routers)
    const found = all.filter(linked => hasTwo(linked, routers))
    expect(all.filter(linked => flow(linked, routers).amount === 2)).toEqual(found)
    expect(found.length).toBe({ 4: 2, 5: 104, 6: 6568 }[routers])
  })
})

describe.each(Object.entries(disjointPaths.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, { timeout: 60_000 }, async () => {
    expect((await verdicts(disjointPaths, constants)).violated).toContain(violates)
  })
})

it('shows that six routers are the fewest on which a shortest route may be in the way of two', async () => {
  expect(await verdicts(disjointPaths, { routers: 5, bug: 'greedy' })).toMatchObject({ violated: [] })
})
it('shows that five routers are the fewest on which routes that share no link may share a router', async () => {
  expect(await verdicts(disjointPaths, { routers: 4, bug: 'sharesRouters' })).toMatchObject({ violated: [] })
})
