/**
 * Two routes from every router, again and again: routers fail and come back, new routes are planned, and routers install them one
 * after the other while packets are under way. No packet may go round in circles meanwhile.
 *
 * Routers are put in an order. The red route goes down in it and the blue route up, both to the destination; so from every
 * router they share no other one. A router installs its new next hop when that one has done so: what is new then
 * leads to the destination through new entries only, and what is old does not come back to it.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3 (routes have to adapt to failures and
 * recoveries); A. Itai and M. Rodeh, "The Multi-Tree Approach to Reliability in Distributed Networks", Information and
 * Computation 79, 1988 (two independent trees from an order of the routers); P. Francois and O. Bonaventure, "Avoiding
 * Transient Loops During the Convergence of Link-State Routing Protocols", IEEE/ACM Transactions on Networking 15, 2007
 * (installing in order).
 *
 * ABSTRACTION: all routers are neighbours of one another and of the destination; this hides networks in which not every order
 * will do. Which two routes there are in any network is the matter of `disjointPaths.ts`.
 * ABSTRACTION: a central plan, known to all as soon as it is made; this hides how it gets to them. Any order may be planned.
 * ABSTRACTION: one destination, which does not fail.
 */
import {
  bool,
  eq,
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
  type StateOf,
  set,
  spec,
  type ValueOf,
  variant,
} from 'von'
import { bugs, mutants } from './reroute.mutants.ts'

