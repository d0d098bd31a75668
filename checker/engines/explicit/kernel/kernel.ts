/**
 * States and their expansion in WebAssembly, seen from JavaScript. In: the bytes of a `KernelModule`. The kernel stores
 * states as `StateStore` does, by ids in order of insertion, and expands them itself: what it finds is read from its
 * counters and from the lists of the last run.
 */

import type { Repacking } from '../../../codegen/repacking.ts'
import { type HostGlobal, type HostMemory, Instance, Memory, Module } from '../../../codegen/wasm/host.ts'
import type { MemoryUse } from '../../../verdict/report.ts'
import { FULL, KNOWN } from '../store.ts'
import type { Layout, Region } from './layout.ts'
import type { PageFile } from './pageFile.ts'
import { Pager } from './pager.ts'
import { type LevelResult, Team } from './team.ts'
import { type Range, startThreads, type Thread, type ThreadLists } from './thread.ts'

interface Exports {
  clearFilter(): void
  flush(inspectMask: number): number
  run(from: number, to: number, inspectMask: number, attentionMask: number): number
  makeRoom(count: number): number
  // Only where there are several threads:
  slotsFor(count: number): number
  grow(slots: number, unread: number): void
  move(from: number, to: number): void
  readonly out: HostGlobal<number>
  readonly size: HostGlobal<number>
  readonly slots: HostGlobal<number>
  readonly isFull: HostGlobal<number>
  readonly settled: HostGlobal<number>
  readonly matching: HostGlobal<number>
  readonly attentive: HostGlobal<number>
  readonly ends: HostGlobal<number>
  readonly looked: HostGlobal<bigint>
  readonly selfLoops: HostGlobal<bigint>
}

/** Takes what generated code points at, with the flags that say why. */
export interface FlagSink {
  /** a new state */
  seeState(id: number, flags: number): void
  /** an expanded state, for some of its steps */
  seeSteps(id: number, flags: number): void
  /** an expanded state without a step */
  seeEnd(id: number): void
}

export class Kernel {
  readonly layout: Layout
  /** all memory was reserved at the beginning */
  readonly refusedAt = null
  /** of rows that are not all in memory */
  readonly file: PageFile | null
  /** flags of new states that put them on the list `matching` */
  inspectMask = 0
  /** flags of expansions that put the state on the list `attentive` */
  attentionMask = -1

  private readonly module: object
  private readonly exports: Exports
  private readonly memory: HostMemory
  /** the memory with the arena and the parents */
  private readonly states: HostMemory
  /** of rows, as words; empty where they lie in pages */
  private readonly arena: Uint32Array
  private readonly parents: Uint32Array
  private readonly pager: Pager | null
  /** of entries, as words */
  private readonly buffer: Uint32Array
  /** of one state that is to be stored */
  private readonly record: Uint32Array
  /** null where states are packed as everybody knows them */
  private readonly repacking: Repacking | null
  /** null where there is one thread */
  private readonly team: Team | null

  /**
   * @param bytes of the `KernelModule` with this layout
   * @param file for the pages of rows, if the layout has any
   * @param repacking to the packing that the generated code knows, if it is not that of encoded states
   * @param threads one less than the layout has; they are the kernel's from now on
   * @throws RangeError when the machine does not allow that much memory
   */
  constructor(
    layout: Layout,
    bytes: Uint8Array<ArrayBuffer>,
    file: PageFile | null = null,
    repacking: Repacking | null = null,
    threads: readonly Thread[] = startThreads(layout.threads - 1),
  ) {
    this.layout = layout
    this.file = file
    this.repacking = repacking
    this.memory = new Memory({ initial: layout.pages, maximum: layout.pages, shared: layout.threads > 1 })
    this.module = new Module(bytes)
    this.states = layout.isWide ? wideMemory(layout) : this.memory
    const { paging } = layout
    this.pager = paging && file && new Pager(layout, paging, this.memory, file, () => this.exports)
    const paged = { fetch: (page: number) => this.pager?.fetch(page), settle: () => (this.pager?.settle() ? 1 : 0) }
    const imports = { kernel: { memory: this.memory, states: this.states, base: 0, ...paged } }
    // The module exports what `Exports` names: `KernelModule.complete` exports all globals and these functions.
    this.exports = new Instance(this.module, imports).exports as unknown as Exports
    this.arena = wordsOf(paging === null ? this.states : this.memory, layout.arena)
    this.parents = wordsOf(this.states, layout.parents)
    this.buffer = wordsOf(this.memory, layout.buffer)
    this.record = new Uint32Array((repacking?.plainWords ?? layout.stateBytes / 4) + 1)
    this.exports.clearFilter()
    const { memory, states } = this
    this.team = this.isShared ? new Team(layout, this.module, { memory, states }, threads, this.exports) : null
  }

