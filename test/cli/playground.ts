/**
 * A folder outside of this repository in which the command is run on specs, as a user would; and what its output looks
 * like with everything taken out that differs from run to run.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { normalise } from '../readme-examples.ts'

export const command = path.join(import.meta.dirname, '../../bin/von.js')

export interface Answer {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export class Playground {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'von-cli-')))

  /** @param files text by name */
  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.folder, name), text)
  }

  /** Runs `von` with these arguments, split at spaces, and waits for it. Times and the folder are normalised. */
  von(args: string, env: NodeJS.ProcessEnv = {}): Answer {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args.split(' ')], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    })
    return { status, stdout: normalise(stdout, this.folder), stderr: normalise(stderr, this.folder) }
  }

  /** The same by a shell, for what it does with streams: its exit code is that of `von`. */
  shell(args: string): Answer {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${args}`, process.execPath, command], {
      cwd: this.folder,
      encoding: 'utf8',
    })
    return { status, stdout: normalise(stdout, this.folder), stderr: normalise(stderr, this.folder) }
  }

  /** Starts `von`, for a test that deals with the running process. */
  start(args: string): ChildProcess {
    return spawn(process.execPath, [command, ...args.split(' ')], { cwd: this.folder })
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8')
  }

  pathOf(name: string): string {
    return path.join(this.folder, name)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** A door with a lock: small, with a constant of each type, an instance, and mutants for its properties. */
export const door = `
import { assert, guard, int, machine, oneOf, pick, spec } from 'von'

const bugs = ['none', 'opensLocked', 'sticks', 'overcounts'] as const
export default spec('door', { limit: 2, hasLock: true, bug: bugs }, ({ limit, hasLock, bug }) => {
  const State = oneOf('open', 'closed', 'locked')
  const m = machine({ state: State, uses: int(0, 3) })
  m.init(() => ({ state: pick(oneOf('open', 'closed')), uses: 0 }))
  m.action('open', {}, s => {
    guard(s.state === 'closed' || (bug === 'opensLocked' && s.state === 'locked'))
    guard(bug === 'overcounts' || s.uses < limit)
    s.state = 'open'
    s.uses += bug === 'overcounts' ? 2 : 1
  })
  m.action('close', {}, s => {
    guard(s.state === 'open' && bug !== 'sticks')
    s.state = 'closed'
  })
  m.action('turnKey', { to: oneOf('closed', 'locked') }, (s, { to }) => {
    guard(hasLock && s.state !== 'open' && s.state !== to)
    s.state = to
  })
  m.invariant('usedWithinLimit', s => s.uses <= limit)
  m.step('lockHolds', (s, next) => s.state !== 'locked' || next.state !== 'open')
  m.witness('canLock', s => s.state === 'locked')
  m.mayEnd(s => s.uses >= limit && s.state === 'closed')
  return m
}, {
  instances: { plain: { hasLock: false } },
  mutants: {
    opensLocked: { about: 'A locked door opens.', constants: { bug: 'opensLocked' }, violates: 'lockHolds' },
    sticks: { about: 'An open door stays open.', constants: { bug: 'sticks' }, violates: 'deadlock' },
    overcounts: { about: 'A use counts twice.', constants: { bug: 'overcounts' }, violates: 'failures' },
  },
})
`
