/** First in, first out: what a ring buffer, and a protocol over a lossy line, are to look like from outside. */
import { bool, guard, int, machine, queue, rec, spec } from 'von'

export default spec('fifo', { capacity: 2 }, ({ capacity }) => {
  const Item = int(0, 1)
  const m = machine({
    items: queue(Item, capacity),
    /** the item that was taken last; `flip` tells it from the one before */
    output: rec({ item: Item, flip: bool }),
  })
  m.init(() => ({ items: [], output: { item: 0, flip: false } }))

  m.action('put', { item: Item }, (s, { item }) => {
    guard(s.items.length < capacity)
    s.items.push(item)
  })
  m.action('take', {}, s => {
    const item = s.items[0]
    guard(item !== undefined)
    s.items.shift()
    s.output = { item, flip: !s.output.flip }
  })
  m.fair('weak', 'take')

  m.leadsTo(
    'makesRoom',
    s => s.items.length === capacity,
    s => s.items.length < capacity,
  )
  m.witness('full', s => s.items.length === capacity)
  return m
})
