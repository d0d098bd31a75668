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
      windowsHide: true,
    })
    this.child = child
    // All four are pipes, as asked for above.
    const streams = child.stdio as unknown as readonly Socket[]
    this.streams = streams
    for (const stream of streams) stream.on('error', () => {})
    const [, output, errors] = streams
    output?.setEncoding('utf8').on('data', text => this.receive(text as unknown as string))
    errors?.setEncoding('utf8').on('data', text => {
      this.errors = (this.errors + text).slice(-ERROR_TAIL)
    })
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

  /** How it ended, with the last that it said on its standard error. */
  get obituary(): string {
    return [this.end ?? 'it still runs', this.errors.trim()].filter(text => text !== '').join(': ')
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
    this.end ??= why
    // Whatever the system, the solver ends with this. Its process may be the child of the one that was started.
    this.streams[3]?.destroy()
    this.streams[0]?.destroy()
    this.answer?.(undefined)
    this.hold(true)
    return this.ended
  }

  private receive(text: string): void {
    this.received += text
    // Solvers differ in whether they echo the quotation marks.
    const end = /(?:^|\n)"?end (\d+)"?\r?\n$/.exec(this.received.slice(-40))
    if (end === null || Number(end[1]) !== this.questions) return
    this.answer?.(this.received.slice(0, this.received.length - end[0].trimStart().length))
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
