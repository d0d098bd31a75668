/**
 * The flush of a batch: looks up the successors in the buffer and stores the new ones, with ids in the order of the
 * buffer. Memory is slow and processors wait for one access after the other where each depends on the one before; so
 * most known states are dropped beforehand, by a loop of accesses that do not depend on each other (`sieve.ts`).
 */
import {
  call,
  drop,
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  ifElse,
  type Local,
  ret,
  set,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { Batch } from './batch.ts'
import type { KernelGlobals } from './globals.ts'
import type { Layout } from './layout.ts'
import { wordsAt } from './space.ts'

/**
 * Defines `flush(inspectMask) -> isComplete`, over the entries from the start of the buffer to `out`. It ends with 0 at
 * the first new state for which the arena has no row; those before it are stored. Ids of new states whose `inspect`
 * flags meet the mask go to the list `matching`, which must have room for all.
 *
 * @param canonicalise is called on each successor first, if only representatives are stored
 */
export function defineFlush(
  module: ModuleBuilder,
  layout: Layout,
  globals: KernelGlobals,
  inspect: FunctionRef,
  makeRoom: FunctionRef,
  canonicalise: FunctionRef | undefined,
): FunctionRef {
  const flush = module.declare('flush', ['i32'], ['i32'])
  const [inspectMask] = flush.params as [Local]
  const id = flush.local('i32')
  const batch = new Batch(flush, layout, globals)
  const { probe } = batch
  const store = [
    ifElse(i32.eq(get(id), i32.const(layout.capacity)), [globalSet(globals.size, get(id)), ret(i32.const(0))]),
    batch.copyTo(id),
    probe.occupy(id),
    batch.note(id, inspect, inspectMask),
    set(id, i32.add(get(id), i32.const(1))),
  ]
  module.define(flush, [
    batch.gather(canonicalise),
    drop(call(makeRoom, batch.count())),
    set(id, globalGet(globals.size)),
    batch.forEach(probe.search({ isWanted: probe.holdsState(wordsAt(batch.entry)), whenFree: store }), false),
    globalSet(globals.size, get(id)),
    i32.const(1),
  ])
  return flush
}
