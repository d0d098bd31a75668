/**
 * Two routes from a source to a target that share no router, if there are any: on every network of so many routers.
 *
 * A search goes through the network from the source, and what it reaches remembers from where. When it has reached the target,
 * what lies on the way back is taken into use. The second search may not enter a router that is in use, except to push
 * back the route that uses it: it goes on at the router before, which is then free to take another way. Without that,
 * the first route may stand in the way of every other although there are two.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3 (independent routes are not what
 * protocols for shortest paths find); J. Suurballe, "Disjoint Paths in a Network", Networks 4, 1974, and R. Bhandari,
 * "Survivable Networks", 1999, chapter 3 (augmenting, with routers divided into an entry and an exit); K. Menger, "Zur
 * allgemeinen Kurventheorie", 1927 (two routes exist where no single router cuts off the target).
 *
 * ABSTRACTION: all links are equally long, and what is claimed is that routes are disjoint; this hides that their total
 * length is the least there is.
 * ABSTRACTION: source and target have no link between them, which would be a route that shares no router with any other.
 * ABSTRACTION: the network does not change during the search; see `reroute.ts`.
 */
import {
  fill,
  guard,
  ids,
  implies,
  int,
  machine,
  map,
  oneOf,
  option,
  pick,
  queue,
  rec,
  type StateOf,
  set,
  spec,
  type ValueOf,
} from 'von'
import { bugs, mutants } from './disjointPaths.mutants.ts'

