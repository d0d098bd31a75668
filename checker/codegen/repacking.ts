/**
 * States between the plain packing, in which everybody knows them, and another one. Where both keep neighbouring cells in
 * the same order, their bits are moved together; the digits of numbers are put together and taken apart.
 */
import type { Field, PackedCell, Packing, Place } from './packing.ts'

/** Bits that are the same in both packings, at most 32; or a cell that is a digit, or has a single value. */
interface Move {
  /** in the plain packing */
  readonly from: number
  readonly width: number
  /** in the other one */
  readonly to: number
}
interface Digit {
  readonly from: PackedCell
  readonly place: Place
  readonly field: Field
}

const MOVE_BITS = 32

export class Repacking {
  /** 32-bit words of a state in the plain packing, and in the other one */
  readonly plainWords: number
  readonly words: number
  private readonly moves: readonly Move[]
  private readonly digits: readonly Digit[]

  constructor(plain: Packing, packing: Packing) {
    this.plainWords = wordsOf(plain)
    this.words = wordsOf(packing)
    const moves: Move[] = []
    const digits: Digit[] = []
    for (const [cell, place] of packing.places.entries()) {
      const from = plain.fields[cell] as Field
      const field = packing.fields[place.field] as Field
      if (field.cells.length > 1 || field.count !== from.count || from.width > MOVE_BITS) {
        digits.push({ from, place, field })
        continue
      }
      const last = moves.at(-1)
      const isNext = last && last.from + last.width === from.bit && last.to + last.width === field.bit
      if (last && isNext && last.width + from.width <= MOVE_BITS)
        moves[moves.length - 1] = { ...last, width: last.width + from.width }
      else moves.push({ from: from.bit, width: from.width, to: field.bit })
    }
    this.moves = moves
    this.digits = digits
  }

  /**
   * Writes the state at `row[at ..]`, in the plain packing, to `out[start .. start + words]`.
   * @throws RangeError when a cell has a value that the packing has no room for
   */
  pack(row: Uint32Array, at: number, out: Uint32Array, start: number): void {
    out.fill(0, start, start + this.words)
    for (const { from, width, to } of this.moves) put(out, start, to, width, take(row, at, from, width))
    for (const { from, place, field } of this.digits) {
      const rank = take(row, at, from.bit, from.width) + from.low - place.low
      if (rank < 0 || rank >= place.count) throw new RangeError('a state has no place in the packing of states')
      const content = take(out, start, field.bit, field.width)
      put(out, start, field.bit, field.width, content + rank * place.stride)
    }
  }

  /** The other way round, for all words of the plain packing. */
  unpack(packed: Uint32Array, start: number, row: Uint32Array): void {
    row.fill(0)
    for (const { from, width, to } of this.moves) put(row, 0, from, width, take(packed, start, to, width))
    for (const { from, place, field } of this.digits) {
      const content = take(packed, start, field.bit, field.width)
      const value = place.low + (Math.floor(content / place.stride) % place.count)
      put(row, 0, from.bit, from.width, value - from.low)
    }
  }
}

const wordsOf = ({ bits }: Packing) => 2 * Math.max(1, Math.ceil(bits / 64))

/** The bits from `bit` on of a packed state, at most 53, as a number. */
export const bitsOf = (words: Uint32Array, bit: number, width: number): number => take(words, 0, bit, width)

/** The same, counted from the start of `words[base]`. */
function take(words: Uint32Array, base: number, bit: number, width: number): number {
  if (width > 32) return take(words, base, bit, 32) + take(words, base, bit + 32, width - 32) * 2 ** 32
  if (width === 0) return 0
  const word = base + (bit >>> 5)
  const shift = bit & 31
  let value = (words[word] as number) >>> shift
  if (shift + width > 32) value |= (words[word + 1] as number) << (32 - shift)
  return width === 32 ? value >>> 0 : value & (2 ** width - 1)
}
/** Puts a value in the place of these bits. */
function put(words: Uint32Array, base: number, bit: number, width: number, value: number): void {
  if (width > 32) {
    put(words, base, bit, 32, value % 2 ** 32)
    put(words, base, bit + 32, width - 32, Math.floor(value / 2 ** 32))
    return
  }
  if (width === 0) return
  const word = base + (bit >>> 5)
  const shift = bit & 31
  const mask = width === 32 ? -1 : 2 ** width - 1
  words[word] = ((words[word] as number) & ~(mask << shift)) | (value << shift)
  if (shift + width > 32) {
    words[word + 1] = ((words[word + 1] as number) & ~(mask >>> (32 - shift))) | (value >>> (32 - shift))
  }
}
