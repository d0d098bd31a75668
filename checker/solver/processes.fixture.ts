/** The processes of this machine, as the system tells of them. */
import { spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

/** Why tests that look at processes are skipped; undefined where they are not. */
export const noProcessList = spawnSync('ps', ['-o', 'pid=,ppid=']).status === 0 ? undefined : 'needs the command ps'

/** Ids of all processes that a process has started, directly or not. */
export function descendants(of: number): number[] {
  const { stdout, pid: own } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  const rows = stdout.split('\n').flatMap(line => {
    const [pid, parent, stat = ''] = line.trim().split(/\s+/)
    return pid === undefined || Number(pid) === own || stat.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent) }]
  })
  const found = [of]
  for (const parent of found) for (const row of rows) if (row.parent === parent) found.push(row.pid)
  return found.slice(1)
}

/** @returns whether it is so in the end, at the latest after so many ms */
export async function eventually(isSo: () => boolean, withinMs = 10_000): Promise<boolean> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    if (isSo()) return true
    await delay(50)
  }
  return false
}

/** Of those processes, the ones that still run. */
export function running(pids: readonly number[]): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,stat=', '-p', pids.join(',') || '0'], { encoding: 'utf8' })
  return stdout.split('\n').flatMap(line => {
    const [pid, stat = ''] = line.trim().split(/\s+/)
    return pid === undefined || pid === '' || stat.startsWith('Z') ? [] : [Number(pid)]
  })
}

/** Resident memory of processes, bytes. */
export function residentBytes(pids: readonly number[]): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .map(line => Number(line) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0)
}
