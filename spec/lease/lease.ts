/**
 * Leases on router capacity: an overlay network owns one unit at every router, or owns nothing.
 *
 * The management service checks a request against its approximate view of the network, then runs a two-phase commit
 * over the routers. What it is granted is a lease: it must be refreshed, or the router takes the capacity back. The
 * routers are authoritative; the service may crash, and messages may be delayed, overtaken, lost and duplicated.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI ("Resource reservations and
 * management"); RFC 2205 sections 2.3 and 3.7 (soft state); J. Gray and L. Lamport, "Consensus on Transaction Commit"
 * (the commit protocol); C. Gray and D. Cheriton, "Leases", SOSP 1989.
 *
 * ABSTRACTION: timers count down and one `tick` moves all of them; this hides clocks that drift apart.
 * ABSTRACTION: a message takes any number of ticks; bounds are therefore counted from the last delivery.
 * ABSTRACTION: an overlay needs one unit at every router; this hides unequal demands and routes that avoid a router.
 * ABSTRACTION: the service gives up, refreshes and ends leases at any time; this hides its own timers, not an outcome.
 * ABSTRACTION: a router does not crash; this hides the loss of its leases, which only refreshes would restore.
 */
import { bag, bool, fill, guard, ids, implies, int, machine, map, oneOf, rec, set, spec, type ValueOf, variant } from 'von'
import { bugs, mutants } from './lease.mutants.ts'

