/**
 * Soft state: a keeper holds something for a holder as long as the holder keeps refreshing it. Refreshes and answers take time and
 * get lost; a holder that stops, for whatever reason, is forgotten. A service of leases, for one, is a keeper of soft state
 * that also tells holders what they may count on.
 *
 * Sources: RFC 2205, sections 2.3 and 3.7 (refresh, cleanup timeout, teardown as an optimisation; a lifetime for so many refreshes
 * in a row that are lost); C. Gray and D. Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache
 * Consistency", SOSP 1989 (a holder counts from when it asked, so that it stops before the keeper does); the lease
 * API of etcd 3.4 (grant, keep alive, revoke; when the leader changes, leases begin their time anew).
 *
 * ABSTRACTION: one tick moves all timers; this hides clocks that drift apart.
 * ABSTRACTION: a message takes at most `delay` ticks or is lost, and at most `losses` refreshes of a holder in a row are; this hides
 * networks that are worse, in which a lease may end under a holder who refreshes it.
 * ABSTRACTION: a holder sends its next refresh a period after the last, to the tick; this hides the jitter of RFC 2205.
 * ABSTRACTION: a holder asks for its lease once; this hides late messages of an earlier one, for which `lease.ts` has generations.
 */
import {
  bool,
  fill,
  guard,
  ids,
  implies,
  int,
  machine,
  map,
  oneOf,
  option,
  type StateOf,
  spec,
  type ValueOf,
} from 'von'
import { bugs, mutants } from './softState.mutants.ts'

