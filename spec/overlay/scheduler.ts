/**
 * Deficit round robin: flows that share a line take turns, and in each turn a flow may send as many bytes as its quantum
 * says, and what it could not use in its last turn. So flows get their shares in bytes although packets differ in length.
 *
 * It lends: a turn that a flow does not need goes to the next. Throughput and fairness are guaranteed, isolation is not;
 * see `router.ts` for what that means.
 *
 * Sources: M. Shreedhar and G. Varghese, "Efficient Fair Queueing Using Deficit Round-Robin", ACM SIGCOMM 1995: section 3
 * (the algorithm), lemma 1 (bounds of the deficit), theorem 3 (fairness: no two backlogged flows are further apart than a
 * quantum and two packets).
 *
 * ABSTRACTION: of each queue only the first packet is known, and what comes next is known when it has come first; this
 * hides how many packets wait, but no order of service, as nothing else of a queue decides what is sent.
 * ABSTRACTION: flows take turns in a fixed order; this hides where a flow that was idle stands among the others.
 * ABSTRACTION: a packet is sent in one step; this hides what arrives meanwhile, which might as well arrive before or after.
 * ABSTRACTION: counters stop at the first value that breaks their bound; this hides by how much it is broken.
 */
import { fill, guard, ids, int, machine, map, pick, type StateOf, spec, type ValueOf } from 'von'
import { bugs, mutants } from './scheduler.mutants.ts'

