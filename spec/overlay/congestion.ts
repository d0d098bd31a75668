/**
 * A source that looks for the limit of its share as TCP does: it sends more in each round trip until packets are lost, and then
 * half as much. It is a flow that was lent more than its share, and is cut back while it uses all of it.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", sections II (TCP finds the limit by causing loss) and
 * V.1 (why a router that gives more for a while does harm); V. Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988.
 *
 * ABSTRACTION: a round trip is one step, and as long for a full line as for an empty one; this hides queues.
 * ABSTRACTION: a loss is noticed within the round trip, and halves the window once; this hides time-outs and slow start.
 */
import { bool, guard, int, machine, spec } from 'von'

export default spec(
  'congestion',
  {
    /** packets in a round trip that its share is good for */
    capacity: 20,
    /** how many more it is lent at first, until it is cut back */
    lent: 0,
    bug: ['none', 'stopsAtTheLimit'],
  },
  ({ capacity, lent, bug }) => {
    const m = machine({
      /** packets that the source sends in a round trip */
      window: int(1, capacity + lent + 1),
      isLent: bool,
      /** packets that were lost in the last round trip */
      lost: int(0, lent + 1),
    })
    m.init(() => ({ window: 1, isLent: lent > 0, lost: 0 }))

    m.action('roundTrip', {}, s => {
      const limit = s.isLent ? capacity + lent : capacity
      s.lost = Math.max(0, s.window - limit)
      if (s.lost > 0) s.window = Math.max(1, Math.floor(s.window / 2))
      else if (bug !== 'stopsAtTheLimit' || s.window < limit) s.window++
    })
    if (lent > 0) {
      m.action('cutBack', {}, s => {
        guard(s.isLent)
        s.isLent = false
      })
    }
    m.fair('weak', 'roundTrip')

    /** A limit that does not change costs one packet at a time. */
    m.invariant('lossIsSmall', s => s.lost <= 1)
    /** However often it has found the limit, it causes another loss. */
    m.alwaysEventually('losesAgain', s => s.lost > 0)
    m.measure('lost', s => s.lost)
    m.witness('fullShare', s => s.window === capacity && s.lost === 0)
    return m
  },
  {
    mutants: {
      cutBack: {
        about: 'The source is lent more than its share, and cut back while it uses that.',
        constants: { lent: 4 },
        violates: 'lossIsSmall',
      },
      stopsAtTheLimit: {
        about: 'The source knows its limit, and stays there.',
        constants: { capacity: 4, bug: 'stopsAtTheLimit' },
        violates: 'losesAgain',
      },
    },
  },
)
