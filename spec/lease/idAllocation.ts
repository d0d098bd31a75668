/**
 * Flow identifiers of overlay networks: unique everywhere, handed out by several managers that know of one another
 * only loosely.
 *
 * Each identifier is delegated to one manager, once and for all, as zones are in the DNS; a manager then hands out its
 * own without asking anyone. One that is given back rests until the last router has forgotten it.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI: "management of the pool of ON
 * flow identifiers, which must be globally unique", "a form of loose consistency ... somewhat like the DNS".
 *
 * ABSTRACTION: one soft-state entry per identifier stands for the entries of all routers, the longest-lived of them;
 * this hides which router it is that has not yet forgotten.
 * ABSTRACTION: delegation is one step; this hides the root's own protocol.
 */
import { bool, fill, guard, ids, implies, int, machine, map, option, pick, set, spec } from 'von'
import { bugs, mutants } from './idAllocation.mutants.ts'

export default spec(
  'idAllocation',
  {
    managers: 2,
    flowIds: 2,
    /** ticks for which a router keeps an entry that is not refreshed */
    term: 2,
    bug: bugs,
  },
  ({ managers, flowIds, term, bug }) => {
    const Manager = ids('m', managers)
    const FlowId = ids('id', flowIds)
    const m = machine({
      /** who may hand the identifier out; null is still the root */
      delegate: map(FlowId, option(Manager)),
      /** what each manager has handed out */
      taken: map(Manager, set(FlowId)),
      /** what each manager believes to be taken, by anyone */
      believedTaken: map(Manager, set(FlowId)),
      /** ticks until the routers forget the identifier, and until it may be handed out again */
      routerTicks: map(FlowId, int(0, term)),
      restTicks: map(FlowId, int(0, term)),
    })

    m.init(() => ({
      delegate: fill(FlowId, () => null),
      taken: fill(Manager, () => set(FlowId).of()),
      believedTaken: fill(Manager, () => set(FlowId).of()),
      routerTicks: fill(FlowId, () => 0),
      restTicks: fill(FlowId, () => 0),
    }))

    m.action('delegate', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.delegate[id] === null)
      s.delegate[id] = manager
    })

    /** A belief is a snapshot: true when it was taken. */
    m.action('lookUp', { manager: Manager }, (s, { manager }) => {
      const taken = FlowId.filter(id => Manager.some(other => s.taken[other].has(id)))
      s.believedTaken[manager] = taken
    })

    m.action('allocate', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.delegate[id] === manager || bug === 'sharedPool')
      guard(!s.believedTaken[manager].has(id) && s.restTicks[id] === 0)
      s.taken[manager].add(id)
      s.believedTaken[manager].add(id)
      s.routerTicks[id] = term
    })

    /** The overlay refreshes its leases, and with them the routers' entries. */
    m.action('refresh', { id: FlowId }, (s, { id }) => {
      guard(Manager.some(manager => s.taken[manager].has(id)))
      s.routerTicks[id] = term
    })

    /** The teardown that tells the routers may get lost; the rest is long enough either way. */
    m.action('giveBack', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.taken[manager].has(id))
      s.taken[manager].delete(id)
      s.believedTaken[manager].delete(id)
      const teardownArrives = pick(bool)
      if (teardownArrives) s.routerTicks[id] = 0
      s.restTicks[id] = bug === 'noRest' ? 0 : term
    })

    m.action('tick', {}, s => {
      for (const id of FlowId) {
        s.routerTicks[id] = Math.max(0, s.routerTicks[id] - 1)
        s.restTicks[id] = Math.max(0, s.restTicks[id] - 1)
      }
    })

    /** No identifier belongs to two overlays. */
    m.invariant('idUnique', s =>
      FlowId.every(id =>
        Manager.every(a =>
          Manager.every(b => implies(s.taken[a].has(id) && s.taken[b].has(id), a === b)),
        ),
      ),
    )

    /** An identifier changes hands only when no router still has the state of its last owner. */
    m.step('idQuarantine', (s, next) =>
      FlowId.every(id =>
        implies(
          Manager.every(manager => !s.taken[manager].has(id)) && Manager.some(manager => next.taken[manager].has(id)),
          s.routerTicks[id] === 0,
        ),
      ),
    )

    m.witness('allTaken', s => FlowId.every(id => Manager.some(manager => s.taken[manager].has(id))))
    /** Why belief alone is not enough: it can miss what another manager has taken. */
    m.witness('staleBelief', s =>
      Manager.some(a => Manager.some(b => FlowId.some(id => s.taken[b].has(id) && !s.believedTaken[a].has(id)))),
    )
    return m
  },
  { mutants },
)