export default spec(
  'scheduler',
  {
    flows: 2,
    /** length of the longest packet, in bytes; packets have any length from 1 on */
    maxPacket: 2,
    /** bytes that a flow of weight 1 may send in a turn */
    quantum: 2,
    /** equal: all flows have weight 1; rising: flow i has weight i + 1 */
    weights: ['equal', 'rising'],
    /** the place in the round of the flow that the first one is compared with */
    other: 1,
    bug: bugs,
  },
  ({ flows, maxPacket, quantum, weights, other, bug }) => {
    const Flow = ids('f', flows)
    const flowNames = [...Flow]
    const weightOf = (flow: ValueOf<typeof Flow>) => (weights === 'rising' ? flowNames.indexOf(flow) + 1 : 1)
    const quantumOf = fill(Flow, flow => quantum * weightOf(flow))
    /** whose turn may be next after that of each flow */
    const following = fill(Flow, flow => flowNames[(flowNames.indexOf(flow) + 1) % flows] ?? flow)

    /** The two flows that are compared: what one is ahead of the other, for each unit of weight. */
    const [ahead, behind] = ['f0', flowNames[other] ?? 'f0'] as const
    const [aheadWeight, behindWeight] = [weightOf(ahead), weightOf(behind)]
    const lagOfQuantum = quantum * aheadWeight * behindWeight
    /** what the last turn of the two has added, by whose turn it is now */
    const lagAfterTurnOf = fill(Flow, flow => (flowNames.indexOf(flow) < other ? lagOfQuantum : 0))
    /** Theorem 3, in whole bytes: a flow never has a deficit of a whole packet left. */
    const lagMax = lagOfQuantum + (maxPacket - 1) * (aheadWeight + behindWeight)

    const variables = {
      turn: Flow,
      /** length of the first packet of each flow; 0 where none waits */
      head: map(Flow, int(0, maxPacket)),
      /** bytes that each flow may still send */
      deficit: map(Flow, int(0, quantumOf[flowNames[flows - 1] ?? 'f0'] + maxPacket)),
      /** how much more one flow has sent than the other, since someone began to count while both are backlogged */
      lag: int(-lagMax - 1, lagMax + 1),
    }
    type State = StateOf<typeof variables>
    type FlowId = ValueOf<typeof Flow>

    const m = machine(variables)
    m.init(() => ({
      turn: 'f0',
      head: fill(Flow, () => 0),
      deficit: fill(Flow, () => 0),
      lag: 0,
    }))

    const isBacklogged = (s: State, flow: FlowId) => s.head[flow] > 0
    const areBothBacklogged = (s: State) => isBacklogged(s, ahead) && isBacklogged(s, behind)
    const maySend = (s: State, flow: FlowId) =>
      isBacklogged(s, flow) && (bug === 'overdraws' ? s.deficit[flow] > 0 : s.head[flow] <= s.deficit[flow])

    m.action('arrive', { flow: Flow, length: int(1, maxPacket) }, (s, { flow, length }) => {
      guard(!isBacklogged(s, flow))
      s.head[flow] = length
    })

    /** Section 3: the next backlogged flow has its turn, and gets its quantum. */
    m.action('pass', {}, s => {
      guard(!maySend(s, s.turn))
      guard(Flow.count(flow => isBacklogged(s, flow)) > (bug === 'skipsLonely' ? 1 : 0))
      let flow = bug === 'staysInTurn' ? s.turn : following[s.turn]
      for (let i = 1; i < flows; i++) if (!isBacklogged(s, flow)) flow = following[flow]
      const kept = bug === 'forgetsDeficit' ? 0 : s.deficit[flow]
      s.turn = flow
      s.deficit[flow] = Math.min(kept + quantumOf[flow], quantumOf[flow] + maxPacket)
    })

    /** Section 3: a packet goes out and is taken off the deficit, which a flow loses when it has nothing more to send. */
    m.action('send', { flow: Flow }, (s, { flow }) => {
      guard(s.turn === flow)
      guard(maySend(s, flow))
      const length = s.head[flow]
      count(s, flow, length)
      s.deficit[flow] = bug === 'countsPackets' ? 0 : Math.max(0, s.deficit[flow] - length)
      s.head[flow] = pick(int(0, maxPacket))
      if (isBacklogged(s, flow)) return
      if (bug !== 'keepsDeficit') s.deficit[flow] = 0
      if (!areBothBacklogged(s)) s.lag = 0
    })
    const count = (s: State, flow: FlowId, length: number) => {
      if (!areBothBacklogged(s)) return
      if (flow === ahead) s.lag = Math.min(lagMax + 1, s.lag + length * behindWeight)
      if (flow === behind) s.lag = Math.max(-lagMax - 1, s.lag - length * aheadWeight)
    }
    if (bug !== 'stops') m.fair('weak', ['pass', 'send'])

    /** Fairness is claimed of every interval in which both are backlogged, so whoever counts begins when they like. */
    m.action('beginToCount', {}, s => {
      s.lag = 0
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** Lemma 1, in the midst of a turn: less than a quantum and a packet. */
    m.invariant('deficitBound', s => Flow.every(flow => s.deficit[flow] < quantumOf[flow] + maxPacket))

    /** Theorem 3: between two flows that are backlogged, neither falls further behind. */
    m.invariant('lagBound', s => Math.abs(s.lag) <= lagMax)

    /** A flow that has a packet sends it sooner or later. */
    m.temporal('service', ({ and, leadsTo, taken }) =>
      and(...Flow.map(flow => leadsTo(s => isBacklogged(s, flow), taken('send', { flow })))),
    )

    // ---- Why it holds: with these, it is true by induction ----------------------------------------------------------

    m.lemma('idleFlowsSaveNothing', s => Flow.every(flow => isBacklogged(s, flow) || s.deficit[flow] === 0))
    /** Lemma 1, between turns: less than a packet. */
    m.lemma('keptDeficit', s => Flow.every(flow => flow === s.turn || s.deficit[flow] < maxPacket))
    m.lemma('lagOfBackloggedFlows', s => areBothBacklogged(s) || s.lag === 0)
    /**
     * What was sent is what turns gave, less what is left of it. While both are backlogged they take turns, so that
     * the one whose turn was last is at most a quantum ahead; deficits of the time when counting began come on top.
     */
    m.lemma('turnsAccountForLag', s => {
      const given = s.lag + behindWeight * s.deficit[ahead] - aheadWeight * s.deficit[behind]
      const quantumAhead = lagAfterTurnOf[s.turn]
      const quantumBehind = lagOfQuantum - quantumAhead
      return (
        given <= quantumAhead + behindWeight * (maxPacket - 1) &&
        -given <= quantumBehind + aheadWeight * (maxPacket - 1)
      )
    })

    // ---- What must stay possible ----------------------------------------------------------------------------------

    /** The bound is the best there is. */
    m.witness('furthestAhead', s => s.lag === lagMax)
    m.witness('furthestBehind', s => s.lag === -lagMax)
    m.measure('lag', s => s.lag)
    m.measure('deficit', s => s.deficit[ahead])
    return m
  },
  {
    instances: {
      three: { flows: 3 },
      weighted: { weights: 'rising', quantum: 1 },
      /** a turn may be too short for a packet */
      short: { quantum: 1, maxPacket: 3 },
      four: { flows: 4 },
    },
    mutants,
  },
)
