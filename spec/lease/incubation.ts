/**
 * Grants of shares to new networks, from a pool: each for a longest time, within which the network finds funds of its own and pays
 * for its share, or fails; either way the pool has the share again.
 *
 * Source: K. Birman, "The League of SuperNets".
 *
 * ABSTRACTION: a share is one unit; a network that is funded buys another one, and gives that of the pool back.
 */
import { fill, guard, ids, int, machine, map, oneOf, spec } from 'von'

export default spec(
  'incubation',
  {
    networks: 2,
    pool: 1,
    /** ticks of a grant */
    term: 2,
    bug: ['none', 'renewed', 'kept'],
  },
  ({ networks, pool, term, bug }) => {
    const Network = ids('n', networks)
    const m = machine({
      status: map(Network, oneOf('planned', 'granted', 'funded', 'failed')),
      ticksLeft: map(Network, int(0, term)),
      free: int(0, pool),
    })
    m.init(() => ({ status: fill(Network, () => 'planned'), ticksLeft: fill(Network, () => 0), free: pool }))

    m.action('grant', { n: Network }, (s, { n }) => {
      guard(s.free > 0 && s.status[n] === 'planned')
      s.free--
      s.status[n] = 'granted'
      s.ticksLeft[n] = term
    })
    m.action('fund', { n: Network }, (s, { n }) => {
      guard(s.status[n] === 'granted')
      s.status[n] = 'funded'
      s.ticksLeft[n] = 0
      if (bug !== 'kept') s.free++
    })
    m.action('tick', {}, s => {
      for (const n of Network) {
        if (s.status[n] === 'granted') {
          s.ticksLeft[n]--
          if (s.ticksLeft[n] === 0) {
            if (bug === 'renewed') s.ticksLeft[n] = term
            else {
              s.status[n] = 'failed'
              s.free++
            }
          }
        }
      }
    })
    m.fair('weak', 'tick')

    /** The pool has what it has not granted. */
    m.invariant('poolIsWhole', s => s.free + Network.count(n => s.status[n] === 'granted') === pool)
    m.temporal('grantsEnd', ({ and, leadsTo }) =>
      and(
        ...Network.map(n =>
          leadsTo(
            s => s.status[n] === 'granted',
            s => s.status[n] === 'funded' || s.status[n] === 'failed',
          ),
        ),
      ),
    )
    m.lemma('grantsHaveTime', s => Network.every(n => (s.status[n] === 'granted') === s.ticksLeft[n] > 0))
    m.mayEnd(s => Network.every(n => s.status[n] === 'funded' || s.status[n] === 'failed'))
    m.witness('funded', s => Network.some(n => s.status[n] === 'funded'))
    m.witness('failed', s => Network.some(n => s.status[n] === 'failed'))
    return m
  },
  {
    mutants: {
      renewed: {
        about: 'A grant that has ended is renewed, as often as it ends.',
        constants: { bug: 'renewed' },
        violates: 'grantsEnd',
      },
      kept: {
        about: 'A network that is funded keeps the share of the pool.',
        constants: { bug: 'kept' },
        violates: 'poolIsWhole',
      },
    },
  },
)