  /** The number of states; their ids are below it. */
  get size(): number {
    return this.exports.size.value
  }
  /**
   * Whether states may have been missed, because they have the hashes of others: with a probability of about
   * size^2 / 2^65, as far as hashes are as good as random.
   */
  get isCompacted(): boolean {
    return this.layout.isCompacted
  }
  /** Bytes that the states take with their parents and the table. */
  get bytes(): number {
    const { rowBytes, parentBytes, tableBytes } = this.memoryUse
    return rowBytes + parentBytes + tableBytes
  }
  get memoryUse(): MemoryUse {
    const { layout, pager, file } = this
    const slots = this.exports.slots.value
    const rows = layout.paging && pager ? pager.present * 2 ** layout.paging.rowBits : this.size
    return {
      rowBytes: rows * layout.stateBytes,
      parentBytes: rows * 4,
      tableBytes: slots * 8,
      slots,
      ...(file !== null && { diskBytes: file.bytes }),
    }
  }
  /** Whether a run ended because a new state had no room. */
  get isFull(): boolean {
    return this.exports.isFull.value !== 0
  }
  /** Steps of all runs, those to known states and back to the same state among them. */
  get generated(): number {
    const { looked, selfLoops } = this.exports
    const others = this.sum(this.layout.steps, 8, (view, at) => Number(view.getBigUint64(at, true)))
    return Number(looked.value + selfLoops.value) + others
  }
  /** Steps of all runs that led to a new state, by the index of their action. */
  freshOf(action: number): number {
    return this.sum(this.layout.fresh, 4, (view, at) => view.getUint32(at, true), action)
  }
  /** A counter of the generated code, of 64 bits. */
  count(index: number): number {
    return this.sum(this.layout.counters, 8, (view, at) => Number(view.getBigUint64(at, true)), index)
  }
  /** The sum of an item of a region over the regions of all threads. */
  private sum(region: Region, bytes: number, read: (view: DataView, at: number) => number, index = 0): number {
    const { threads, ownBytes } = this.layout
    const view = new DataView(this.memory.buffer)
    let sum = 0
    for (let i = 0; i < threads; i++) sum += read(view, region.address + i * ownBytes + index * bytes)
    return sum
  }

  /** New states of the last run whose flags met the inspect mask. This and the other lists are in order of id. */
  get matching(): Uint32Array {
    return this.list(this.layout.matching, this.exports.matching)
  }
  /** States whose expansion, in the last run, raised flags of the attention mask. */
  get attentive(): Uint32Array {
    return this.list(this.layout.attention, this.exports.attentive)
  }
  /** States that the last run expanded to nothing: without a step, a self-loop or a flag. */
  get ends(): Uint32Array {
    return this.list(this.layout.ends, this.exports.ends)
  }

  /**
   * Stores a state; this does not count as a step, and the lists do not change.
   * @param state words of 32 bits, lowest first; those that are missing are zero
   * @returns the id of the state if it is new, else KNOWN, or FULL when it is new and there is no room; also when the disk
   * takes no more
   */
  insert(state: Uint32Array, parent: number): number {
    const { record } = this
    record.fill(0)
    record.set(state)
    record[record.length - 1] = parent
    return this.insertAll(record, record.length - 1)
  }

  /** As in `States`: looks up as many at a time as the buffer holds. */
  insertAll(records: Uint32Array, words: number): number {
    const { buffer, exports, layout, pager, repacking } = this
    const { entryBytes, entries, fresh } = layout
    const [recordWords, entryWords] = [words + 1, entryBytes / 4]
    for (let at = 0; at < records.length; ) {
      const id = this.size
      if (pager !== null && id + entries > exports.settled.value >>> 0 && !pager.settle()) return FULL
      const count = Math.min(entries, (records.length - at) / recordWords)
      for (let i = 0; i < count; i++, at += recordWords) {
        const entry = i * entryWords
        if (repacking === null) {
          buffer.fill(0, entry, entry + entryWords - 2)
          for (let word = 0; word < words; word++) buffer[entry + word] = records[at + word] as number
        } else repacking.pack(records, at, buffer, entry)
        buffer[entry + entryWords - 2] = fresh.bytes / 4 - 1
        buffer[entry + entryWords - 1] = records[at + words] as number
      }
      exports.out.value = layout.buffer.address + count * entryBytes
      if (exports.flush(0) === 0) {
        // States are in the filter, but not in the table.
        exports.clearFilter()
        return FULL
      }
      if (this.size !== id + count) return KNOWN
    }
    return this.size - 1
  }

