/**
 * A lease that two clocks measure: the grantor's, which tells when it may be given to somebody else, and the holder's, which tells
 * when it must not be used any more. Clocks drift apart, by a known amount at most within a term.
 *
 * Source: C. Gray and D. Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency", SOSP
 * 1989, section 5 (a holder allows for the error of clocks).
 *
 * ABSTRACTION: a grant arrives at once; this hides that a holder counts from when it asked, which is earlier and so safer.
 * ABSTRACTION: clocks are as far apart as they get since the grant; this hides how fast they drift.
 */
import { fill, guard, ids, int, machine, map, spec } from 'von'

export default spec(
  'drift',
  {
    holders: 2,
    /** ticks of the grantor's clock for which a lease is good */
    term: 3,
    /** ticks by which the clocks may be apart within a term */
    drift: 1,
    /** ticks of its own clock by which a holder stops earlier */
    margin: 1,
  },
  ({ holders, term, drift, margin }) => {
    const Holder = ids('h', holders)
    const m = machine({
      /** on the grantor's clock, until it may give the lease to somebody */
      grantorTicks: int(0, term),
      /** on the clock of each holder, until it stops */
      holderTicks: map(Holder, int(0, term)),
      /** how far the grantor's clock is ahead of that of each holder */
      ahead: map(Holder, int(-drift, drift)),
    })
    m.init(() => ({ grantorTicks: 0, holderTicks: fill(Holder, () => 0), ahead: fill(Holder, () => 0) }))

    m.action('grant', { h: Holder }, (s, { h }) => {
      guard(s.grantorTicks === 0)
      s.grantorTicks = term
      s.holderTicks[h] = term - margin
      s.ahead[h] = 0
    })
    m.action('grantorTick', {}, s => {
      guard(s.grantorTicks > 0)
      guard(Holder.every(h => s.holderTicks[h] === 0 || s.ahead[h] < drift))
      s.grantorTicks--
      for (const h of Holder) if (s.holderTicks[h] > 0) s.ahead[h]++
    })
    m.action('holderTick', { h: Holder }, (s, { h }) => {
      guard(s.holderTicks[h] > 0 && s.ahead[h] > -drift)
      s.holderTicks[h]--
      s.ahead[h] = s.holderTicks[h] === 0 ? 0 : s.ahead[h] - 1
    })

    /** Nobody uses what has been given to somebody else. */
    m.invariant('exclusive', s => Holder.count(h => s.holderTicks[h] > 0) <= 1)
    m.lemma('clocksTellAhead', s =>
      Holder.every(h => s.ahead[h] === (s.holderTicks[h] === 0 ? 0 : s.holderTicks[h] + margin - s.grantorTicks)),
    )
    m.witness('usedUpToTheEnd', s => s.grantorTicks === 1 && Holder.some(h => s.holderTicks[h] > 0))
    m.interchangeable(Holder)
    return m
  },
  {
    mutants: {
      noMargin: {
        about: 'The holder uses its lease to the end, by its own clock.',
        constants: { margin: 0 },
        violates: 'exclusive',
      },
    },
  },
)
