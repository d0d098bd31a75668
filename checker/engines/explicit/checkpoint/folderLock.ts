/**
 * Keeps two runs out of one folder: a file that names the process that holds it. A process that was killed leaves the
 * file behind; it does not count then. What runs on another machine cannot be looked at, and counts.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { hasCode } from '../systemFault.ts'

interface Holder {
  readonly host: string
  readonly process: number
  /** when the process started, in the clock of the system; tells it from a later one with the same number */
  readonly started: string | null
}

/** @returns null when the lock is ours now, else who holds it, in words */
export function acquire(path: string): string | null {
  const mine = `${path}.${process.pid}`
  try {
    writeFileSync(mine, JSON.stringify({ host: hostname(), process: process.pid, started: startOf(process.pid) }))
    for (let attempt = 0; attempt < 3; attempt++) {
      if (takesPlace(mine, path)) return null
      const text = readIfThere(path)
      const holder = text === null ? null : holderIn(text)
      if (holder !== null && isRunning(holder)) return `process ${holder.process} on ${holder.host}`
      if (text !== null) removeIfStill(path, text, `${mine}.old`)
    }
    return 'another process'
  } finally {
    rmSync(mine, { force: true })
  }
}

export const release = (path: string): void => rmSync(path, { force: true })

/** Gives a file a second name, which nobody else can do at the same time. */
function takesPlace(file: string, name: string): boolean {
  try {
    linkSync(file, name)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Takes a file away, but not one that has taken the place of the one that was read. */
function removeIfStill(path: string, text: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  if (readIfThere(aside) !== text) takesPlace(aside, path)
  rmSync(aside, { force: true })
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** A file that was cut off as the machine went down names nobody. */
function holderIn(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return null
  }
}

function isRunning({ host, process: id, started }: Holder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(id, 0)
  } catch (error) {
    // EPERM: it is there, and belongs to someone else.
    if (hasCode(error, 'ESRCH')) return false
  }
  return started === null || startOf(id) === started
}

/** Where the system tells (Linux): ticks since it was booted, the 22nd field. The name before it may hold anything. */
function startOf(id: number): string | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
