/**
 * Flow identifiers that anybody can write into a packet. A member of an overlay network sends with its identifier; somebody else
 * does so, too, and takes the room of the member, unless routers where packets enter the network look who may use which.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", sections V.2 (an insecure infrastructure makes for insecure
 * networks on top) and VI (the identifier is a bit and four bytes in each packet).
 *
 * ABSTRACTION: as in `router.ts`, of a single flow: its own slots, and room for so many packets.
 */
import { bool, int, machine, spec } from 'von'

export default spec(
  'ingress',
  {
    queue: 2,
    /** who looks: the routers at the edge, or nobody */
    check: ['edge', 'none'],
  },
  ({ queue, check }) => {
    const m = machine({
      queued: int(0, queue),
      /** whether the last packet of the member was dropped */
      isDropped: bool,
      /** packets with the identifier that came from somebody else and got in */
      forged: int(0, queue),
      /** whether a packet was turned away at the edge in the present slot */
      isRefused: bool,
    })
    m.init(() => ({ queued: 0, isDropped: false, forged: 0, isRefused: false }))

    m.action('send', {}, s => {
      s.isDropped = s.queued + s.forged === queue
      if (!s.isDropped) s.queued++
    })
    m.action('forge', {}, s => {
      if (check === 'edge') s.isRefused = true
      else if (s.queued + s.forged < queue) s.forged++
    })
    m.action('slot', {}, s => {
      if (s.queued > 0) s.queued--
      else if (s.forged > 0) s.forged--
      s.isRefused = false
    })

    m.noninterference('memberIsUndisturbed', { high: { forge: {} }, observe: s => s.isDropped })
    m.invariant('noForgery', s => s.forged === 0)
    m.witness('drops', s => s.isDropped)
    return m
  },
  {
    mutants: {
      nobodyLooks: {
        about: 'Packets enter with any identifier.',
        constants: { queue: 1, check: 'none' },
        violates: 'memberIsUndisturbed',
      },
      forgeryIsCarried: {
        about: 'The same, and the router carries them as those of the member.',
        constants: { queue: 1, check: 'none' },
        violates: 'noForgery',
      },
    },
  },
)
