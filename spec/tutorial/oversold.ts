/** Two overlay networks lease units of one router. There is a bug in it, on purpose: compare `sharing.ts`. */
import { fill, guard, ids, int, machine, map, spec } from 'von'

export default spec('sharing', { overlays: 2, capacity: 2, term: 2 }, ({ overlays, capacity, term }) => {
  const Overlay = ids('o', overlays)
  const m = machine({ units: map(Overlay, int(0, capacity)), ticksLeft: map(Overlay, int(0, term)) })
  m.init(() => ({ units: fill(Overlay, () => 0), ticksLeft: fill(Overlay, () => 0) }))

  m.action('lease', { o: Overlay, units: int(1, capacity) }, (s, { o, units }) => {
    guard(s.units[o] === 0)
    guard(Overlay.sum(other => s.units[other]) < capacity)
    s.units[o] = units
    s.ticksLeft[o] = term
  })

  m.action('release', { o: Overlay }, (s, { o }) => {
    guard(s.units[o] > 0)
    s.units[o] = 0
    s.ticksLeft[o] = 0
  })

  m.action('tick', {}, s => {
    for (const o of Overlay) {
      if (s.ticksLeft[o] > 0) s.ticksLeft[o]--
      if (s.ticksLeft[o] === 0) s.units[o] = 0
    }
  })

  m.invariant('neverOversold', s => Overlay.sum(o => s.units[o]) <= capacity)
  m.witness('shared', s => Overlay.every(o => s.units[o] > 0))
  return m
})
