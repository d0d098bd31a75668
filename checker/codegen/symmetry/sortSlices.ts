/**
 * Sorting the names of a type by what is in their slices. In: the words of a state in locals. Out: code that puts the
 * slices into ascending order, without a branch.
 */
import { type BitField, readField, writeFields } from '../bitFields.ts'
import type { PackedCell } from '../packing.ts'
import type { Code } from '../wasm/bytes.ts'
import { type FunctionRef, get, i32, i64, type Local, select, set } from '../wasm/instructions.ts'

/** The fields of every name's slice, aligned: cells that lie side by side in every slice are one field. */
export function fieldsOfSlices(cells: readonly PackedCell[], slices: readonly (readonly number[])[]): BitField[][] {
  const fields: BitField[][] = slices.map(() => [])
  for (const position of slices[0]?.keys() ?? []) {
    const column = slices.map(slice => cells[slice[position] as number] as PackedCell)
    if ((column[0] as PackedCell).width === 0) continue
    const before = fields.map(list => list.at(-1))
    const isJoined = column.every(({ bit, width }, name) => {
      const last = before[name]
      return last !== undefined && last.bit + last.width === bit && last.width + width <= 64
    })
    for (const [name, { bit, width }] of column.entries()) {
      const list = fields[name] as BitField[]
      const last = before[name]
      if (isJoined && last !== undefined) list[list.length - 1] = { bit: last.bit, width: last.width + width }
      else list.push({ bit, width })
    }
  }
  return fields
}

/** Fields side by side in as few keys of 64 bits as hold them in order: for each key, positions of fields. */
function keysOf(fields: readonly BitField[]): number[][] {
  const keys: number[][] = []
  let room = 0
  for (const [i, { width }] of fields.entries()) {
    if (width > room) {
      keys.push([])
      room = 64
    }
    keys.at(-1)?.push(i)
    room -= width
  }
  return keys
}

/** Sets a local for each key of a slice. */
function gather(fn: FunctionRef, words: readonly Local[], fields: readonly BitField[]): { load: Code; keys: Local[] } {
  const loads = keysOf(fields).map(positions => {
    const key = fn.local('i64')
    let shift = 0
    const parts = positions.map(i => {
      const field = fields[i] as BitField
      const part = i64.shl(readField(words, field), i64.const(BigInt(shift)))
      shift += field.width
      return part
    })
    return {
      key,
      load: set(
        key,
        parts.reduce((a, b) => i64.or(a, b)),
      ),
    }
  })
  return { load: loads.map(l => l.load), keys: loads.map(l => l.key) }
}

/** The keys of every slice in locals. */
export function gatherAll(fn: FunctionRef, words: readonly Local[], fields: readonly (readonly BitField[])[]) {
  const all = fields.map(list => gather(fn, words, list))
  return { load: all.map(a => a.load), keys: all.map(a => a.keys) }
}

/** Whether `a` is below `b`, as unsigned numbers with the most important word first; both have at least one word. */
export function isBelow(a: readonly Code[], b: readonly Code[]): Code {
  const [x, ...restOfA] = a as [Code, ...Code[]]
  const [y, ...restOfB] = b as [Code, ...Code[]]
  const below = i64.ltU(x, y)
  return restOfA.length === 0 ? below : i32.or(below, i32.and(i64.eq(x, y), isBelow(restOfA, restOfB)))
}
export const areEqual = (a: readonly Local[], b: readonly Local[]): Code =>
  a.map((x, i) => i64.eq(get(x), get(b[i] as Local))).reduce((all, one) => i32.and(all, one), i32.const(1))

/** Code that sorts the slices in `words` in place. */
export function sortSlices(fn: FunctionRef, words: readonly Local[], fields: readonly (readonly BitField[])[]): Code {
  const { load, keys } = gatherAll(fn, words, fields)
  const [isSwapped, kept] = [fn.local('i32'), fn.local('i64')]
  const exchanges = sortingNetwork(fields.length).map(([low, high]) => {
    const [a, b] = [keys[low] as Local[], keys[high] as Local[]]
    return [
      set(isSwapped, isBelow(b.map(get), a.map(get))),
      a.map((x, i) => {
        const y = b[i] as Local
        return [
          set(kept, get(x)),
          set(x, select(get(y), get(x), get(isSwapped))),
          set(y, select(get(kept), get(y), get(isSwapped))),
        ]
      }),
    ]
  })
  const scatter = fields.map((list, name) => {
    const values: Code[] = []
    for (const [k, positions] of keysOf(list).entries()) {
      let shift = 0
      for (const i of positions) {
        const { width } = list[i] as BitField
        const key = get(keys[name]?.[k] as Local)
        const rest = shift === 0 ? key : i64.shrU(key, i64.const(BigInt(shift)))
        values[i] = shift + width === 64 ? rest : i64.and(rest, i64.const((1n << BigInt(width)) - 1n))
        shift += width
      }
    }
    return { list, values }
  })
  return [
    load,
    exchanges,
    writeFields(
      words,
      words,
      scatter.flatMap(s => s.list),
      scatter.flatMap(s => s.values),
    ),
  ]
}

/**
 * Pairs of positions to compare and exchange, in order, that sort any list of `count` items.
 * Source: D. E. Knuth, "The Art of Computer Programming", volume 3, section 5.2.2, algorithm M (merge exchange).
 */
export function sortingNetwork(count: number): [number, number][] {
  const pairs: [number, number][] = []
  const top = 2 ** Math.ceil(Math.log2(Math.max(1, count))) / 2
  for (let p = top; p >= 1; p /= 2) {
    let [q, r, d] = [top, 0, p]
    for (;;) {
      for (let i = 0; i < count - d; i++) if ((i & p) === r) pairs.push([i, i + d])
      if (q === p) break
      ;[d, q, r] = [q - p, q / 2, p]
    }
  }
  return pairs
}
