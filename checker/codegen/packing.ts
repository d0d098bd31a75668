/**
 * Where the cells of a state are in its bits. In: how many values each cell has. Out: fields, each of them a cell, or
 * several that are the digits of one number: three cells of three values take 5 bits as a number and 6 one by one.
 *
 * The plain packing is that of encoded states (`ir/encode.ts`). The dense one takes a word less where it can, and is
 * otherwise the same, since digits take divisions to read.
 */
import { bitsFor } from '../ir/encode.ts'

/** The values that a cell can have: `low` to `low + count - 1`. */
export interface CellRange {
  readonly low: number
  readonly count: number
}

/** Where a cell is in an encoded state, and the value of its zero. */
export interface PackedCell {
  readonly bit: number
  readonly width: number
  readonly low: number
}

/** Some bits of a state that are read and written as one. */
export interface Field extends PackedCell {
  /** how many values it has */
  readonly count: number
  /** the cells that it holds, by their position; the first is its lowest digit */
  readonly cells: readonly number[]
}

/** Where a cell is in its field: its value is `low + floor(content / stride) mod count`. */
export interface Place extends CellRange {
  readonly field: number
  readonly stride: number
}

export interface Packing {
  /** in the order of their bits */
  readonly fields: readonly Field[]
  /** of each cell */
  readonly places: readonly Place[]
  readonly bits: number
}

/** Words for so many bits. States of fewer than 64 are told apart by their hash: one of 64 is as slow as one of two words. */
export const wordsFor = (bits: number) => (bits < 64 ? 1 : Math.max(2, Math.ceil(bits / 64)))
const bitsIn = (words: number) => (words === 1 ? 63 : words * 64)

/** What is computed with the content of a field stays below 2^31. */
const NUMBER_MAX = 2 ** 20

/** One field for each cell, in their order. */
export const plainPacking = (ranges: readonly CellRange[]): Packing => packed(ranges, [])

/** The packing with the fewest numbers that takes a word less than the plain one, or else that. */
export function densePacking(ranges: readonly CellRange[]): Packing {
  const plain = plainPacking(ranges)
  const numbers = numbersOf(ranges)
  const words = wordsFor(plain.bits)
  const needed = words === 1 ? 0 : plain.bits - bitsIn(words - 1)
  return numbers.length < needed ? plain : packed(ranges, numbers.slice(0, needed))
}

/** Cells that save a bit as the digits of a number, the smallest cells first; each is in one number at most. */
function numbersOf(ranges: readonly CellRange[]): number[][] {
  const wasteful = [...ranges.keys()]
    .filter(cell => !Number.isInteger(Math.log2(countOf(ranges, cell))) && countOf(ranges, cell) <= NUMBER_MAX)
    .sort((a, b) => countOf(ranges, a) - countOf(ranges, b))
  const numbers: number[][] = []
  let number: number[] = []
  for (const cell of wasteful) {
    number.push(cell)
    if (productOf(ranges, number) > NUMBER_MAX) number = [cell]
    const separate = number.reduce((sum, digit) => sum + bitsFor(countOf(ranges, digit)), 0)
    if (bitsFor(productOf(ranges, number)) === separate) continue
    numbers.push(number)
    number = []
  }
  return numbers
}
const countOf = (ranges: readonly CellRange[], cell: number) => (ranges[cell] as CellRange).count
const productOf = (ranges: readonly CellRange[], cells: readonly number[]) =>
  cells.reduce((product, cell) => product * countOf(ranges, cell), 1)

/** @param numbers cells that are digits of one number; it takes the place of the first */
function packed(ranges: readonly CellRange[], numbers: readonly (readonly number[])[]): Packing {
  const numberOf = new Map(numbers.flatMap(number => number.map(cell => [cell, number] as const)))
  const fields: Field[] = []
  const places: Place[] = []
  let bit = 0
  for (const [first, range] of ranges.entries()) {
    const cells = numberOf.get(first) ?? [first]
    if (cells[0] !== first) continue
    const count = productOf(ranges, cells)
    const width = bitsFor(count)
    let stride = 1
    for (const cell of cells) {
      places[cell] = { ...(ranges[cell] as CellRange), field: fields.length, stride }
      stride *= countOf(ranges, cell)
    }
    fields.push({ bit, width, low: cells.length === 1 ? range.low : 0, count, cells })
    bit += width
  }
  return { fields, places, bits: bit }
}
