/**
 * A thread's part in the expansion of a level. Threads take segments of the level's states, one after the other, and
 * stop where one of them needs all to be quiet; each knows the rest of its segment and can go on later.
 */
import {
  atomic,
  block,
  br,
  brIf,
  call,
  drop,
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
  select,
  set,
  unreachable,
} from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { ControlWord } from './control.ts'
import { Expansion } from './expansion.ts'
import type { KernelGlobals } from './globals.ts'
import { own } from './idioms.ts'
import { controlAddress, type Layout } from './layout.ts'

/** Why `work` has come to an end. */
export const DONE = 0
/** a list has no room: when it was read, this thread can go on at once */
export const LISTS = 1
/** there is no room for all new states that a batch may lead to */
export const CROWDED = 2
/** some thread, or the main one, wants all to stop */
export const STOPPED = 3

/**
 * Defines `work(inspectMask, attentionMask) -> why it ends`. The states that this thread has taken but not expanded are
 * those between the globals `from` and `to`.
 */
export function defineWork(
  module: ModuleBuilder,
  layout: Layout,
  globals: KernelGlobals,
  parts: { readonly successors: FunctionRef; readonly sharedFlush: FunctionRef },
): FunctionRef {
  const work = module.declare('work', ['i32', 'i32'], ['i32'])
  const [inspectMask, attentionMask] = work.params as [Local, Local]
  const [id, to] = [work.local('i32'), work.local('i32')]
  const expansion = new Expansion(work, layout, globals)
  const word = (name: ControlWord) => i32.const(controlAddress(layout, name))
  const end = (why: number) => [globalSet(globals.from, get(id)), globalSet(globals.to, get(to)), ret(i32.const(why))]

  const [segment, level] = [i32.load(word('segment')), i32.load(word('end'))]
  const takeSegment = [
    set(id, atomic.add32(word('next'), segment)),
    ifElse(i32.geU(get(id), level), [set(id, i32.const(0)), set(to, i32.const(0)), end(DONE)]),
    set(to, i32.add(get(id), segment)),
    set(to, select(get(to), level, i32.ltU(get(to), level))),
  ]
  const needed = i32.const(layout.entries)
  const reserve = block(
    brIf(0, i32.leU(i32.add(atomic.add32(word('reserved'), needed), needed), i32.load(word('limit')))),
    drop(atomic.sub32(word('reserved'), needed)),
    atomic.store32(word('stop'), i32.const(1)),
    end(CROWDED),
  )
  const steps = i64.add(globalGet(globals.looked), globalGet(globals.selfLoops))

  module.define(work, [
    expansion.clearLists(),
    set(id, globalGet(globals.from)),
    set(to, globalGet(globals.to)),
    loop(
      ifElse(i32.eq(get(id), get(to)), takeSegment),
      ifElse(i32.eqz(expansion.hasRoom()), end(LISTS)),
      ifElse(atomic.load32(word('stop')), end(STOPPED)),
      reserve,
      expansion.expandBatch(id, get(to), attentionMask, parts.successors),
      call(parts.sharedFlush, get(inspectMask)),
      i64.store(own(globals, layout.steps), steps),
      br(0),
    ),
    unreachable(),
  ])
  return work
}
