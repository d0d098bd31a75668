import { expect, it } from 'vitest'
import { int, machine, set, spec } from 'von'
import { lower } from '../frontend/lower.ts'
import { programOf } from './program.ts'
import { NotCompilable } from './terms.ts'

/** A set that grows by one of so many items at each step: as many ways to take a step as the state has cells. */
const growing = (items: number) => {
  const Item = int(0, items - 1)
  return lower(
    spec('growing', {}, () => {
      const m = machine({ seen: set(Item) })
      m.init(() => ({ seen: set(Item).of() }))
      m.action('see', { item: Item }, (s, { item }) => {
        s.seen.add(item)
      })
      return m
    }).instance(),
  )
}

it('is made for a wide state, and refused where steps and cells together would not fit into memory', () => {
  expect(programOf(growing(500)).current).toHaveLength(500)
  expect(() => programOf(growing(4_000))).toThrow(NotCompilable)
})
