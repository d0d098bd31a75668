/**
 * Bandwidth for pairs of endpoints that is moved from pair to pair, so that their sum stays within what one endpoint has: units are
 * tokens, sent in messages to who wants one. A pair that crashes takes its tokens along, unless tokens are leased and come back.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.4 (dynamic reservations would do, and need
 * coordination that is slow and does not tolerate faults).
 *
 * ABSTRACTION: messages are not lost, only delayed; this hides repetition.
 * ABSTRACTION: a leased token comes back some time after a crash, and not before; this hides the clocks, for which see `drift.ts`.
 */
import { fill, guard, ids, int, machine, map, set, spec } from 'von'

export default spec(
  'escrow',
  {
    pairs: 3,
    /** tokens in all */
    rate: 1,
    /** pairs that may crash */
    crashes: 1,
    bug: ['none', 'tokensAreLost', 'givesAndKeeps'],
  },
  ({ pairs, rate, crashes, bug }) => {
    const Pair = ids('p', pairs)
    const Tokens = int(0, rate + 1)
    const m = machine({
      held: map(Pair, Tokens),
      /** on their way to each pair */
      sent: map(Pair, Tokens),
      /** given to nobody */
      free: Tokens,
      wanting: set(Pair),
      crashed: set(Pair),
    })
    m.init(() => ({
      held: fill(Pair, () => 0),
      sent: fill(Pair, () => 0),
      free: rate,
      wanting: set(Pair).of(),
      crashed: set(Pair).of(),
    }))

    m.action('demand', { p: Pair }, (s, { p }) => {
      guard(!s.crashed.has(p) && !s.wanting.has(p) && s.held[p] === 0)
      s.wanting.add(p)
    })
    m.action('grant', { to: Pair }, (s, { to }) => {
      guard(s.free > 0 && s.wanting.has(to) && s.sent[to] === 0)
      s.free--
      s.sent[to]++
    })
    m.action('give', { from: Pair, to: Pair }, (s, { from, to }) => {
      guard(from !== to && !s.crashed.has(from) && s.held[from] > 0 && s.wanting.has(to) && s.sent[to] === 0)
      guard(s.held[to] + s.sent[to] <= rate)
      if (bug !== 'givesAndKeeps') s.held[from]--
      s.sent[to]++
    })
    m.action('receive', { p: Pair }, (s, { p }) => {
      guard(!s.crashed.has(p) && s.sent[p] > 0)
      s.sent[p]--
      s.held[p]++
      s.wanting.delete(p)
    })
    if (crashes > 0) {
      m.action('crash', { p: Pair }, (s, { p }) => {
        guard(s.crashed.size < crashes && !s.crashed.has(p))
        s.crashed.add(p)
        s.wanting.delete(p)
      })
      m.action('lapse', { p: Pair }, (s, { p }) => {
        guard(bug !== 'tokensAreLost' && s.crashed.has(p) && s.held[p] + s.sent[p] > 0)
        s.free += s.held[p] + s.sent[p]
        s.held[p] = 0
        s.sent[p] = 0
      })
      m.fair('weak', 'lapse', { each: 'p' })
      m.witness('crashedWithToken', s => Pair.some(p => s.crashed.has(p) && s.held[p] > 0))
    }
    m.fair('weak', 'receive', { each: 'p' })
    // A pair that wants a token is not passed over for ever, whoever may give it one.
    m.fair('strong', 'give', { each: 'to' })
    m.fair('strong', 'grant', { each: 'to' })

    m.invariant('withinRate', s => Pair.sum(p => s.held[p] + s.sent[p]) + s.free <= rate)
    m.temporal('pairsAreServed', ({ and, leadsTo }) =>
      and(
        ...Pair.map(p =>
          leadsTo(
            s => s.wanting.has(p),
            s => !s.wanting.has(p),
          ),
        ),
      ),
    )
    m.lemma('noneIsLost', s => Pair.sum(p => s.held[p] + s.sent[p]) + s.free === rate)
    m.lemma('wantersHaveNone', s => s.wanting.every(p => !s.crashed.has(p) && s.held[p] === 0))
    m.mayEnd(s => s.wanting.size === 0)
    m.interchangeable(Pair)
    return m
  },
  {
    mutants: {
      tokensAreLost: {
        about: 'What a crashed pair has does not come back.',
        constants: { pairs: 2, bug: 'tokensAreLost' },
        violates: 'pairsAreServed',
      },
      givesAndKeeps: {
        about: 'A pair goes on to use what it has given away.',
        constants: { pairs: 2, crashes: 0, bug: 'givesAndKeeps' },
        violates: 'withinRate',
      },
    },
  },
)