export default spec(
  'softState',
  {
    holders: 1,
    /** ticks between refreshes; no less than a message may take */
    period: 1,
    /** ticks that a message takes at most */
    delay: 1,
    /** refreshes of a holder that may be lost in a row */
    losses: 1,
    /** ticks that state is kept without a refresh, more than a question takes; 0 stands for as many as these losses need */
    lifetime: 0,
    /** how often the keeper may be replaced by another that does not know how old what it keeps is */
    failovers: 1,
    bug: bugs,
  },
  ({ holders, period, delay, losses, failovers, bug, ...constants }) => {
    const needed = (losses + 1) * period + delay + 1
    const lifetime = constants.lifetime === 0 ? needed - (bug === 'forgetsTick' ? 1 : 0) : constants.lifetime
    const isLongEnough = constants.lifetime === 0 || lifetime >= needed
    const Holder = ids('h', holders)
    const variables = {
      /** it asks until it has an answer, then refreshes; once done it is done for ever */
      phase: map(Holder, oneOf('idle', 'asking', 'active', 'done')),
      /** the keeper's: ticks for which it is still kept; 0 is due to be ended, null is nothing */
      kept: map(Holder, option(int(0, lifetime))),
      /** the holder's: ticks for which it still counts on it */
      counted: map(Holder, int(0, lifetime)),
      /** ticks since the last request was sent */
      sinceRequest: map(Holder, int(0, period)),
      /** on their way to the keeper */
      request: map(Holder, oneOf('none', 'grant', 'refresh')),
      teardown: map(Holder, bool),
      /** on its way back: ticks since the request was sent that it answers */
      answer: map(Holder, option(int(0, 2 * delay))),
      lostInRow: map(Holder, int(0, losses)),
      failoversLeft: int(0, failovers),
    }
    type State = StateOf<typeof variables>
    type HolderId = ValueOf<typeof Holder>
    const isRefreshing = (s: State, h: HolderId) => s.phase[h] === 'asking' || s.phase[h] === 'active'

    const m = machine(variables)
    m.init(() => ({
      phase: fill(Holder, () => 'idle' as const),
      kept: fill(Holder, () => null),
      counted: fill(Holder, () => 0),
      sinceRequest: fill(Holder, () => 0),
      request: fill(Holder, () => 'none' as const),
      teardown: fill(Holder, () => false),
      answer: fill(Holder, () => null),
      lostInRow: fill(Holder, () => 0),
      failoversLeft: failovers,
    }))

    // ---- A holder -------------------------------------------------------------------------------------------------

    /** The first request, or the next one when a period has passed. */
    m.action('ask', { h: Holder }, (s, { h }) => {
      const isFirst = s.phase[h] === 'idle'
      guard(isFirst || (isRefreshing(s, h) && s.sinceRequest[h] === period))
      guard(s.request[h] === 'none')
      if (isFirst) s.phase[h] = 'asking'
      s.request[h] = s.phase[h] === 'active' ? 'refresh' : 'grant'
      s.sinceRequest[h] = 0
    })

    /** What it was promised began when the keeper got the request: not before it was sent. */
    m.action('learn', { h: Holder }, (s, { h }) => {
      const age = s.answer[h]
      guard(age !== null)
      s.answer[h] = null
      s.phase[h] = 'active'
      s.counted[h] = Math.max(s.counted[h], bug === 'countsFromAnswer' ? lifetime : lifetime - age)
    })

    /** Whatever it has the lease for. */
    m.action('use', { h: Holder }, (s, { h }) => {
      guard(s.counted[h] > 0)
    })

    /** It crashes, or loses interest, and tells nobody or the keeper. What was still to be answered is of no interest. */
    m.action('stop', { h: Holder, tells: bool }, (s, { h, tells }) => {
      guard(isRefreshing(s, h))
      s.phase[h] = 'done'
      s.counted[h] = 0
      s.answer[h] = null
      s.request[h] = 'none'
      s.sinceRequest[h] = 0
      s.lostInRow[h] = 0
      s.teardown[h] = tells
    })

    // ---- The keeper -----------------------------------------------------------------------------------------------

    m.action('receive', { h: Holder }, (s, { h }) => {
      guard(s.request[h] !== 'none')
      const isRefused = s.request[h] === 'refresh' && s.kept[h] === null && bug !== 'refreshRevives'
      s.request[h] = 'none'
      s.lostInRow[h] = 0
      if (isRefused) return
      s.kept[h] = lifetime
      s.answer[h] = s.sinceRequest[h]
    })

    m.action('receiveTeardown', { h: Holder }, (s, { h }) => {
      guard(s.teardown[h])
      s.teardown[h] = false
      s.kept[h] = null
    })

    /** What has not been refreshed is ended, not before its time; how soon after is up to the keeper. */
    m.action('expire', { h: Holder }, (s, { h }) => {
      const left = s.kept[h]
      guard(left !== null && (left === 0 || (bug === 'expiresEarly' && left === 1)))
      guard(bug !== 'keepsUntilTold')
      s.kept[h] = null
    })

    /** Another keeper takes over, and gives everything that it finds its whole time. */
    m.action('failOver', {}, s => {
      guard(s.failoversLeft > 0)
      s.failoversLeft--
      for (const h of Holder) if (s.kept[h] !== null) s.kept[h] = lifetime
    })

    // ---- The network and time -------------------------------------------------------------------------------------

    m.action('loseRequest', { h: Holder }, (s, { h }) => {
      guard(s.request[h] !== 'none' && s.lostInRow[h] < losses)
      s.lostInRow[h]++
      s.request[h] = 'none'
    })
    m.action('loseAnswer', { h: Holder }, (s, { h }) => {
      guard(s.answer[h] !== null)
      s.answer[h] = null
    })
    m.action('loseTeardown', { h: Holder }, (s, { h }) => {
      guard(s.teardown[h])
      s.teardown[h] = false
    })

    /** Time waits for what has to happen by now: requests that are due, and messages that have been under way long enough. */
    m.action('tick', {}, s => {
      for (const h of Holder) {
        guard(s.request[h] === 'none' || s.sinceRequest[h] < delay)
        const age = s.answer[h]
        guard(age === null || age < 2 * delay)
        guard(!isRefreshing(s, h) || s.sinceRequest[h] < period)
        if (age !== null) s.answer[h] = age + 1
        if (isRefreshing(s, h)) s.sinceRequest[h]++
        if (s.counted[h] > 0) s.counted[h]--
        const left = s.kept[h]
        if (left !== null && left > 0) s.kept[h] = left - 1
      }
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** Whoever counts on it has it. */
    m.invariant('holderStopsFirst', s =>
      Holder.every(h => {
        const left = s.kept[h]
        return implies(s.counted[h] > 0, left !== null && left >= s.counted[h])
      }),
    )
    /** Nothing ends before its time, unless its holder says so. */
    m.step('endsInTime', (s, next) =>
      Holder.every(h => implies(s.kept[h] !== null && next.kept[h] === null, s.kept[h] === 0 || s.teardown[h])),
    )
    /** Whoever refreshes what it knows to have keeps it, although some refreshes are lost: if state lives long enough. */
    if (isLongEnough)
      m.invariant('survivesLosses', s => Holder.every(h => implies(s.phase[h] === 'active', s.kept[h] !== null)))
    /** What has ended begins again only if it is asked for. */
    m.step('refreshOnlyExtends', (s, next) =>
      Holder.every(h => implies(s.kept[h] === null && next.kept[h] !== null, s.request[h] === 'grant')),
    )

    // Why it is so.
    /** A request that was received is as old as its answer says; since then, the keeper counts down. */
    m.lemma('answersAreYoung', s =>
      Holder.every(h => {
        const [age, left] = [s.answer[h], s.kept[h]]
        return age === null || (left !== null && left + age >= lifetime && isRefreshing(s, h))
      }),
    )
    /** Time left goes by periods: those of lost requests, that of one under way, and the present one. */
    m.lemma('lossesAccountForTime', s =>
      Holder.every(h => {
        const left = s.kept[h]
        const periods = s.lostInRow[h] + (s.request[h] === 'none' ? 0 : 1)
        return implies(isRefreshing(s, h), left === null || left + periods * period + s.sinceRequest[h] >= lifetime)
      }),
    )
    m.lemma('requestsAreYoung', s =>
      Holder.every(h => s.request[h] === 'none' || (s.sinceRequest[h] <= delay && isRefreshing(s, h))),
    )
    m.lemma('idleHasNothing', s => Holder.every(h => implies(s.phase[h] === 'idle', s.kept[h] === null)))
    m.lemma('onlyActiveCount', s => Holder.every(h => implies(s.counted[h] > 0, s.phase[h] === 'active')))
    m.lemma('onlyDoneTearDown', s => Holder.every(h => implies(s.teardown[h], s.phase[h] === 'done')))

    // ---- What must happen -----------------------------------------------------------------------------------------

    m.fair('weak', 'tick')
    m.fair('weak', ['ask', 'receive', 'learn', 'expire'], { each: 'h' })
    /** Nothing is kept for ever for somebody who is done, also if nobody tells the keeper. */
    m.temporal('orphansEnd', ({ and, leadsTo }) =>
      and(
        ...Holder.map(h =>
          leadsTo(
            s => s.phase[h] === 'done' && s.kept[h] !== null,
            s => s.kept[h] === null,
          ),
        ),
      ),
    )

    m.witness('counted', s => Holder.every(h => s.counted[h] > 0))
    /** The price of soft state: what nobody has is kept for all of a lifetime. */
    m.witness('orphan', s => Holder.some(h => s.phase[h] === 'done' && s.kept[h] === lifetime && !s.teardown[h]))
    /** The price of counting from the request: the keeper keeps what its holder no longer counts on. */
    m.witness('doubt', s => Holder.some(h => s.phase[h] === 'active' && s.counted[h] === 0))
    m.mayEnd()
    m.interchangeable(Holder)
    return m
  },
  {
    instances: {
      /** as RFC 2205 has it: three refreshes to a lifetime, of which two may be lost */
      rsvp: { losses: 2 },
      /** too short: what is refreshed may have ended */
      brief: { lifetime: 3 },
    },
    mutants,
  },
)
