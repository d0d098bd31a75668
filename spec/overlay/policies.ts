/**
 * A router that several networks use in turn, each with a forwarding policy of its own: in its slots a packet goes where its own
 * network says. To find that quickly, the router keeps the last answer; that must not outlive the slot.
 *
 * Source: K. Birman, "The League of SuperNets" (routers that divide their time among networks, each with its own policies).
 *
 * ABSTRACTION: there is one destination, and a table is the line that leads to it.
 */
import { fill, guard, ids, int, machine, map, option, spec } from 'von'

export default spec(
  'policies',
  {
    networks: 2,
    lines: 2,
    /** what the router keeps of an earlier answer */
    cache: ['perSlot', 'perNetwork', 'forAll'],
  },
  ({ networks, lines, cache }) => {
    const Network = ids('n', networks)
    const names = [...Network]
    const following = fill(Network, n => names[(names.indexOf(n) + 1) % networks] ?? n)
    const Line = int(0, lines - 1)
    const m = machine({
      turn: Network,
      table: map(Network, Line),
      /** the last answer, by network; all are the same where it is kept for all */
      cached: map(Network, option(Line)),
      /** where the last packet of each went */
      taken: map(Network, option(Line)),
    })
    m.init(() => ({
      turn: 'n0',
      table: fill(Network, () => 0),
      cached: fill(Network, () => null),
      taken: fill(Network, () => null),
    }))

    m.action('setTable', { n: Network, line: Line }, (s, { n, line }) => {
      s.table[n] = line
      s.cached[n] = null
    })
    m.action('forward', { n: Network }, (s, { n }) => {
      guard(s.turn === n)
      const line = s.cached[n] ?? s.table[n]
      s.taken[n] = line
      s.cached[n] = line
      if (cache === 'forAll') for (const other of Network) s.cached[other] = line
    })
    m.action('nextSlot', {}, s => {
      if (cache === 'perSlot') s.cached[s.turn] = null
      s.turn = following[s.turn]
    })

    for (const n of Network) {
      /** What a network does with its table, and in its slots, nobody else notices. */
      m.noninterference(`ownPolicy-${n}`, {
        high: {
          setTable: { n: names.filter(other => other !== n) },
          forward: { n: names.filter(other => other !== n) },
        },
        observe: s => s.taken[n],
      })
    }
    m.invariant('byOwnTable', s => Network.every(n => s.cached[n] === null || s.cached[n] === s.table[n]))
    m.witness('differ', s =>
      Network.every(n => s.taken[n] !== null && Network.every(o => o === n || s.taken[o] !== s.taken[n])),
    )
    return m
  },
  {
    instances: { perNetwork: { cache: 'perNetwork' } },
    mutants: {
      residue: {
        about: 'The last answer is kept when the slot is over, for whoever comes next.',
        constants: { cache: 'forAll' },
        violates: 'ownPolicy-n0',
      },
      residueToo: {
        about: 'The same, seen by the other network.',
        constants: { cache: 'forAll' },
        violates: 'ownPolicy-n1',
      },
      wrongTable: {
        about: 'The same, and a packet goes where another network says.',
        constants: { cache: 'forAll' },
        violates: 'byOwnTable',
      },
    },
  },
)
