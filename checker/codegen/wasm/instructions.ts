/**
 * Instructions of WebAssembly as expressions: every builder takes the code of its operands and gives the code that leaves
 * its result on the stack, or no result where the comment says so. Addresses are i32. Booleans are i32, zero is false.
 * Source: WebAssembly core specification, section 5.4 "Instructions".
 */
import { type Code, signed, signed64, unsigned } from './bytes.ts'

export type ValueType = 'i32' | 'i64'

/** A parameter or a local variable of a function. Variables start at zero. */
export type Local = { readonly index: number; readonly type: ValueType }

/** A global variable of the module. */
export type GlobalRef = { readonly index: number; readonly type: ValueType }

/** A function that can be called before it is defined. */
export interface FunctionRef {
  readonly index: number
  readonly name: string
  readonly params: readonly Local[]
  readonly results: readonly ValueType[]
  /** A new local variable of the function. */
  local(type: ValueType): Local
}

const TYPE_BYTE = { i32: 0x7f, i64: 0x7e } as const satisfies Record<ValueType, number>
const NO_RESULT = 0x40
/** In the alignment of an access: the index of a memory follows. */
const HAS_MEMORY_INDEX = 0x40
const END = 0x0b
const ELSE = 0x05

/** The byte of a type. */
export const valueType = (type: ValueType): number => TYPE_BYTE[type]

type Unary = (operand: Code) => Code
type Binary = (left: Code, right: Code) => Code
type Load = (address: Code, offset?: number) => Code
type Store = (address: Code, value: Code, offset?: number) => Code

const unary =
  (opcode: number): Unary =>
  operand => [operand, opcode]
const binary =
  (opcode: number): Binary =>
  (left, right) => [left, right, opcode]
/** `alignment` is the binary logarithm of the width in bytes; it is a hint only. */
const load =
  (opcode: number, alignment: number): Load =>
  (address, offset = 0) => [address, opcode, alignment, unsigned(offset)]
const store =
  (opcode: number, alignment: number): Store =>
  (address, value, offset = 0) => [address, value, opcode, alignment, unsigned(offset)]

/** Comparisons have consecutive opcodes from that of `eqz`, and so has arithmetic from that of `clz`. */
const numeric = (eqz: number, clz: number) => ({
  eqz: unary(eqz),
  eq: binary(eqz + 1),
  ne: binary(eqz + 2),
  ltS: binary(eqz + 3),
  ltU: binary(eqz + 4),
  gtS: binary(eqz + 5),
  gtU: binary(eqz + 6),
  leS: binary(eqz + 7),
  leU: binary(eqz + 8),
  geS: binary(eqz + 9),
  geU: binary(eqz + 10),
  clz: unary(clz),
  ctz: unary(clz + 1),
  popcnt: unary(clz + 2),
  add: binary(clz + 3),
  sub: binary(clz + 4),
  mul: binary(clz + 5),
  divS: binary(clz + 6),
  divU: binary(clz + 7),
  remS: binary(clz + 8),
  remU: binary(clz + 9),
  and: binary(clz + 10),
  or: binary(clz + 11),
  xor: binary(clz + 12),
  shl: binary(clz + 13),
  shrS: binary(clz + 14),
  shrU: binary(clz + 15),
  rotl: binary(clz + 16),
})

export const i32 = {
  ...numeric(0x45, 0x67),
  /** From -2^31 to 2^32 - 1. */
  const: (n: number): Code => [0x41, signed(n | 0)],
  load: load(0x28, 2),
  load8U: load(0x2d, 0),
  load16U: load(0x2f, 1),
  /** No result; `store8` and `store16` write the lowest bits. */
  store: store(0x36, 2),
  store8: store(0x3a, 0),
  store16: store(0x3b, 1),
  /** The lowest 32 bits of an i64. */
  wrap: unary(0xa7),
}

export const i64 = {
  ...numeric(0x50, 0x79),
  /** From -2^63 to 2^64 - 1. */
  const: (n: bigint): Code => [0x42, signed64(BigInt.asIntN(64, n))],
  load: load(0x29, 3),
  /** No result. */
  store: store(0x37, 3),
  /** An unsigned i32. */
  extendU: unary(0xad),
  /** A signed i32. */
  extendS: unary(0xac),
}

