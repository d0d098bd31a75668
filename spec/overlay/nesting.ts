/**
 * A share of a router that is divided once more: half of the slots belong to an overlay network, which gives them in turn to two
 * networks inside it. Or it gives them to nobody in particular, and they compete.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.1 (shares can be leased on, and what is in one
 * network competes there and not with others).
 *
 * ABSTRACTION: as in `router.ts`: packets of one length, counted, with their flow known.
 */
import { fill, int, machine, map, oneOf, spec } from 'von'

export default spec(
  'nesting',
  {
    /** packets that each flow may have waiting; the two inside may share theirs */
    queue: 1,
    /** what the outer share is to the flows in it */
    inside: ['divided', 'shared'],
    bug: ['none', 'lendsOutside', 'innerFirst'],
  },
  ({ queue, inside, bug }) => {
    /** Two flows in one share, and one beside it. */
    const Flow = oneOf('inner0', 'inner1', 'other')
    /** Slots of a round: every other one is the outer share's. */
    const owners = ['inner0', 'other', 'inner1', 'other'] as const
    const Slot = int(0, owners.length - 1)
    const isInner = fill(Flow, flow => flow !== 'other')
    const room = inside === 'shared' ? 2 * queue : queue
    const m = machine({ slot: Slot, queued: map(Flow, int(0, room)) })
    m.init(() => ({ slot: 0, queued: fill(Flow, () => 0) }))

    m.action('arrive', { flow: Flow }, (s, { flow }) => {
      const waiting = inside === 'shared' && isInner[flow] ? s.queued.inner0 + s.queued.inner1 : s.queued[flow]
      const limit = inside === 'shared' && isInner[flow] ? 2 * queue : queue
      if (waiting < limit) s.queued[flow]++
    })
    m.action('slot', {}, s => {
      const isOuter = s.slot % 2 === 0
      const isFirstInner = s.slot === 0
      s.slot = s.slot === owners.length - 1 ? 0 : s.slot + 1
      if (bug === 'innerFirst' && s.queued.inner0 > 0) s.queued.inner0--
      else if (isOuter) {
        const takesFirst = inside === 'shared' ? s.queued.inner0 > 0 : isFirstInner
        if (takesFirst && s.queued.inner0 > 0) s.queued.inner0--
        else if (!takesFirst && s.queued.inner1 > 0) s.queued.inner1--
        else if (bug === 'lendsOutside' && s.queued.other > 0) s.queued.other--
      } else if (s.queued.other > 0) s.queued.other--
    })

    /** What each flow sees of its own packets does not depend on the two others. */
    m.noninterference('isolation-other', {
      high: { arrive: { flow: ['inner0', 'inner1'] } },
      observe: s => s.queued.other,
    })
    m.noninterference('isolation-inner0', {
      high: { arrive: { flow: ['inner1', 'other'] } },
      observe: s => s.queued.inner0,
    })
    m.noninterference('isolation-inner1', {
      high: { arrive: { flow: ['inner0', 'other'] } },
      observe: s => s.queued.inner1,
    })
    /** Both inside together send in the slots of their share only, and never more than one packet there. */
    m.step('withinShare', (s, next) => {
      const sent = s.queued.inner0 + s.queued.inner1 - next.queued.inner0 - next.queued.inner1
      return sent <= (s.slot % 2 === 0 ? 1 : 0)
    })
    m.witness('allWait', s => s.queued.inner0 > 0 && s.queued.inner1 > 0 && s.queued.other > 0)
    return m
  },
  {
    mutants: {
      shared: {
        about: 'Those inside compete for the memory and the slots of their share.',
        constants: { inside: 'shared' },
        violates: 'isolation-inner0',
      },
      sharedToo: {
        about: 'The same, seen by the other one.',
        constants: { inside: 'shared' },
        violates: 'isolation-inner1',
      },
      lendsOutside: {
        about: 'A slot that nobody inside needs is lent to the flow outside.',
        constants: { bug: 'lendsOutside' },
        violates: 'isolation-other',
      },
      innerFirst: {
        about: 'One of those inside is served in every slot.',
        constants: { bug: 'innerFirst' },
        violates: 'withinShare',
      },
    },
  },
)
