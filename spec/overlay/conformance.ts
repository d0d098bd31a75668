/**
 * A source that sends one packet in each period, as it has contracted, crosses hops that delay each packet by a while of their own,
 * in order; then a router holds it to its contract by a token bucket. Or somebody spaces the packets out again before.
 *
 * With delays that differ by up to `jitter` in all, the bucket must be deep enough for a packet and `jitter` of its rate.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.4, and "The League of SuperNets" (a source
 * that keeps its contract is policed after some hops); R. Cruz, "A Calculus for Network Delay", IEEE Transactions on Information
 * Theory 37, 1991 (what a delay does to an arrival curve); J.-Y. Le Boudec and P. Thiran, "Network Calculus", 2001 (spacing out again
 * costs no delay).
 *
 * ABSTRACTION: all hops are one, whose jitter is the sum of theirs; this hides nothing, as they keep the order.
 * ABSTRACTION: the least delay of a packet is taken for nothing; only differences matter.
 */
import { bool, guard, implies, int, machine, spec } from 'von'

export default spec(
  'conformance',
  {
    /** ticks between packets of the source */
    period: 3,
    /** ticks by which the delays of packets may differ */
    jitter: 4,
    /** tokens that a bucket holds; one comes in each tick, and a packet takes `period` of them */
    depth: 7,
    /** whether packets are spaced out again before they are policed */
    spacing: ['none', 'again', 'late'],
    /** contract: a packet in each period; faster: one a tick sooner each time, which the bucket is to find out */
    source: ['contract', 'faster'],
    bug: ['none', 'countsLess'],
  },
  ({ period, jitter, depth, spacing, source, bug }) => {
    const spaces = spacing !== 'none'
    /** ticks after which the source sends again, and tokens that the bucket takes for a packet */
    const pace = source === 'faster' ? period - 1 : period
    const price = bug === 'countsLess' ? period - 1 : period
    const most = Math.floor(jitter / pace) + 2
    const m = machine({
      /** ticks since the source sent its last packet */
      phase: int(0, period - 1),
      /** packets that are delayed by hops, and those that are spaced out */
      delayed: int(0, most),
      spaced: int(0, spaces ? most : 0),
      /** ticks until the next packet may leave the place where they are spaced out */
      gap: int(0, spaces ? period + 1 : 0),
      tokens: int(0, depth),
      isPoliced: bool,
    })
    m.init(() => ({ phase: 0, delayed: 1, spaced: 0, gap: 0, tokens: depth, isPoliced: false }))
    /** of the first of so many packets, the last of which was sent `phase` ticks ago */
    const age = (phase: number, packets: number) => phase + (packets - 1) * pace

    m.action('tick', {}, s => {
      guard(s.delayed === 0 || age(s.phase, s.delayed) < jitter)
      // Who spaces packets out sends each as soon as it may.
      guard(s.spaced === 0 || s.gap > 0)
      if (s.gap > 0) s.gap--
      if (s.tokens < depth) s.tokens++
      if (s.phase === pace - 1) {
        s.phase = 0
        s.delayed++
      } else s.phase++
    })
    m.action('hop', {}, s => {
      guard(s.delayed > 0)
      s.delayed--
      if (spaces) s.spaced++
      else if (s.tokens >= price) s.tokens -= price
      else s.isPoliced = true
    })
    if (spaces) {
      m.action('send', {}, s => {
        guard(s.spaced > 0 && s.gap === 0)
        s.spaced--
        s.gap = spacing === 'late' ? period + 1 : period
        if (s.tokens >= price) s.tokens -= price
        else s.isPoliced = true
      })
    }

    if (source === 'contract') m.invariant('conforms', s => !s.isPoliced)
    else {
      m.fair('weak', 'tick')
      m.fair('weak', 'hop')
      if (spaces) m.fair('weak', 'send')
      /** However deep the bucket is, and whatever the hops do. */
      m.eventually('isFoundOut', s => s.isPoliced)
    }
    /** Spacing out again makes no packet later than the hops may. */
    if (spaces) m.invariant('notLater', s => implies(s.spaced > 0, age(s.phase, s.delayed + s.spaced) <= jitter))
    m.lemma('hopsAreInTime', s => implies(s.delayed > 0, age(s.phase, s.delayed) <= jitter))
    if (spaces) {
      m.lemma('tokensFollowGap', s => s.tokens >= period - s.gap)
      m.lemma('leavesInTime', s =>
        implies(s.gap > 0 || s.spaced > 0, age(s.phase, s.delayed + s.spaced) + s.gap <= jitter),
      )
    } else if (source === 'contract') m.lemma('tokensSuffice', s => s.tokens >= s.delayed * period + s.phase)
    m.measure('missing', s => depth - s.tokens)
    m.witness('isBursty', s => s.delayed + s.spaced > 1)
    return m
  },
  {
    instances: { respaced: { spacing: 'again', depth: 3 }, deviating: { source: 'faster' } },
    mutants: {
      shallow: {
        about: 'The bucket is one token short of a packet and the jitter.',
        constants: { depth: 6 },
        violates: 'conforms',
      },
      countsLess: {
        about: 'The bucket takes a token too little for a packet, so that a source that is faster by a tick passes.',
        constants: { source: 'faster', bug: 'countsLess' },
        violates: 'isFoundOut',
      },
      late: {
        about: 'Packets are spaced out by a tick more than their period.',
        constants: { spacing: 'late' },
        violates: 'notLater',
      },
    },
  },
)
