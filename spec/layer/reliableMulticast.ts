/**
 * A reliable multicast behind the interface of an unreliable one: packets are numbered, a receiver delivers each once and in
 * order, and asks for what it misses. Whoever is ready for `multicast.ts` need not know.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.2 (a stronger protocol behind the same
 * interface); S. Floyd et al., "A Reliable Multicast Framework for Light-Weight Sessions", SIGCOMM 1995 (receivers ask again).
 *
 * ABSTRACTION: a packet on its way to a receiver is lost or arrives; to ask for it and to send it again is one step.
 */
import { fill, guard, ids, int, machine, map, option, set, spec } from 'von'
import multicast from './multicast.ts'

export default spec(
  'reliableMulticast',
  {
    receivers: 2,
    packets: 2,
    /** packets that may get lost, in all */
    losses: 1,
    bug: ['none', 'asksNobody', 'deliversAgain', 'deliversUnsent'],
  },
  ({ receivers, packets, losses, bug }) => {
    const Receiver = ids('r', receivers)
    const Packet = int(0, packets - 1)
    const m = machine({
      /** how many were sent */
      sent: int(0, packets),
      onTheWay: map(Receiver, set(Packet)),
      /** how many were delivered, in order */
      delivered: map(Receiver, int(0, packets)),
      last: map(Receiver, option(Packet)),
      lossesLeft: int(0, losses),
      hasRepeated: set(Receiver),
    })
    m.init(() => ({
      sent: 0,
      onTheWay: fill(Receiver, () => set(Packet).of()),
      delivered: fill(Receiver, () => 0),
      last: fill(Receiver, () => null),
      lossesLeft: losses,
      hasRepeated: set(Receiver).of(),
    }))

    m.action('send', {}, s => {
      guard(s.sent < packets)
      for (const r of Receiver) for (const n of Packet) if (n === s.sent) s.onTheWay[r].add(n)
      s.sent++
    })
    m.action('lose', { r: Receiver, n: Packet }, (s, { r, n }) => {
      guard(s.lossesLeft > 0 && s.onTheWay[r].has(n))
      s.lossesLeft--
      s.onTheWay[r].delete(n)
    })
    /** The sender keeps what it has sent; a receiver knows by the next number, or after a while, that it misses something. */
    m.action('askAgain', { r: Receiver, n: Packet }, (s, { r, n }) => {
      guard(bug !== 'asksNobody' && n < s.sent && n >= s.delivered[r] && !s.onTheWay[r].has(n))
      s.onTheWay[r].add(n)
    })
    m.action('deliver', { r: Receiver, n: Packet }, (s, { r, n }) => {
      guard(bug === 'deliversUnsent' || s.onTheWay[r].has(n))
      guard(n === s.delivered[r])
      if (bug !== 'deliversAgain') s.onTheWay[r].delete(n)
      s.delivered[r]++
      s.last[r] = n
    })
    if (bug === 'deliversAgain') {
      m.action('deliverAgain', { r: Receiver, n: Packet }, (s, { r, n }) => {
        guard(s.onTheWay[r].has(n) && n < s.delivered[r])
        s.onTheWay[r].delete(n)
        s.last[r] = n
        s.hasRepeated.add(r)
      })
    }
    m.fair('weak', 'send')
    m.fair('weak', 'askAgain', { each: ['r', 'n'] })
    m.fair('weak', 'deliver', { each: ['r', 'n'] })

    m.refines('isMulticast', multicast.instance({ receivers, packets }), s => ({
      sent: Packet.filter(n => n < s.sent),
      last: s.last,
    }))
    m.invariant('exactlyOnce', s => s.hasRepeated.size === 0)
    m.eventually('allDelivered', s => Receiver.every(r => s.delivered[r] === packets))
    m.mayEnd(s => Receiver.every(r => s.delivered[r] === packets))
    m.witness('missed', s => Receiver.some(r => s.onTheWay[r].size === 0 && s.delivered[r] < s.sent))
    m.lemma('onTheWayWasSent', s => Receiver.every(r => s.onTheWay[r].every(n => n < s.sent && n >= s.delivered[r])))
    m.lemma('lastIsBefore', s =>
      Receiver.every(r => {
        const n = s.last[r]
        return n === null ? s.delivered[r] === 0 : n === s.delivered[r] - 1
      }),
    )
    m.lemma('deliveredWasSent', s => Receiver.every(r => s.delivered[r] <= s.sent))
    return m
  },
  {
    mutants: {
      asksNobody: {
        about: 'A receiver does not ask for what it misses.',
        constants: { receivers: 1, packets: 1, bug: 'asksNobody' },
        violates: 'allDelivered',
      },
      deliversAgain: {
        about: 'What was delivered may come again, and is delivered again.',
        constants: { receivers: 1, packets: 1, bug: 'deliversAgain' },
        violates: 'exactlyOnce',
      },
      deliversUnsent: {
        about: 'A receiver delivers a packet that nobody has sent.',
        constants: { receivers: 1, packets: 1, bug: 'deliversUnsent' },
        violates: 'isMulticast',
      },
    },
  },
)
