/**
 * The flush of a batch while other threads store states too. A state is written to a row that only this thread has,
 * then published by the slot that leads to it, in one exchange: so whoever finds a slot finds the whole state behind it.
 * Of two threads that store the same state, the first to exchange wins, and the other's row is used for its next state.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  atomic,
  drop,
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  ifElse,
  type Local,
  set,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { Batch } from './batch.ts'
import type { KernelGlobals } from './globals.ts'
import { controlAddress, type Layout } from './layout.ts'
import { wordsAt } from './space.ts'

/**
 * Defines `sharedFlush(inspectMask)`, which does what `flush` does. For all entries that the buffer may hold there must
 * be room, which was reserved: what is not needed of the reservation is given back.
 */
export function defineSharedFlush(
  module: ModuleBuilder,
  layout: Layout,
  globals: KernelGlobals,
  inspect: FunctionRef,
  canonicalise: FunctionRef | undefined,
): FunctionRef {
  const flush = module.declare('sharedFlush', ['i32'], [])
  const [inspectMask] = flush.params as [Local]
  const [id, unused] = [flush.local('i32'), flush.local('i32')]
  const batch = new Batch(flush, layout, globals)
  const { probe, entry } = batch
  const takeIds = ifElse(i32.eq(get(id), globalGet(globals.idsEnd)), nextIds(id, layout, globals))
  module.define(flush, [
    batch.gather(canonicalise),
    set(id, globalGet(globals.size)),
    set(unused, i32.const(layout.entries)),
    batch.forEach(
      probe.take({
        isWanted: probe.holdsState(wordsAt(entry)),
        prepare: [takeIds, batch.copyTo(id)],
        content: probe.contentFor(id),
        whenTaken: [
          batch.note(id, inspect, inspectMask),
          set(id, i32.add(get(id), i32.const(1))),
          set(unused, i32.sub(get(unused), i32.const(1))),
        ],
      }),
      true,
    ),
    globalSet(globals.size, get(id)),
    drop(atomic.sub32(i32.const(controlAddress(layout, 'reserved')), get(unused))),
  ])
  return flush
}

/** Takes ids that no other thread has. */
function nextIds(id: Local, layout: Layout, { idsEnd }: KernelGlobals): Code {
  const chunk = i32.load(i32.const(controlAddress(layout, 'idChunk')))
  return [
    set(id, atomic.add32(i32.const(controlAddress(layout, 'nextId')), chunk)),
    globalSet(idsEnd, i32.add(get(id), chunk)),
  ]
}
