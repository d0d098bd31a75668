/**
 * Flow identifiers of overlay networks: unique everywhere, handed out by several managers that know of one another
 * only loosely.
 *
 * Each identifier is delegated to one manager for good, as zones are in the DNS, and a manager hands out its own without
 * asking anyone. One that is given back stays in quarantine until the last router must have forgotten it.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI (flow identifiers: unique
 * in the whole network, managed under a loose consistency that is likened to the DNS).
 *
 * ABSTRACTION: one entry per identifier, the longest-lived, stands for those of all routers; this hides which router it
 * is that has not yet forgotten.
 * ABSTRACTION: delegation is one step; this hides how the root itself stays consistent.
 */
import { bool, fill, guard, ids, implies, int, machine, map, option, pick, set, spec, type ValueOf } from 'von'
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
    const Taken = map(Manager, set(FlowId))
    const m = machine({
      /** who may hand the identifier out; null is still the root */
      delegate: map(FlowId, option(Manager)),
      /** what each manager has handed out */
      taken: Taken,
      /** what each manager believes to be taken, by anyone */
      believedTaken: Taken,
      /** ticks until the last router forgets the identifier */
      routerTicks: map(FlowId, int(0, term)),
      /** ticks until it may be handed out again */
      quarantineTicks: map(FlowId, int(0, term)),
    })
    const isTaken = (taken: ValueOf<typeof Taken>, id: ValueOf<typeof FlowId>) =>
      Manager.some(manager => taken[manager].has(id))

    m.init(() => ({
      delegate: fill(FlowId, () => null),
      taken: fill(Manager, () => set(FlowId).of()),
      believedTaken: fill(Manager, () => set(FlowId).of()),
      routerTicks: fill(FlowId, () => 0),
      quarantineTicks: fill(FlowId, () => 0),
    }))

    m.action('delegate', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.delegate[id] === null)
      s.delegate[id] = manager
    })

    /** Loose consistency: what a manager learns was true when it looked, and is not kept up to date. */
    m.action('lookUp', { manager: Manager }, (s, { manager }) => {
      s.believedTaken[manager] = FlowId.filter(id => isTaken(s.taken, id))
    })

    m.action('allocate', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.delegate[id] === manager || bug === 'sharedPool')
      guard(!s.believedTaken[manager].has(id) && s.quarantineTicks[id] === 0)
      s.taken[manager].add(id)
      s.believedTaken[manager].add(id)
      s.routerTicks[id] = term
    })

    /** The overlay refreshes its leases, and with them what routers know of its identifier. */
    m.action('refresh', { id: FlowId }, (s, { id }) => {
      guard(isTaken(s.taken, id))
      s.routerTicks[id] = term
    })

    /** The teardown may not arrive; the quarantine is as long as a router can remember without it. */
    m.action('giveBack', { id: FlowId, manager: Manager }, (s, { id, manager }) => {
      guard(s.taken[manager].has(id))
      s.taken[manager].delete(id)
      s.believedTaken[manager].delete(id)
      const teardownArrives = pick(bool)
      if (teardownArrives) s.routerTicks[id] = 0
      s.quarantineTicks[id] = bug === 'noQuarantine' ? 0 : term
    })

    m.action('tick', {}, s => {
      for (const id of FlowId) {
        s.routerTicks[id] = Math.max(0, s.routerTicks[id] - 1)
        s.quarantineTicks[id] = Math.max(0, s.quarantineTicks[id] - 1)
      }
    })

    /** No identifier belongs to two overlays. */
    m.invariant('idUnique', s => FlowId.every(id => Manager.count(manager => s.taken[manager].has(id)) <= 1))

    /** An identifier gets a new owner only when no router remembers the last one. */
    m.step('idQuarantine', (s, next) =>
      FlowId.every(id => implies(!isTaken(s.taken, id) && isTaken(next.taken, id), s.routerTicks[id] === 0)),
    )

    // Why it is so.
    m.lemma('takenByDelegate', s =>
      FlowId.every(id => Manager.every(manager => implies(s.taken[manager].has(id), s.delegate[id] === manager))),
    )
    m.lemma('quarantineOutlastsRouters', s =>
      FlowId.every(id => implies(!isTaken(s.taken, id), s.routerTicks[id] <= s.quarantineTicks[id])),
    )

    m.witness('allTaken', s => FlowId.every(id => isTaken(s.taken, id)))
    /** Why belief alone is not enough: it misses what others have taken since. */
    m.witness('staleBelief', s =>
      Manager.some(manager => FlowId.some(id => isTaken(s.taken, id) && !s.believedTaken[manager].has(id))),
    )
    m.interchangeable(Manager, FlowId)
    return m
  },
  { mutants },
)
