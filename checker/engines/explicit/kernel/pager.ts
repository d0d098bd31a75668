/**
 * Pages of rows that are in memory only while they are needed; the others are in a file. In: the layout and the memory of
 * a kernel. Rows never change once a batch is done, so a page is written once, when it is full, unless it has to go
 * earlier; pages leave in the order in which they came.
 *
 * Only `settle` writes, between two batches, so that a full disk stops a search where nothing is half done. In between,
 * pages with new rows stay: there are frames for as many as may be written until it is called again, and more for reading.
 *
 * Cost: a fetch of a page that is not in memory reads it whole, at most 64 KiB, and the thread waits.
 */
import type { HostGlobal, HostMemory } from '../../../codegen/wasm/host.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Layout, Paging } from './layout.ts'
import type { PageFile } from './pageFile.ts'
import { CHANGED_OFFSET, PAGE_ENTRY_BITS } from './rowPlace.ts'

/** The kernel's globals that matter to its pages. */
interface Sizes {
  readonly size: HostGlobal<number>
  readonly settled: HostGlobal<number>
}

export class Pager {
  private readonly paging: Paging
  private readonly bytes: Uint8Array
  /** the page table */
  private readonly table: Uint32Array
  private readonly firstFrame: number
  private readonly file: PageFile
  private readonly sizes: () => Sizes
  /** by frame: the page that is in it, or -1 */
  private readonly pages: Int32Array
  private nextFrame = 0

  constructor(layout: Layout, paging: Paging, { buffer }: HostMemory, file: PageFile, sizes: () => Sizes) {
    this.paging = paging
    this.bytes = new Uint8Array(buffer)
    this.table = new Uint32Array(buffer, paging.pageTable.address, paging.pageTable.bytes / 4)
    this.firstFrame = layout.arena.address
    this.file = file
    this.sizes = sizes
    this.pages = new Int32Array(paging.frames).fill(-1)
  }

  /** Pages that are in memory. */
  get present(): number {
    return this.pages.reduce((count, page) => (page < 0 ? count : count + 1), 0)
  }

  /**
   * The address of the frame with a page, which is brought into memory if it is not there.
   * @throws SpecError when the file cannot be read
   */
  fetch(page: number): number {
    const known = this.table[entryOf(page)] as number
    if (known !== 0) return known
    const frame = this.freeFrame()
    const address = this.addressOf(frame)
    this.file.read(page, this.contentAt(address))
    this.pages[frame] = page
    this.table[entryOf(page)] = address
    return address
  }

  /**
   * Writes full pages with new rows, so that at least the rows of one more batch can be stored.
   * @returns whether the disk took them
   */
  settle(): boolean {
    const { size, settled } = this.sizes()
    const { rowBits, waiting } = this.paging
    const last = (size.value >>> 0) >>> rowBits
    const changed = [...this.pages].filter(page => page >= 0 && page < last && this.isChanged(page))
    for (const page of changed.sort((a, b) => a - b)) {
      if (!this.file.write(page, this.contentAt(this.table[entryOf(page)] as number))) return false
      this.table[entryOf(page) + CHANGED] = 0
    }
    settled.value = Math.min((last + waiting) * 2 ** rowBits, 2 ** 32 - 1)
    return true
  }

  private freeFrame(): number {
    const { frames } = this.paging
    for (let tried = 0; tried < frames; tried++) {
      const frame = this.nextFrame
      this.nextFrame = (frame + 1) % frames
      const page = this.pages[frame] as number
      if (page < 0) return frame
      if (this.isChanged(page)) continue
      this.table[entryOf(page)] = 0
      return frame
    }
    throw new InternalError('all pages of states wait to be written')
  }
  private isChanged(page: number): boolean {
    return this.table[entryOf(page) + CHANGED] !== 0
  }
  private addressOf(frame: number): number {
    return this.firstFrame + frame * this.paging.pageBytes
  }
  private contentAt(address: number): Uint8Array {
    return this.bytes.subarray(address, address + this.paging.pageBytes)
  }
}

/** Of a page in the page table, in words; the kernel counts in bytes. */
const entryOf = (page: number) => page * 2 ** (PAGE_ENTRY_BITS - 2)
const CHANGED = CHANGED_OFFSET / 4
