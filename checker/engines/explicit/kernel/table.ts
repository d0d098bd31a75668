/**
 * The table of stored states: open addressing with linear probing over u64 slots, zero when free. A state of fewer than
 * 64 bits is its hash, which tells it from all others; of a wider one the slot holds 32 bits of the hash and the id plus
 * one, and the state is compared in the arena. So the table is exact; but on demand a wider state is its hash as well
 * (compaction), and a state with the hash of another is taken for that. Slots are known by their offset in bytes.
 *
 * The place of a state is the upper half of its hash, scaled to the number of slots, which may be any. So states lie
 * roughly in the order of their hashes, whatever the size, and `grow.ts` keeps them in order. Probing does not wrap
 * around: behind the last slot there are some more, for states that found no free one before it.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  block,
  br,
  brIf,
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  ifValue,
  type Local,
  loop,
  set,
  tee,
  unreachable,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { KernelGlobals } from './globals.ts'
import { type Layout, OVERFLOW_SLOTS } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { type Space, spaceOf, stateAddress, type Words, wordsOfRow } from './space.ts'
import { copyToRow, difference, setHash } from './stateCode.ts'

/** The half of a hash that slots hold in any case. */
const TAG = 0xffffffff00000000n

/** Whether a slot holds the hash alone. */
export const isHashOnly = ({ bits, isCompacted }: Layout) => bits < 64 || isCompacted

/** Whether the content of a slot, which may be zero, has the tag of a hash. */
export const sameTag = (content: Code, hash: Code): Code => i64.eqz(i64.shrU(i64.xor(content, hash), i64.const(32n)))

/** The offset behind the last slot that may be occupied when there are `slots` places. */
export const endOf = (space: Space, slots: Code): Code =>
  space.shl(space.add(slots, space.const(OVERFLOW_SLOTS)), space.const(3))

/** Code of one function that looks states up. */
export class Probe {
  readonly hash: Local
  /** i64, the number of slots */
  readonly slots: Local
  private readonly layout: Layout
  private readonly space: Space
  private readonly end: Local
  private readonly slot: Local
  private readonly stored: Local
  private readonly row: Local
  private readonly place: RowPlace

  constructor(caller: FunctionRef, layout: Layout, globals: KernelGlobals) {
    this.layout = layout
    this.space = spaceOf(layout)
    this.slots = caller.local('i64')
    this.end = caller.local(this.space.type)
    this.hash = caller.local('i64')
    this.slot = caller.local(this.space.type)
    this.stored = caller.local('i64')
    this.place = new RowPlace(caller, layout, globals)
    this.row = caller.local(this.place.type)
  }

  /** Has to come first, with the number of slots. */
  prepare(slots: Code): Code {
    return [set(this.slots, i64.extendU(slots)), set(this.end, endOf(this.space, this.space.ofLong(get(this.slots))))]
  }

  /** Goes from the place of `hash` to the slot for which `isWanted`, or else runs `whenFree` at the first free slot. */
  search({ isWanted, whenFree }: { isWanted: Code; whenFree: Code }): Code {
    const { slot, stored, layout, space } = this
    return [
      set(slot, this.home(get(this.hash))),
      block(
        loop(
          ifElse(i64.eqz(tee(stored, space.load64(get(slot), layout.table.address))), [whenFree, br(2)]),
          brIf(1, isWanted),
          set(slot, space.add(get(slot), space.const(8))),
          ifElse(space.eq(get(slot), get(this.end)), unreachable()),
          br(0),
        ),
      ),
    ]
  }

  /**
   * The same while other threads do so too: `content` is what a free slot gets. It runs `prepare`, which must make the
   * content mean something, before it is put there, and `whenTaken` when it was. Others may have taken the slot first.
   */
  take({
    isWanted,
    content,
    prepare,
    whenTaken,
  }: Record<'isWanted' | 'content' | 'prepare' | 'whenTaken', Code>): Code {
    const { slot, stored, layout, space } = this
    const { address } = layout.table
    const exchanged = space.compareExchange64(get(slot), i64.const(0n), content, address)
    return [
      set(slot, this.home(get(this.hash))),
      block(
        loop(
          ifElse(i64.eqz(tee(stored, space.atomicLoad64(get(slot), address))), [
            prepare,
            ifElse(i64.eqz(tee(stored, exchanged)), [whenTaken, br(3)]),
          ]),
          brIf(1, isWanted),
          set(slot, space.add(get(slot), space.const(8))),
          ifElse(space.eq(get(slot), get(this.end)), unreachable()),
          br(0),
        ),
      ),
    ]
  }

