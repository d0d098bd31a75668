/**
 * Flows that change to the less loaded of two routes, in place of sending less: do they ever come to rest?
 *
 * Each flow looks at both routes now and then, and moves if the other one looks better. Flows that move on what they saw a while
 * ago move all together, and back again; so they do, too, if they move for a gain that their own move undoes.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3 (switching to the route that is not
 * congested); A. Khanna and J. Zinky, "The Revised ARPANET Routing Metric", ACM SIGCOMM 1989 (routes that follow the load
 * oscillate); D. Monderer and L. Shapley, "Potential Games", Games and Economic Behavior 14, 1996 (why moves that
 * improve come to an end).
 *
 * ABSTRACTION: all flows are equally large, and load is how many there are on a route; this hides queues.
 * ABSTRACTION: a flow is on one route at a time; see `elimination.ts` for both at once.
 */
import { eq, guard, ids, implies, machine, map, oneOf, pick, type StateOf, set, spec, type ValueOf } from 'von'
import { mutants } from './switching.mutants.ts'

export default spec(
  'switching',
  {
    flows: 3,
    /** by how many flows the other route must be less loaded, and more, for a flow to move (hysteresis) */
    margin: 1,
    /** fresh: a flow looks again when it moves; stale: it moves on what it has seen */
    view: ['fresh', 'stale'],
  },
  ({ flows, margin, view }) => {
    const Flow = ids('f', flows)
    const Routes = map(Flow, oneOf('a', 'b'))
    const variables = {
      route: Routes,
      /** flows that have seen a reason to move */
      wanting: set(Flow),
    }
    type State = StateOf<typeof variables>
    type FlowId = ValueOf<typeof Flow>

    const m = machine(variables)
    m.init(() => ({ route: pick(Routes), wanting: set(Flow).of() }))

    /** How many more flows are on the route of this one than on the other. */
    const excess = (s: State, flow: FlowId) => {
      const here = Flow.count(other => s.route[other] === s.route[flow])
      return here - (flows - here)
    }
    m.action('look', { flow: Flow }, (s, { flow }) => {
      guard(!s.wanting.has(flow) && excess(s, flow) > margin)
      s.wanting.add(flow)
    })
    m.action('move', { flow: Flow }, (s, { flow }) => {
      guard(s.wanting.has(flow))
      s.wanting.delete(flow)
      if (view === 'fresh' && excess(s, flow) <= margin) return
      s.route[flow] = s.route[flow] === 'a' ? 'b' : 'a'
    })
    m.fair('weak', 'look', { each: 'flow' })
    m.fair('weak', 'move', { each: 'flow' })

    /** How far the routes are from carrying the same. */
    const imbalance = (s: State) => Math.abs(2 * Flow.count(flow => s.route[flow] === 'a') - flows)

    /** Each move makes the routes more alike: so there are finitely many. */
    m.step('movesBalance', (s, next) => implies(!eq(s.route, next.route), imbalance(next) < imbalance(s)))
    m.temporal('settles', ({ eventually, always }) => eventually(always((s, next) => eq(s.route, next.route))))
    m.temporal('balances', ({ eventually, always }) => eventually(always(s => imbalance(s) <= 1)))

    m.witness('allOnOne', s => imbalance(s) === flows)
    m.mayEnd(s => s.wanting.size === 0)
    m.interchangeable(Flow)
    return m
  },
  { mutants },
)
