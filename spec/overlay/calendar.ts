/**
 * One router that is partitioned by cycles: each flow may send so many bytes in each cycle, in packets of different lengths.
 *
 * A packet is booked for a cycle when it arrives: the first one that has room for it, from the last one on that its flow has
 * booked. What a flow does not use stays unused. So the cycle in which a packet is sent, and whether it is dropped, depends
 * on its own flow alone; the order within a cycle does not matter here and may depend on everybody. When budgets change,
 * the new ones hold from the first cycle on for which nothing can have been booked.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1, "Using Router Partitioning to
 * Implement ONs"; IEEE 802.1Qch, cyclic queuing and forwarding.
 *
 * ABSTRACTION: a cycle is one step; this hides the order within it, which is why claims of isolation are made of cycles.
 * ABSTRACTION: of what is booked only the bytes are known; this hides the order of packets of a flow, and what is in them.
 * ABSTRACTION: a packet arrives with its flow known; this hides the parsing of flow identifiers and their mistakes.
 * ABSTRACTION: any number of packets may arrive in a cycle; this hides the limits of the lines towards the router.
 */
import { bool, fill, guard, ids, implies, int, machine, map, rec, type StateOf, spec, type ValueOf } from 'von'
import { bugs, mutants } from './calendar.mutants.ts'
import dedicatedLine from './dedicatedLine.ts'