export default spec(
  'disjointPaths',
  {
    /** source and target included */
    routers: 4,
    bug: bugs,
  },
  ({ routers, bug }) => {
    const Router = ids('r', routers)
    type RouterId = ValueOf<typeof Router>
    const [source, target] = ['r0', 'r1'] as const
    const names = [...Router]
    const isInner = (router: RouterId) => router !== source && router !== target

    /** all links that there may be */
    const pairs = names.flatMap((a, i) => names.slice(i + 1).flatMap(b => (isInner(b) ? [[a, b]] : [])))
    const Pair = int(0, pairs.length - 1)
    /** which of them is between two routers, or none */
    const between = fill(Router, a =>
      fill(Router, b => pairs.findIndex(pair => a !== b && pair.includes(a) && pair.includes(b))),
    )

    /** A route enters a router and leaves it; a search may come to either side. */
    const Side = oneOf('entry', 'exit')
    const Port = rec({ router: Router, side: Side })
    type PortOf = ValueOf<typeof Port>

    const variables = {
      neighbours: map(Router, set(Router)),
      /** where the routes in use go from each router */
      nextHops: map(Router, set(Router)),
      routes: int(0, 2),
      stage: oneOf('searching', 'returning', 'done'),
      /** from where the search has come to each port, and from which ports it has still to go on */
      reachedFrom: map(Side, map(Router, option(Port))),
      frontier: queue(Port, 2 * routers),
      /** where the way back is */
      at: Port,
    }
    type State = StateOf<typeof variables>

    const start = { router: source, side: 'exit' } as const
    const noPort = fill(Router, () => null)

    const m = machine(variables)
    m.init(() => {
      const links = pick(set(Pair))
      return {
        neighbours: fill(Router, a => Router.filter(b => between[a][b] >= 0 && links.has(between[a][b]))),
        nextHops: fill(Router, () => set(Router).of()),
        routes: 0,
        stage: 'searching' as const,
        reachedFrom: { entry: noPort, exit: { ...noPort, [source]: start } },
        frontier: [start],
        at: start,
      }
    })

    const isInUse = (s: State, router: RouterId) => Router.some(from => s.nextHops[from].has(router))
    const reach = (s: State, router: RouterId, side: ValueOf<typeof Side>, from: PortOf) => {
      if (s.reachedFrom[side][router] !== null) return
      s.reachedFrom[side][router] = from
      s.frontier.push({ router, side })
    }

    /** The search goes on from the port that it has reached first: the way to the target is a shortest one. */
    m.action('search', {}, s => {
      guard(s.stage === 'searching' && s.frontier.length > 0)
      const port = s.frontier.shift()
      if (port === undefined) return
      const { router, side } = port
      if (side === 'exit') {
        for (const other of Router) {
          const isOpen = s.neighbours[router].has(other) && !s.nextHops[router].has(other)
          if (isOpen && other !== source) reach(s, other, 'entry', port)
        }
        // the route before this router is pushed back as well
        if (router !== source && bug !== 'greedy') reach(s, router, 'entry', port)
      } else {
        if (!isInUse(s, router) || bug === 'sharesRouters') reach(s, router, 'exit', port)
        for (const before of Router) {
          if (s.nextHops[before].has(router) && bug !== 'greedy') reach(s, before, 'exit', port)
        }
      }
      if (s.reachedFrom.entry[target] === null) return
      s.stage = 'returning'
      s.at = { router: target, side: 'entry' }
    })

    /** One step on the way back: a link is taken into use, or is used no longer. */
    m.action('goBack', {}, s => {
      guard(s.stage === 'returning' && s.at.router !== source)
      const { router, side } = s.at
      const from = s.reachedFrom[side][router]
      if (from === null) return
      if (from.router !== router) {
        if (side === 'entry') s.nextHops[from.router].add(router)
        else s.nextHops[router].delete(from.router)
      }
      s.at = from
    })

    /** The way back has come to the source: there is a route more. */
    m.action('use', {}, s => {
      guard(s.stage === 'returning' && s.at.router === source)
      s.routes++
      s.stage = s.routes === 2 ? 'done' : 'searching'
      forget(s)
      s.frontier = s.routes === 2 ? [] : [start]
    })
    const forget = (s: State) => {
      s.reachedFrom = { entry: noPort, exit: { ...noPort, [source]: start } }
    }

    /** There is no further route. */
    if (bug !== 'neverGivesUp') {
      m.action('giveUp', {}, s => {
        guard(s.stage === 'searching' && s.frontier.length === 0)
        s.stage = 'done'
        forget(s)
      })
      m.fair('weak', 'giveUp')
    }
    m.fair('weak', ['search', 'goBack', 'use'])

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** Each router is on one route at most, and a route that enters it leaves it: so routes end at the target. */
    m.invariant('disjoint', s =>
      implies(
        s.stage === 'done',
        Router.every(router => {
          const entering = Router.count(other => s.nextHops[other].has(router))
          const leaving = s.nextHops[router].size
          if (!s.nextHops[router].isSubsetOf(s.neighbours[router])) return false
          if (router === source) return entering === 0 && leaving === s.routes
          if (router === target) return leaving === 0 && entering === s.routes
          return entering <= 1 && entering === leaving
        }),
      ),
    )

    /** Whether the target can be reached from the source without this router. */
    const isReachable = (s: State, without: RouterId | null) => {
      let reached = set(Router).of(source)
      for (let i = 1; i < routers; i++) {
        const soFar = reached
        reached = Router.filter(
          router =>
            router !== without && (soFar.has(router) || s.neighbours[router].some(neighbour => soFar.has(neighbour))),
        )
      }
      return reached.has(target)
    }
    /** Menger's theorem, by definition: two routes where no single router cuts off the target, one where there is a way. */
    m.invariant('foundWherePossible', s =>
      implies(
        s.stage === 'done',
        s.routes > 0 === isReachable(s, null) &&
          s.routes > 1 === Router.every(router => !isInner(router) || isReachable(s, router)),
      ),
    )
    m.eventually('ends', s => s.stage === 'done')

    // That nothing fails is true by induction, with these. That routes are disjoint and found is not: it would need that what
    // a search has reached cuts off the rest, and `von prove` says unknown; it is explored, for every network of a size.

    m.lemma('twoAreEnough', s => implies(s.stage !== 'done', s.routes < 2))
    /** What is waiting was reached, so there is room for it. */
    m.lemma('frontierIsReached', s => {
      const reached = Side.sum(side => Router.count(router => s.reachedFrom[side][router] !== null))
      return s.frontier.length <= reached
    })

    m.witness('two', s => s.stage === 'done' && s.routes === 2)
    m.witness('one', s => s.stage === 'done' && s.routes === 1)
    if (routers > 5 && bug !== 'greedy') {
      /** The second search takes a link of the first route out of use. */
      m.witness(
        'pushedBack',
        s =>
          s.routes === 1 &&
          s.stage === 'returning' &&
          s.at.side === 'exit' &&
          s.at.router !== source &&
          isInUse(s, s.at.router),
      )
    }
    m.mayEnd(s => s.stage === 'done')
    return m
  },
  { mutants },
)