  /**
   * Puts `hash`, the content of no slot so far, into the first free one from its place, while other threads do so too. It
   * never only reads: of a slot that is first read, the system would provide the page twice.
   */
  settle(): Code {
    const { slot, hash, layout, space } = this
    const exchanged = space.compareExchange64(get(slot), i64.const(0n), get(hash), layout.table.address)
    return [
      set(slot, this.home(get(hash))),
      block(
        loop(
          brIf(1, i64.eqz(exchanged)),
          set(slot, space.add(get(slot), space.const(8))),
          ifElse(space.eq(get(slot), get(this.end)), unreachable()),
          br(0),
        ),
      ),
    ]
  }

  /** The slot where the search for a hash begins, or for the content of a slot: the upper halves are the same. */
  home(hash: Code): Code {
    const scaled = i64.mul(i64.shrU(hash, i64.const(32n)), get(this.slots))
    const { space } = this
    return space.shl(space.ofLong(i64.shrU(scaled, i64.const(32n))), space.const(3))
  }

  /** Whether the slot at hand holds a state that has the hash. */
  holdsState(words: Words): Code {
    const { stored, row, place, layout } = this
    if (isHashOnly(layout)) return i64.eq(get(stored), get(this.hash))
    const { stateBytes } = layout
    const isTagEqual = sameTag(get(stored), get(this.hash))
    const found = place.row(i32.sub(i32.wrap(get(stored)), i32.const(1)))
    const isRowEqual = [set(row, found), i64.eqz(difference(wordsOfRow(layout, row), words, stateBytes))]
    return ifValue('i32', isTagEqual, isRowEqual, i32.const(0))
  }

  /** Whether the slot at hand is that of the stored state `id`, which has the hash. */
  holdsId(id: Local): Code {
    return i64.eq(get(this.stored), this.contentFor(id))
  }

  /** Makes the slot at hand that of the state `id`, which has the hash. */
  occupy(id: Local): Code {
    return this.fill(this.contentFor(id))
  }
  /** Gives the slot at hand its content; zero frees it. */
  fill(content: Code): Code {
    return this.space.store64(get(this.slot), content, this.layout.table.address)
  }

  /** What the slot of the state `id` holds, which has the hash. */
  contentFor(id: Local): Code {
    if (isHashOnly(this.layout)) return get(this.hash)
    const number = i64.extendU(i32.add(get(id), i32.const(1)))
    return i64.or(i64.and(get(this.hash), i64.const(TAG)), number)
  }
}

/** Defines `move(from, to)`: the state of one id gets another, and its row. */
export function defineMove(module: ModuleBuilder, layout: Layout, globals: KernelGlobals): FunctionRef {
  const move = module.declare('move', ['i32', 'i32'], [])
  const [from, to] = move.params as [Local, Local]
  const space = spaceOf(layout)
  const [source, target] = [move.local(space.type), move.local(space.type)]
  const probe = new Probe(move, layout, globals)
  const { arena, parents, stateBytes } = layout
  const parentOf = (id: Local) => stateAddress(layout, parents, get(id), 4)
  const changeSlot = [
    probe.prepare(globalGet(globals.slots)),
    setHash(probe.hash, wordsOfRow(layout, source), layout),
    probe.search({ isWanted: probe.holdsId(from), whenFree: unreachable() }),
    probe.occupy(to),
  ]
  module.define(move, [
    set(source, stateAddress(layout, arena, get(from), stateBytes)),
    set(target, stateAddress(layout, arena, get(to), stateBytes)),
    isHashOnly(layout) ? [] : changeSlot,
    copyToRow(layout, target, wordsOfRow(layout, source)),
    space.store32(parentOf(to), space.load32(parentOf(from))),
  ])
  return move
}

/** Defines `erase(from)`: forgets the states from this id on, as if they had never been stored. */
export function defineErase(module: ModuleBuilder, layout: Layout, globals: KernelGlobals): FunctionRef {
  const erase = module.declare('erase', ['i32'], [])
  const [from] = erase.params as [Local]
  const { slots, size } = globals
  const place = new RowPlace(erase, layout, globals)
  const [id, row] = [erase.local('i32'), erase.local(place.type)]
  const probe = new Probe(erase, layout, globals)
  module.define(erase, [
    probe.prepare(globalGet(slots)),
    set(id, globalGet(size)),
    // The latest first: then every search still finds the occupied slots that the insertion found.
    block(
      loop(
        brIf(1, i32.leU(get(id), get(from))),
        set(id, i32.sub(get(id), i32.const(1))),
        set(row, place.row(get(id))),
        setHash(probe.hash, wordsOfRow(layout, row), layout),
        probe.search({ isWanted: probe.holdsId(id), whenFree: unreachable() }),
        probe.fill(i64.const(0n)),
        br(0),
      ),
    ),
    globalSet(size, get(from)),
  ])
  return erase
}