/** What a memory is accessed by that is not the first of its module: its addresses may be i64. */
export function accessTo(memoryIndex: number) {
  const place = (alignment: number, offset: number): Code =>
    memoryIndex === 0
      ? [alignment, unsigned(offset)]
      : [alignment | HAS_MEMORY_INDEX, unsigned(memoryIndex), unsigned(offset)]
  const reading =
    (opcode: Code, alignment: number): Load =>
    (address, offset = 0) => [address, opcode, place(alignment, offset)]
  const writing =
    (opcode: Code, alignment: number): Store =>
    (address, value, offset = 0) => [address, value, opcode, place(alignment, offset)]
  return {
    load32: reading([0x28], 2),
    load64: reading([0x29], 3),
    store32: writing([0x36], 2),
    store64: writing([0x37], 3),
    atomicLoad64: reading([0xfe, 0x11], 3),
    /** Stores `replacement` where the value is `expected`; gives the value before. */
    compareExchange64: (address: Code, expected: Code, replacement: Code, offset = 0): Code => [
      [address, expected, replacement],
      [0xfe, 0x49],
      place(3, offset),
    ],
  }
}

export const get = (local: Local): Code => [0x20, unsigned(local.index)]
/** No result. */
export const set = (local: Local, code: Code): Code => [code, 0x21, unsigned(local.index)]
/** Sets a local and leaves its value. */
export const tee = (local: Local, code: Code): Code => [code, 0x22, unsigned(local.index)]
export const globalGet = (ref: GlobalRef): Code => [0x23, unsigned(ref.index)]
/** No result. */
export const globalSet = (ref: GlobalRef, code: Code): Code => [code, 0x24, unsigned(ref.index)]

/** One of two values, without a branch: both are computed. */
export const select = (whenTrue: Code, whenFalse: Code, condition: Code): Code => [whenTrue, whenFalse, condition, 0x1b]
export const drop = (code: Code): Code => [code, 0x1a]

/** A label at the end of `body`: a branch to it leaves the block. No result. */
export const block = (...body: Code[]): Code => [0x02, NO_RESULT, body, END]
/** A label at the start of `body`: a branch to it runs the body again. No result. */
export const loop = (...body: Code[]): Code => [0x03, NO_RESULT, body, END]
/** Goes to the label of the `depth`-th enclosing block, loop or if; the innermost is 0. */
export const br = (depth: number): Code => [0x0c, unsigned(depth)]
export const brIf = (depth: number, condition: Code): Code => [condition, 0x0d, unsigned(depth)]
/** No result. Its label, for branches in it, is at its end. */
export const ifElse = (condition: Code, then: Code, otherwise?: Code): Code => [
  condition,
  0x04,
  NO_RESULT,
  then,
  ...(otherwise === undefined ? [] : [ELSE, otherwise]),
  END,
]
/** The value of one of two codes; only that one is run. */
export const ifValue = (type: ValueType, condition: Code, whenTrue: Code, whenFalse: Code): Code => [
  condition,
  0x04,
  valueType(type),
  whenTrue,
  ELSE,
  whenFalse,
  END,
]
export const ret = (code: Code = []): Code => [code, 0x0f]
export const call = (ref: FunctionRef, ...args: Code[]): Code => [args, 0x10, unsigned(ref.index)]
/** Traps. */
export const unreachable = (): Code => [0x00]

export const memory = {
  /** Sets `size` bytes from `address` on to the lowest byte of `value`. No result. */
  fill: (address: Code, value: Code, size: Code): Code => [address, value, size, 0xfc, 0x0b, 0x00],
  /** Copies `size` bytes, which may overlap. No result. */
  copy: (target: Code, source: Code, size: Code): Code => [target, source, size, 0xfc, 0x0a, 0x00, 0x00],
  /** Adds pages of 64 KiB; gives the number of pages before, or -1. */
  grow: (pages: Code): Code => [pages, 0x40, 0x00],
  /** The number of pages of 64 KiB. */
  size: (): Code => [0x3f, 0x00],
}

/** What several threads do to a shared memory at the same time. Addresses must be multiples of the width. */
const atomicLoad =
  (opcode: number, alignment: number): Load =>
  (address, offset = 0) => [address, 0xfe, opcode, alignment, unsigned(offset)]
const atomicStore =
  (opcode: number, alignment: number): Store =>
  (address, value, offset = 0) => [address, value, 0xfe, opcode, alignment, unsigned(offset)]
export const atomic = {
  load32: atomicLoad(0x10, 2),
  /** No result. */
  store32: atomicStore(0x17, 2),
  /** Adds to the value at the address; gives the value before. */
  add32: atomicStore(0x1e, 2),
  sub32: atomicStore(0x25, 2),
}
