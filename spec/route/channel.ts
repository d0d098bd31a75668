/**
 * A reliable channel: what two routes and the elimination of duplicates are to look like from outside. Every packet that is
 * sent is delivered once, sooner or later, whatever becomes of routers.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3: the network hides that there are
 * two routes.
 *
 * ABSTRACTION: packets are known by their place in a circle, which says nothing of what is in them. A packet may be sent once
 * the one that had its place before is delivered; this hides how many are under way at most.
 * ABSTRACTION: packets may overtake one another, as they do when the first copy of one is lost; this hides whoever puts
 * them in order again.
 */
import { bool, guard, int, machine, mod, set, spec } from 'von'

export default spec('channel', { packets: 8 }, ({ packets }) => {
  const Packet = int(0, packets - 1)
  const m = machine({
    /** the packet that is sent next */
    next: Packet,
    /** packets that were sent and not delivered yet */
    pending: set(Packet),
    /** whether any was delivered twice: never */
    repeated: bool,
  })
  m.init(() => ({ next: 0, pending: set(Packet).of(), repeated: false }))

  m.action('send', {}, s => {
    guard(!s.pending.has(s.next))
    s.pending.add(s.next)
    s.next = mod(s.next + 1, packets)
  })

  m.action('deliver', { n: Packet }, (s, { n }) => {
    guard(s.pending.has(n))
    s.pending.delete(n)
  })
  m.fair('weak', 'deliver', { each: 'n' })

  /** A sender that has stopped begins at the first place again, when nothing of its former life is left. */
  m.action('restart', {}, s => {
    guard(s.pending.size === 0)
    s.next = 0
  })

  m.invariant('atMostOnce', s => !s.repeated)
  m.temporal('delivery', ({ and, leadsTo }) =>
    and(
      ...Packet.map(n =>
        leadsTo(
          s => s.pending.has(n),
          s => !s.pending.has(n),
        ),
      ),
    ),
  )
  m.witness('allUnderWay', s => s.pending.size === packets)
  return m
})