export default spec(
  'reroute',
  {
    routers: 2,
    /** how many may be down at the same time */
    failures: 1,
    bug: bugs,
  },
  ({ routers, failures, bug }) => {
    const Router = ids('r', routers)
    const Colour = oneOf('red', 'blue')
    /** Without an entry for the destination, a router drops what is sent there. */
    const Entry = variant({ none: {}, destination: {}, router: { next: Router } })

    const Rank = map(Router, int(0, routers))

    const variables = {
      up: set(Router),
      /** the forwarding tables */
      entry: map(Colour, map(Router, Entry)),
      /** the order that is planned, from 1 on; routers that are down have no place in it */
      rank: Rank,
      /** whether the plan is about the routers that are up now */
      isPlanned: bool,
      /** who has installed what is planned */
      installed: map(Colour, set(Router)),
    }
    type State = StateOf<typeof variables>
    type RouterId = ValueOf<typeof Router>
    type ColourOf = ValueOf<typeof Colour>

    const m = machine(variables)
    m.init(() => ({
      up: Router.filter(() => true),
      entry: fill(Colour, () => fill(Router, () => ({ kind: 'none' as const }))),
      rank: fill(Router, () => 0),
      isPlanned: false,
      installed: fill(Colour, () => set(Router).of()),
    }))

    // ---- What happens to routers ----------------------------------------------------------------------------------

    const discardPlan = (s: State) => {
      s.isPlanned = false
      for (const r of Router) s.rank[r] = 0
      for (const colour of Colour) s.installed[colour].clear()
    }
    /** A router that comes back goes on with the entries that it had. */
    m.action('fail', { router: Router }, (s, { router }) => {
      guard(s.up.has(router) && routers - s.up.size < failures)
      s.up.delete(router)
      discardPlan(s)
    })
    m.action('repair', { router: Router }, (s, { router }) => {
      guard(!s.up.has(router))
      s.up.add(router)
      if (bug !== 'plansFailuresOnly') discardPlan(s)
    })

    // ---- New routes -----------------------------------------------------------------------------------------------

    const isOrder = (s: State, rank: ValueOf<typeof Rank>) =>
      Router.every(router => {
        const isAlone = Router.every(other => other === router || rank[other] !== rank[router])
        return s.up.has(router) ? isAlone && rank[router] > 0 && rank[router] <= s.up.size : rank[router] === 0
      })
    m.action('plan', {}, s => {
      guard(!s.isPlanned)
      const rank = pick(Rank)
      guard(isOrder(s, rank))
      s.rank = rank
      s.isPlanned = true
    })

    /** Whether a planned route goes on from one router to the other; where to none, it goes to the destination. */
    const isPlannedNext = (s: State, colour: ColourOf, router: RouterId, other: RouterId) => {
      const step = colour === 'red' || bug === 'oneTree' ? -1 : 1
      return s.rank[other] > 0 && s.rank[other] === s.rank[router] + step
    }
    m.action('install', { colour: Colour, router: Router }, (s, { colour, router }) => {
      guard(s.isPlanned && s.rank[router] > 0 && !s.installed[colour].has(router))
      const next = pick(option(Router))
      guard(Router.every(other => isPlannedNext(s, colour, router, other) === (next === other)))
      if (bug !== 'anyOrder') guard(next === null || s.installed[colour].has(next))
      s.entry[colour][router] = next === null ? { kind: 'destination' } : { kind: 'router', next }
      s.installed[colour].add(router)
    })
    m.fair('weak', 'plan')
    m.fair('weak', 'install', { each: ['colour', 'router'] })

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** No entries lead in a circle, of whichever plan they are: also where a router that is down comes back at once. */
    m.invariant('loopFree', s =>
      Colour.every(colour => {
        let circling = Router.filter(() => true)
        for (let i = 0; i < routers; i++) {
          const soFar = circling
          circling = soFar.filter(router => {
            const entry = s.entry[colour][router]
            return entry.kind === 'router' && soFar.has(entry.next)
          })
        }
        return circling.size === 0
      }),
    )

    const isInstalled = (s: State) =>
      s.isPlanned && s.up.every(router => Colour.every(colour => s.installed[colour].has(router)))
    /** The routers on the way from one to the destination, itself included. */
    const way = (s: State, colour: ColourOf, router: RouterId) => {
      let seen = set(Router).of(router)
      for (let i = 1; i < routers; i++) {
        const soFar = seen
        seen = Router.filter(
          other =>
            soFar.has(other) ||
            soFar.some(r => {
              const entry = s.entry[colour][r]
              return entry.kind === 'router' && entry.next === other
            }),
        )
      }
      return seen
    }
    /** All is installed: both routes of a router lead to the destination, and share no router and no link. */
    m.invariant('twoRoutes', s =>
      implies(
        isInstalled(s),
        s.up.every(router => {
          const ways = Colour.map(colour => way(s, colour, router))
          const leadOn =
            ways.every(w => w.isSubsetOf(s.up)) && !Colour.some(c => s.up.some(r => s.entry[c][r].kind === 'none'))
          const isApart = Router.every(other => other === router || !ways.every(w => w.has(other)))
          return leadOn && isApart && (s.up.size < 2 || !eq(s.entry.red[router], s.entry.blue[router]))
        }),
      ),
    )
    /** When routers have stopped to fail and to come back, all is installed sooner or later. */
    m.temporal('recovers', ({ implies: ifThen, always, eventually }) =>
      ifThen(eventually(always((s, next) => eq(s.up, next.up))), always(eventually(isInstalled))),
    )

    // Why it is so: new entries are those of the plan, and lead to new entries only.
    m.lemma('planIsAnOrder', s => (s.isPlanned ? isOrder(s, s.rank) : Router.every(router => s.rank[router] === 0)))
    m.lemma('newLeadsToNew', s =>
      Colour.every(colour =>
        s.installed[colour].every(router => {
          const entry = s.entry[colour][router]
          const isNext = (other: RouterId) => isPlannedNext(s, colour, router, other)
          if (entry.kind === 'router') return isNext(entry.next) && s.installed[colour].has(entry.next)
          return entry.kind === 'destination' && s.rank[router] > 0 && !Router.some(isNext)
        }),
      ),
    )

    m.witness(
      'isReplaced',
      s => s.isPlanned && Router.some(r => s.entry.red[r].kind === 'router' && !s.installed.red.has(r)),
    )
    m.interchangeable(Router)
    return m
  },
  { mutants },
)
