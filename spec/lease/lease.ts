/**
 * Leases on router capacity: an overlay network is given one unit at every router, or none anywhere.
 *
 * A management service checks a request against its approximate view of the network, then runs a two-phase commit over
 * the routers. What an overlay gets is a lease: unless it is refreshed, the router takes the capacity back. The routers
 * are authoritative; the service may crash, and messages may be late, overtake each other, get lost or be duplicated.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section VI, "Resource reservations and
 * management" (each action below names its part of it); J. Gray and L. Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, section
 * 3 (two-phase commit); RFC 2205, sections 2.3 and 3.7 (soft state).
 *
 * ABSTRACTION: timers count down, and one `tick` moves all of them; this hides clocks that drift apart.
 * ABSTRACTION: a message takes any number of ticks; bounds on time are therefore counted from the last delivery.
 * ABSTRACTION: an overlay needs one unit at every router; this hides unequal demands, and routes that avoid a router.
 * ABSTRACTION: the service gives up and refreshes whenever it likes; this hides its own timers, but no outcome.
 * ABSTRACTION: it refreshes when its earlier messages have arrived; this hides that rounds of refreshes may overlap.
 * ABSTRACTION: a router answers on the connection that the message came by, and when the service gives up, what is on
 * it is lost; this hides late answers, which the service would know by their generation, and ignore.
 * ABSTRACTION: routers do not crash; this hides the loss of their leases, which only refreshes could restore.
 */
import {
  bag,
  bool,
  fill,
  guard,
  ids,
  implies,
  int,
  machine,
  map,
  oneOf,
  rec,
  type StateOf,
  set,
  spec,
  type ValueOf,
  variant,
} from 'von'
import { bugs, mutants } from './lease.mutants.ts'
import ledger from './ledger.ts'

