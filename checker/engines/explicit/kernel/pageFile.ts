/**
 * A file of pages of equal size, for one run. It loses its name at once: so the system removes it with the process, however
 * that ends. Access is synchronous, since a kernel waits for its pages in the midst of its work.
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { SpecError } from '../../../source/diagnostic.ts'
import { isOfSystem, systemReason } from '../systemFault.ts'

export class PageFile {
  readonly folder: string
  /** why the disk took no more; null while it does */
  trouble: string | null = null
  private readonly file: number
  /** pages below it were written */
  private stored = 0
  private written = 0

  private constructor(folder: string, file: number) {
    this.folder = folder
    this.file = file
  }

  /**
   * @param folder path of a folder that is there
   * @throws SpecError when no file can be made in it
   */
  static open(folder: string): PageFile {
    const name = path.join(folder, `von-states.${process.pid}.${opened++}`)
    try {
      const file = openSync(name, 'wx+')
      rmSync(name)
      return new PageFile(folder, file)
    } catch (error) {
      throw fault('VON4020', `cannot keep states in ${folder}: ${systemReason(error)}`, {
        help: 'name a folder that is there and can be written, on a disk with room',
      })
    }
  }

  /** Bytes of the file. */
  get bytes(): number {
    return this.written
  }

  /** Takes a page as it is, after all those before it. @returns false when the disk refuses, and says why in `trouble` */
  write(page: number, content: Uint8Array): boolean {
    const position = page * content.length
    try {
      for (let done = 0; done < content.length; ) {
        done += writeSync(this.file, content, done, content.length - done, position + done)
      }
    } catch (error) {
      this.trouble = systemReason(error)
      return false
    }
    this.stored = Math.max(this.stored, page + 1)
    this.written = Math.max(this.written, position + content.length)
    return true
  }

  /**
   * Fills in a page; one that was never written stays as it is.
   * @throws SpecError when it is lost
   */
  read(page: number, into: Uint8Array): void {
    if (page >= this.stored) return
    try {
      for (let done = 0; done < into.length; ) {
        const count = readSync(this.file, into, done, into.length - done, page * into.length + done)
        if (count === 0) throw this.lost('the file is shorter than it was')
        done += count
      }
    } catch (error) {
      throw isOfSystem(error) ? this.lost(systemReason(error)) : error
    }
  }

  close(): void {
    closeSync(this.file)
  }

  private lost(reason: string): SpecError {
    return fault('VON4021', `cannot read back the states kept in ${this.folder}: ${reason}`, {
      help: 'look after the disk, or name a folder on another',
    })
  }
}

/** Several runs of one process may have files in the same folder. */
let opened = 0

const fault = (code: string, message: string, more: { readonly help: string }) =>
  new SpecError({ code, message, ...more, related: [] })
