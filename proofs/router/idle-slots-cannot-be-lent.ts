/**
 * Claim: of a slot that two flows share, no scheduler is work-conserving and isolates both flows. So dropping packets of a flow
 * at its limit while the other is idle is what isolation costs, and no waste.
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1.
 *
 * A scheduler is any table that says who gets the slot, for each set of flows that have a packet. One with a memory has such a
 * table after each history, and the theorem is about each of these.
 *
 * Assumes: a flow sees in each slot whether it is served.
 * Not claimed: that schedulers which isolate up to a delay must waste slots.
 */
import { bool, int, map, oneOf, theorem, theorems } from 'von'

/** Who gets the slot, where [neither, only a, only b, both] have a packet. */
const inputs = { served: map(int(0, 3), oneOf('nobody', 'a', 'b')) }
interface Table {
  readonly served: { readonly [waiting: number]: 'nobody' | 'a' | 'b' }
}

const isWorkConserving = ({ served }: Table) => served[1] === 'a' && served[2] === 'b' && served[3] !== 'nobody'
/** Whether `a`, which has a packet, is served is the same with and without a packet of `b`. */
const isolatesA = ({ served }: Table) => (served[1] === 'a') === (served[3] === 'a')
const isolatesB = ({ served }: Table) => (served[2] === 'b') === (served[3] === 'b')
/** Slots by the clock: one for `a`, one for `b`, whoever has a packet. */
const divided = (turnOfA: boolean): Table => ({
  served: turnOfA ? ['nobody', 'a', 'nobody', 'a'] : ['nobody', 'nobody', 'b', 'b'],
})

export default theorems(
  theorem('notBothIsolated', inputs, table => !(isWorkConserving(table) && isolatesA(table) && isolatesB(table)), {
    about: 'Of a slot that two flows share, no scheduler is work-conserving and isolates both flows.',
    twins: {
      // strict priority
      notOneIsolated: table => !(isWorkConserving(table) && isolatesA(table)),
      // strict division of time
      notBothIsolatedWithIdleSlots: table => !(isolatesA(table) && isolatesB(table)),
    },
  }),
  theorem(
    'dividedTimeIsolatesBoth',
    { turnOfA: bool },
    ({ turnOfA }) => isolatesA(divided(turnOfA)) && isolatesB(divided(turnOfA)),
    {
      about: 'A scheduler that divides time by the clock isolates both flows.',
      twins: { isWorkConserving: ({ turnOfA }) => isWorkConserving(divided(turnOfA)) },
    },
  ),
)
