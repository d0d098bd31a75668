/**
 * Reading ahead: loads from all places that the candidates' lookups will read first, several at a time and none waiting
 * for another.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { type FunctionRef, get, i32, i64, type Local, set } from '../../../codegen/wasm/instructions.ts'
import type { KernelGlobals } from './globals.ts'
import { own, whileBelow } from './idioms.ts'
import { CANDIDATE_BYTES, type Layout, READ_AHEAD } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { rowSpaceOf, spaceOf } from './space.ts'
import { isHashOnly, type Probe } from './table.ts'

/**
 * Reads the first slots of the candidates from the start of their region to `end`, then the rows that those name. Leaves
 * the bits of everything read: an i64 that must be used somewhere, or compilers would leave the reading out.
 */
export function touch(caller: FunctionRef, layout: Layout, globals: KernelGlobals, probe: Probe, end: Local): Code {
  const space = spaceOf(layout)
  const place = new RowPlace(caller, layout, globals)
  const candidate = caller.local('i32')
  const lanes = Array.from({ length: READ_AHEAD }, () => caller.local('i64'))
  const sweep = (read: (slotContent: Code) => Code) => [
    set(candidate, own(globals, layout.candidates)),
    whileBelow(
      candidate,
      get(end),
      READ_AHEAD * CANDIDATE_BYTES,
      lanes.map((lane, i) => {
        const slot = probe.home(i64.load(get(candidate), i * CANDIDATE_BYTES))
        return set(lane, i64.xor(get(lane), read(space.load64(slot, layout.table.address))))
      }),
    ),
  ]
  // A slot names the row after its own, since it holds the id plus one: near enough, and right for a free slot.
  const rowOf = (slotContent: Code) => place.rowIfThere(i32.wrap(slotContent))
  return [
    sweep(slotContent => slotContent),
    isHashOnly(layout) ? [] : sweep(slotContent => rowSpaceOf(layout).load64(rowOf(slotContent))),
    lanes.map(get).reduce((a, b) => i64.xor(a, b)),
  ]
}
