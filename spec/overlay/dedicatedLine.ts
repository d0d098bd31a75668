/**
 * A line that nobody else uses, seen cycle by cycle: what its one flow is promised. In each cycle it sends at most `budget`
 * bytes; less only if no more waits, or the next packet, which is not cut in two, did not fit. It drops a packet only where so
 * much waits that all the cycles a packet may wait for are taken. What it does within these bounds is its own affair.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1, figure 1: each overlay network has a
 * dedicated router, "even with respect to the limitations".
 */
import { bool, guard, int, machine, pick, spec } from 'von'

export default spec(
  'dedicatedLine',
  {
    /** bytes in a cycle */
    budget: 2,
    /** length of the longest packet */
    maxPacket: 2,
    /** a packet is sent less than so many cycles after it came */
    cycles: 3,
  },
  ({ budget, maxPacket, cycles }) => {
    /** A cycle that had no room for a packet has so many bytes at least. */
    const used = budget - maxPacket + 1

    const m = machine({
      waiting: int(0, budget * (cycles - 1)),
      /** bytes that were sent in the cycle that began last */
      sent: int(0, budget),
      /** changes with each packet that is lost */
      lost: bool,
    })
    m.init(() => ({ waiting: 0, sent: 0, lost: false }))

    m.action('accept', { bytes: int(1, maxPacket) }, (s, { bytes }) => {
      guard(s.waiting + bytes <= budget * (cycles - 1))
      s.waiting += bytes
    })
    m.action('drop', { bytes: int(1, maxPacket) }, s => {
      guard(s.waiting >= used * (cycles - 1))
      s.lost = !s.lost
    })
    m.action('cycle', {}, s => {
      const bytes = pick(int(0, budget))
      guard(bytes === s.waiting || (bytes < s.waiting && bytes >= used))
      s.waiting -= bytes
      s.sent = bytes
    })

    m.witness('fullCycles', s => s.sent === budget && s.waiting === budget * (cycles - 1))
    return m
  },
)
