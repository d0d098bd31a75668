/**
 * Soft state at a router that restarts: a reservation is refreshed in every period, and the router forgets what is not refreshed
 * for a lifetime. When it restarts, it forgets everything at once, and has only refreshes to learn it from.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI; RFC 2205, section 3.7 (a lifetime of K periods
 * survives the loss of K - 1 refreshes); D. Clark, "The Design Philosophy of the DARPA Internet Protocols", SIGCOMM 1988 (soft state).
 *
 * ABSTRACTION: there is one reservation, and one refresh in each period; this hides jitter.
 * ABSTRACTION: there is always room; this hides that others may have taken the place meanwhile.
 */
import { bool, guard, implies, int, machine, spec } from 'von'

export default spec(
  'restart',
  {
    /** periods for which the router remembers */
    lifetime: 3,
    /** refreshes that may get lost in a row */
    losses: 2,
    /** what a refresh says: all of the reservation, or only which one it is */
    refresh: ['descriptor', 'idOnly'],
  },
  ({ lifetime, losses, refresh }) => {
    const m = machine({
      /** periods until the router forgets; 0 if it has no reservation */
      periodsLeft: int(0, lifetime),
      lostInARow: int(0, losses),
      /** whether no refresh has arrived since the router was started */
      isRestarted: bool,
    })
    m.init(() => ({ periodsLeft: lifetime, lostInARow: 0, isRestarted: false }))

    m.action('period', { arrives: bool }, (s, { arrives }) => {
      if (arrives) {
        if (s.periodsLeft > 0 || refresh === 'descriptor') s.periodsLeft = lifetime
        s.lostInARow = 0
        s.isRestarted = false
      } else {
        guard(s.lostInARow < losses)
        s.lostInARow++
        if (s.periodsLeft > 0) s.periodsLeft--
      }
    })
    m.action('restart', {}, s => {
      s.periodsLeft = 0
      s.isRestarted = true
    })
    m.fair('weak', 'period', { each: 'arrives' })

    /** The first refresh that arrives brings the reservation back. */
    m.invariant('restored', s => implies(!s.isRestarted && s.lostInARow === 0, s.periodsLeft === lifetime))
    /** Losses alone never end a reservation that is wanted. */
    m.invariant('survivesLosses', s => implies(!s.isRestarted, s.periodsLeft > 0))
    m.leadsTo(
      'comesBack',
      s => s.periodsLeft === 0,
      s => s.periodsLeft > 0,
    )
    m.witness('nearlyForgotten', s => s.periodsLeft === 1)
    return m
  },
  {
    mutants: {
      idOnly: {
        about: 'A refresh names the reservation, and does not say what it is.',
        constants: { refresh: 'idOnly' },
        violates: 'restored',
      },
      idOnlyForEver: {
        about: 'The same, and the reservation does not come back at all.',
        constants: { refresh: 'idOnly' },
        violates: 'comesBack',
      },
      lifetimeShort: {
        about: 'As many refreshes may get lost as the lifetime is long.',
        constants: { losses: 3 },
        violates: 'survivesLosses',
      },
    },
  },
)
