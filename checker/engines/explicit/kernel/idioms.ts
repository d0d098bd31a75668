/** Code that the parts of the kernel have in common: loops, counters and lists. */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  block,
  br,
  brIf,
  type GlobalRef,
  get,
  globalGet,
  globalSet,
  i32,
  type Local,
  loop,
  set,
} from '../../../codegen/wasm/instructions.ts'
import type { Region } from './layout.ts'

/** The address of a region of which each thread has its own. */
export const own = ({ base }: { readonly base: GlobalRef | null }, { address }: Region): Code =>
  base === null ? i32.const(address) : i32.add(globalGet(base), i32.const(address))

/** The address of the item `index` of an array. */
export const itemAddress = (array: Code, index: Code, bytes: number): Code =>
  i32.add(i32.mul(index, i32.const(bytes)), array)

/** Runs `body` while `at` is below `end`, and moves `at` on by `step`. */
export const whileBelow = (at: Local, end: Code, step: number, body: Code): Code =>
  block(loop(brIf(1, i32.geU(get(at), end)), body, set(at, i32.add(get(at), i32.const(step))), br(0)))

/** Appends to a list of u32, which must have room. */
export const push = (length: GlobalRef, list: Code, item: Code): Code => [
  i32.store(itemAddress(list, globalGet(length), 4), item),
  globalSet(length, i32.add(globalGet(length), i32.const(1))),
]
