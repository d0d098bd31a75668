/**
 * Runs a command as a whole process and accounts for it. In: a command line. Out: its output, the CPU time and the peak
 * memory that the kernel saw, of all its threads and of those children it waited for. Needs GNU time.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const gnuTime = '/usr/bin/time'

export interface Measurement {
  readonly stdout: string
  readonly exitCode: number
  /** user and system time, to 10 ms */
  readonly cpuSeconds: number
  /** from start to end, to 10 ms */
  readonly elapsedSeconds: number
  /** largest resident set */
  readonly peakBytes: number
}

/** @throws Error when the command cannot be started or is killed */
export function measure(command: string, args: readonly string[], directory: string): Measurement {
  // A process starts with the memory of the one that forks it, so a small one must stand between this one and the command.
  const scratch = mkdtempSync(path.join(tmpdir(), 'von-measure-'))
  try {
    const account = path.join(scratch, 'account')
    const { stdout, stderr, status, error } = spawnSync(
      gnuTime,
      ['--quiet', '-o', account, '-f', '%U %S %e %M', command, ...args],
      { cwd: directory, encoding: 'utf8', maxBuffer: 2 ** 28 },
    )
    if (error !== undefined) throw new Error(`cannot run ${gnuTime} (GNU time): ${error.message}`)
    const [user, system, elapsedSeconds, kilobytes] = readFileSync(account, 'utf8').trim().split(' ').map(Number)
    const isAccounted = user !== undefined && system !== undefined && elapsedSeconds !== undefined
    if (status === null || status > 125 || !isAccounted || kilobytes === undefined) {
      throw new Error(`${command} ${args.join(' ')} was killed or could not be started\n${stderr}`)
    }
    return {
      stdout,
      exitCode: status,
      cpuSeconds: Math.round((user + system) * 100) / 100,
      elapsedSeconds,
      peakBytes: kilobytes * 1024,
    }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
