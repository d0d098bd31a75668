/**
 * The canonical encoding of states: a fixed number of bits for each type, packed into 32-bit words, lowest bits first.
 *
 *     bool     1 bit                             int, enum  rank, in as few bits as hold all ranks
 *     option   1 bit for present, then the item  record     its fields
 *     variant  rank of the kind, then the fields of every case
 *     map      every entry                       set        1 bit for each item
 *     bag      the copies of each item           queue      length, then `capacity` slots
 *
 * Cells that a value does not use are zero, so that equal states have equal words. `layout.ts` names the cells.
 */
import type { Variable } from './expr.ts'
import type { State } from './model.ts'
import { cardinality, enumType, type Field, intType, type Type } from './type.ts'
import { parts, rankerOf, type Value, valueAt } from './value.ts'

/** Words of 32 bits, read and written at a position counted in bits. */
class BitCursor {
  private words: Uint32Array = new Uint32Array()
  private base = 0
  private bit = 0

  /** Goes to the first bit of `words[base]`. */
  start(words: Uint32Array, base: number): void {
    this.words = words
    this.base = base
    this.bit = 0
  }
  skip(width: number): void {
    this.bit += width
  }
  /** Writes over zero bits. `width` is at most 32. */
  put(value: number, width: number): void {
    const { words } = this
    const word = this.base + (this.bit >>> 5)
    const shift = this.bit & 31
    words[word] = (words[word] as number) | (value << shift)
    if (shift + width > 32) words[word + 1] = (words[word + 1] as number) | (value >>> (32 - shift))
    this.bit += width
  }
  take(width: number): number {
    const { words } = this
    const word = this.base + (this.bit >>> 5)
    const shift = this.bit & 31
    let value = (words[word] as number) >>> shift
    if (shift + width > 32) value |= (words[word + 1] as number) << (32 - shift)
    this.bit += width
    return width === 32 ? value >>> 0 : value & ((1 << width) - 1)
  }
}

interface Codec<V extends Value = Value> {
  /** bits used, the same for every value */
  readonly width: number
  write(cursor: BitCursor, value: Value): void
  read(cursor: BitCursor): V
}

export class StateEncoding {
  /** bits of a state */
  readonly bits: number
  /** words of a state, at least one */
  readonly words: number
  private readonly codecs: readonly Codec[]
  private readonly cursor = new BitCursor()

  /** @param variables the state variables of a model, in its order */
  constructor(variables: readonly Variable[]) {
    this.codecs = variables.map(v => codecOf(v.type))
    this.bits = totalWidth(this.codecs)
    this.words = Math.max(1, Math.ceil(this.bits / 32))
  }

  /**
   * Writes `state` to `out[offset .. offset + words]`.
   * @throws RangeError when a value is not of its variable's type
   */
  encode(state: State, out: Uint32Array, offset = 0): void {
    out.fill(0, offset, offset + this.words)
    this.cursor.start(out, offset)
    for (const [i, codec] of this.codecs.entries()) codec.write(this.cursor, state[i] as Value)
  }

  /** The state that `encode` wrote to `words[offset ..]`. */
  decode(words: Uint32Array, offset = 0): State {
    this.cursor.start(words, offset)
    return this.codecs.map(codec => codec.read(this.cursor))
  }
}

/** How many bits tell `count` things apart. */
export const bitsFor = (count: number) => (count <= 1 ? 0 : (count - 1).toString(2).length)
const totalWidth = (codecs: readonly { readonly width: number }[]) => codecs.reduce((n, c) => n + c.width, 0)

const codecs = new WeakMap<Type, Codec>()
function codecOf(type: Type): Codec {
  let codec = codecs.get(type)
  if (codec === undefined) {
    codec = makeCodec(type)
    codecs.set(type, codec)
  }
  return codec
}

/** Bits that a type takes in a state. */
export const widthOf = (type: Type): number => codecOf(type).width

