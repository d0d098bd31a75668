/**
 * A ring buffer between a producer and a consumer that run at the same time. Each owns one counter, and the order of two
 * writes is all that keeps them apart: a slot is written before it is published, and copied before it is freed.
 *
 * The counters run to twice the number of slots, so that a full buffer is told from an empty one.
 *
 * ABSTRACTION: two slots; writes are seen in the order in which they are made; this hides processors that do not promise it.
 */
import { bool, guard, implies, int, machine, map, mod, oneOf, rec, spec } from 'von'
import fifo from './fifo.ts'

const SLOTS = 2

export default spec(
  'ringBuffer',
  { bug: ['none', 'publishesFirst', 'freesFirst', 'losesRoom', 'stopsHalfway'] },
  ({ bug }) => {
    const Item = int(0, 1)
    const Slot = oneOf('even', 'odd')
    const Counter = int(0, 2 * SLOTS - 1)
    const m = machine({
      slots: map(Slot, Item),
      published: Counter,
      freed: Counter,
      /** between the two steps of the producer, and of the consumer */
      isPutting: bool,
      isTaking: bool,
      /** what the producer is about to put, and the consumer has copied */
      input: Item,
      copy: Item,
      output: rec({ item: Item, flip: bool }),
    })
    m.init(() => ({
      slots: { even: 0, odd: 0 },
      published: 0,
      freed: 0,
      isPutting: false,
      isTaking: false,
      input: 0,
      copy: 0,
      output: { item: 0, flip: false },
    }))
    const next = (counter: number) => mod(counter + 1, 2 * SLOTS)
    const slotOf = (counter: number) => (mod(counter, SLOTS) === 0 ? 'even' : 'odd')
    const sizeOf = (s: { published: number; freed: number }) => mod(s.published - s.freed, 2 * SLOTS)

    m.action('beginPut', { item: Item }, (s, { item }) => {
      guard(!s.isPutting && (sizeOf(s) < SLOTS || bug === 'losesRoom'))
      s.isPutting = true
      s.input = item
      if (bug === 'publishesFirst') s.published = next(s.published)
      else s.slots[slotOf(s.published)] = item
    })
    m.action('endPut', {}, s => {
      guard(s.isPutting)
      s.isPutting = false
      if (bug === 'publishesFirst') s.slots[slotOf(s.published - 1)] = s.input
      else s.published = next(s.published)
    })

    m.action('beginTake', {}, s => {
      guard(!s.isTaking && sizeOf(s) > 0)
      s.isTaking = true
      if (bug === 'freesFirst') s.freed = next(s.freed)
      else s.copy = s.slots[slotOf(s.freed)]
    })
    m.action('endTake', {}, s => {
      guard(s.isTaking)
      s.isTaking = false
      const item = bug === 'freesFirst' ? s.slots[slotOf(s.freed - 1)] : s.copy
      s.output = { item, flip: !s.output.flip }
      if (bug !== 'freesFirst') s.freed = next(s.freed)
    })
    m.fair('weak', bug === 'stopsHalfway' ? ['beginTake'] : ['beginTake', 'endTake'])

    m.refines('isFifo', fifo.instance({ capacity: SLOTS }), s => {
      const [first, second] = [s.slots[slotOf(s.freed)], s.slots[slotOf(s.freed + 1)]]
      const size = sizeOf(s)
      return { items: size === 0 ? [] : size === 1 ? [first] : [first, second], output: s.output }
    })
    m.invariant('neverTooMany', s => sizeOf(s) <= SLOTS)
    m.lemma('slotIsWritten', s => implies(s.isPutting, sizeOf(s) < SLOTS && s.slots[slotOf(s.published)] === s.input))
    m.lemma('slotIsCopied', s => implies(s.isTaking, sizeOf(s) > 0 && s.slots[slotOf(s.freed)] === s.copy))
    m.witness('busyOnBothSides', s => s.isPutting && s.isTaking)
    return m
  },
  {
    mutants: {
      publishesFirst: {
        about: 'A slot is published before it is written.',
        constants: { bug: 'publishesFirst' },
        violates: 'isFifo',
      },
      freesFirst: {
        about: 'A slot is freed before it is copied.',
        constants: { bug: 'freesFirst' },
        violates: 'isFifo',
      },
      losesRoom: {
        about: 'The producer does not look whether there is room.',
        constants: { bug: 'losesRoom' },
        violates: 'neverTooMany',
      },
      stopsHalfway: {
        about: 'The consumer may stop between its two steps.',
        constants: { bug: 'stopsHalfway' },
        violates: 'isFifo: weak fairness of take',
      },
    },
  },
)
