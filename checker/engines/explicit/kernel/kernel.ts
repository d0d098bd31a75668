/**
 * States and their expansion in WebAssembly, seen from JavaScript. In: the bytes of a `KernelModule`. The kernel stores
 * states as `StateStore` does, by ids in order of insertion, and expands them itself: what it finds is read from its
 * counters and from the lists of the last run.
 */
import { type HostGlobal, type HostMemory, Instance, Memory, Module } from '../../../codegen/wasm/host.ts'
import type { MemoryUse } from '../../../verdict/report.ts'
import { FULL, KNOWN } from '../store.ts'
import type { Layout, Region } from './layout.ts'

interface Exports {
  clearFilter(): void
  flush(inspectMask: number): number
  run(from: number, to: number, inspectMask: number, attentionMask: number): number
  readonly out: HostGlobal<number>
  readonly size: HostGlobal<number>
  readonly slots: HostGlobal<number>
  readonly isFull: HostGlobal<number>
  readonly matching: HostGlobal<number>
  readonly attentive: HostGlobal<number>
  readonly ends: HostGlobal<number>
  readonly looked: HostGlobal<bigint>
  readonly selfLoops: HostGlobal<bigint>
}

export class Kernel {
  readonly layout: Layout
  /** all memory was reserved at the beginning */
  readonly refusedAt = null
  /** flags of new states that put them on the list `matching` */
  inspectMask = 0
  /** flags of expansions that put the state on the list `attentive` */
  attentionMask = -1

  private readonly exports: Exports
  private readonly memory: HostMemory
  private readonly arena: Uint32Array
  private readonly parents: Uint32Array
  private readonly fresh: Uint32Array
  private readonly entry: Uint32Array

  /**
   * @param bytes of the `KernelModule` with this layout
   * @throws RangeError when the machine does not allow that much memory
   */
  constructor(layout: Layout, bytes: Uint8Array<ArrayBuffer>) {
    this.layout = layout
    this.memory = new Memory({ initial: layout.pages, maximum: layout.pages })
    const module = new Module(bytes)
    const imports = { kernel: { memory: this.memory } }
    // The module exports what `Exports` names: `KernelModule.complete` exports all globals and these three functions.
    this.exports = new Instance(module, imports).exports as unknown as Exports
    this.arena = this.words(layout.arena)
    this.parents = this.words(layout.parents)
    this.fresh = this.words(layout.fresh)
    this.entry = this.words({ address: layout.buffer.address, bytes: layout.entryBytes })
    this.exports.clearFilter()
  }

  /** The number of states; their ids are below it. */
  get size(): number {
    return this.exports.size.value
  }
  /** Bytes that the states take with their parents and the table. */
  get bytes(): number {
    const { rowBytes, parentBytes, tableBytes } = this.memoryUse
    return rowBytes + parentBytes + tableBytes
  }
  get memoryUse(): MemoryUse {
    const slots = this.exports.slots.value
    return {
      rowBytes: this.size * this.layout.stateBytes,
      parentBytes: this.size * 4,
      tableBytes: slots * 8,
      slots,
    }
  }
  /** Whether a run ended because a new state had no room. */
  get isFull(): boolean {
    return this.exports.isFull.value !== 0
  }
  /** Steps of all runs, those to known states and back to the same state among them. */
  get generated(): number {
    return Number(this.exports.looked.value + this.exports.selfLoops.value)
  }
  /** Steps of all runs that led to a new state, by the index of their action. */
  freshOf(action: number): number {
    return this.fresh[action] as number
  }
  /** The counters of the generated code. */
  get counters(): DataView {
    const { address, bytes } = this.layout.counters
    return new DataView(this.memory.buffer, address, bytes)
  }
  count(index: number): number {
    return Number(this.counters.getBigUint64(index * 8, true))
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
   * @returns the id of the state if it is new, else KNOWN, or FULL when it is new and there is no room
   */
  insert(state: Uint32Array, parent: number): number {
    const { entry, exports, layout } = this
    const id = this.size
    entry.fill(0)
    entry.set(state)
    entry[entry.length - 2] = this.fresh.length - 1
    entry[entry.length - 1] = parent
    exports.out.value = layout.buffer.address + layout.entryBytes
    if (exports.flush(0) === 0) {
      // The state is in the filter, but not in the table.
      exports.clearFilter()
      return FULL
    }
    return this.size > id ? id : KNOWN
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

  /** Copies the words of a state. */
  read(id: number, into: Uint32Array): void {
    const offset = (id * this.layout.stateBytes) / 4
    for (let i = 0; i < into.length; i++) into[i] = this.arena[offset + i] as number
  }
  /** The id of the state from which this one was first reached. */
  parentOf(id: number): number {
    return this.parents[id] as number
  }

  private list(region: Region, length: HostGlobal<number>): Uint32Array {
    return new Uint32Array(this.memory.buffer, region.address, length.value)
  }
  private words({ address, bytes }: Region): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, bytes / 4)
  }
}