export default spec(
  'lease',
  {
    routers: 2,
    overlays: 1,
    /** units at each router */
    capacity: 1,
    /** ticks that a promise or a lease is good for */
    term: 2,
    /** requests that are made for each overlay */
    attempts: 2,
    /** how many messages may get lost, how many be duplicated, and how often the service may crash */
    losses: 0,
    duplicates: 0,
    crashes: 1,
    bug: bugs,
  },
  ({ routers, overlays, capacity, term, attempts, losses, duplicates, crashes, bug }) => {
    const Router = ids('r', routers)
    const Overlay = ids('o', overlays)
    /** The requests of an overlay are numbered from 1; the number fences off what belongs to an earlier one. */
    const Generation = int(0, attempts)
    /**
     * What a router keeps for an overlay. A `prepared` slot is a promise, and holds capacity as an `active` one does.
     * A promise that timed out has `lapsed`: it holds nothing, but a late commit may still find room.
     */
    const Slot = rec({
      state: oneOf('free', 'prepared', 'lapsed', 'active'),
      /** the last one promised; 0 is none */
      generation: Generation,
      ticksLeft: int(0, term),
    })
    const Slots = map(Overlay, Slot)
    const Request = variant({ none: {}, preparing: { votes: set(Router) }, granted: {} })
    /** From the service to a router. */
    const Message = rec({
      kind: oneOf('prepare', 'commit', 'refresh', 'release'),
      router: Router,
      overlay: Overlay,
      generation: Generation,
    })
    const Network = bag(Message, duplicates > 0 ? 2 : 1)
    const Answers = set(rec({ router: Router, kind: oneOf('yes', 'no') }))

    const variables = {
      slot: map(Router, Slots),
      serviceUp: bool,
      /** the service's memory, which a crash erases */
      request: map(Overlay, Request),
      /** the service's stable storage: the last generation it has used */
      generation: map(Overlay, Generation),
      /** the service's view of the network: whether every router had room when it last looked */
      roomSeen: bool,
      network: Network,
      /** on their way to the service, for its present request */
      answers: map(Overlay, Answers),
      faultsLeft: rec({ losses: int(0, losses), duplicates: int(0, duplicates), crashes: int(0, crashes) }),
      /** an observer's clock: for how many ticks the service has left capacity of the overlay behind */
      orphanTicks: map(Overlay, int(0, term)),
    }
    type State = StateOf<typeof variables>
    type RouterId = ValueOf<typeof Router>
    type OverlayId = ValueOf<typeof Overlay>

    const holds = (slot: ValueOf<typeof Slot>) => slot.state === 'prepared' || slot.state === 'active'
    const used = (slots: ValueOf<typeof Slots>) => Overlay.count(o => holds(slots[o]))
    const hasRoom = (s: State) => Router.every(r => used(s.slot[r]) < capacity)
    /** The router's own admission check. What an overlay already has does not count against it. */
    const fits = (slots: ValueOf<typeof Slots>, newcomer: OverlayId) => {
      const counts = (o: OverlayId) => (bug === 'promisesNotCounted' ? slots[o].state === 'active' : holds(slots[o]))
      return bug === 'viewTrusted' || Overlay.count(o => o !== newcomer && counts(o)) < capacity
    }

    const receive = (s: State, message: ValueOf<typeof Message>) => {
      guard(s.network.has(message))
      s.network.delete(message)
    }
    /** Lost, if the service no longer waits for it. */
    const answer = (s: State, kind: 'yes' | 'no', router: RouterId, overlay: OverlayId, generation: number) => {
      const isAwaited = s.request[overlay].kind !== 'none' && s.generation[overlay] === generation
      if (isAwaited) s.answers[overlay].add({ router, kind })
    }
    /** To all of them, except where the same message is still under way. */
    const tellRouters = (s: State, kind: 'prepare' | 'commit' | 'refresh' | 'release', overlay: OverlayId) => {
      for (const router of Router) {
        const message = { kind, router, overlay, generation: s.generation[overlay] }
        if (!s.network.has(message)) s.network.add(message)
      }
    }
    const grant = (s: State, overlay: OverlayId) => {
      s.request[overlay] = { kind: 'granted' }
      tellRouters(s, 'commit', overlay)
    }
    const forget = (s: State, overlay: OverlayId) => {
      s.request[overlay] = { kind: 'none' }
      s.answers[overlay].clear()
      s.orphanTicks[overlay] = 0
    }
    const letGo = (s: State, overlay: OverlayId) => {
      tellRouters(s, 'release', overlay)
      forget(s, overlay)
    }

    /** Capacity is held that the service does not know of, and no message under way can extend. */
    const isOrphan = (s: State, o: OverlayId) =>
      s.request[o].kind === 'none' &&
      !s.network.some(message => message.overlay === o && message.kind !== 'release') &&
      Router.some(r => holds(s.slot[r][o]))

    const m = machine(variables)
    m.init(() => ({
      slot: fill(Router, () => fill(Overlay, () => ({ state: 'free' as const, generation: 0, ticksLeft: 0 }))),
      serviceUp: true,
      request: fill(Overlay, () => ({ kind: 'none' as const })),
      generation: fill(Overlay, () => 0),
      roomSeen: true,
      network: Network.of(),
      answers: fill(Overlay, () => Answers.of()),
      faultsLeft: { losses, duplicates, crashes },
      orphanTicks: fill(Overlay, () => 0),
    }))

    /** What a router is told by a message; the action says which kind it is. */
    const received = { router: Router, overlay: Overlay, generation: int(1, attempts) }

    // ---- The management service -----------------------------------------------------------------------------------

    if (overlays * attempts > 1) {
      /** The service looks at the network. What it sees matters for as long as requests are to come. */
      m.action('observe', {}, s => {
        guard(s.roomSeen !== hasRoom(s) && Overlay.some(o => s.generation[o] < attempts))
        s.roomSeen = hasRoom(s)
      })
    }

    /** Section VI: the request is held against what the service believes of the network; then phase one. */
    m.action('request', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.serviceUp && s.roomSeen)
      guard(s.request[overlay].kind === 'none' && s.generation[overlay] < attempts)
      s.generation[overlay]++
      s.request[overlay] = { kind: 'preparing', votes: set(Router).of() }
      tellRouters(s, 'prepare', overlay)
    })

    /** Section VI: the resources are allocated by two-phase commit. Phase two, once all have promised. */
    m.action('countYes', { router: Router, overlay: Overlay }, (s, { router, overlay }) => {
      const request = s.request[overlay]
      guard(request.kind === 'preparing' && s.answers[overlay].has({ router, kind: 'yes' }))
      s.answers[overlay].delete({ router, kind: 'yes' })
      request.votes.add(router)
      const needed = bug === 'halfCommits' ? Math.ceil(routers / 2) : routers
      if (request.votes.size >= needed) grant(s, overlay)
    })

    /** A router has nothing to give, or has lost what it gave: all or none, so the others are released. */
    m.action('countNo', { router: Router, overlay: Overlay }, (s, { router, overlay }) => {
      guard(s.answers[overlay].has({ router, kind: 'no' }))
      letGo(s, overlay)
    })

    /** Section VI: a lease lasts only as long as its holder keeps refreshing it. */
    m.action('refresh', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.request[overlay].kind === 'granted' && !s.network.some(message => message.overlay === overlay))
      tellRouters(s, 'refresh', overlay)
    })

    /** The service has waited long enough for the votes, or the overlay is done with its lease. */
    m.action('giveUp', { overlay: Overlay }, (s, { overlay }) => {
      guard(s.request[overlay].kind !== 'none')
      letGo(s, overlay)
    })

    if (crashes > 0) {
      m.action('crash', {}, s => {
        guard(s.serviceUp && s.faultsLeft.crashes > 0)
        s.faultsLeft.crashes--
        s.serviceUp = false
        for (const o of Overlay) forget(s, o)
      })

      /** It cannot know how a vote ended, so it does nothing: what was promised will lapse. */
      m.action('restart', {}, s => {
        guard(!s.serviceUp)
        s.serviceUp = true
        for (const o of Overlay) if (bug === 'restartCommits' && s.generation[o] > 0) grant(s, o)
      })
    }

    // ---- A router -------------------------------------------------------------------------------------------------

    /** Section VI: the router reserves its part for the overlay, or refuses. What is not newer is ignored. */
    m.action('prepare', received, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'prepare', router, overlay, generation })
      if (generation <= s.slot[router][overlay].generation) return
      const accepted = fits(s.slot[router], overlay)
      if (accepted) s.slot[router][overlay] = { state: 'prepared', generation, ticksLeft: term }
      if (!accepted && bug === 'refusesSilently') return
      answer(s, accepted ? 'yes' : 'no', router, overlay, generation)
    })

    /** A promise becomes a lease. One that has lapsed is worth no more than a new request: is there room? */
    m.action('commit', received, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'commit', router, overlay, generation })
      const slot = s.slot[router][overlay]
      if (slot.generation === generation && slot.state === 'active') return
      const stillFits = fits(s.slot[router], overlay) || bug === 'lateCommitUnchecked'
      const isKept = slot.state === 'prepared' || (slot.state === 'lapsed' && stillFits)
      if (slot.generation === generation && isKept) {
        s.slot[router][overlay] = { state: 'active', generation, ticksLeft: term }
      } else {
        answer(s, 'no', router, overlay, generation)
      }
    })

    /** A refresh extends a lease that is there, from now on; it brings none back. */
    m.action('extend', received, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'refresh', router, overlay, generation })
      const slot = s.slot[router][overlay]
      const isOwn = slot.generation === generation || bug === 'refreshUnfenced'
      if (isOwn && (slot.state === 'active' || bug === 'refreshRevives')) {
        slot.state = 'active'
        slot.ticksLeft = bug === 'refreshAdds' ? slot.ticksLeft + term : term
      } else {
        answer(s, 'no', router, overlay, generation)
      }
    })

    const handOver = (s: State, router: RouterId) => {
      for (const o of Overlay) {
        if (s.slot[router][o].state === 'lapsed') {
          s.slot[router][o].state = 'prepared'
          s.slot[router][o].ticksLeft = term
          break
        }
      }
    }
    /** Teardown ends what it was sent for, and nothing later. */
    m.action('release', received, (s, { router, overlay, generation }) => {
      receive(s, { kind: 'release', router, overlay, generation })
      const slot = s.slot[router][overlay]
      if (slot.generation !== generation && bug !== 'releaseUnfenced') return
      if (bug === 'handsOver' && holds(slot)) handOver(s, router)
      slot.state = 'free'
      slot.ticksLeft = 0
    })

    // ---- The network and time -------------------------------------------------------------------------------------

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

    /** A promise that times out lapses; a lease that times out is over (section VI). */
    const age = (slot: ValueOf<typeof Slot>) => {
      if (!holds(slot) || (bug === 'promisesStay' && slot.state === 'prepared')) return
      slot.ticksLeft--
      if (slot.ticksLeft === 0) slot.state = slot.state === 'prepared' ? 'lapsed' : 'free'
    }
    m.action('tick', {}, s => {
      guard(Router.some(r => used(s.slot[r]) > 0))
      guard(s.serviceUp || bug !== 'timersNeedService')
      for (const o of Overlay) {
        for (const r of Router) age(s.slot[r][o])
        s.orphanTicks[o] = isOrphan(s, o) ? Math.min(term, s.orphanTicks[o] + 1) : 0
      }
    })

    // ---- What must hold -------------------------------------------------------------------------------------------
    // Strict atomicity is not among it: see `partialAllocation`. Nor is that a holder stops before its routers do, which
    // is a matter of clocks that drift.

    const everySlot = (claim: (router: RouterId, overlay: OverlayId) => boolean) =>
      Router.every(router => Overlay.every(overlay => claim(router, overlay)))

    /** Admission control: no router promises and leases more than it has, whatever the service believed. */
    m.invariant('ledger', s => Router.every(r => used(s.slot[r]) <= capacity))

    /** Whatever messages and timers do, each router keeps a ledger that an auditor would accept. */
    m.refines('keepsLedger', ledger.instance({ routers, overlays, capacity }), s => ({
      entry: fill(Router, router =>
        fill(Overlay, overlay => {
          const { state } = s.slot[router][overlay]
          return state === 'prepared' ? 'promised' : state === 'active' ? 'leased' : 'none'
        }),
      ),
    }))

    /** All or none: a lease anywhere means that every router has promised. */
    m.invariant('unanimous', s =>
      everySlot((r, o) =>
        implies(
          s.slot[r][o].state === 'active',
          Router.every(other => s.slot[other][o].generation >= s.slot[r][o].generation),
        ),
      ),
    )

    /** Soft state: what nobody looks after is free again after a term, partial allocations included. */
    m.invariant('orphanFreedom', s => Overlay.every(o => implies(isOrphan(s, o), s.orphanTicks[o] < term)))

    /** Only a commit makes a lease, and only from a promise of its own generation. */
    m.step('noResurrection', (s, next) =>
      everySlot((router, overlay) => {
        const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
        const { generation } = after
        return implies(
          before.state !== 'active' && after.state === 'active',
          before.state !== 'free' &&
            before.generation === generation &&
            s.network.has({ kind: 'commit', router, overlay, generation }),
        )
      }),
    )

    /** Only its holder extends a lease: by a refresh of its own generation. */
    m.step('refreshOnlyByHolder', (s, next) =>
      everySlot((router, overlay) => {
        const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
        const { generation } = before
        return implies(
          before.state === 'active' && after.state === 'active' && after.ticksLeft > before.ticksLeft,
          s.network.has({ kind: 'refresh', router, overlay, generation }),
        )
      }),
    )

    /** Only its holder ends what has time left: by a release of its own generation. */
    m.step('releaseOnlyByHolder', (s, next) =>
      everySlot((router, overlay) => {
        const [before, after] = [s.slot[router][overlay], next.slot[router][overlay]]
        const { generation } = before
        return implies(
          holds(before) && before.ticksLeft > 1 && !holds(after),
          s.network.has({ kind: 'release', router, overlay, generation }),
        )
      }),
    )

    // ---- Why it is so ---------------------------------------------------------------------------------------------

    m.lemma('timersRun', s => everySlot((r, o) => implies(holds(s.slot[r][o]), s.slot[r][o].ticksLeft > 0)))
    /** An answer is to the present request, and a yes was a promise of its generation. */
    m.lemma('answersAreAwaited', s =>
      Overlay.every(o => implies(s.request[o].kind === 'none', s.answers[o].size === 0)),
    )
    m.lemma('votersHavePromised', s =>
      everySlot((router, o) => {
        const request = s.request[o]
        const hasVoted = request.kind === 'preparing' && request.votes.has(router)
        return implies(
          hasVoted || s.answers[o].has({ router, kind: 'yes' }),
          s.slot[router][o].generation >= s.generation[o],
        )
      }),
    )
    m.lemma('commitsAreUnanimous', s =>
      s.network.every(({ kind, overlay, generation }) =>
        implies(
          kind === 'commit',
          Router.every(r => s.slot[r][overlay].generation >= generation),
        ),
      ),
    )
    /** The observer's clock starts when the last message has arrived, and runs with the timers of the routers. */
    m.lemma('clockWaits', s =>
      Overlay.every(o =>
        implies(
          s.request[o].kind === 'none' && s.network.some(({ overlay, kind }) => overlay === o && kind !== 'release'),
          s.orphanTicks[o] === 0,
        ),
      ),
    )
    m.lemma('clockRunsWithTimers', s =>
      everySlot((r, o) =>
        implies(isOrphan(s, o) && holds(s.slot[r][o]), s.orphanTicks[o] + s.slot[r][o].ticksLeft <= term),
      ),
    )
    if (overlays * attempts === 1) m.lemma('viewStays', s => s.roomSeen)
    if (crashes === 0) m.lemma('serviceStaysUp', s => s.serviceUp)

    // ---- What must happen -----------------------------------------------------------------------------------------
    // Time passes, messages arrive, the service counts its votes. Where they may get lost it also has to give up waiting.

    m.fair('weak', 'tick')
    m.fair('weak', 'prepare', { each: ['router', 'overlay', 'generation'] })
    m.fair('weak', ['countYes', 'countNo'], { each: ['router', 'overlay'] })
    if (losses > 0) m.fair('weak', 'giveUp', { each: 'overlay' })

    /** A request is granted or refused sooner or later, if the service stays up and does not give it up. */
    m.temporal('requestsAreAnswered', ({ and, leadsTo }) =>
      and(
        ...Overlay.map(o =>
          leadsTo(
            s => s.request[o].kind === 'preparing',
            s => s.request[o].kind !== 'preparing',
          ),
        ),
      ),
    )

    /** Soft state: a lease that nobody can refresh any more comes to its end. */
    m.temporal('orphanedLeasesEnd', ({ and, leadsTo }) => {
      const isLeased = (s: State, o: OverlayId) => Router.some(r => s.slot[r][o].state === 'active')
      return and(
        ...Overlay.map(o =>
          leadsTo(
            s => isOrphan(s, o) && isLeased(s, o),
            s => !(isOrphan(s, o) && isLeased(s, o)),
          ),
        ),
      )
    })

    // ---- What must stay possible ----------------------------------------------------------------------------------

    m.witness('allocated', s => Overlay.some(o => Router.every(r => s.slot[r][o].state === 'active')))
    if (routers > 1) {
      /** The price of timeouts: one router leases, another has let its promise go. */
      m.witness('partialAllocation', s =>
        Overlay.some(
          o => Router.some(r => s.slot[r][o].state === 'active') && Router.some(r => s.slot[r][o].state === 'lapsed'),
        ),
      )
    }
    /** The price of two-phase commit: capacity is blocked for no use, and for all of a term. */
    m.witness('blocked', s => Overlay.some(o => isOrphan(s, o) && s.orphanTicks[o] === term - 1))
    if (overlays * attempts > 1) {
      /** The view hides room that there is: requests are refused that could be granted. */
      m.witness('falseRefusal', s => !s.roomSeen && hasRoom(s))
    }
    /** The view shows room that is taken: the routers' own checks must catch it. */
    m.witness('falseHope', s => s.roomSeen && !hasRoom(s))

    /** The end: all requests were made, and all that was taken has been given back. */
    m.mayEnd(s => Overlay.every(o => s.generation[o] === attempts) && Router.every(r => used(s.slot[r]) === 0))
    m.interchangeable(Router, Overlay)
    return m
  },
  {
    instances: {
      /** two overlays want the same units */
      contention: { overlays: 2, attempts: 1, crashes: 0 },
      /** everything may fail once */
      faults: { attempts: 1, losses: 1, duplicates: 1 },
    },
    mutants,
  },
)
