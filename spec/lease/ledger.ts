/**
 * The ledger of a network of routers: who holds capacity where, and that nobody is given what is not there. How the
 * entries come about is left open.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI, "Resource reservations and
 * management".
 *
 * ABSTRACTION: entries end whenever they like, any number of them at once; this hides every reason for it, time included.
 * ABSTRACTION: each router is on its own; this hides that an overlay needs all of them. A ledger that gives a unit at all
 * routers in one step, or none anywhere, is more than `lease.ts` achieves: see `partialAllocation` there.
 */
import { fill, guard, ids, machine, map, oneOf, pick, set, spec } from 'von'

export default spec(
  'ledger',
  { routers: 2, overlays: 1, capacity: 1 },
  ({ routers, overlays, capacity }) => {
    const Router = ids('r', routers)
    const Overlay = ids('o', overlays)
    const m = machine({ entry: map(Router, map(Overlay, oneOf('none', 'promised', 'leased'))) })

    m.init(() => ({ entry: fill(Router, () => fill(Overlay, () => 'none' as const)) }))

    /** A router gives a unit, or says again what its holder has, for as long as it has enough for everybody. */
    m.action(
      'enter',
      { router: Router, overlay: Overlay, kind: oneOf('promised', 'leased') },
      (s, { router, overlay, kind }) => {
        guard(Overlay.count(o => o !== overlay && s.entry[router][o] !== 'none') < capacity)
        s.entry[router][overlay] = kind
      },
    )

    /** Some entries end. */
    m.action('end', {}, s => {
      for (const router of Router) {
        const ended = pick(set(Overlay))
        for (const overlay of Overlay) if (ended.has(overlay)) s.entry[router][overlay] = 'none'
      }
    })

    m.invariant('withinCapacity', s =>
      Router.every(router => Overlay.count(overlay => s.entry[router][overlay] !== 'none') <= capacity),
    )
    m.interchangeable(Router, Overlay)
    m.witness('full', s => Router.every(router => Overlay.count(o => s.entry[router][o] !== 'none') === capacity))
    m.mayEnd()
    return m
  },
  { instances: { contended: { overlays: 2 } } },
)
