/**
 * Every packet on two routes: the sender numbers its packets and sends each of them on two paths that share no router; at
 * the far end whichever copy comes first is accepted, and the other eliminated. So one router may fail, and nobody notices.
 * It refines `channel.ts`.
 *
 * Numbers begin again after the last one, and the receiver remembers which of the latest `history` numbers it has accepted.
 * Both have to fit the skew of the paths, which is how many packets one of them may be behind the other. Without faults a
 * history of 2 and `skew <= numbers / 2 + 1` will do; where routers fail and are repaired it takes a history of `skew + 1`
 * and `skew <= numbers / 2 - 1`. One failure at a time is not enough of a premise: the next one has to wait until all has
 * arrived that was sent meanwhile. (The tests try all sizes up to skew 4, history 5 and 8 numbers.)
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.3 (redundant routes, and removing
 * duplicates); IEEE 802.1CB-2017, "Frame Replication and Elimination for Reliability", section 7.4.3 (the vector recovery
 * algorithm, its reset, and what it takes for a rogue).
 *
 * ABSTRACTION: a path keeps packets in order and has room for `skew` of them; how long it is, and where on it a packet is,
 * is hidden. A copy that gets lost does so at its end.
 * ABSTRACTION: routers of a path fail and come back as one. That a failure hits one path is what disjoint means.
 * ABSTRACTION: the sender knows at once which paths are down, and there is room on both for what it sends; this hides copies
 * that are sent for nothing.
 * ABSTRACTION: the receiver forgets what it knows when nothing was under way for a while, and a sender needs longer
 * than that to start again; this hides the timers.
 * ABSTRACTION: packets are told apart by their place in a circle that is longer than the skew: a run is as long as it likes.
 */
import { bool, fill, guard, ids, implies, int, machine, map, mod, type StateOf, set, spec, type ValueOf } from 'von'
import channel from './channel.ts'
import { bugs, mutants } from './elimination.mutants.ts'

