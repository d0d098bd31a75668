/**
 * Growth of a large table by several threads: what `grow.ts` does, in stages. A stage is a range of slots at the end of
 * those that are still to be read, so short that all states in it belong behind that end: so threads may move them at
 * once, since nobody reads where others write. Twice the slots take a stage for the upper half of the table, one for
 * the upper half of the rest, and so on; what is not worth sharing is left to `grow`.
 *
 * A stage begins at a free slot, so no state in it belongs before its start. Where two threads want the same free slot,
 * the first to exchange it has it, and the other goes on to the next, as threads do that store states.
 */
import {
  block,
  br,
  brIf,
  type FunctionRef,
  get,
  i64,
  ifElse,
  type Local,
  loop,
  set,
  tee,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { KernelGlobals } from './globals.ts'
import { type Layout, OVERFLOW_SLOTS } from './layout.ts'
import { spaceOf } from './space.ts'
import { Probe } from './table.ts'

/** Defines `spread(from, to, slots)`: moves the states of some slots to where they belong among so many slots. */
export function defineSpread(module: ModuleBuilder, layout: Layout, globals: KernelGlobals): FunctionRef {
  const spread = module.declare('spread', ['i32', 'i32', 'i32'], [])
  const [from, to, slots] = spread.params as [Local, Local, Local]
  const space = spaceOf(layout)
  const { address } = layout.table
  const [at, end] = [spread.local(space.type), spread.local(space.type)]
  const probe = new Probe(spread, layout, globals)
  const offsetOf = (slot: Local) => space.shl(space.ofIndex(get(slot)), space.const(3))
  module.define(spread, [
    probe.prepare(get(slots)),
    set(at, offsetOf(from)),
    set(end, offsetOf(to)),
    block(
      loop(
        brIf(1, space.eq(get(at), get(end))),
        ifElse(i64.ne(tee(probe.hash, space.load64(get(at), address)), i64.const(0n)), [
          space.store64(get(at), i64.const(0n), address),
          probe.settle(),
        ]),
        set(at, space.add(get(at), space.const(8))),
        br(0),
      ),
    ),
  ])
  return spread
}

/** Slots: `from` to `to - 1`. */
export interface SlotRange {
  readonly from: number
  readonly to: number
}

/**
 * The stages of growth from `slots` to `wanted` slots, in order; each must be done before the next is asked for.
 * @param table all slots
 * @param least slots of a stage; the slots before the last stage are left
 */
export function* stagesOf(
  table: BigUint64Array,
  slots: number,
  wanted: number,
  least: number,
): Generator<SlotRange, void> {
  for (let to = slots + OVERFLOW_SLOTS; ; ) {
    // A state whose place was behind slot `from` is in place of its own at `to` or behind it.
    let from = Math.ceil(to * (slots / wanted))
    while (from < to && table[from] !== 0n) from++
    if (to - from < least) return
    yield { from, to }
    to = from
  }
}
