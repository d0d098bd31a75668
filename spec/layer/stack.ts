/**
 * Layers between a sender and a receiver, and their order. A sender numbers its packets, sends each twice and encrypts it; a
 * router on the way eliminates second copies, to save what is behind it; the receiver does so again and decrypts. Each layer does
 * what it should, and the stack does not, where one is above or below another that it depends on.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.2 (protocols in layers, each stronger than what
 * is below).
 *
 * ABSTRACTION: a packet is sent when the one before has been delivered, and a number stands for what is in it.
 * ABSTRACTION: encryption is perfect: who has no key sees that there is a packet, and nothing else.
 */
import { fill, guard, ids, int, machine, map, oneOf, spec } from 'von'

export default spec(
  'stack',
  {
    packets: 2,
    /**
     * apart: as above, and numbers are outside of what is encrypted; numbersInside: they are encrypted too, so that the router
     * cannot read them; copiesAbove: the receiver's side sends each packet on twice, above elimination; openBelow: what is
     * encrypted is decrypted by the router
     */
    order: ['apart', 'numbersInside', 'copiesAbove', 'openBelow'],
    /** whether the router may lose one of the two copies, or both */
    losses: ['one', 'both'],
  },
  ({ packets, order, losses }) => {
    const Packet = ids('p', packets)
    const names = [...Packet]
    const number = fill(Packet, n => names.indexOf(n))
    const Copies = map(Packet, int(0, 2))
    const m = machine({
      /** the next one to be sent */
      next: int(0, packets),
      toRouter: Copies,
      toReceiver: Copies,
      passed: map(Packet, int(0, 2)),
      delivered: map(Packet, int(0, 2)),
      /** what a router knows of the last packet that it saw */
      seen: oneOf('nothing', 'packet', 'content'),
    })
    m.init(() => ({
      next: 0,
      toRouter: fill(Packet, () => 0),
      toReceiver: fill(Packet, () => 0),
      passed: fill(Packet, () => 0),
      delivered: fill(Packet, () => 0),
      seen: 'nothing',
    }))

    m.action('send', {}, s => {
      guard(s.next < packets && Packet.every(n => number[n] >= s.next || s.delivered[n] > 0))
      for (const n of Packet) if (number[n] === s.next) s.toRouter[n] = 2
      s.next++
    })
    m.action('route', { n: Packet }, (s, { n }) => {
      guard(s.toRouter[n] > 0)
      s.toRouter[n]--
      s.seen = order === 'openBelow' ? 'content' : 'packet'
      if (order === 'numbersInside' || s.passed[n] === 0) {
        s.passed[n]++
        s.toReceiver[n]++
      }
    })
    m.action('deliver', { n: Packet }, (s, { n }) => {
      guard(s.toReceiver[n] > 0)
      s.toReceiver[n]--
      if (order === 'copiesAbove') s.delivered[n] = 2
      else if (s.delivered[n] === 0) s.delivered[n] = 1
    })
    m.action('lose', { n: Packet }, (s, { n }) => {
      guard(s.toRouter[n] > (losses === 'both' ? 0 : 1))
      s.toRouter[n]--
    })
    m.fair('weak', 'send')
    m.fair('weak', 'route', { each: 'n' })
    m.fair('weak', 'deliver', { each: 'n' })

    m.invariant('deliveredOnce', s => Packet.every(n => s.delivered[n] <= 1))
    /** Behind the router there is one copy of a packet. */
    m.invariant('eliminated', s => Packet.every(n => s.passed[n] <= 1))
    m.invariant('secret', s => s.seen !== 'content')
    m.eventually('allDelivered', s => Packet.every(n => s.delivered[n] > 0))
    m.lemma('sentIsSomewhere', s =>
      Packet.every(n => number[n] >= s.next || s.toRouter[n] > 0 || s.toReceiver[n] > 0 || s.delivered[n] > 0),
    )
    m.lemma('passedIsSomewhere', s => Packet.every(n => s.passed[n] === 0 || s.toReceiver[n] > 0 || s.delivered[n] > 0))
    m.lemma('comesFromRouter', s => Packet.every(n => s.toReceiver[n] <= s.passed[n]))
    m.mayEnd(s => losses === 'both' || Packet.every(n => s.delivered[n] > 0 && s.toRouter[n] === 0))
    return m
  },
  {
    mutants: {
      numbersInside: {
        about: 'What is encrypted includes the numbers by which a router is to eliminate copies.',
        constants: { packets: 1, order: 'numbersInside' },
        violates: 'eliminated',
      },
      copiesAbove: {
        about: 'A layer above elimination makes copies.',
        constants: { packets: 1, order: 'copiesAbove' },
        violates: 'deliveredOnce',
      },
      openBelow: {
        about: 'A router decrypts what it is to read.',
        constants: { packets: 1, order: 'openBelow' },
        violates: 'secret',
      },
      bothLost: {
        about: 'Both copies of a packet may be lost, which no layer here makes good.',
        constants: { packets: 1, losses: 'both' },
        violates: 'allDelivered',
      },
    },
  },
)
