/**
 * The flush of a batch: looks up the successors in the buffer and stores the new ones, with ids in the order of the
 * buffer. Memory is slow and processors wait for one access after the other where each depends on the one before; so
 * the places that lookups will read are read ahead, by a loop of accesses that do not depend on each other.
 */
import {
  br,
  call,
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  type Local,
  loop,
  ret,
  set,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { exchange } from './filter.ts'
import type { KernelGlobals } from './globals.ts'
import { moreThan, roomIn } from './grow.ts'
import { itemAddress, push, whileBelow } from './idioms.ts'
import { CANDIDATE_BYTES, type Layout } from './layout.ts'
import { copyState, setHash } from './stateCode.ts'
import { Probe } from './table.ts'
import { touch } from './touch.ts'

/** Of the entry's address in a candidate. */
const ENTRY_OFFSET = 8

/**
 * Defines `flush(inspectMask) -> isComplete`, over the entries from the start of the buffer to `out`. It ends with 0 at
 * the first new state for which the arena has no row; those before it are stored. Ids of new states whose `inspect`
 * flags meet the mask go to the list `matching`, which must have room for all.
 */
export function defineFlush(
  module: ModuleBuilder,
  layout: Layout,
  globals: KernelGlobals,
  inspect: FunctionRef,
  grow: FunctionRef,
): FunctionRef {
  const flush = module.declare('flush', ['i32'], ['i32'])
  const [inspectMask] = flush.params as [Local]
  const [entry, end, candidate, place] = [
    flush.local('i32'),
    flush.local('i32'),
    flush.local('i32'),
    flush.local('i32'),
  ]
  const [size, row] = [flush.local('i32'), flush.local('i32')]
  const probe = new Probe(flush, layout)
  const { buffer, candidates, stateBytes, entryBytes, capacity } = layout

  const isFresh = i32.eqz(i64.eqz(exchange(place, probe.hash, entry, layout)))
  const gather = [
    set(entry, i32.const(buffer.address)),
    set(end, i32.const(candidates.address)),
    whileBelow(entry, globalGet(globals.out), entryBytes, [
      setHash(probe.hash, entry, stateBytes),
      i64.store(get(end), get(probe.hash)),
      i32.store(get(end), get(entry), ENTRY_OFFSET),
      // Without a branch, which would be mispredicted: the next candidate writes over one that the filter dropped.
      set(end, i32.add(get(end), i32.mul(isFresh, i32.const(CANDIDATE_BYTES)))),
    ]),
  ]

  const count = i32.divU(i32.sub(get(end), i32.const(candidates.address)), i32.const(CANDIDATE_BYTES))
  const slots = globalGet(globals.slots)
  const isCrowded = i32.gtU(i32.add(globalGet(globals.size), count), roomIn(slots, layout))
  const canGrow = i32.ltU(slots, i32.const(layout.maxSlots))
  const enlarge = loop(ifElse(i32.and(isCrowded, canGrow), [call(grow, moreThan(slots, layout)), br(1)]))

  const counter = itemAddress(layout.fresh.address, i32.load(get(entry), stateBytes), 4)
  const isMatch = i32.and(call(inspect, get(row)), get(inspectMask))
  const store = [
    ifElse(i32.eq(get(size), i32.const(capacity)), [globalSet(globals.size, get(size)), ret(i32.const(0))]),
    set(row, itemAddress(layout.arena.address, get(size), stateBytes)),
    copyState(row, entry, stateBytes),
    i32.store(itemAddress(layout.parents.address, get(size), 4), i32.load(get(entry), stateBytes + 4)),
    set(place, counter),
    i32.store(get(place), i32.add(i32.load(get(place)), i32.const(1))),
    probe.occupy(size),
    ifElse(get(inspectMask), ifElse(isMatch, push(globals.matching, layout.matching, get(size)))),
    set(size, i32.add(get(size), i32.const(1))),
  ]
  const lookUp = [
    set(size, globalGet(globals.size)),
    set(candidate, i32.const(candidates.address)),
    whileBelow(candidate, get(end), CANDIDATE_BYTES, [
      set(probe.hash, i64.load(get(candidate))),
      set(entry, i32.load(get(candidate), ENTRY_OFFSET)),
      probe.search({ isWanted: probe.holdsState(entry), whenFree: store }),
    ]),
    globalSet(globals.size, get(size)),
  ]

  module.define(flush, [
    gather,
    enlarge,
    probe.prepare(globalGet(globals.slots)),
    globalSet(globals.touched, touch(flush, layout, probe, end)),
    lookUp,
    i32.const(1),
  ])
  return flush
}
