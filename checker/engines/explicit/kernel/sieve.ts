/**
 * The sieve drops candidates that the table certainly holds, before any is looked up properly. What it lets pass is new, or
 * lies a few slots further on.
 *
 * Memory is slow, so everything is read ahead first: by loops of reads that do not depend on each other, and of little else,
 * for the machine to have as many of them under way as it can. What to drop is then computed without a branch, which would
 * be mispredicted.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  type FunctionRef,
  get,
  globalSet,
  i32,
  i64,
  type Local,
  select,
  set,
  tee,
} from '../../../codegen/wasm/instructions.ts'
import type { KernelGlobals } from './globals.ts'
import { own, whileBelow } from './idioms.ts'
import { CANDIDATE_BYTES, ENTRY_OFFSET, type Layout, NAMED_OFFSET, READ_AHEAD } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { rowSpaceOf, spaceOf, wordsAt, wordsOfRow } from './space.ts'
import { difference } from './stateCode.ts'
import { isHashOnly, type Probe, sameTag } from './table.ts'

/** Slots that are looked at for each candidate, from its place on; those behind the last place can be read, too. */
const SLOTS_READ = 4

/**
 * Drops candidates between the start of their region and `end`, moves the others to the start in their order, and sets
 * `end` behind them. The probe must be prepared.
 *
 * @param isShared whether other threads store states meanwhile: who reads a slot must then see the row behind it
 */
export function sieve(
  caller: FunctionRef,
  layout: Layout,
  globals: KernelGlobals,
  probe: Probe,
  end: Local,
  isShared: boolean,
): Code {
  const space = spaceOf(layout)
  const [at, kept, entry] = [caller.local('i32'), caller.local('i32'), caller.local('i32')]
  const slot = caller.local(space.type)
  const start = own(globals, layout.candidates)
  const { address } = layout.table
  const load = isShared ? space.atomicLoad64 : space.load64
  const contents = Array.from({ length: SLOTS_READ }, (_, i) => load(get(slot), address + 8 * i))
  const findSlots = [set(probe.hash, i64.load(get(at))), set(slot, probe.home(get(probe.hash)))]
  const keepUnless = (isKnown: Code) => [
    i64.store(get(kept), get(probe.hash)),
    i32.store(get(kept), get(entry), ENTRY_OFFSET),
    set(kept, i32.add(get(kept), i32.mul(i32.eqz(isKnown), i32.const(CANDIDATE_BYTES)))),
  ]
  const sweep = (body: Code, count = 1) => [
    set(at, start),
    set(kept, start),
    whileBelow(at, get(end), count * CANDIDATE_BYTES, body),
  ]
  const lanes = Array.from({ length: READ_AHEAD }, () => caller.local('i64'))
  const readAhead = (read: (offset: number) => Code) => [
    sweep(
      lanes.map((lane, i) => set(lane, i64.xor(get(lane), read(i * CANDIDATE_BYTES)))),
      READ_AHEAD,
    ),
    globalSet(
      globals.touched,
      lanes.map(get).reduce((a, b) => i64.xor(a, b)),
    ),
  ]
  const readSlots = readAhead(offset => space.load64(probe.home(i64.load(get(at), offset)), address))

  if (isHashOnly(layout)) {
    const isKnown = contents.map(content => i64.eq(content, get(probe.hash))).reduce(i32.or)
    return [
      readSlots,
      sweep([findSlots, set(entry, i32.load(get(at), ENTRY_OFFSET)), keepUnless(isKnown)]),
      set(end, get(kept)),
    ]
  }

  // First the id plus one is noted that a slot with the same tag names, or zero: the row to compare with.
  const content = caller.local('i64')
  const named = caller.local('i32')
  const place = new RowPlace(caller, layout, globals)
  const row = caller.local(place.type)
  const findNamed = contents.map(read =>
    set(named, select(i32.wrap(tee(content, read)), get(named), sameTag(get(content), get(probe.hash)))),
  )
  const id = i32.sub(get(named), i32.ne(get(named), i32.const(0)))
  const isEqual = () => i64.eqz(difference(wordsOfRow(layout, row), wordsAt(entry), layout.stateBytes))
  return [
    readSlots,
    sweep([findSlots, set(named, i32.const(0)), findNamed, i32.store(get(at), get(named), NAMED_OFFSET)]),
    readAhead(offset => rowSpaceOf(layout).load64(place.rowIfThere(i32.load(get(at), offset + NAMED_OFFSET)))),
    sweep([
      set(probe.hash, i64.load(get(at))),
      set(entry, i32.load(get(at), ENTRY_OFFSET)),
      set(named, i32.load(get(at), NAMED_OFFSET)),
      set(row, place.rowIfThere(id)),
      keepUnless(i32.and(i32.and(i32.ne(get(named), i32.const(0)), place.isThere()), isEqual())),
    ]),
    set(end, get(kept)),
  ]
}
