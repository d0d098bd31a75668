/** The kernel's global variables: those that it shares with generated code, and its own. */
import type { FunctionRef, GlobalRef } from '../../../codegen/wasm/instructions.ts'
import type { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { Layout } from './layout.ts'

/** What the generated `successors` reads and writes. */
export interface ExpansionGlobals {
  /** i32, address of the next successor's entry; advanced by `entryBytes` for each */
  readonly out: GlobalRef
  /** i32, id of the state that is expanded, to be stored in each entry */
  readonly parent: GlobalRef
  /** i32, zero at first: flags of why the expansion needs a look; an expansion with any flag is not an end */
  readonly attention: GlobalRef
  /** i64, steps that led back to the state itself, since ever; to be incremented */
  readonly selfLoops: GlobalRef
}

/** Imported where rows lie in pages. */
export interface PagerFunctions {
  /** `(page: i32) -> i32`: brings a page into memory, and gives the address of its frame */
  readonly fetch: FunctionRef
  /** `() -> i32`: writes to the file, so that `settled` moves on; gives 0 where the disk takes no more */
  readonly settle: FunctionRef
}

export interface KernelGlobals extends ExpansionGlobals {
  /** null where all rows are in memory */
  readonly pager: PagerFunctions | null
  /** i32, constant, what to add to the addresses of a thread's own regions; null when there is one thread */
  readonly base: GlobalRef | null
  /** i32, number of states; their ids are below it. While several threads work: the next id of this one */
  readonly size: GlobalRef
  /** i32, end of the ids that this thread may give to states, while several work */
  readonly idsEnd: GlobalRef
  /** i32, the states that this thread has yet to expand, while several work */
  readonly from: GlobalRef
  readonly to: GlobalRef
  /** i32, number of the table's slots */
  readonly slots: GlobalRef
  /** i64, successors that were looked up */
  readonly looked: GlobalRef
  /** i32, lengths of the lists */
  readonly matching: GlobalRef
  readonly attentive: GlobalRef
  readonly ends: GlobalRef
  /** i32, whether the arena had no room for a new state */
  readonly isFull: GlobalRef
  /** i32, with a pager: rows below it can be written before it is to settle again */
  readonly settled: GlobalRef
}

export function addGlobals(module: ModuleBuilder, { firstSlots, threads, paging }: Layout): KernelGlobals {
  const pager = paging && {
    fetch: module.importFunction('kernel', 'fetch', ['i32'], ['i32']),
    settle: module.importFunction('kernel', 'settle', [], ['i32']),
  }
  const base = threads > 1 ? module.importGlobal('kernel', 'base', 'i32') : null
  const i32 = () => module.global('i32', 0)
  const i64 = () => module.global('i64', 0)
  return {
    pager,
    base,
    out: i32(),
    parent: i32(),
    attention: i32(),
    selfLoops: i64(),
    size: i32(),
    idsEnd: i32(),
    from: i32(),
    to: i32(),
    slots: module.global('i32', firstSlots),
    looked: i64(),
    matching: i32(),
    attentive: i32(),
    ends: i32(),
    isFull: i32(),
    settled: i32(),
  }
}
