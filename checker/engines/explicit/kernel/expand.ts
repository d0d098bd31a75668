/**
 * Expansion of states in order of their ids, batch by batch. A batch begins only when all lists have room for it. When
 * the arena turns out to have no room for all new states of a batch, the batch is undone: so everything that was counted
 * belongs to states that were expanded to the end.
 */
import {
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
  memory,
  ret,
  select,
  set,
  unreachable,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { KernelGlobals } from './globals.ts'
import { itemAddress, push } from './idioms.ts'
import { BATCH, type Layout, LIST_ENTRIES, PARENTS } from './layout.ts'

interface Parts {
  readonly successors: FunctionRef
  readonly flush: FunctionRef
  readonly erase: FunctionRef
  readonly clearFilter: FunctionRef
}

/**
 * Defines `run(from, to, inspectMask, attentionMask) -> next`: expands the states `from` to `next - 1`. It ends before
 * `to` when a list has no room, or when the arena has none, which shows in the global `isFull`.
 */
export function defineRun(module: ModuleBuilder, layout: Layout, globals: KernelGlobals, parts: Parts): FunctionRef {
  const run = module.declare('run', ['i32', 'i32', 'i32', 'i32'], ['i32'])
  const [id, to, inspectMask, attentionMask] = run.params as [Local, Local, Local, Local]
  const [first, end] = [run.local('i32'), run.local('i32')]
  const before = { out: run.local('i32'), selfLoops: run.local('i64') }
  const undo = undoOf(run, layout, globals, parts)
  const { buffer, entryBytes, entries } = layout

  const hasRoom = i32.and(
    i32.leU(globalGet(globals.matching), i32.const(LIST_ENTRIES)),
    i32.and(
      i32.leU(globalGet(globals.attentive), i32.const(LIST_ENTRIES - PARENTS)),
      i32.leU(globalGet(globals.ends), i32.const(LIST_ENTRIES - PARENTS)),
    ),
  )
  const lastOfBatch = i32.add(get(id), i32.const(PARENTS))
  const wasIdle = i32.and(
    i32.eq(globalGet(globals.out), get(before.out)),
    i64.eq(globalGet(globals.selfLoops), get(before.selfLoops)),
  )
  const expandState = [
    globalSet(globals.parent, get(id)),
    globalSet(globals.attention, i32.const(0)),
    set(before.out, globalGet(globals.out)),
    set(before.selfLoops, globalGet(globals.selfLoops)),
    call(parts.successors, itemAddress(layout.arena.address, get(id), layout.stateBytes)),
    ifElse(
      globalGet(globals.attention),
      ifElse(
        i32.and(globalGet(globals.attention), get(attentionMask)),
        push(globals.attentive, layout.attention, get(id)),
      ),
      ifElse(wasIdle, push(globals.ends, layout.ends, get(id))),
    ),
    set(id, i32.add(get(id), i32.const(1))),
  ]
  const isBatchOpen = i32.and(
    i32.ltU(globalGet(globals.out), i32.const(buffer.address + BATCH * entryBytes)),
    i32.ltU(get(id), get(end)),
  )
  const appendedBytes = i32.sub(globalGet(globals.out), i32.const(buffer.address))

  module.define(run, [
    [globals.matching, globals.attentive, globals.ends].map(length => globalSet(length, i32.const(0))),
    loop(
      ifElse(i32.eqz(i32.and(i32.ltU(get(id), get(to)), hasRoom)), ret(get(id))),
      set(first, get(id)),
      set(end, select(lastOfBatch, get(to), i32.ltU(lastOfBatch, get(to)))),
      globalSet(globals.out, i32.const(buffer.address)),
      undo.prepare,
      loop(expandState, brIf(0, isBatchOpen)),
      // More successors than were announced have run over the end of the buffer.
      ifElse(i32.gtU(appendedBytes, i32.const(entries * entryBytes)), unreachable()),
      globalSet(
        globals.looked,
        i64.add(globalGet(globals.looked), i64.extendU(i32.divU(appendedBytes, i32.const(entryBytes)))),
      ),
      ifElse(i32.eqz(call(parts.flush, get(inspectMask))), [
        undo.perform,
        globalSet(globals.isFull, i32.const(1)),
        ret(get(first)),
      ]),
      br(0),
    ),
    unreachable(),
  ])
  return run
}

/** Code that notes down what a batch changes, if it might have to be undone, and code that undoes it. */
function undoOf(caller: FunctionRef, layout: Layout, globals: KernelGlobals, parts: Parts) {
  const { size, matching, attentive, ends, looked, selfLoops } = globals
  const saved = [matching, attentive, ends, looked, selfLoops].map(global => ({
    global,
    local: caller.local(global.type),
  }))
  const sizeBefore = caller.local('i32')
  const { counters, fresh, saved: copy, capacity, entries } = layout
  const countedBytes = fresh.address + fresh.bytes - counters.address
  const copyBytes = (target: number, source: number) =>
    memory.copy(i32.const(target), i32.const(source), i32.const(countedBytes))
  const prepare = ifElse(i32.gtU(i32.add(globalGet(size), i32.const(entries)), i32.const(capacity)), [
    saved.map(({ global, local }) => set(local, globalGet(global))),
    set(sizeBefore, globalGet(size)),
    copyBytes(copy.address, counters.address),
  ])
  const perform = [
    saved.map(({ global, local }) => globalSet(global, get(local))),
    call(parts.erase, get(sizeBefore)),
    call(parts.clearFilter),
    copyBytes(counters.address, copy.address),
  ]
  return { prepare, perform }
}