function makeCodec(type: Type): Codec {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return scalarCodec(type)
    case 'option':
      return optionCodec(codecOf(type.item))
    case 'record':
      return fieldsCodec(type.fields, 0)
    case 'variant':
      return variantCodec(type.cases)
    case 'map':
      return entriesCodec(cardinality(type.from), codecOf(type.to))
    case 'set':
      return entriesCodec(cardinality(type.item), setBit)
    case 'bag':
      return entriesCodec(cardinality(type.item), codecOf(intType(0, type.max)))
    case 'queue':
      return queueCodec(type.capacity, codecOf(type.item))
  }
}

function scalarCodec(type: Type): Codec {
  const [rank, count] = [rankerOf(type), cardinality(type)]
  const width = bitsFor(count)
  const ranked = (value: Value) => {
    const found = rank(value)
    if (found < 0) throw new RangeError(`${JSON.stringify(value)} is not in ${type.key}`)
    return found
  }
  if (width > 32) {
    return {
      width,
      write(cursor, value) {
        const code = ranked(value)
        cursor.put(code % 2 ** 32, 32)
        cursor.put(Math.floor(code / 2 ** 32), width - 32)
      },
      read: cursor => valueAt(type, cursor.take(32) + cursor.take(width - 32) * 2 ** 32),
    }
  }
  return {
    width,
    write: (cursor, value) => cursor.put(ranked(value), width),
    read: cursor => valueAt(type, cursor.take(width)),
  }
}

const setBit: Codec = {
  width: 1,
  write: (cursor, present) => cursor.put(present === true ? 1 : 0, 1),
  read: cursor => cursor.take(1) === 1,
}

function optionCodec(item: Codec): Codec {
  return {
    width: 1 + item.width,
    write(cursor, value) {
      setBit.write(cursor, value !== null)
      if (value === null) cursor.skip(item.width)
      else item.write(cursor, parts(value)[0] as Value)
    },
    read(cursor) {
      if (setBit.read(cursor)) return [item.read(cursor)]
      cursor.skip(item.width)
      return null
    },
  }
}

/** The fields that follow the first `from` parts of a value; reads these parts only. */
function fieldsCodec(fields: readonly Field[], from: number): Codec<readonly Value[]> {
  const columns = fields.map(f => codecOf(f.type))
  return {
    width: totalWidth(columns),
    write(cursor, value) {
      const list = parts(value)
      for (const [i, column] of columns.entries()) column.write(cursor, list[i + from] as Value)
    },
    read: cursor => columns.map(column => column.read(cursor)),
  }
}

function variantCodec(cases: readonly { readonly name: string; readonly fields: readonly Field[] }[]): Codec {
  const tag = codecOf(enumType(cases.map(c => c.name)))
  const bodies = cases.map(c => ({ name: c.name, fields: fieldsCodec(c.fields, 1) }))
  return {
    width: tag.width + totalWidth(bodies.map(b => b.fields)),
    write(cursor, value) {
      const kind = parts(value)[0] as Value
      tag.write(cursor, kind)
      for (const { name, fields } of bodies) {
        if (name === kind) fields.write(cursor, value)
        else cursor.skip(fields.width)
      }
    },
    read(cursor) {
      const kind = tag.read(cursor)
      let payload: readonly Value[] = []
      for (const { name, fields } of bodies) {
        if (name === kind) payload = fields.read(cursor)
        else cursor.skip(fields.width)
      }
      return [kind, ...payload]
    },
  }
}

function entriesCodec(count: number, entry: Codec): Codec {
  return {
    width: count * entry.width,
    write(cursor, value) {
      for (const item of parts(value)) entry.write(cursor, item)
    },
    read(cursor) {
      const entries: Value[] = []
      for (let i = 0; i < count; i++) entries.push(entry.read(cursor))
      return entries
    },
  }
}

function queueCodec(capacity: number, item: Codec): Codec {
  const length = codecOf(intType(0, capacity))
  return {
    width: length.width + capacity * item.width,
    write(cursor, value) {
      const list = parts(value)
      length.write(cursor, list.length)
      for (const entry of list) item.write(cursor, entry)
      cursor.skip((capacity - list.length) * item.width)
    },
    read(cursor) {
      const count = length.read(cursor) as number
      const list: Value[] = []
      for (let i = 0; i < count; i++) list.push(item.read(cursor))
      cursor.skip((capacity - count) * item.width)
      return list
    },
  }
}
