import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL, KNOWN, NO_PARENT, StateStore } from './store.ts'

const PLENTY = 2 ** 28

describe('StateStore', () => {
  it('numbers new states in order and knows them again, through every growth', () => {
    const store = new StateStore(2, PLENTY)
    const rowOf = (i: number) => Uint32Array.of(i % 7, i)
    const count = 200_000
    for (let i = 0; i < count; i++)
      if (store.insert(rowOf(i), i === 0 ? NO_PARENT : i - 1) !== i) throw new Error(`${i}`)
    expect(store.size).toBe(count)
    const row = new Uint32Array(2)
    for (let i = 0; i < count; i++) {
      store.read(i, row)
      if (store.insert(rowOf(i), 0) !== KNOWN || row[1] !== i) throw new Error(`${i}`)
    }
    expect(store.size).toBe(count)
    expect([store.parentOf(0), store.parentOf(1), store.parentOf(count - 1)]).toEqual([NO_PARENT, 0, count - 2])
  })

  it('tells states apart that differ in any one word', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }), { maxLength: 60 }), rows => {
        const store = new StateStore(3, PLENTY)
        const known = new Set<string>()
        for (const row of rows) {
          const expected = known.has(row.join()) ? KNOWN : known.size
          known.add(row.join())
          expect(store.insert(Uint32Array.from(row), 0)).toBe(expected)
        }
      }),
      { seed: 1 },
    )
  })

  it('keeps rows longer than a chunk', () => {
    const words = 100_000
    const store = new StateStore(words, PLENTY)
    const [a, b] = [new Uint32Array(words).fill(1), new Uint32Array(words).fill(2)]
    expect([store.insert(a, 0), store.insert(b, 0), store.insert(a, 0)]).toEqual([0, 1, KNOWN])
  })

  it('refuses new states beyond its budget, and still knows the old ones', () => {
    const budget = 2_000_000
    const store = new StateStore(1, budget)
    let id = 0
    while (store.insert(Uint32Array.of(id), NO_PARENT) !== FULL) id++
    expect(id).toBeGreaterThan(50_000)
    expect(store.bytes).toBeLessThanOrEqual(budget)
    const { rowBytes, parentBytes, tableBytes, slots } = store.memoryUse
    expect(rowBytes + parentBytes + tableBytes).toBe(store.bytes)
    expect({ rowBytes: rowBytes >= id * 4, slots }).toEqual({ rowBytes: true, slots: tableBytes / 4 })
    expect(store.insert(Uint32Array.of(id - 1), 0)).toBe(KNOWN)
    expect(store.insert(Uint32Array.of(id), 0)).toBe(FULL)
  })

  it('holds no more states than asked', () => {
    const store = new StateStore(1, PLENTY, 2)
    expect([5, 6, 7, 5].map(word => store.insert(Uint32Array.of(word), 0))).toEqual([0, 1, FULL, KNOWN])
  })
})