export default spec(
  'calendar',
  {
    flows: 2,
    /** bytes that each flow may send in a cycle, unless budgets change */
    budget: 2,
    /** length of the longest packet, in bytes; packets have any length from 1 on */
    maxPacket: 2,
    /** cycles of the ring, the present one included: a packet is booked for one of the others */
    cycles: 3,
    /** whether budgets change; the line can always send `flows * budget` bytes in a cycle */
    changes: false,
    /** packets of each flow that are accounted for, and no more arrive; 0 for any number, and no accounts */
    audited: 0,
    bug: bugs,
  },
  ({ flows, budget, maxPacket, cycles, changes, audited, bug }) => {
    const Flow = ids('f', flows)
    const flowNames = [...Flow]
    const rankOf = fill(Flow, flow => flowNames.indexOf(flow))
    const lineBytes = flows * budget
    /** a flow may have the whole line */
    const Budget = int(0, changes ? lineBytes + 1 : budget)
    const Bytes = int(0, 2 * lineBytes)
    /** the cycles that can be booked: c0 is the next one */
    const Cycle = ids('c', cycles - 1)
    const cycleNames = [...Cycle]
    const distanceOf = fill(Cycle, cycle => cycleNames.indexOf(cycle) + 1)
    const following = fill(Cycle, cycle => cycleNames[distanceOf[cycle]] ?? cycle)
    const Account = rec({ arrived: int(0, audited), dropped: int(0, audited), departed: int(0, audited) })

    const variables = {
      /** bytes that each flow has booked */
      booked: map(Flow, map(Cycle, Bytes)),
      /** bytes that each flow sends in the present cycle */
      sent: map(Flow, Bytes),
      budgets: map(Flow, Budget),
      oldBudgets: map(Flow, Budget),
      /** the old budgets hold for so many cycles, the present one included */
      oldCycles: int(0, cycles),
      /** changes with each packet that a flow loses */
      lost: map(Flow, bool),
      /** what a flow did not use: of one of the broken twins */
      credit: map(Flow, int(0, 1)),
      /** packets, not bytes */
      bookedPackets: map(Flow, map(Cycle, int(0, audited))),
      account: map(Flow, Account),
    }
    type State = StateOf<typeof variables>
    type FlowId = ValueOf<typeof Flow>
    type CycleId = ValueOf<typeof Cycle>

    const m = machine(variables)
    m.init(() => ({
      booked: fill(Flow, () => fill(Cycle, () => 0)),
      sent: fill(Flow, () => 0),
      budgets: fill(Flow, () => budget),
      oldBudgets: fill(Flow, () => budget),
      oldCycles: 0,
      lost: fill(Flow, () => false),
      credit: fill(Flow, () => 0),
      bookedPackets: fill(Flow, () => fill(Cycle, () => 0)),
      account: fill(Flow, () => ({ arrived: 0, dropped: 0, departed: 0 })),
    }))

    const budgetOf = (s: State, flow: FlowId, cycle: CycleId) =>
      changes && bug !== 'changesAtOnce' && distanceOf[cycle] < s.oldCycles ? s.oldBudgets[flow] : s.budgets[flow]
    const bookedByAll = (s: State, cycle: CycleId) => Flow.sum(flow => s.booked[flow][cycle])
    const bookedInAll = (s: State, flow: FlowId) => Cycle.sum(cycle => s.booked[flow][cycle])

    const hasRoom = (s: State, flow: FlowId, cycle: CycleId, bytes: number) => {
      if (bug === 'lends') return bookedByAll(s, cycle) + bytes <= lineBytes
      if (bug === 'priority')
        return Flow.sum(f => (rankOf[f] <= rankOf[flow] ? s.booked[f][cycle] : 0)) + bytes <= lineBytes
      if (bug === 'sharesTheRing' && Flow.sum(f => bookedInAll(s, f)) + bytes > 2 * lineBytes - 2) return false
      return s.booked[flow][cycle] + bytes <= budgetOf(s, flow, cycle) + s.credit[flow]
    }

    m.action('arrive', { flow: Flow, bytes: int(1, maxPacket) }, (s, { flow, bytes }) => {
      if (audited > 0) {
        guard(s.account[flow].arrived < audited)
        s.account[flow].arrived++
      }
      let last: CycleId = 'c0'
      for (const cycle of Cycle) if (s.booked[flow][cycle] > 0) last = cycle
      if (bug === 'forgetsWhatIsBooked') s.booked[flow][last] = 0
      const cycle = hasRoom(s, flow, last, bytes) ? last : following[last]
      if (hasRoom(s, flow, cycle, bytes)) {
        s.booked[flow][cycle] += bytes
        if (audited > 0) s.bookedPackets[flow][cycle]++
        return
      }
      s.lost[flow] = !s.lost[flow]
      if (audited > 0) {
        s.account[flow].dropped++
        if (bug === 'droppedIsBooked') s.bookedPackets[flow][last]++
      }
    })

    /** The present cycle ends, and the next one begins, with all that is booked for it: time passes only here. */
    m.action('cycle', {}, s => {
      if (bug === 'waitsForAll' && Flow.some(flow => s.booked[flow].c0 === 0)) return
      for (const flow of Flow) {
        if (bug === 'keepsCredit') s.credit[flow] = s.booked[flow].c0 === 0 ? 1 : 0
        s.sent[flow] = s.booked[flow].c0
        if (audited > 0) s.account[flow].departed += s.bookedPackets[flow].c0
        for (const cycle of Cycle) {
          const isLast = distanceOf[cycle] === cycles - 1
          s.booked[flow][cycle] = isLast ? 0 : s.booked[flow][following[cycle]]
          if (audited > 0) s.bookedPackets[flow][cycle] = isLast ? 0 : s.bookedPackets[flow][following[cycle]]
        }
      }
      if (changes && s.oldCycles > 0) s.oldCycles--
    })
    if (bug !== 'stops') m.fair('weak', 'cycle')

    if (changes) {
      /** The operator shifts bytes of a cycle from one flow to another. */
      m.action('change', { from: Flow, to: Flow, bytes: Budget }, (s, { from, to, bytes }) => {
        guard(s.oldCycles === 0)
        guard(bytes <= s.budgets[from])
        const others = Flow.sum(flow => (flow === from || flow === to ? 0 : s.budgets[flow]))
        const given = s.budgets[to] + bytes + (bug === 'admitsOneMore' ? 1 : 0)
        guard(from !== to)
        guard(others + s.budgets[from] - bytes + given <= lineBytes + (bug === 'admitsOneMore' ? 1 : 0))
        s.oldBudgets = s.budgets
        s.budgets[from] -= bytes
        s.budgets[to] = given
        s.oldCycles = cycles
      })
    }

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** What proofs need: budgets fit into a cycle, those before a change as well; no flow may save up what it does not use. */
    m.lemma(
      'budgetsFit',
      s => Flow.sum(flow => s.budgets[flow]) <= lineBytes && Flow.sum(flow => s.oldBudgets[flow]) <= lineBytes,
    )
    m.lemma('noCredit', s => Flow.every(flow => s.credit[flow] === 0))
    if (!changes) m.lemma('budgetsStay', s => Flow.every(flow => s.budgets[flow] === budget))

    /** No more is booked for any cycle than the line can send in it: so all of it is sent before the next one. */
    m.invariant('lineCap', s => Cycle.every(cycle => bookedByAll(s, cycle) <= lineBytes))

    /** Figure 1: a dedicated router, "even with respect to the limitations": no flow sends more than its budget. */
    m.invariant('cap', s => Flow.every(flow => Cycle.every(cycle => s.booked[flow][cycle] <= budgetOf(s, flow, cycle))))

    /** Section V.1, "guarantees of minimum throughput": a cycle before the last that is booked lacks less than a packet. */
    m.invariant('minimumService', s =>
      Flow.every(flow =>
        Cycle.every(cycle =>
          implies(
            following[cycle] !== cycle && s.booked[flow][following[cycle]] > 0,
            s.booked[flow][cycle] + maxPacket > budgetOf(s, flow, cycle),
          ),
        ),
      ),
    )
    /** As long as cycles go on, what is booked is sent sooner or later. */
    m.temporal('service', ({ and, leadsTo }) =>
      and(
        ...Flow.map(flow =>
          leadsTo(
            s => s.booked[flow].c0 > 0,
            s => s.sent[flow] > 0,
          ),
        ),
      ),
    )

    /**
     * Section V.1: traffic in a flow is "not influenced in any way at all by traffic originating in other flows". The
     * observer is the flow: it sees what it has booked, hence its drops, and what it sends, at the granularity of cycles.
     */
    for (const flow of Flow) {
      m.noninterference(`isolation-${flow}`, {
        high: { arrive: { flow: flowNames.filter(other => other !== flow) } },
        observe: s => ({ booked: s.booked[flow], sent: s.sent[flow], lost: s.lost[flow] }),
      })
      if (!changes) {
        m.refines(`dedicated-${flow}`, dedicatedLine.instance({ budget, maxPacket, cycles }), s => ({
          waiting: bookedInAll(s, flow),
          sent: s.sent[flow],
          lost: s.lost[flow],
        }))
      }
    }

    if (audited > 0) {
      /** Every packet that arrived is booked, has been sent, or was dropped. */
      m.invariant('conservation', s =>
        Flow.every(
          flow =>
            s.account[flow].arrived ===
            s.account[flow].dropped + s.account[flow].departed + Cycle.sum(cycle => s.bookedPackets[flow][cycle]),
        ),
      )
      if (audited > cycles - 1) m.witness('someAreDropped', s => Flow.every(flow => s.account[flow].dropped > 0))
    }

    m.witness('allIsBooked', s => Cycle.every(cycle => bookedByAll(s, cycle) === lineBytes))
    if (changes) m.witness('oneHasTheLine', s => Flow.some(flow => s.sent[flow] === lineBytes))
    return m
  },
  {
    instances: {
      three: { flows: 3 },
      wide: { budget: 4, maxPacket: 3 },
      long: { cycles: 4 },
      changing: { changes: true },
      accounts: { audited: 3, cycles: 2 },
    },
    mutants,
  },
)