export default spec(
  'lease',
  {
    routers: 2,
    overlays: 1,
    /** units at each router */
    capacity: 1,
    /** ticks for which a promise or a lease is good */
    term: 2,
    /** requests made for each overlay */
    attempts: 1,
    /** how many messages may be lost, how many duplicated, and how often the service may crash */
    losses: 0,
    duplicates: 0,
    crashes: 0,
    bug: bugs,
  },
  ({ routers, overlays, capacity, term, attempts, losses, duplicates, crashes, bug }) => {
    const Router = ids('r', routers)
    const Overlay = ids('o', overlays)
    /** Requests of an overlay are numbered; the number fences off what belongs to an earlier one. */
    const Generation = int(1, attempts)

    /**
     * What a router keeps for an overlay. `prepared`: a promise, which holds capacity. `lapsed`: the promise timed out,
     * it holds nothing, but a late commit may still find room. `generation` is the last one promised; 0 is none.
     */
    const Slot = rec({
      state: oneOf('free', 'prepared', 'lapsed', 'active'),
      generation: int(0, attempts),
      ticksLeft: int(0, term),
    })
    const Slots = map(Overlay, Slot)
    /** `prepare`, `commit`, `refresh`, `release` go to the router, its answers `yes` and `no` to the service. */
    const Message = rec({
      kind: oneOf('prepare', 'commit', 'refresh', 'release', 'yes', 'no'),
      router: Router,
      overlay: Overlay,
      generation: Generation,
    })
    const Network = bag(Message, duplicates > 0 ? 2 : 1)
    const toRouter = { router: Router, overlay: Overlay, generation: Generation }
    const fromRouter = toRouter
    const Request = variant({ none: {}, preparing: { votes: set(Router) }, granted: {} })
    const variables = {
      slot: map(Router, Slots),
      serviceUp: bool,
      /** the service's memory, lost in a crash */
      request: map(Overlay, Request),
      /** the service's stable storage: the last generation used */
      generation: map(Overlay, int(0, attempts)),
      /** the service's approximation of the network: whether all routers had room when it last looked */
      roomSeen: bool,
      network: Network,
      faultsLeft: rec({ losses: int(0, losses), duplicates: int(0, duplicates), crashes: int(0, crashes) }),
      /** observer: ticks for which capacity has been held for an overlay that nobody looks after */
      orphanTicks: map(Overlay, int(0, term)),
    }
    type State = { [V in keyof typeof variables]: ValueOf<(typeof variables)[V]> }
    type RouterId = ValueOf<typeof Router>
    type OverlayId = ValueOf<typeof Overlay>

    const holds = (slot: ValueOf<typeof Slot>) => slot.state === 'prepared' || slot.state === 'active'
    const used = (slots: ValueOf<typeof Slots>) => Overlay.count(o => holds(slots[o]))
    const hasRoom = (s: State) => Router.every(r => used(s.slot[r]) < capacity)
    /** What an overlay already has does not count against its own request. */
    const fits = (slots: ValueOf<typeof Slots>, newcomer: OverlayId) => {
      const counts = (o: OverlayId) => (bug === 'promisesNotCounted' ? slots[o].state === 'active' : holds(slots[o]))
      return bug === 'viewTrusted' || Overlay.count(o => o !== newcomer && counts(o)) < capacity
    }
    /** Capacity is held for the overlay, and neither the service nor a message under way knows of it. */
    const isOrphaned = (s: State, o: OverlayId) =>
      s.request[o].kind === 'none' &&
      !s.network.some(message => message.overlay === o) &&
      Router.some(r => holds(s.slot[r][o]))

    /** A sender does not repeat what is still under way. */
    const send = (s: State, message: ValueOf<typeof Message>) => {
      if (!s.network.has(message)) s.network.add(message)
    }
    const receive = (s: State, message: ValueOf<typeof Message>) => {
      guard(s.network.has(message))
      s.network.delete(message)
    }
    const tellRouters = (s: State, kind: 'prepare' | 'commit' | 'refresh' | 'release', overlay: OverlayId) => {
      for (const router of Router) send(s, { kind, router, overlay, generation: s.generation[overlay] })
    }
    const letGo = (s: State, o: OverlayId) => {
      tellRouters(s, 'release', o)
      s.request[o] = { kind: 'none' }
    }

    const m = machine(variables)

    m.init(() => ({
      slot: fill(Router, () => fill(Overlay, () => ({ state: 'free' as const, generation: 0, ticksLeft: 0 }))),
      serviceUp: true,
      request: fill(Overlay, () => ({ kind: 'none' as const })),
      generation: fill(Overlay, () => 0),
      roomSeen: true,
      network: Network.of(),
      faultsLeft: { losses, duplicates, crashes },
      orphanTicks: fill(Overlay, () => 0),
    }))

    // ---- The management service

    /** "An approximation of the network state": it is brought up to date now and then. */
    m.action('observe', {}, s => {
      guard(s.roomSeen !== hasRoom(s))
      s.roomSeen = hasRoom(s)
    })

    /** "First checking the request against an approximation of the network state", then phase one. */
    m.action('request', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.serviceUp && s.request[overlay].kind === 'none' && s.generation[overlay] < attempts)
      guard(s.roomSeen)
      s.generation[overlay]++
      s.request[overlay] = { kind: 'preparing', votes: set(Router).of() }
      s.orphanTicks[overlay] = 0
      tellRouters(s, 'prepare', overlay)
    })

    /** Phase two begins when all routers have promised. */
    m.action('countYes', fromRouter, (s, { router, overlay, generation }) => {
      guard(s.serviceUp)
      receive(s, { kind: 'yes', router, overlay, generation })
      const request = s.request[overlay]
      if (request.kind !== 'preparing' || generation !== s.generation[overlay]) return
      request.votes.add(router)
      const needed = bug === 'halfCommits' ? Math.ceil(routers / 2) : routers
      if (request.votes.size < needed) return
      s.request[overlay] = { kind: 'granted' }
      tellRouters(s, 'commit', overlay)
    })

    /** A router has nothing to give, or no longer has what it gave: all or none, so the others are released. */
    m.action('countNo', fromRouter, (s, { router, overlay, generation }) => {
      guard(s.serviceUp)
      receive(s, { kind: 'no', router, overlay, generation })
      if (s.request[overlay].kind === 'none' || generation !== s.generation[overlay]) return
      letGo(s, overlay)
    })

    /** "Leases which need to be refreshed periodically." */
    m.action('refresh', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.request[overlay].kind === 'granted' && !s.network.some(message => message.overlay === overlay))
      tellRouters(s, 'refresh', overlay)
    })

    /** The service loses patience with the vote, or the overlay is done with its lease. */
    m.action('giveUp', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.request[overlay].kind !== 'none')
      letGo(s, overlay)
    })

    if (crashes > 0) {
      /** All but stable storage is lost. */
      m.action('crash', {}, s => {
        guard(s.serviceUp && s.faultsLeft.crashes > 0)
        s.faultsLeft.crashes--
        s.serviceUp = false
        for (const o of Overlay) s.request[o] = { kind: 'none' }
      })

      /** It cannot know what it had decided, so it decides nothing: what was promised will lapse. */
      m.action('restart', {}, s => {
        guard(!s.serviceUp)
        s.serviceUp = true
        if (bug !== 'restartCommits') return
        for (const o of Overlay) if (s.generation[o] > 0) tellRouters(s, 'commit', o)
      })
    }

    // ---- A router

    /** Promise a unit, or refuse. What repeats or is older than the last promise is ignored. */
    m.action('prepare', toRouter, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'prepare', router, overlay, generation })
      if (generation <= s.slot[router][overlay].generation) return
      if (fits(s.slot[router], overlay)) {
        s.slot[router][overlay] = { state: 'prepared', generation, ticksLeft: term }
        send(s, { kind: 'yes', router, overlay, generation })
      } else {
        send(s, { kind: 'no', router, overlay, generation })
      }
    })

    /** A promise becomes a lease. One that has lapsed is as good as a new request: is there room? */
    m.action('commit', toRouter, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'commit', router, overlay, generation })
      const slot = s.slot[router][overlay]
      if (slot.state === 'active' && slot.generation === generation) return
      const late = slot.state === 'lapsed' && (bug === 'lateCommitUnchecked' || fits(s.slot[router], overlay))
      if (slot.generation === generation && (slot.state === 'prepared' || late)) {
        s.slot[router][overlay] = { state: 'active', generation, ticksLeft: term }
      } else {
        send(s, { kind: 'no', router, overlay, generation })
      }
    })

    /** Soft state (RFC 2205, 2.3): a refresh extends a lease that is there; it never brings one back. */
    m.action('extend', toRouter, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'refresh', router, overlay, generation })
      const slot = s.slot[router][overlay]
      const own = slot.generation === generation || bug === 'refreshUnfenced'
      if (own && (slot.state === 'active' || bug === 'refreshRevives')) {
        slot.state = 'active'
        slot.ticksLeft = term
      } else {
        send(s, { kind: 'no', router, overlay, generation })
      }
    })

    /** Explicit teardown; only of the generation it was sent for. */
    m.action('release', toRouter, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'release', router, overlay, generation })
      const slot = s.slot[router][overlay]
      if (slot.generation !== generation && bug !== 'releaseUnfenced') return
      slot.state = 'free'
      slot.ticksLeft = 0
    })

    // ---- The network and time

    if (losses > 0) {
      m.action('lose', { message: Message }, (s, { message }) => {
        guard(s.network.has(message) && s.faultsLeft.losses > 0)
        s.faultsLeft.losses--
        s.network.delete(message)
      })
    }
    if (duplicates > 0) {
      m.action('duplicate', { message: Message }, (s, { message }) => {
        guard(s.network.copies(message) === 1 && s.faultsLeft.duplicates > 0)
        s.faultsLeft.duplicates--
        s.network.add(message)
      })
    }

    /** A promise that times out lapses; a lease that times out is over. */
    const age = (slot: ValueOf<typeof Slot>) => {
      if (slot.ticksLeft === 0 || (bug === 'promisesStay' && slot.state === 'prepared')) return
      slot.ticksLeft--
      if (slot.ticksLeft === 0) slot.state = slot.state === 'prepared' ? 'lapsed' : 'free'
    }
    m.action('tick', {}, s => {
      guard(Router.some(r => used(s.slot[r]) > 0))
      for (const o of Overlay) {
        for (const r of Router) age(s.slot[r][o])
        s.orphanTicks[o] = isOrphaned(s, o) ? Math.min(term, s.orphanTicks[o] + 1) : 0
      }
    })

    // ---- What must hold

    /** Admission control: no router promises or leases more than it has, whatever the service believed. */
    m.invariant('ledger', s => Router.every(r => used(s.slot[r]) <= capacity))

    /** AC2 of atomic commit: a lease anywhere means that every router has promised. */
    m.invariant('unanimous', s =>
      Overlay.every(o =>
        Router.every(r =>
          implies(
            s.slot[r][o].state === 'active',
            Router.every(other => s.slot[other][o].generation >= s.slot[r][o].generation),
          ),
        ),
      ),
    )

    /** Soft state: what nobody looks after is free again within a term. */
    m.invariant('orphanFreedom', s => Overlay.every(o => implies(isOrphaned(s, o), s.orphanTicks[o] < term)))

    /** Only a commit makes a lease, and only from a promise of its own generation. */
    m.step('noResurrection', (s, next) =>
      Router.every(router =>
        Overlay.every(overlay => {
          const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
          const { generation } = after
          return implies(
            before.state !== 'active' && after.state === 'active',
            before.state !== 'free' &&
              before.generation === generation &&
              s.network.has({ kind: 'commit', router, overlay, generation }),
          )
        }),
      ),
    )

    /** A lease is extended only for its holder: by a refresh of its own generation. */
    m.step('refreshOnlyByHolder', (s, next) =>
      Router.every(router =>
        Overlay.every(overlay => {
          const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
          const { generation } = before
          return implies(
            before.state === 'active' && after.state === 'active' && after.ticksLeft > before.ticksLeft,
            s.network.has({ kind: 'refresh', router, overlay, generation }),
          )
        }),
      ),
    )

    /** Nothing ends before its time except for its holder: by a release of its own generation. */
    m.step('releaseOnlyByHolder', (s, next) =>
      Router.every(router =>
        Overlay.every(overlay => {
          const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
          const { generation } = before
          return implies(
            holds(before) && before.ticksLeft > 1 && !holds(after),
            s.network.has({ kind: 'release', router, overlay, generation }),
          )
        }),
      ),
    )

    // ---- What must stay possible

    m.witness('allocated', s => Overlay.some(o => Router.every(r => s.slot[r][o].state === 'active')))
    if (routers > 1) {
      /** Timeouts give up strict atomicity: one router leases while another has let its promise go. */
      m.witness('partialAllocation', s =>
        Overlay.some(
          o => Router.some(r => s.slot[r][o].state === 'active') && Router.some(r => s.slot[r][o].state === 'lapsed'),
        ),
      )
    }
    /** The view can be wrong both ways: it hides room, and promises room that is taken. */
    m.witness('falseRefusal', s => hasRoom(s) && !s.roomSeen)
    m.witness('falseHope', s => s.roomSeen && !hasRoom(s))

    /** The end: all requests were made, and everything that was taken has been given back. */
    m.mayEnd(s => Overlay.every(o => s.generation[o] === attempts) && Router.every(r => used(s.slot[r]) === 0))
    return m
  },
  { mutants },
)
