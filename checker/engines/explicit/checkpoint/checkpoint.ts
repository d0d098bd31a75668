/**
 * A folder to which a search writes what it has found, now and then, so that another run can go on from there after it
 * ended or was killed. In: snapshots, and the states they speak of. Out: the snapshot to begin with.
 *
 *     states           every state with its parent, in order of id; only ever appended to
 *     checkpoint.json  how many of them count, and where the search was
 *     lock             the process that writes
 *
 * Cost: the states that are new since the last time are written once, 4 bytes for each word and 4 for the parent; the
 * search waits meanwhile.
 */
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { KeptCheckpoint } from '../../../verdict/report.ts'
import type { States } from '../store.ts'
import { hasCode, isOfSystem, systemReason } from '../systemFault.ts'
import { damaged, inUse, nothingThere, occupied, ofAnother, unusable } from './fault.ts'
import { differences } from './fingerprint.ts'
import { acquire, release } from './folderLock.ts'
import { LATEST, type Manifest, manifestFiles, PREVIOUS, readManifest, writeManifest } from './manifest.ts'
import { type Extent, RowLog } from './rowLog.ts'
import type { Snapshot } from './snapshot.ts'

export interface CheckpointOptions {
  /** path of the folder; it is made where there is none */
  readonly folder: string
  /** goes on from what is in the folder; otherwise the folder must be new or empty */
  readonly resume?: boolean
  /** milliseconds between two checkpoints; a minute unless given */
  readonly intervalMs?: number
  /** is told at once what goes wrong with the folder while the search goes on */
  readonly onTrouble?: (message: string) => void
}

/** What a checkpoint is of: only the same can go on from it. */
export type Subject = Pick<Manifest, 'fingerprint' | 'asked' | 'words'>

const ROWS = 'states'
const LOCK = 'lock'
const INTERVAL_MS = 60_000
const LEAST_MS = 20
/** Timers take no longer spans. */
const MOST_MS = 2 ** 31 - 1

export class Checkpoint {
  /** where to go on; null for a new run */
  readonly start: Snapshot | null
  private readonly options: CheckpointOptions
  private readonly subject: Subject
  private readonly log: RowLog
  private savedStates: number | null
  private trouble: string | null = null
  private savedAt = performance.now()

  private constructor(options: CheckpointOptions, subject: Subject, log: RowLog, start: Snapshot | null) {
    this.options = options
    this.subject = subject
    this.log = log
    this.start = start
    this.savedStates = start?.states ?? null
  }

  /** @throws SpecError when the folder cannot be used, or does not hold what is asked for */
  static async open(options: CheckpointOptions, subject: Subject): Promise<Checkpoint> {
    const { folder, resume = false, onTrouble } = options
    const lock = path.join(folder, LOCK)
    let isOurs = false
    try {
      if (!resume) makeFolder(folder)
      requireOwn(folder, resume)
      const holder = acquire(lock)
      if (holder !== null) throw inUse(folder, holder, lock)
      isOurs = true
      const rows = path.join(folder, ROWS)
      if (!resume) {
        if ([LATEST, PREVIOUS].some(name => readManifest(path.join(folder, name)) !== undefined)) throw occupied(folder)
        return new Checkpoint(options, subject, await RowLog.open(rows, subject.words), null)
      }
      const { log, snapshot } = await latestIntact(folder, rows, subject, onTrouble)
      return new Checkpoint(options, subject, log, snapshot)
    } catch (error) {
      if (isOurs) release(lock)
      if (isOfSystem(error)) throw unusable(folder, systemReason(error))
      throw error
    }
  }

  get isDue(): boolean {
    return performance.now() - this.savedAt >= (this.options.intervalMs ?? INTERVAL_MS)
  }

  /** Is aborted when it is time for a checkpoint; not at once, so that what waits for it comes to do something. */
  untilDue(): AbortSignal {
    const dueInMs = this.savedAt + (this.options.intervalMs ?? INTERVAL_MS) - performance.now()
    return AbortSignal.timeout(Math.min(Math.max(LEAST_MS, Math.ceil(dueInMs)), MOST_MS))
  }

  /** Writes a checkpoint. Where the disk does not take it, the one before stays, and the search goes on without. */
  async save(snapshot: Snapshot, states: States): Promise<void> {
    try {
      const extent = await this.log.append(states)
      await writeManifest(this.options.folder, { ...this.subject, extent, snapshot })
      this.savedStates = snapshot.states
      this.trouble = null
    } catch (error) {
      const reason = systemReason(error)
      if (reason !== this.trouble) this.options.onTrouble?.(this.describe(reason))
      this.trouble = reason
    }
    this.savedAt = performance.now()
  }

  /** Visits the states of `start` in order of id, many at a time: the words of each and its parent, one after the other. */
  restore(visit: (records: Uint32Array, words: number) => void): Promise<void> {
    return this.log.read(visit)
  }

  get status(): KeptCheckpoint {
    return { folder: this.options.folder, states: this.savedStates, trouble: this.trouble }
  }

  async close(): Promise<void> {
    await this.log.close()
    release(path.join(this.options.folder, LOCK))
  }

  private describe(reason: string): string {
    const { savedStates } = this
    const kept =
      savedStates === null ? 'there is none yet' : `the one of ${savedStates.toLocaleString('en-US')} states stays`
    return `cannot write a checkpoint to ${this.options.folder} (${reason}): ${kept}; the run goes on`
  }
}

/** The latest checkpoint of the subject whose states are all there. */
async function latestIntact(
  folder: string,
  rows: string,
  subject: Subject,
  onTrouble: CheckpointOptions['onTrouble'],
): Promise<{ log: RowLog; snapshot: Snapshot }> {
  const found = [LATEST, PREVIOUS].map(name => path.join(folder, name))
  const manifests = found.map(readManifest)
  if (manifests.every(manifest => manifest === undefined)) throw nothingThere(folder)
  for (const [i, manifest] of manifests.entries()) {
    if (!manifest) continue
    requireSame(folder, manifest, subject)
    const log = await openIfThere(rows, subject.words, manifest.extent)
    if (log === null) break
    if (await log.isIntact()) {
      if (i > 0) {
        // It must not be lost before the next checkpoint is complete.
        renameSync(found[i] as string, found[0] as string)
        onTrouble?.(`the last checkpoint in ${folder} is damaged: going on from the one before`)
      }
      return { log, snapshot: manifest.snapshot }
    }
    await log.close()
  }
  throw damaged(folder)
}

async function openIfThere(rows: string, words: number, extent: Extent): Promise<RowLog | null> {
  try {
    return await RowLog.open(rows, words, extent)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Makes one folder, and not those above it: where these are missing, a path is more likely wrong than wanted. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

/** Refuses to write into a folder that holds anything else. */
function requireOwn(folder: string, resume: boolean): void {
  const isOwn = (name: string) => name === ROWS || name.startsWith(LOCK) || manifestFiles.includes(name)
  const other = namesIn(folder).find(name => !isOwn(name))
  if (other !== undefined && !resume) throw unusable(folder, `it holds other files, such as ${other}`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw nothingThere(folder)
    throw error
  }
}

function requireSame(folder: string, { fingerprint, asked }: Manifest, now: Subject): void {
  const changes = differences(fingerprint, now.fingerprint)
  if (asked.join() !== now.asked.join()) {
    changes.push(`${asked.join(', ')} were to be checked, and now ${now.asked.join(', ')}`)
  }
  if (changes.length > 0) throw ofAnother(folder, changes)
}
