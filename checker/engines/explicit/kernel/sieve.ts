/**
 * The sieve drops candidates that the table certainly holds, before any is looked up properly. What it lets pass is new, or
 * lies behind the first slot where it may be.
 *
 * Memory is slow, so it is a loop of reads that do not depend on each other, for the machine to have many of them under way;
 * what they find is at hand for the lookups that follow. What to drop is computed without a branch, which would be
 * mispredicted.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { type FunctionRef, get, i32, i64, type Local, select, set, tee } from '../../../codegen/wasm/instructions.ts'
import type { KernelGlobals } from './globals.ts'
import { own, whileBelow } from './idioms.ts'
import { CANDIDATE_BYTES, ENTRY_OFFSET, type Layout, NAMED_OFFSET } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { spaceOf, wordsAt, wordsOfRow } from './space.ts'
import { difference } from './stateCode.ts'
import { isHashOnly, type Probe, sameTag } from './table.ts'

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
  const start = own(globals, layout.candidates)
  const load = isShared ? space.atomicLoad64 : space.load64
  const slot = load(probe.home(get(probe.hash)), layout.table.address)
  const sweep = (body: Code) => [set(at, start), whileBelow(at, get(end), CANDIDATE_BYTES, body)]
  const readHash = set(probe.hash, i64.load(get(at)))
  const keepUnless = (isKnown: Code) => [
    set(entry, i32.load(get(at), ENTRY_OFFSET)),
    i64.store(get(kept), get(probe.hash)),
    i32.store(get(kept), get(entry), ENTRY_OFFSET),
    set(kept, i32.add(get(kept), i32.mul(i32.eqz(isKnown), i32.const(CANDIDATE_BYTES)))),
  ]
  const begin = set(kept, start)
  const finish = set(end, get(kept))
  if (isHashOnly(layout)) return [begin, sweep([readHash, keepUnless(i64.eq(slot, get(probe.hash)))]), finish]

  // The first sweep notes the row that the slot names, if it has the same tag, as the id plus one; the second compares.
  const content = caller.local('i64')
  const named = caller.local('i32')
  const place = new RowPlace(caller, layout, globals)
  const row = caller.local(place.type)
  const name = select(i32.wrap(tee(content, slot)), i32.const(0), sameTag(get(content), get(probe.hash)))
  const id = i32.sub(get(named), i32.ne(get(named), i32.const(0)))
  const isEqual = i64.eqz(difference(wordsOfRow(layout, row), wordsAt(entry), layout.stateBytes))
  return [
    begin,
    sweep([readHash, i32.store(get(at), name, NAMED_OFFSET)]),
    sweep([
      readHash,
      set(named, i32.load(get(at), NAMED_OFFSET)),
      set(row, place.rowIfThere(id)),
      keepUnless(i32.and(i32.and(i32.ne(get(named), i32.const(0)), place.isThere()), isEqual)),
    ]),
    finish,
  ]
}
