/**
 * One router that is partitioned among overlay networks: each flow has slots of its own and a queue of its own, and is
 * meant to live as on a router that nobody else uses.
 *
 * A slot table gives every flow `share` slots of each round. In its slot a flow may send one packet; a slot that its flow
 * does not need stays empty. That seems wasteful, and is the point: lending idle slots keeps every guarantee of throughput
 * and still lets each flow notice what the others do.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1, "Using Router Partitioning to
 * Implement ONs"; J. Goguen and J. Meseguer, "Security Policies and Security Models", IEEE S&P 1982 (non-interference).
 *
 * ABSTRACTION: all packets have the same length and take one slot; this hides that a long packet holds up others.
 * ABSTRACTION: packets of a flow are only counted; this hides their order, and what is in them.
 * ABSTRACTION: a packet arrives with its flow known; this hides the parsing of flow identifiers and their mistakes.
 * ABSTRACTION: any number of packets may arrive in a slot; this hides the limits of the lines towards the router.
 * ABSTRACTION: shares never change; this hides what happens while the table is being replaced.
 */
import { eq, fill, guard, ids, implies, int, machine, map, rec, type StateOf, spec, type ValueOf } from 'von'
import { bugs, mutants } from './router.mutants.ts'

export default spec(
  'router',
  {
    flows: 2,
    /** slots of each flow in a round */
    share: 1,
    /** packets that each flow may have waiting */
    queue: 2,
    /** strict: an idle slot stays empty; lending: another flow may use it */
    scheduler: ['strict', 'lending'],
    /** packets of each flow that are accounted for, and no more arrive; 0 for any number, and no accounts */
    audited: 0,
    bug: bugs,
  },
  ({ flows, share, queue, scheduler, audited, bug }) => {
    const Flow = ids('f', flows)
    const flowNames = [...Flow]
    /** whose turn it is after each flow */
    const following = fill(Flow, flow => flowNames[(flowNames.indexOf(flow) + 1) % flows] ?? flow)
    const Account = rec({ offered: int(0, audited), dropped: int(0, audited), departed: int(0, audited) })

    /** one memory for the packets of all flows */
    const isPooled = bug === 'sharedPool' || bug === 'stopsSources'

    const variables = {
      /** the flow that owns the present slot, and how many slots it has left, this one included */
      turn: rec({ flow: Flow, slotsLeft: int(1, share) }),
      /** packets that wait; with a shared pool, a flow may have all of it */
      queued: map(Flow, int(0, isPooled ? queue * flows : queue)),
      account: map(Flow, Account),
    }
    type State = StateOf<typeof variables>
    type FlowId = ValueOf<typeof Flow>

    const m = machine(variables)
    m.init(() => ({
      turn: { flow: 'f0', slotsLeft: share },
      queued: fill(Flow, () => 0),
      account: fill(Flow, () => ({ offered: 0, dropped: 0, departed: 0 })),
    }))

    /** Section V.1: packets are dropped when a flow reaches what it has contracted for, although others are idle. */
    m.action('arrive', { flow: Flow }, (s, { flow }) => {
      const isFull = isPooled ? Flow.sum(f => s.queued[f]) === queue * flows : s.queued[flow] === queue
      if (bug === 'stopsSources') guard(!isFull)
      if (audited > 0) {
        guard(s.account[flow].offered < audited)
        s.account[flow].offered++
        if (isFull || (bug === 'droppedIsQueued' && s.queued[flow] === queue - 1)) s.account[flow].dropped++
      }
      if (!isFull) s.queued[flow]++
    })

    const send = (s: State, flow: FlowId) => {
      s.queued[flow]--
      if (audited > 0) s.account[flow].departed++
    }
    const sendAny = (s: State) => {
      for (const flow of Flow) {
        if (s.queued[flow] > 0) {
          send(s, flow)
          break
        }
      }
    }
    /** One slot, from its begin to its end: time passes only here. */
    m.action('slot', {}, s => {
      const owner = s.turn.flow
      if (bug === 'priority') sendAny(s)
      else if (s.queued[owner] > 0) send(s, owner)
      else if (scheduler === 'lending' || bug === 'lendsUnasked') sendAny(s)
      else if (bug === 'waitsForOwner') return
      const isLast = s.turn.slotsLeft === 1
      s.turn = { flow: isLast ? following[owner] : owner, slotsLeft: isLast ? share : s.turn.slotsLeft - 1 }
    })
    if (bug !== 'stops') m.fair('weak', 'slot')

    // ---- What must hold -------------------------------------------------------------------------------------------

    /**
     * Section V.1: traffic in a flow is "not influenced in any way at all by traffic originating in other flows". The
     * observer is the flow: it sees its own queue, hence its departures and drops, at the granularity of slots.
     */
    for (const flow of Flow) {
      m.noninterference(`isolation-${flow}`, {
        high: { arrive: { flow: flowNames.filter(other => other !== flow) } },
        observe: s => s.queued[flow],
      })
    }

    /** Section V.1, "guarantees of minimum throughput": a flow that has packets sends one in each of its slots. */
    m.step('minimumService', (s, next) =>
      implies(
        !eq(s.turn, next.turn) && s.queued[s.turn.flow] > 0,
        next.queued[s.turn.flow] === s.queued[s.turn.flow] - 1,
      ),
    )
    /** As long as slots go on, packets that wait are sent sooner or later. */
    m.temporal('service', ({ and, leadsTo }) =>
      and(
        ...Flow.map(flow =>
          leadsTo(
            s => s.queued[flow] > 0,
            (s, next) => next.queued[flow] < s.queued[flow],
          ),
        ),
      ),
    )

    if (scheduler === 'strict') {
      /** Figure 1: a dedicated router, "even with respect to the limitations": no flow sends in the slots of another. */
      m.step('cap', (s, next) => Flow.every(flow => implies(next.queued[flow] < s.queued[flow], s.turn.flow === flow)))
    }

    if (audited > 0) {
      /** Every packet that was offered is waiting, has been sent, or was dropped. */
      m.invariant('conservation', s =>
        Flow.every(
          flow => s.account[flow].offered === s.account[flow].dropped + s.account[flow].departed + s.queued[flow],
        ),
      )
      if (audited > queue) m.witness('someAreDropped', s => Flow.every(flow => s.account[flow].dropped > 0))
    }

    m.witness('allWait', s => Flow.every(flow => s.queued[flow] === queue))
    return m
  },
  {
    instances: {
      /** two slots each */
      wide: { share: 2, queue: 4 },
      three: { flows: 3 },
      accounts: { audited: 4 },
    },
    mutants,
  },
)
