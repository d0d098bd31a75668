import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CellRange, densePacking, type Packing, plainPacking } from './packing.ts'
import { bitsOf, Repacking } from './repacking.ts'

const RUNS = Number(process.env.VON_RANDOM_MODELS ?? 300)

const times = (n: number, count: number, low = 0): CellRange[] => Array.from({ length: n }, () => ({ low, count }))
const numbersOf = ({ fields }: Packing) => fields.filter(({ cells }) => cells.length > 1).map(({ cells }) => cells)

it('makes as many numbers as save a word, and no more', () => {
  const packing = densePacking([...times(20, 3), ...times(25, 2)])
  expect(plainPacking(packing.places).bits).toBe(65)
  expect(packing.bits).toBe(63)
  expect(numbersOf(packing)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ])
  // two of five values: 25 of 32, for which 6 bits were needed
  expect(numbersOf(densePacking([...times(58, 2), ...times(2, 5)]))).toEqual([[58, 59]])
})

it('is the plain packing where that saves no word, or one word is enough', () => {
  for (const ranges of [times(63, 2), times(20, 3), times(64, 2), times(40, 3), [{ low: -5, count: 2 ** 53 }]]) {
    expect(densePacking(ranges)).toEqual(plainPacking(ranges))
  }
})

const rangeArb = fc
  .tuple(
    fc.integer({ min: -100, max: 100 }),
    fc.constantFrom(1, 2, 2, 3, 3, 3, 5, 5, 6, 7, 9, 16, 33, 2 ** 20 + 1, 2 ** 40),
  )
  .map(([low, count]) => ({ low, count }))
/** Ranges, and which of them get one value only. */
const caseArb = fc.tuple(
  fc.array(
    fc.tuple(
      rangeArb,
      fc.integer({ min: 0, max: 9 }).map(n => n === 0),
    ),
    { minLength: 20, maxLength: 120 },
  ),
  fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
)
/** As many of them as take just over one word or two. */
function trimmed<T extends readonly [CellRange, boolean]>(cells: readonly T[]): readonly T[] {
  const bits = (n: number) =>
    plainPacking(cells.slice(0, n).map(([range, one]) => (one ? times(1, 1)[0] : range) as CellRange)).bits
  const ends = Array.from(cells, (_, i) => i + 1).filter(n => [64, 65, 66, 129, 130, 131].includes(bits(n)))
  return cells.slice(0, ends.at(-1))
}

it('keeps every state, whichever cells are digits or have one value only', () => {
  let dense = 0
  fc.assert(
    fc.property(caseArb, ([all, stream]) => {
      const cells = trimmed(all)
      const ranges = cells.map(([range]) => range)
      const plain = plainPacking(ranges)
      const draw = () => stream.next().value as number
      const values = ranges.map(({ low, count }) => low + Math.floor(draw() * count))
      const narrowed = ranges.map((range, i) => (cells[i]?.[1] ? { low: values[i] as number, count: 1 } : range))
      const packing = densePacking(narrowed)
      if (numbersOf(packing).length > 0) dense++
      expect(packing.bits).toBeLessThanOrEqual(plain.bits)
      const repacking = new Repacking(plain, packing)
      const row = new Uint32Array(Math.max(1, Math.ceil(plain.bits / 32)))
      // the encoding of the state, written bit by bit
      for (const [i, { bit, width, low }] of plain.fields.entries()) {
        const rank = BigInt((values[i] as number) - low)
        for (let k = 0; k < width; k++) {
          if ((rank >> BigInt(k)) & 1n)
            row[(bit + k) >>> 5] = (row[(bit + k) >>> 5] as number) | (1 << ((bit + k) & 31))
        }
      }
      const packed = new Uint32Array(repacking.words + 2).fill(0xffffffff)
      repacking.pack(row, 0, packed, 1)
      expect([packed[0], packed.at(-1)]).toEqual([0xffffffff, 0xffffffff])
      const found = packing.places.map(({ field, stride, low, count }) => {
        const { bit, width } = packing.fields[field] as Packing['fields'][number]
        return low + (Math.floor(bitsOf(packed.subarray(1), bit, width) / stride) % count)
      })
      expect(found).toEqual(values)
      const back = new Uint32Array(row.length).fill(0xffffffff)
      repacking.unpack(packed, 1, back)
      expect(back).toEqual(row)
    }),
    { seed: 1, numRuns: RUNS },
  )
  expect(dense).toBeGreaterThan(RUNS / 20)
})

it('does not take a state that has no place', () => {
  const plain = plainPacking([{ low: 3, count: 4 }])
  const repacking = new Repacking(plain, plainPacking([{ low: 4, count: 1 }]))
  const packed = new Uint32Array(2)
  repacking.pack(Uint32Array.of(1), 0, packed, 0)
  expect(packed).toEqual(Uint32Array.of(0, 0))
  for (const rank of [0, 2, 3]) expect(() => repacking.pack(Uint32Array.of(rank), 0, packed, 0)).toThrow(RangeError)
})
