/**
 * States on disk: one file of records, each the packed words of a state and the id of its parent, in order of id. Stored
 * states never change, so the file only grows. What counts of it is said elsewhere, as an extent; whatever lies behind
 * was being written when a run was killed, and is written over.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { States } from '../store.ts'

/** The first records of a file. */
export interface Extent {
  readonly states: number
  /** CRC-32 of their bytes */
  readonly checksum: number
}

const NOTHING: Extent = { states: 0, checksum: 0 }
/** Words that are written or read at a time, at least one record. */
const CHUNK_WORDS = 1 << 18

export class RowLog {
  private readonly file: FileHandle
  private readonly words: number
  private extent: Extent

  private constructor(file: FileHandle, words: number, extent: Extent) {
    this.file = file
    this.words = words
    this.extent = extent
  }

  /**
   * @param words words of a state
   * @param extent what there is; the file is made when it is nothing
   */
  static async open(path: string, words: number, extent: Extent = NOTHING): Promise<RowLog> {
    return new RowLog(await open(path, extent === NOTHING ? 'w+' : 'r+'), words, extent)
  }

  /**
   * Writes the states that are not there yet, and waits until they are on the disk.
   * @returns the extent of all; after an error the old one still counts
   */
  async append(states: States): Promise<Extent> {
    const { words } = this
    const row = new Uint32Array(words)
    let { states: id, checksum } = this.extent
    while (id < states.size) {
      const count = Math.min(this.chunkRecords, states.size - id)
      const records = new Uint32Array(count * (words + 1))
      const position = this.positionOf(id)
      for (let at = 0; at < records.length; at += words + 1, id++) {
        states.read(id, row)
        records.set(row, at)
        records[at + words] = states.parentOf(id)
      }
      const bytes = bytesOf(records)
      checksum = crc32(bytes, checksum)
      await this.write(bytes, position)
    }
    await this.file.datasync()
    this.extent = { states: id, checksum }
    return this.extent
  }

  /** Whether the file holds what its extent says. */
  async isIntact(): Promise<boolean> {
    let checksum = 0
    const isComplete = await this.chunks(records => {
      checksum = crc32(bytesOf(records), checksum)
    })
    return isComplete && checksum === this.extent.checksum
  }

  /** Visits all states in order of id, many at a time: the words of each and its parent, one after the other. */
  async read(visit: (records: Uint32Array, words: number) => void): Promise<void> {
    await this.chunks(records => visit(records, this.words))
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private get chunkRecords(): number {
    return Math.max(1, Math.floor(CHUNK_WORDS / (this.words + 1)))
  }
  private positionOf(id: number): number {
    return id * (this.words + 1) * 4
  }
  /** @returns whether all records were there */
  private async chunks(visit: (records: Uint32Array) => void): Promise<boolean> {
    const { states } = this.extent
    for (let id = 0; id < states; id += this.chunkRecords) {
      const records = new Uint32Array(Math.min(this.chunkRecords, states - id) * (this.words + 1))
      if (!(await this.fill(bytesOf(records), this.positionOf(id)))) return false
      visit(records)
    }
    return true
  }
  private async fill(bytes: Uint8Array, position: number): Promise<boolean> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.file.read(bytes, done, bytes.length - done, position + done)
      if (bytesRead === 0) return false
      done += bytesRead
    }
    return true
  }
  private async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array) => new Uint8Array(buffer, byteOffset, byteLength)
