/**
 * The small file that makes a checkpoint: what of the row log counts, and all that a search needs to go on from there.
 * It takes the place of the one before in one step of the file system, after everything that it speaks of is on the
 * disk. So at any moment, a killed run leaves the latest complete checkpoint; and the one before, in case that the disk
 * itself loses something.
 */
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { hasCode } from '../systemFault.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Extent } from './rowLog.ts'
import type { Snapshot } from './snapshot.ts'

export interface Manifest {
  readonly fingerprint: Fingerprint
  /** names of the questions, in the order of the judge */
  readonly asked: readonly string[]
  /** 32-bit words of a state */
  readonly words: number
  readonly extent: Extent
  readonly snapshot: Snapshot
}

const FORMAT = 'von-checkpoint'
/** Changes with the content of the files, and when states come to be found in another order. */
const VERSION = 2

export const LATEST = 'checkpoint.json'
export const PREVIOUS = 'checkpoint.previous.json'
const UNFINISHED = 'checkpoint.unfinished.json'
/** Every file that there may be. */
export const manifestFiles = [LATEST, PREVIOUS, UNFINISHED, `${PREVIOUS}.unfinished`]

/** Puts a manifest into the folder, in place of the latest. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const [latest, previous, unfinished] = [LATEST, PREVIOUS, UNFINISHED].map(name => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  const content = JSON.stringify(manifest)
  const file = await open(unfinished, 'w')
  try {
    await file.writeFile(JSON.stringify({ format: FORMAT, version: VERSION, checksum: crc32(content), content }))
    await file.sync()
  } finally {
    await file.close()
  }
  keepAs(latest, previous)
  renameSync(unfinished, latest)
  await syncFolder(folder)
}

/** The first file becomes the second as well. */
function keepAs(latest: string, previous: string): void {
  const link = `${previous}.unfinished`
  rmSync(link, { force: true })
  try {
    linkSync(latest, link)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  renameSync(link, previous)
}

/** New names are on the disk only when the folder is. Not every system lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  try {
    await handle?.sync()
  } catch (error) {
    if (hasCode(error, 'EIO')) throw error
  } finally {
    await handle?.close()
  }
}

/** @returns undefined when there is no such file; null when it is not as it was written, or of another version */
export function readManifest(file: string): Manifest | null | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  try {
    const { format, version, checksum, content } = JSON.parse(text)
    const isOurs = format === FORMAT && version === VERSION && crc32(content) === checksum
    // The checksum says that this is what `writeManifest` wrote.
    return isOurs ? (JSON.parse(content) as Manifest) : null
  } catch {
    return null
  }
}
