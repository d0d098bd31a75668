/**
 * Growth of the table, in place. States lie in the order of their hashes but for short displacements, and keep that
 * order: so the table is read once from its end, and filled from its new end, which is much faster than to start anew.
 *
 * All behind the slot that is read has its final slot, and most states belong behind it: they move there. Near the start
 * of the table a state may belong at or before its slot. Then what is left of the run of occupied slots that it is in
 * gets sorted. Of these, every state that belongs behind its slot moves there, the last first, and the others stay: the
 * slots from the place of one that stays up to its own are held by others that stay, since they belong no further back.
 * So in the end there is no free slot between the place of any state and its slot, where a search would end.
 *
 * Where there are several threads, they have dealt with most of a large table before: see `spread.ts`.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  block,
  br,
  brIf,
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
  select,
  set,
  tee,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { KernelGlobals } from './globals.ts'
import { type Layout, OVERFLOW_SLOTS } from './layout.ts'
import { spaceOf } from './space.ts'
import { endOf, Probe } from './table.ts'

/** What the system provides at a time, at least. */
const PAGE_BYTES = 4096

/**
 * States that so many slots may hold before there have to be more. A table that is small beside what the memory limit
 * allows is made for speed: it doubles at 5/8. A larger one saves memory: it grows by a quarter at 3/4, so that a state
 * never has more than 13.4 bytes of the table. That costs a sixth of the speed: longer probes, and more growth.
 */
const roomIn = (slots: Code, layout: Layout): Code =>
  i32.mul(i32.shrU(slots, i32.const(3)), select(i32.const(6), i32.const(5), isLarge(slots, layout)))

/**
 * The next number of slots, at most `maxSlots`. Where several threads have to stop for it, a small table grows to four
 * times its size, which takes a third of the time in all. A larger one doubles: the system has to provide
 * all slots, needed or not, which for leases of three routers cost as much as it saved.
 */
function moreThan(slots: Code, layout: Layout): Code {
  const { maxSlots, threads } = layout
  const twice = i32.add(slots, select(i32.shrU(slots, i32.const(2)), slots, isLarge(slots, layout)))
  const isSmall = i32.ltU(slots, i32.const(Math.ceil(maxSlots / 64)))
  const more = threads > 1 ? select(i32.mul(slots, i32.const(4)), twice, isSmall) : twice
  return select(more, i32.const(maxSlots), i32.ltU(more, i32.const(maxSlots)))
}

const isLarge = (slots: Code, { maxSlots }: Layout) => i32.geU(slots, i32.const(Math.ceil(maxSlots / 8)))

/** Defines `slotsFor(count) -> slots`: the next number of slots if so many new states would be too many, and it can grow. */
export function defineSlotsFor(module: ModuleBuilder, layout: Layout, { slots, size }: KernelGlobals): FunctionRef {
  const slotsFor = module.declare('slotsFor', ['i32'], ['i32'])
  const [count] = slotsFor.params as [Local]
  const present = globalGet(slots)
  const isCrowded = i32.gtU(i32.add(globalGet(size), get(count)), roomIn(present, layout))
  const canGrow = i32.ltU(present, i32.const(layout.maxSlots))
  module.define(slotsFor, select(moreThan(present, layout), present, i32.and(isCrowded, canGrow)))
  return slotsFor
}

/**
 * Defines `makeRoom(count) -> states`: grows as long as so many new states would be too many and it can. Gives how many
 * states the table may then hold, whether or not that is enough.
 */
export function defineMakeRoom(
  module: ModuleBuilder,
  layout: Layout,
  { slots }: KernelGlobals,
  { slotsFor, grow }: Record<'slotsFor' | 'grow', FunctionRef>,
): FunctionRef {
  const makeRoom = module.declare('makeRoom', ['i32'], ['i32'])
  const [count] = makeRoom.params as [Local]
  const wanted = makeRoom.local('i32')
  const present = globalGet(slots)
  module.define(makeRoom, [
    loop(
      ifElse(i32.ne(tee(wanted, call(slotsFor, get(count))), present), [
        touch(makeRoom, layout, present, get(wanted)),
        call(grow, get(wanted), i32.add(present, i32.const(OVERFLOW_SLOTS))),
        br(1),
      ]),
    ),
    select(roomIn(present, layout), i32.const(layout.capacity), i32.ltU(present, i32.const(layout.maxSlots))),
  ])
  return makeRoom
}