export default spec(
  'elimination',
  {
    /** packets that may be under way on a path */
    skew: 2,
    /** numbers of which the receiver remembers whether it has accepted them, the newest included */
    history: 3,
    /** size of the number space */
    numbers: 6,
    /**
     * apart: a router fails when all are up, and what was sent while another was down has arrived;
     * adjacent: when all are up; together: whenever it likes; never: not at all
     */
    failures: ['apart', 'adjacent', 'together', 'never'],
    /** apart: a single copy may get lost where a router might fail; never; always: any copy */
    losses: ['apart', 'never', 'always'],
    bug: bugs,
  },
  ({ skew, history, numbers, failures, losses, bug }) => {
    const Path = ids('p', 2)
    const packets = numbers * (Math.floor(skew / numbers) + 1)
    const Packet = int(0, packets - 1)
    const Distance = int(0, history - 1)
    const isFaultless = failures === 'never' && losses === 'never'
    const InFlight = map(Path, int(0, skew))

    const variables = {
      /** the packet that is sent next */
      next: Packet,
      /** how many packets each path carries: the last ones that were sent, in order */
      inFlight: InFlight,
      /** paths with a router that is down */
      down: set(Path),
      /** whose routers carry the copies of each path */
      routers: map(Path, Path),
      /** of the packets on each path, how many may have no other copy, since the last fault */
      exposed: map(Path, int(0, isFaultless ? 0 : skew)),
      /** the receiver takes any packet for the first */
      awaitsAny: bool,
      /** the newest number that was accepted, and how far before it the others are; at 0 is the newest itself */
      newest: int(0, numbers - 1),
      accepted: set(Distance),
      /** what an observer knows: packets that were not accepted yet, and whether any was accepted twice */
      pending: set(Packet),
      repeated: bool,
    }
    type State = StateOf<typeof variables>
    type PathId = ValueOf<typeof Path>

    const m = machine(variables)
    m.init(() => ({
      next: 0,
      inFlight: fill(Path, () => 0),
      down: set(Path).of(),
      routers: fill(Path, path => path),
      exposed: fill(Path, () => 0),
      awaitsAny: true,
      newest: 0,
      accepted: set(Distance).of(),
      pending: set(Packet).of(),
      repeated: false,
    }))

    const isDown = (s: State, path: PathId) => s.down.has(s.routers[path])
    const isQuiet = (s: State) => Path.every(path => s.inFlight[path] === 0)
    /** How long ago a packet was sent: 1 is the last one. */
    const age = (s: State, packet: number) => mod(s.next - 1 - packet, packets) + 1
    const carries = (s: State, path: PathId, packet: number) => age(s, packet) <= s.inFlight[path]

    // ---- Sending, and what may happen on the way --------------------------------------------------------------------

    m.action('send', {}, s => {
      for (const path of Path) {
        if (isDown(s, path) || (bug === 'sendsOnce' && path !== 'p0')) continue
        guard(s.inFlight[path] < skew)
        s.inFlight[path]++
      }
      s.pending.add(s.next)
      s.next = mod(s.next + 1, packets)
    })

    /** The first packet on the path leaves it. */
    const leave = (s: State, path: PathId) => {
      s.inFlight[path]--
      if (s.exposed[path] > 0) s.exposed[path]--
    }
    const isCalm = (s: State) => s.down.size === 0 && Path.every(path => s.exposed[path] === 0)
    const expose = (s: State) => {
      if (failures === 'apart' || losses === 'apart') s.exposed = s.inFlight
    }
    if (failures !== 'never') {
      m.action('fail', { path: Path }, (s, { path }) => {
        guard(!s.down.has(path))
        guard(failures === 'apart' ? isCalm(s) : failures === 'together' || s.down.size === 0)
        s.down.add(path)
        for (const p of Path) if (s.routers[p] === path) s.inFlight[p] = 0
      })
      m.action('repair', { path: Path }, (s, { path }) => {
        guard(s.down.has(path))
        s.down.delete(path)
        expose(s)
      })
    }
    if (losses !== 'never') {
      m.action('lose', { path: Path }, (s, { path }) => {
        guard(s.inFlight[path] > 0)
        guard(losses === 'always' || isCalm(s))
        leave(s, path)
        expose(s)
      })
    }
    if (bug === 'failsOver') {
      m.action('failOver', { path: Path, other: Path }, (s, { path, other }) => {
        guard(isDown(s, path) && !s.down.has(other))
        s.routers[path] = other
      })
    }

    // ---- The receiver: 802.1CB, section 7.4.3.4 --------------------------------------------------------------------

    const accept = (s: State, packet: number) => {
      if (s.pending.has(packet)) s.pending.delete(packet)
      else s.repeated = true
    }
    const receive = (s: State, packet: number) => {
      const number = packet % numbers
      if (s.awaitsAny) {
        s.awaitsAny = false
        s.newest = number
        s.accepted.add(0)
        accept(s, packet)
        return
      }
      /** between minus one half of the number space and the other */
      const ahead = mod(number - s.newest + Math.floor(numbers / 2), numbers) - Math.floor(numbers / 2)
      // a rogue, which cannot belong to this stream
      if (Math.abs(ahead) >= history) return
      if (ahead > 0) {
        s.newest = number
        const shift = bug === 'historyStays' ? 0 : ahead
        s.accepted = Distance.filter(d => d === 0 || (d >= shift && s.accepted.has(d - shift)))
        accept(s, packet)
      } else if (!s.accepted.has(-ahead) || bug === 'acceptsAll') {
        s.accepted.add(-ahead)
        accept(s, packet)
      }
    }

    m.action('arrive', { path: Path }, (s, { path }) => {
      guard(s.inFlight[path] > 0)
      const packet = mod(s.next - s.inFlight[path], packets)
      leave(s, path)
      receive(s, packet)
    })
    if (bug !== 'stops') m.fair('weak', 'arrive', { each: 'path' })

    if (bug !== 'neverResets') {
      /** Nothing was under way for a while. */
      m.action('reset', {}, s => {
        guard(!s.awaitsAny && (isQuiet(s) || bug === 'resetsTooSoon'))
        s.awaitsAny = true
        s.newest = 0
        s.accepted.clear()
      })
    }
    /** The sender has stopped, and begins with the first number again. */
    m.action('restart', {}, s => {
      guard(isQuiet(s) && s.next !== 0 && (s.awaitsAny || bug === 'neverResets'))
      s.next = 0
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    m.invariant('atMostOnce', s => !s.repeated)
    /** What no path carries any more has been accepted. */
    m.invariant('nothingLost', s => s.pending.every(n => Path.some(path => carries(s, path, n))))
    m.refines('isReliable', channel.instance({ packets }), s => ({
      next: s.next,
      pending: s.pending,
      repeated: s.repeated,
    }))
    m.temporal('delivery', ({ and, leadsTo }) =>
      and(
        ...Packet.map(n =>
          leadsTo(
            s => s.pending.has(n),
            s => !s.pending.has(n),
          ),
        ),
      ),
    )

    // ---- Why it holds: with these, it is true by induction ----------------------------------------------------------

    const isUnderWay = (s: State, packet: number) => Path.some(path => carries(s, path, packet))
    /** How long ago the newest packet was sent that was accepted. */
    const newestAge = (s: State) => mod((s.next % numbers) - 1 - s.newest, numbers) + 1

    m.lemma(
      'oneIsDown',
      s =>
        s.down.size <= 1 &&
        Path.every(path => {
          const isIdle = s.inFlight[path] === 0 || !s.down.has(path)
          return s.routers[path] === path && isIdle && s.exposed[path] <= (s.down.size > 0 ? 0 : s.inFlight[path])
        }),
    )
    /** A single fault takes nothing that is not exposed. */
    m.lemma('othersHaveCopies', s =>
      s.pending.every(n =>
        Path.every(path => {
          const isExposed = s.down.size > 0 || age(s, n) > s.inFlight[path] - s.exposed[path]
          return isExposed || Path.every(other => carries(s, other, n))
        }),
      ),
    )
    m.lemma('newestIsAccepted', s => (s.awaitsAny ? s.accepted.size === 0 : s.accepted.has(0)))
    m.lemma(
      'newerArePending',
      s =>
        s.awaitsAny ||
        (newestAge(s) <= skew + 1 && Packet.every(n => implies(age(s, n) < newestAge(s), s.pending.has(n)))),
    )
    /** Where the newest went by, paths keeping their order. */
    m.lemma('olderAreOvertaken', s =>
      s.pending.every(n => s.awaitsAny || age(s, n) < newestAge(s) || !Path.every(path => carries(s, path, n))),
    )
    m.lemma('historyIsKnown', s =>
      Packet.every(n => {
        const before = age(s, n) - newestAge(s)
        const isAccepted = !s.awaitsAny && before >= 0 && (before >= history || s.accepted.has(before))
        return implies(isUnderWay(s, n), s.pending.has(n) === !isAccepted)
      }),
    )

    m.witness('bothFull', s => Path.every(path => s.inFlight[path] === skew))
    if (bug !== 'failsOver') m.interchangeable(Path)
    return m
  },
  {
    instances: {
      /** nothing fails, and nothing gets lost */
      faultless: { failures: 'never', losses: 'never', history: 2, numbers: 4, skew: 3 },
    },
    mutants,
  },
)
