/**
 * One PostgreSQL server in a folder of its own, reached by a Unix socket, and sessions with it. A session is a `psql` that
 * is told one statement after another; a request that fails is an answer, not an error of the recorder.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chownSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

const BIN = '/usr/lib/postgresql/15/bin'
/** A server refuses to run as root. */
const user = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
const asPostgres = { uid: user('-u'), gid: user('-g') }

export class Session {
  readonly #psql: ChildProcess
  readonly #waiting: ((answer: string | null) => void)[] = []
  #lines: string[] = []

  constructor(folder: string) {
    this.#psql = spawn('psql', ['-h', folder, '-d', 'postgres', '-XqAt'], {
      ...asPostgres,
      cwd: folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#psql.stdin?.on('error', () => {})
    this.#psql.on('exit', () => {
      for (const answer of this.#waiting.splice(0)) answer(null)
    })
    if (this.#psql.stdout === null) throw new Error('psql has no output')
    createInterface(this.#psql.stdout).on('line', line => {
      const [mark, failed] = line.split(' ')
      if (mark !== '==') {
        this.#lines.push(line)
        return
      }
      this.#waiting.shift()?.(failed === 'true' ? null : this.#lines.join('\n'))
      this.#lines = []
    })
  }

  /** @returns what the statement gave; null if it failed, or the server is gone */
  ask(statement: string): Promise<string | null> {
    if (this.#psql.exitCode !== null) return Promise.resolve(null)
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      this.#psql.stdin?.write(`${statement};\n\\echo == :ERROR\n`)
    })
  }

  close(): void {
    this.#psql.stdin?.end()
  }
}

export class Instance {
  readonly name: string
  readonly folder: string
  #postmaster: ChildProcess | undefined

  constructor(root: string, name: string) {
    this.name = name
    this.folder = path.join(root, name)
    mkdirSync(this.folder, { recursive: true })
    chownSync(this.folder, asPostgres.uid, asPostgres.gid)
    this.#run('initdb', ['-D', this.data, '-A', 'trust', '--no-sync'])
    const settings = [
      "listen_addresses = ''",
      `unix_socket_directories = '${this.folder}'`,
      'max_prepared_transactions = 10',
      'autovacuum = off',
      'shared_buffers = 16MB',
    ]
    appendFileSync(path.join(this.data, 'postgresql.conf'), `${settings.join('\n')}\n`)
  }

  get data(): string {
    return path.join(this.folder, 'data')
  }

  #run(program: string, args: readonly string[]): string {
    return execFileSync(path.join(BIN, program), args, {
      ...asPostgres,
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  }

  async start(): Promise<void> {
    const log = openSync(path.join(this.folder, 'log'), 'a')
    this.#postmaster = spawn(path.join(BIN, 'postgres'), ['-D', this.data], {
      ...asPostgres,
      cwd: this.folder,
      stdio: ['ignore', log, log],
    })
    for (let attempts = 0; attempts < 100; attempts++) {
      const session = this.session()
      const answer = await session.ask('SELECT 1')
      session.close()
      if (answer !== null) return
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    throw new Error(`${this.name} does not start; its log is ${this.folder}/log`)
  }

  /** No warning, no goodbye: SIGKILL for the server, and for the processes that it would leave behind. */
  async kill(): Promise<void> {
    const postmaster = this.#postmaster
    if (postmaster?.pid === undefined || postmaster.exitCode !== null) return
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', `${postmaster.pid}`], { encoding: 'utf8' })
    const isGone = once(postmaster, 'exit')
    postmaster.kill('SIGKILL')
    for (const pid of children.split('\n')) if (pid.trim() !== '') tryToKill(Number(pid))
    await isGone
  }

  session(): Session {
    return new Session(this.folder)
  }

  /** @returns the answer to one statement, by a session of its own */
  async ask(statement: string): Promise<string> {
    const session = this.session()
    const answer = await session.ask(statement)
    session.close()
    if (answer === null) throw new Error(`${this.name} does not answer: ${statement}`)
    return answer
  }

  /** @returns what the write-ahead log holds from this place on, one record per line */
  writeAheadLog(from: string): string[] {
    try {
      return this.#run('pg_waldump', ['-p', path.join(this.data, 'pg_wal'), '-s', from]).split('\n')
    } catch (error) {
      // It ends with a complaint that the next record is not there yet.
      if (error instanceof Error && 'stdout' in error) return String(error.stdout).split('\n')
      throw error
    }
  }
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with the others.
  }
}
