import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Layout, layOut, type Region } from './layout.ts'

const shape = fc.record({
  bits: fc.integer({ min: 0, max: 5000 }),
  actions: fc.nat({ max: 300 }),
  maxSuccessors: fc.nat({ max: 20_000 }),
  counterBytes: fc.nat({ max: 10_000 }),
  memoryBytes: fc.oneof(fc.nat({ max: 10_000 }), fc.nat({ max: 2 ** 31 }), fc.constant(2 ** 40)),
  threads: fc.integer({ min: 1, max: 9 }),
  maxStates: fc.oneof(fc.nat({ max: 100 }), fc.nat(), fc.constant(Number.POSITIVE_INFINITY)),
})

const regions = (layout: Layout): Region[] =>
  [...Object.values(layout), layout.paging?.pageTable].filter(
    value => typeof value === 'object' && value !== null && 'address' in value,
  )

it('regions lie one behind the other in 4 GiB, and hold what is promised', () => {
  fc.assert(
    fc.property(shape, s => {
      const layout = layOut(s)
      const sorted = regions(layout).sort((a, b) => a.address - b.address)
      expect(sorted).toHaveLength(17)
      let end = 64
      for (const { address, bytes } of sorted) {
        // The regions of other threads lie between those of the first and the common ones.
        if (address === layout.control.address) end += layout.ownBytes * (s.threads - 1)
        expect(address % 64).toBe(0)
        expect(address).toBeGreaterThanOrEqual(end)
        end = address + bytes
      }
      expect(layout.pages * 65_536).toBeGreaterThanOrEqual(end)
      expect(layout.pages).toBeLessThanOrEqual(65_536)

      expect(layout.current.address + layout.current.bytes - 64).toBeLessThanOrEqual(layout.ownBytes)
      const { capacity, maxSlots, stateBytes } = layout
      expect(stateBytes * 8).toBeGreaterThanOrEqual(s.bits)
      expect(capacity).toBeLessThanOrEqual(Math.min(s.maxStates, (maxSlots * 7) / 8))
      if (capacity > 0) expect(capacity * (stateBytes + 4) + maxSlots * 8).toBeLessThanOrEqual(s.memoryBytes)
    }),
    { seed: 3, numRuns: 500 },
  )
})

it('beyond 4 GiB, states have a memory of their own; what generated code reaches stays below', () => {
  fc.assert(
    fc.property(shape, s => {
      const layout = layOut({ ...s, isWide: true })
      const { table, arena, parents, control, capacity, maxSlots, stateBytes } = layout
      expect([table.address, arena.address >= table.address + table.bytes]).toEqual([64, true])
      expect(parents.address).toBeGreaterThanOrEqual(arena.address + arena.bytes)
      expect(layout.statePages * 65_536).toBeGreaterThanOrEqual(parents.address + parents.bytes)
      expect(layout.statePages).toBeLessThanOrEqual(2 ** 18)
      expect(layout.pages * 65_536).toBeGreaterThanOrEqual(control.address + control.bytes)
      expect(layout.pages).toBeLessThanOrEqual(65_536)
      if (capacity > 0) expect(capacity * (stateBytes + 4) + maxSlots * 8).toBeLessThanOrEqual(s.memoryBytes)
    }),
    { seed: 5, numRuns: 300 },
  )
  const commit = { bits: 40, actions: 7, maxSuccessors: 50, counterBytes: 100, memoryBytes: 2 ** 33 }
  expect(layOut({ ...commit, isWide: true }).capacity).toBeGreaterThan(400_000_000)
  expect(layOut(commit).capacity).toBeLessThan(204_000_000)
})

it('where rows lie in pages, there are frames for a batch, and memory is kept to', () => {
  const paged = fc.record({ windowBytes: fc.nat({ max: 2 ** 28 }), isWide: fc.boolean() })
  fc.assert(
    fc.property(shape, paged, (s, how) => {
      const layout = layOut({ ...s, threads: 1, memoryBytes: Math.min(s.memoryBytes, 2 ** 31), ...how })
      const { paging, arena, capacity, maxSlots, stateBytes, entries, isWide, pages } = layout
      if (paging === null) throw new Error('there are no pages')
      const { rowBits, pageBytes, frames, waiting, pageTable } = paging
      const rows = 2 ** rowBits
      expect(pageBytes).toBe(rows * (stateBytes + 4))
      expect(arena.bytes).toBe(frames * pageBytes)
      // A batch may begin at the end of a page.
      expect((waiting - 1) * rows).toBeGreaterThanOrEqual(entries)
      expect(frames).toBeGreaterThanOrEqual(waiting + 2)
      // Reading ahead asks for one row too many.
      expect(pageTable.bytes / 8).toBeGreaterThan(capacity / rows)
      expect(pages * 65_536).toBeGreaterThanOrEqual(pageTable.address + pageTable.bytes)
      const sorted = regions(layout).sort((a, b) => a.address - b.address)
      for (const [i, { address }] of sorted.entries()) {
        const before = sorted[i - 1]
        if (!isWide && before !== undefined) expect(address).toBeGreaterThanOrEqual(before.address + before.bytes)
      }
      if (capacity > 0) expect(frames * pageBytes + pageTable.bytes + maxSlots * 8).toBeLessThanOrEqual(s.memoryBytes)
    }),
    { seed: 6, numRuns: 300 },
  )
})

it('more memory never holds fewer states', () => {
  fc.assert(
    fc.property(shape, fc.nat({ max: 2 ** 31 }), (s, more) => {
      const larger = { ...s, memoryBytes: s.memoryBytes + more }
      expect(layOut(larger).capacity).toBeGreaterThanOrEqual(layOut(s).capacity)
    }),
    { seed: 4, numRuns: 500 },
  )
})

it('a gigabyte holds tens of millions of states of one word', () => {
  const layout = layOut({ bits: 40, actions: 7, maxSuccessors: 50, counterBytes: 100, memoryBytes: 2 ** 30 })
  expect(layout.capacity).toBeGreaterThan(40_000_000)
})

it('refuses successors that 32-bit addresses cannot reach', () => {
  const huge = { bits: 10_000, actions: 1, maxSuccessors: 10_000_000, counterBytes: 0, memoryBytes: 2 ** 30 }
  expect(() => layOut(huge)).toThrow(RangeError)
})
