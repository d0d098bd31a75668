/**
 * Where the row of a state is: in the arena, which holds all; or in a page of rows, of which only some are in memory and
 * the others in a file (`pager.ts`). In: a function of the kernel. Out: code for the addresses of rows, for use there. An
 * address is good until the next one is asked for, since a page may have to leave for another.
 *
 * The page table has two words for each page: the address of its frame, zero while it is in the file, and whether a row
 * was written since it was last there.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { call, type FunctionRef, get, i32, ifElse, type Local, set, tee } from '../../../codegen/wasm/instructions.ts'
import type { KernelGlobals } from './globals.ts'
import type { Layout, Paging } from './layout.ts'
import { rowSpaceOf, stateAddress } from './space.ts'

/** Binary logarithm of the bytes that the page table has for a page. */
export const PAGE_ENTRY_BITS = 3
export const CHANGED_OFFSET = 4

/** The words of the page table for the page of the row `id`, as an offset. */
const entryOf = (id: Code, { rowBits }: Paging): Code =>
  i32.shl(i32.shrU(id, i32.const(rowBits)), i32.const(PAGE_ENTRY_BITS))
/** From the start of its frame to the row `id`. */
const inPage = (id: Code, { rowBits }: Paging, bytes: number): Code =>
  i32.mul(i32.and(id, i32.const(2 ** rowBits - 1)), i32.const(bytes))

export class RowPlace {
  private readonly layout: Layout
  private readonly fetch: FunctionRef | null
  private readonly id: Local
  private readonly frame: Local

  constructor(caller: FunctionRef, layout: Layout, { pager }: KernelGlobals) {
    this.layout = layout
    this.fetch = pager?.fetch ?? null
    this.id = caller.local('i32')
    this.frame = caller.local('i32')
  }

  /** The address of the row `id`. */
  row(id: Code): Code {
    const { layout, frame } = this
    const { paging, arena, stateBytes } = layout
    if (paging === null) return stateAddress(layout, arena, id, stateBytes)
    return [this.find(id, paging), i32.add(get(frame), inPage(get(this.id), paging, stateBytes))]
  }
  /** The same for a row that will be written: its page must go to the file before it leaves. */
  newRow(id: Code): Code {
    const { paging } = this.layout
    if (paging === null) return this.row(id)
    const change = i32.store(entryOf(get(this.id), paging), i32.const(1), paging.pageTable.address + CHANGED_OFFSET)
    return [this.row(id), change]
  }
  /** The address of the parent of the state whose row was asked for last. */
  parentOf(id: Code): Code {
    const { layout, frame } = this
    const { paging, parents, stateBytes } = layout
    if (paging === null) return stateAddress(layout, parents, id, 4)
    const first = i32.const(2 ** paging.rowBits * stateBytes)
    return i32.add(i32.add(get(frame), first), inPage(get(this.id), paging, 4))
  }
  /** The address of the row `id` if it is in memory, or else some other that may be read: `isThere` says which. */
  rowIfThere(id: Code): Code {
    const { layout } = this
    const { paging, arena, stateBytes } = layout
    if (paging === null) return stateAddress(layout, arena, id, stateBytes)
    return [
      set(this.id, id),
      set(this.frame, i32.load(entryOf(get(this.id), paging), paging.pageTable.address)),
      i32.add(get(this.frame), inPage(get(this.id), paging, stateBytes)),
    ]
  }
  /** Whether the row that `rowIfThere` was asked for last is in memory. */
  isThere(): Code {
    return this.layout.paging === null ? i32.const(1) : i32.ne(get(this.frame), i32.const(0))
  }
  /** Of the addresses of rows. */
  get type() {
    return rowSpaceOf(this.layout).type
  }

  private find(id: Code, paging: Paging): Code {
    const { frame, fetch } = this
    const page = i32.shrU(get(this.id), i32.const(paging.rowBits))
    const known = i32.load(entryOf(get(this.id), paging), paging.pageTable.address)
    return [set(this.id, id), ifElse(i32.eqz(tee(frame, known)), set(frame, call(fetch as FunctionRef, page)))]
  }
}