  /**
   * Expands the states `from` to `to - 1`, in order, and stores the new ones.
   * @returns the id of the next state to expand. It is below `to` when a list had no room for more: read the lists, then
   * go on. Or when `isFull`: the states from there on have more successors than there is room for. Nothing of them was
   * stored or counted, except by `insert`.
   */
  run(from: number, to: number): number {
    return this.exports.run(from, to, this.inspectMask, this.attentionMask)
  }

  /** Whether other threads can help. */
  get isShared(): boolean {
    return this.layout.threads > 1
  }
  /** Does what `run` does, by all threads but this one, and reports as it happens. The lists of `run` do not change. */
  async runTogether(range: Range, sink: FlagSink, signal: AbortSignal | undefined): Promise<LevelResult> {
    const { inspectMask, attentionMask } = this
    const readLists = (lists: ThreadLists) => this.readLists(lists, sink)
    return await (this.team as Team).expand({ ...range, inspectMask, attentionMask, readLists, signal })
  }
  /** How far `runTogether` is, about. */
  progressTogether(): ReturnType<Team['progress']> | undefined {
    return this.team?.progress()
  }
  /** Reads the lists of the last run with the flags that put states there. */
  readFlags(sink: FlagSink): void {
    const { matching, attentive, ends } = this.exports
    this.readLists({ thread: 0, matching: matching.value, attentive: attentive.value, ends: ends.value }, sink)
  }
  /** Ends all other threads. */
  async close(): Promise<void> {
    await this.team?.stop()
  }
  private readLists({ thread, matching, attentive, ends }: ThreadLists, sink: FlagSink): void {
    const { layout, memory } = this
    const list = ({ address }: Region, length: number) =>
      new Uint32Array(memory.buffer, address + thread * layout.ownBytes, length)
    const [matchingFlags, attentionFlags] = [
      list(layout.matchingFlags, matching),
      list(layout.attentionFlags, attentive),
    ]
    for (const [i, id] of list(layout.matching, matching).entries()) sink.seeState(id, matchingFlags[i] as number)
    for (const [i, id] of list(layout.attention, attentive).entries()) sink.seeSteps(id, attentionFlags[i] as number)
    for (const id of list(layout.ends, ends)) sink.seeEnd(id)
  }

  /** Copies the words of a state. */
  read(id: number, into: Uint32Array): void {
    const offset = this.rowAt(id)
    if (this.repacking !== null) this.repacking.unpack(this.arena, offset, into)
    else for (let i = 0; i < into.length; i++) into[i] = this.arena[offset + i] as number
  }
  /** The id of the state from which this one was first reached. */
  parentOf(id: number): number {
    const { paging, stateBytes } = this.layout
    if (this.pager === null || paging === null) return this.parents[id] as number
    const rows = 2 ** paging.rowBits
    const page = this.rowAt(id - (id % rows))
    return this.arena[page + (rows * stateBytes) / 4 + (id % rows)] as number
  }
  /** Where the words of a state are in the arena, for now. */
  private rowAt(id: number): number {
    const { arena, paging, stateBytes } = this.layout
    if (this.pager === null || paging === null) return (id * stateBytes) / 4
    const rows = 2 ** paging.rowBits
    const address = this.pager.fetch(Math.floor(id / rows)) - arena.address
    return (address + (id % rows) * stateBytes) / 4
  }

  private list(region: Region, length: HostGlobal<number>): Uint32Array {
    return new Uint32Array(this.memory.buffer, region.address, length.value)
  }
}

/** Whether this Node has memories with addresses of 64 bits at all. */
export function knowsWideMemory(): boolean {
  try {
    new Memory({ initial: 0n, maximum: 0n, address: 'i64' })
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return false
  }
}

const wordsOf = ({ buffer }: HostMemory, { address, bytes }: Region) => new Uint32Array(buffer, address, bytes / 4)

function wideMemory({ statePages, threads }: Layout): HostMemory {
  const pages = BigInt(statePages)
  return new Memory({ initial: pages, maximum: pages, shared: threads > 1, address: 'i64' })
}