/**
 * Writes to each page of the slots that are added, which are zero: the system provides a page twice if it is first read,
 * as by the search for a free slot.
 */
function touch(caller: FunctionRef, layout: Layout, slots: Code, wanted: Code): Code {
  const space = spaceOf(layout)
  const [at, end] = [caller.local(space.type), caller.local(space.type)]
  return [
    set(at, endOf(space, space.ofIndex(slots))),
    set(end, endOf(space, space.ofIndex(wanted))),
    loop(
      space.store64(get(at), i64.const(0n), layout.table.address),
      set(at, space.add(get(at), space.const(PAGE_BYTES))),
      brIf(0, space.gtU(get(end), get(at))),
    ),
  ]
}

/**
 * Defines `grow(slots, unread)`, to a larger number; slots beyond the present ones must be zero. States are still to be
 * read from the first `unread` slots; all others have their final slots.
 */
export function defineGrow(module: ModuleBuilder, layout: Layout, globals: KernelGlobals): FunctionRef {
  const grow = module.declare('grow', ['i32', 'i32'], [])
  const [wanted, unread] = grow.params as [Local, Local]
  const space = spaceOf(layout)
  const [at, start, end] = [grow.local(space.type), grow.local(space.type), grow.local(space.type)]
  const { slots } = globals
  const probe = new Probe(grow, layout, globals)
  const { address } = layout.table
  const before = (slot: Local) => space.sub(get(slot), space.const(8))
  const isMoving = space.gtU(probe.home(get(probe.hash)), get(at))
  const move = [
    space.store64(get(at), i64.const(0n), address),
    // All states differ: only a free slot is wanted.
    probe.search({ isWanted: i32.const(0), whenFree: probe.fill(get(probe.hash)) }),
  ]
  const moveRun = [
    set(start, get(end)),
    block(
      loop(
        brIf(1, space.eqz(get(start))),
        brIf(1, i64.eqz(space.load64(before(start), address))),
        set(start, before(start)),
        br(0),
      ),
    ),
    sortRun(grow, layout, start, end),
    set(at, get(end)),
    loop(
      set(at, before(at)),
      set(probe.hash, space.load64(get(at), address)),
      ifElse(isMoving, move),
      brIf(0, space.ne(get(at), get(start))),
    ),
  ]

  module.define(grow, [
    set(at, space.shl(space.ofIndex(get(unread)), space.const(3))),
    probe.prepare(get(wanted)),
    globalSet(slots, get(wanted)),
    loop(
      set(at, before(at)),
      ifElse(
        i64.ne(tee(probe.hash, space.load64(get(at), address)), i64.const(0n)),
        ifElse(isMoving, move, [set(end, space.add(get(at), space.const(8))), moveRun]),
      ),
      brIf(0, i32.eqz(space.eqz(get(at)))),
    ),
  ])
  return grow
}

/** Sorts the slots from `start` to `end` by insertion: none is far from where it belongs. */
function sortRun(caller: FunctionRef, layout: Layout, start: Local, end: Local): Code {
  const space = spaceOf(layout)
  const { address } = layout.table
  const [next, at] = [caller.local(space.type), caller.local(space.type)]
  const [content, other] = [caller.local('i64'), caller.local('i64')]
  const before = space.sub(get(at), space.const(8))
  return [
    set(next, get(start)),
    block(
      loop(
        brIf(1, space.eq(get(next), get(end))),
        set(content, space.load64(get(next), address)),
        set(at, get(next)),
        block(
          loop(
            brIf(1, space.eq(get(at), get(start))),
            brIf(1, i64.leU(tee(other, space.load64(before, address)), get(content))),
            space.store64(get(at), get(other), address),
            set(at, before),
            br(0),
          ),
        ),
        space.store64(get(at), get(content), address),
        set(next, space.add(get(next), space.const(8))),
        br(0),
      ),
    ),
  ]
}
