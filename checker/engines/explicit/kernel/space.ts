/**
 * Where states lie: the table, the arena and the parents. As a rule that is the memory of everything else, with addresses
 * of 32 bits. When they may take more than that reaches, it is a second memory with addresses of 64 bits; generated code
 * never sees that one. In: a layout. Out: code for addresses and accesses, the same for both.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { accessTo, get, i32, i64, type Local, type ValueType } from '../../../codegen/wasm/instructions.ts'
import type { Layout, Region } from './layout.ts'

type Arithmetic = Pick<typeof i32, 'add' | 'sub' | 'mul' | 'shl' | 'eq' | 'ne' | 'eqz' | 'gtU'>

export interface Space extends ReturnType<typeof accessTo>, Arithmetic {
  /** of an address */
  readonly type: ValueType
  readonly const: (address: number) => Code
  /** an address from an i32, unsigned */
  readonly ofIndex: (index: Code) => Code
  /** an address from an i64, which it fits */
  readonly ofLong: (value: Code) => Code
}

const narrow: Space = {
  ...i32,
  ...accessTo(0),
  type: 'i32',
  const: i32.const,
  ofIndex: index => index,
  ofLong: i32.wrap,
}
const wide: Space = {
  ...i64,
  ...accessTo(1),
  type: 'i64',
  const: address => i64.const(BigInt(address)),
  ofIndex: i64.extendU,
  ofLong: value => value,
}

export const spaceOf = ({ isWide }: Layout): Space => (isWide ? wide : narrow)
/** That of the arena, or of the pages that are in its place. */
export const rowSpaceOf = ({ isWide, paging }: Layout): Space => (isWide && paging === null ? wide : narrow)

/** The address of the item `index`, an i32, of a region with states. */
export function stateAddress(layout: Layout, { address }: Region, index: Code, bytes: number): Code {
  const space = spaceOf(layout)
  return space.add(space.mul(space.ofIndex(index), space.const(bytes)), space.const(address))
}

/** Reads a word of a state, by its offset. */
export type Words = (offset: number) => Code

/** Those of the row at an address. */
export const wordsOfRow = (layout: Layout, row: Local): Words => {
  const space = rowSpaceOf(layout)
  return offset => space.load64(get(row), offset)
}
/** Those of a state outside of the arena. */
export const wordsAt =
  (address: Local): Words =>
  offset =>
    i64.load(get(address), offset)
