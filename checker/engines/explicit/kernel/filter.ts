/**
 * The filter of states seen lately: a cache with one place for each state, which drops most known successors before
 * the table is asked. It may only hold states that were handed on to the table.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  brIf,
  type FunctionRef,
  get,
  i32,
  i64,
  type Local,
  loop,
  memory,
  set,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { KernelGlobals } from './globals.ts'
import { itemAddress, own } from './idioms.ts'
import type { Layout } from './layout.ts'
import { wordsAt } from './space.ts'
import { copyState, difference, setHash } from './stateCode.ts'

/** The address of the place for a hash. */
function placeOf(hash: Local, { filter, filterEntries, stateBytes }: Layout, globals: KernelGlobals): Code {
  // Not the half of the hash by which the table finds a slot.
  return itemAddress(own(globals, filter), i32.and(i32.wrap(get(hash)), i32.const(filterEntries - 1)), stateBytes)
}

/** Puts the state at `address` in its place, and leaves an i64 that is zero when it was there already. */
export function exchange(place: Local, hash: Local, address: Local, layout: Layout, globals: KernelGlobals): Code {
  const { stateBytes } = layout
  return [
    set(place, placeOf(hash, layout, globals)),
    difference(wordsAt(place), wordsAt(address), stateBytes),
    copyState(get(place), wordsAt(address), stateBytes),
  ]
}

/** Defines `clearFilter()`, after which it holds no state in the place where that state belongs. */
export function defineClearFilter(module: ModuleBuilder, layout: Layout, globals: KernelGlobals): FunctionRef {
  const clear = module.declare('clearFilter', [], [])
  const [address, place, hash] = [clear.local('i32'), clear.local('i32'), clear.local('i64')]
  const { filter } = layout
  module.define(clear, [
    memory.fill(own(globals, filter), i32.const(0xff), i32.const(filter.bytes)),
    set(address, own(globals, filter)),
    setHash(hash, wordsAt(address), layout),
    set(address, placeOf(hash, layout, globals)),
    // Here the filling itself may be a state: another one takes its place, of those that belong elsewhere.
    loop(
      i64.store(get(address), i64.add(i64.load(get(address)), i64.const(1n))),
      setHash(hash, wordsAt(address), layout),
      set(place, placeOf(hash, layout, globals)),
      brIf(0, i32.eq(get(place), get(address))),
    ),
  ])
  return clear
}
