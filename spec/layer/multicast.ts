/**
 * Multicast as an interface: packets that were sent reach receivers in any order, any number of times, or not at all. That is what
 * IP multicast promises, and what a program that uses it must be ready for.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.2; RFC 1112, section 4.
 */
import { fill, guard, ids, int, machine, map, option, set, spec } from 'von'

export default spec('multicast', { receivers: 2, packets: 2 }, ({ receivers, packets }) => {
  const Receiver = ids('r', receivers)
  const Packet = int(0, packets - 1)
  const m = machine({
    sent: set(Packet),
    /** what was delivered last */
    last: map(Receiver, option(Packet)),
  })
  m.init(() => ({ sent: set(Packet).of(), last: fill(Receiver, () => null) }))

  m.action('send', { n: Packet }, (s, { n }) => {
    guard(!s.sent.has(n))
    s.sent.add(n)
  })
  m.action('deliver', { r: Receiver, n: Packet }, (s, { r, n }) => {
    guard(s.sent.has(n))
    s.last[r] = n
  })

  m.invariant('onlyWhatWasSent', s =>
    Receiver.every(r => {
      const n = s.last[r]
      return n === null || s.sent.has(n)
    }),
  )
  m.witness('outOfOrder', s => s.sent.size === packets && Receiver.some(r => s.last[r] === 0))
  m.mayEnd(() => true)
  return m
})
