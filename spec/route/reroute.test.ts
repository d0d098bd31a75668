import { describe, expect, it } from 'vitest'
import { explore, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import reroute from './reroute.ts'

const holds = { violated: [], inconclusive: [] }

/** The same written down once more: plans as lists, entries as numbers. How many states there are. */
function statesOf(routers: number, failures: number): number {
  interface Network {
    readonly up: readonly number[]
    /** by colour, the next router of each; -1 is the destination, -2 none */
    readonly entries: readonly (readonly number[])[]
    readonly plan?: readonly number[]
    readonly installed: readonly (readonly number[])[]
  }
  const all = Array.from({ length: routers }, (_, i) => i)
  const none = all.map(() => -2)
  const start: Network = { up: all, entries: [none, none], installed: [[], []] }
  const reached = new Map([[JSON.stringify(start), start]])
  const visit = ({ up, entries, plan, installed }: Network) => {
    const network = { up, entries, ...(plan === undefined ? {} : { plan }), installed }
    reached.set(JSON.stringify(network), network)
  }
  const orders = (members: readonly number[]): number[][] =>
    members.length === 0
      ? [[]]
      : members.flatMap(first => orders(members.filter(other => other !== first)).map(rest => [first, ...rest]))
  for (const { up, entries, plan, installed } of reached.values()) {
    for (const router of all) {
      const isUp = up.includes(router)
      const changed = isUp ? up.filter(other => other !== router) : [...up, router].sort()
      if (isUp && routers - up.length >= failures) continue
      visit({ up: changed, entries, installed: [[], []] })
    }
    if (plan === undefined) {
      for (const order of orders(up)) visit({ up, entries, plan: order, installed: [[], []] })
      continue
    }
    for (const [colour, done] of installed.entries()) {
      const order = colour === 0 ? plan : plan.toReversed()
      const router = order[done.length]
      if (router === undefined) continue
      const next = order[done.length - 1] ?? -1
      visit({
        up,
        entries: entries.map((table, c) => (c === colour ? table.with(router, next) : table)),
        plan,
        installed: installed.map((list, c) => (c === colour ? [...list, router] : list)),
      })
    }
  }
  return reached.size
}

describe('rerouting in order', () => {
  it.each([
    [2, 1],
    [2, 2],
    [3, 1],
    [3, 2],
  ])(
    'never leads in circles, and ends with two routes, of %i routers with up to %i down',
    async (routers, failures) => {
      const found = await verdicts(reroute, { routers, failures })
      expect(found).toMatchObject({ distinct: statesOf(routers, failures), violated: [] })
      if (routers > 1) expect(found).toMatchObject(holds)
    },
  )
})

it('treats four routers alike, which has to be shown of each router by itself', async () => {
  const model = lower(reroute.instance({ routers: 4 }))
  const { exploration } = await explore(model, { symmetry: true, maxStates: 500 })
  expect(exploration.distinct).toBe(500)
})

describe.each(Object.entries(reroute.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates} alone`, async () => {
    expect((await verdicts(reroute, constants)).violated).toEqual([violates])
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(reroute, { ...constants, bug: 'none' })).toMatchObject(holds)
  })
})
