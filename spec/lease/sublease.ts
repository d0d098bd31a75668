/**
 * Leases of leases: who has leased units of a router leases some of them on, to several others, for no longer than it has them
 * itself.
 *
 * Sources: K. Birman, "The League of SuperNets" (carriers lease on to one another), and "Technology Challenges for Virtual
 * Overlay Networks", section V.1 (a provider leases half of a router to another).
 *
 * ABSTRACTION: there is one clock; see `drift.ts` for several.
 */
import { fill, guard, ids, int, machine, map, rec, spec } from 'von'

export default spec(
  'sublease',
  {
    tenants: 2,
    /** units of the router */
    capacity: 2,
    /** ticks of the longest lease */
    term: 2,
    bug: ['none', 'outlives', 'overbooks'],
  },
  ({ tenants, capacity, term, bug }) => {
    const Tenant = ids('t', tenants)
    const Lease = rec({ units: int(0, capacity), ticksLeft: int(0, term) })
    const Units = int(1, capacity)
    const Ticks = int(1, term)
    const m = machine({
      /** of the one who leases on */
      main: Lease,
      /** of those who lease from it */
      sub: map(Tenant, Lease),
    })
    m.init(() => ({
      main: { units: 0, ticksLeft: 0 },
      sub: fill(Tenant, () => ({ units: 0, ticksLeft: 0 })),
    }))

    m.action('lease', { units: Units, ticks: Ticks }, (s, { units, ticks }) => {
      guard(s.main.ticksLeft === 0)
      s.main = { units, ticksLeft: ticks }
    })
    m.action('renew', {}, s => {
      guard(s.main.ticksLeft > 0)
      s.main.ticksLeft = term
    })
    m.action('leaseOn', { t: Tenant, units: Units, ticks: Ticks }, (s, { t, units, ticks }) => {
      guard(s.main.ticksLeft > 0 && s.sub[t].ticksLeft === 0)
      const others = bug === 'overbooks' ? 0 : Tenant.sum(other => s.sub[other].units)
      guard(others + units <= s.main.units)
      if (bug !== 'outlives') guard(ticks <= s.main.ticksLeft)
      s.sub[t] = { units, ticksLeft: ticks }
    })
    m.action('tick', {}, s => {
      if (s.main.ticksLeft > 0) s.main.ticksLeft--
      if (s.main.ticksLeft === 0) s.main.units = 0
      for (const t of Tenant) {
        if (s.sub[t].ticksLeft > 0) s.sub[t].ticksLeft--
        if (s.sub[t].ticksLeft === 0) s.sub[t].units = 0
      }
    })

    m.invariant('endsInTime', s => Tenant.every(t => s.sub[t].ticksLeft <= s.main.ticksLeft))
    /** At any time, and so also after the main lease was renewed or has ended. */
    m.invariant('withinShare', s => s.main.units === 0 || Tenant.sum(t => s.sub[t].units) <= s.main.units)
    m.witness('leasedOn', s => Tenant.every(t => s.sub[t].units > 0))
    m.interchangeable(Tenant)
    return m
  },
  {
    mutants: {
      outlives: {
        about: 'Nobody looks how long the main lease is good for.',
        constants: { tenants: 1, capacity: 1, bug: 'outlives' },
        violates: 'endsInTime',
      },
      overbooks: {
        about: 'Units are leased on that have been leased on already.',
        constants: { capacity: 1, bug: 'overbooks' },
        violates: 'withinShare',
      },
    },
  },
)
