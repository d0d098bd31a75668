/** Code of one function that expands states: the successors of a batch of them, and the lists of what deserves a look. */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
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
  unreachable,
} from '../../../codegen/wasm/instructions.ts'
import type { KernelGlobals } from './globals.ts'
import { itemAddress, own, push } from './idioms.ts'
import { BATCH, type Layout, LIST_ENTRIES, PARENTS } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { wordsOfRow } from './space.ts'
import { copyState } from './stateCode.ts'

export class Expansion {
  private readonly end: Local
  private readonly outBefore: Local
  private readonly selfLoopsBefore: Local
  private readonly flags: Local
  private readonly row: Local
  private readonly place: RowPlace
  private readonly layout: Layout
  private readonly globals: KernelGlobals

  constructor(caller: FunctionRef, layout: Layout, globals: KernelGlobals) {
    this.layout = layout
    this.globals = globals
    this.end = caller.local('i32')
    this.outBefore = caller.local('i32')
    this.selfLoopsBefore = caller.local('i64')
    this.flags = caller.local('i32')
    this.place = new RowPlace(caller, layout, globals)
    this.row = caller.local(this.place.type)
  }

  clearLists(): Code {
    const { matching, attentive, ends } = this.globals
    return [matching, attentive, ends].map(length => globalSet(length, i32.const(0)))
  }
  /** Whether the lists have room for whatever one more batch may put there. */
  hasRoom(): Code {
    const { matching, attentive, ends } = this.globals
    return i32.and(
      i32.leU(globalGet(matching), i32.const(LIST_ENTRIES)),
      i32.and(
        i32.leU(globalGet(attentive), i32.const(LIST_ENTRIES - PARENTS)),
        i32.leU(globalGet(ends), i32.const(LIST_ENTRIES - PARENTS)),
      ),
    )
  }

  /** Appends the successors of some states from `id` on, at most up to `to`, and moves `id` on: at least by one. */
  expandBatch(id: Local, to: Code, attentionMask: Local, successors: FunctionRef): Code {
    const { end, layout, globals } = this
    const { buffer, entryBytes, entries } = layout
    const start = own(globals, buffer)
    const lastOfBatch = i32.add(get(id), i32.const(PARENTS))
    const isOpen = i32.and(
      i32.ltU(globalGet(globals.out), i32.add(start, i32.const(BATCH * entryBytes))),
      i32.ltU(get(id), get(end)),
    )
    const appendedBytes = i32.sub(globalGet(globals.out), start)
    const appended = i64.extendU(i32.divU(appendedBytes, i32.const(entryBytes)))
    return [
      set(end, select(lastOfBatch, to, i32.ltU(lastOfBatch, to))),
      globalSet(globals.out, start),
      loop(this.expandState(id, attentionMask, successors), brIf(0, isOpen)),
      // More successors than were announced have run over the end of the buffer.
      ifElse(i32.gtU(appendedBytes, i32.const(entries * entryBytes)), unreachable()),
      globalSet(globals.looked, i64.add(globalGet(globals.looked), appended)),
    ]
  }
  private expandState(id: Local, attentionMask: Local, successors: FunctionRef): Code {
    const { outBefore, selfLoopsBefore, flags, layout, globals } = this
    const { attention, attentionFlags, ends, threads } = layout
    const wasIdle = i32.and(
      i32.eq(globalGet(globals.out), get(outBefore)),
      i64.eq(globalGet(globals.selfLoops), get(selfLoopsBefore)),
    )
    const flagPlace = itemAddress(own(globals, attentionFlags), globalGet(globals.attentive), 4)
    return [
      globalSet(globals.parent, get(id)),
      globalSet(globals.attention, i32.const(0)),
      set(outBefore, globalGet(globals.out)),
      set(selfLoopsBefore, globalGet(globals.selfLoops)),
      this.callWith(id, successors),
      ifElse(
        globalGet(globals.attention),
        ifElse(tee(flags, i32.and(globalGet(globals.attention), get(attentionMask))), [
          threads > 1 ? i32.store(flagPlace, get(flags)) : [],
          push(globals.attentive, own(globals, attention), get(id)),
        ]),
        ifElse(wasIdle, push(globals.ends, own(globals, ends), get(id))),
      ),
      set(id, i32.add(get(id), i32.const(1))),
    ]
  }
  /** Calls generated code with a state: in its row, or where that is out of its reach, with a copy. */
  private callWith(id: Local, successors: FunctionRef): Code {
    const { row, place, layout, globals } = this
    const { current, stateBytes } = layout
    const found = place.row(get(id))
    if (place.type === 'i32') return call(successors, found)
    const copy = own(globals, current)
    return [set(row, found), copyState(copy, wordsOfRow(layout, row), stateBytes), call(successors, copy)]
  }
}
