/**
 * Questions and answers with a running solver, in text. One question at a time; a solver that ends, or is made to, gives no
 * answer to the question at hand nor to any later one.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import type { SolverProgram } from './solverProgram.ts'

/** Kept of what a solver writes on its standard error, for the report of its end; characters. */
const ERROR_TAIL = 1000

export class Dialogue {
  private readonly child: ChildProcess
  private readonly streams: readonly Socket[]
  private readonly ended: Promise<void>
  /** Since the last question. */
  private received = ''
  private errors = ''
  private questions = 0
  private answer: ((text: string | undefined) => void) | null = null
  /** Why it ended; null while it runs. */
  private end: string | null = null

  constructor(program: SolverProgram) {
    const child = spawn(program.file, program.arguments, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
      // Ctrl-C at a terminal is for us: whether and when the solver ends is ours to say.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    this.child = child
    // All four are pipes, as asked for above.
    this.streams = child.stdio as unknown as readonly Socket[]
    const [, output, errors, lifeline] = this.streams
    for (const stream of this.streams) stream.on('error', () => {})
    output?.setEncoding('utf8').on('data', text => this.receive(String(text)))
    errors?.setEncoding('utf8').on('data', text => {
      this.errors = (this.errors + text).slice(-ERROR_TAIL)
    })
    // A line says to whoever watches over the solver that it is gone.
    child.on('exit', () => lifeline?.end('\n'))
    this.ended = new Promise(resolve => {
      child.on('error', error => this.stop(error.message, resolve))
      child.on('close', (code, signal) => this.stop(signal === null ? `exit code ${code}` : signal, resolve))
    })
    this.hold(false)
  }

  /** Whether it can still be asked. */
  get runs(): boolean {
    return this.end === null
  }

  /** How it ended, and the last that it said: an unfinished answer, and what it wrote on its standard error. */
  get lastWords(): string {
    return [this.end ?? 'it still runs', this.received.trim(), this.errors.trim()]
      .filter(text => text !== '')
      .join(': ')
  }

  /**
   * @param commands whole SMT-LIB2 commands
   * @returns all that they made the solver write; undefined where it ended first
   */
  ask(commands: string): Promise<string | undefined> {
    if (!this.runs) return Promise.resolve(undefined)
    this.questions += 1
    this.received = ''
    return new Promise(resolve => {
      this.hold(true)
      this.answer = text => {
        this.answer = null
        this.hold(false)
        resolve(text)
      }
      this.streams[0]?.write(`${commands}\n(echo "end ${this.questions}")\n`)
    })
  }

  /** Ends the solver at once, whatever it does. @returns when it has ended */
  kill(why: string): Promise<void> {
    if (this.runs) {
      this.end = why
      this.child.kill('SIGKILL')
      this.answer?.(undefined)
    }
    this.hold(true)
    return this.ended
  }

  private receive(text: string): void {
    this.received += text
    // Solvers differ in whether they echo the quotation marks.
    const end = /(?:^|\n)("?end (\d+)"?\r?\n)$/.exec(this.received.slice(-40))
    if (end?.[1] === undefined || Number(end[2]) !== this.questions) return
    const answer = this.received.slice(0, -end[1].length)
    this.received = ''
    this.answer?.(answer)
  }

  private stop(why: string, resolve: () => void): void {
    this.end ??= why
    this.answer?.(undefined)
    for (const stream of this.streams) stream.destroy()
    resolve()
  }

  /** Whether Node waits for the solver before it exits: while a question is open. */
  private hold(isHeld: boolean): void {
    for (const each of [this.child, ...this.streams]) {
      if (isHeld) each.ref()
      else each.unref()
    }
  }
}
