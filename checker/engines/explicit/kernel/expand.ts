/**
 * Expansion of states in order of their ids, batch by batch. A batch begins only when all lists have room for it. When
 * the arena turns out to have no room for all new states of a batch, the batch is undone: so everything that was counted
 * belongs to states that were expanded to the end. Where rows lie in pages, a batch begins only when it needs no room on
 * the disk: so nothing fails in its midst.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  br,
  call,
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  ifElse,
  type Local,
  loop,
  memory,
  ret,
  set,
  unreachable,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { Expansion } from './expansion.ts'
import type { KernelGlobals } from './globals.ts'
import { own } from './idioms.ts'
import type { Layout } from './layout.ts'

interface Parts {
  readonly successors: FunctionRef
  readonly flush: FunctionRef
  readonly erase: FunctionRef
  readonly clearFilter: FunctionRef
}

/**
 * Defines `run(from, to, inspectMask, attentionMask) -> next`: expands the states `from` to `next - 1`. It ends before
 * `to` when a list has no room, or when the arena or the disk has none, which shows in the global `isFull`.
 */
export function defineRun(module: ModuleBuilder, layout: Layout, globals: KernelGlobals, parts: Parts): FunctionRef {
  const run = module.declare('run', ['i32', 'i32', 'i32', 'i32'], ['i32'])
  const [id, to, inspectMask, attentionMask] = run.params as [Local, Local, Local, Local]
  const first = run.local('i32')
  const undo = undoOf(run, layout, globals, parts)
  const expansion = new Expansion(run, layout, globals)
  module.define(run, [
    expansion.clearLists(),
    loop(
      ifElse(i32.eqz(i32.and(i32.ltU(get(id), get(to)), expansion.hasRoom())), ret(get(id))),
      settle(layout, globals, ret(get(id))),
      set(first, get(id)),
      undo.prepare,
      expansion.expandBatch(id, get(to), attentionMask, parts.successors),
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

/** Where rows lie in pages: makes sure that a batch can store states without the disk; if it cannot, `whenFull`. */
function settle({ entries }: Layout, { pager, size, settled, isFull }: KernelGlobals, whenFull: Code): Code {
  if (pager === null) return []
  const isDue = i32.gtU(i32.add(globalGet(size), i32.const(entries)), globalGet(settled))
  return ifElse(isDue, ifElse(i32.eqz(call(pager.settle)), [globalSet(isFull, i32.const(1)), whenFull]))
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
  const countedBytes = i32.const(fresh.address + fresh.bytes - counters.address)
  const prepare = ifElse(i32.gtU(i32.add(globalGet(size), i32.const(entries)), i32.const(capacity)), [
    saved.map(({ global, local }) => set(local, globalGet(global))),
    set(sizeBefore, globalGet(size)),
    memory.copy(own(globals, copy), own(globals, counters), countedBytes),
  ])
  const perform = [
    saved.map(({ global, local }) => globalSet(global, get(local))),
    call(parts.erase, get(sizeBefore)),
    call(parts.clearFilter),
    memory.copy(own(globals, counters), own(globals, copy), countedBytes),
  ]
  return { prepare, perform }
}
