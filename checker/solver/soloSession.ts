/**
 * A session with one solver. What was told is kept, so that a solver that had to be ended can be replaced by a new one, and
 * each query be written down.
 */
import { InternalError } from '../verdict/internalError.ts'
import type { Answer, Session, SessionOptions, UnknownReason } from './contract.ts'
import { Dialogue } from './dialogue.ts'
import { modelValue } from './modelValue.ts'
import type { Query } from './queryFile.ts'
import { parseSExpressions, type SExpression, sameSpelling } from './sExpression.ts'
import type { SolverProgram } from './solverProgram.ts'
import { Transcript } from './transcript.ts'

/** How much longer than its time a solver may take to say that its time is up, before it is killed. */
const graceMs = (timeoutMs: number) => Math.max(2000, timeoutMs / 2)

/** What a solver may need, beside its time for a query, to start and to read what it was told. */
const READING_MS = 60_000

/** How solvers, and what they are made of, say that there is no more memory. */
const outOfMemory = /out of memory|memory exceeded|cannot enlarge memory|could not allocate memory|bad_alloc|memout/i

export class SoloSession implements Session {
  private readonly program: SolverProgram
  private readonly options: SessionOptions
  private readonly transcript = new Transcript()
  private dialogue: Dialogue
  /** Told, and not yet sent to the solver. */
  private pending: string[]
  private assumptions: readonly string[] = []
  private last: Answer['kind'] | null = null
  private datatypes: 'none' | 'declared' | 'left' = 'none'
  private state: 'open' | 'asked' | 'cancelled' | 'closed' = 'open'

  constructor(program: SolverProgram, options: SessionOptions) {
    this.program = program
    this.options = options
    this.dialogue = new Dialogue(program)
    this.pending = [program.preamble]
    const { signal } = options
    if (signal?.aborted) this.cancel()
    else signal?.addEventListener('abort', this.cancel, { once: true })
  }

  get title(): string {
    return this.program.title
  }

  /** What was asked last. */
  get query(): Query {
    return {
      logic: this.options.logic ?? 'ALL',
      assertions: this.transcript.flat(),
      assumptions: this.assumptions,
    }
  }

  tell(commands: string): void {
    this.transcript.add(commands)
    this.pending.push(commands)
    this.last = null
    if (!this.program.keepsDatatypes) return
    if (this.datatypes === 'none' && commands.includes('(declare-datatype')) this.datatypes = 'declared'
    if (this.datatypes === 'declared' && /\(\s*pop\b/.test(commands)) this.datatypes = 'left'
  }

  async check(assumptions: readonly string[] = []): Promise<Answer> {
    if (this.state === 'closed' || this.state === 'asked')
      throw new InternalError(`a solver was asked that was ${this.state === 'asked' ? 'still busy' : 'closed'}`)
    this.assumptions = assumptions
    this.last = null
    if (this.state === 'cancelled') return { kind: 'unknown', reason: 'cancelled', detail: 'cancelled' }
    if (!this.dialogue.runs || this.datatypes === 'left') this.restart()
    this.state = 'asked'
    try {
      const answer =
        (await this.sendPending()) ??
        (await this.answerTo(
          assumptions.length === 0 ? '(check-sat)' : `(check-sat-assuming (${assumptions.join(' ')}))`,
        ))
      this.last = answer.kind
      return answer
    } finally {
      if (this.state === 'asked') this.state = 'open'
    }
  }

  async values(terms: readonly string[]): Promise<readonly bigint[]> {
    if (this.last !== 'sat') throw new InternalError('values were asked for, but there is no model')
    if (terms.length === 0) return []
    const [pairs] = await this.details(`(get-value (${terms.join(' ')}))`)
    if (pairs === undefined || typeof pairs === 'string' || pairs.length !== terms.length)
      throw new InternalError(`a solver gave other values than it was asked for: ${JSON.stringify(pairs)}`)
    return pairs.map(pair => modelValue(pair[1] ?? ''))
  }

  async core(): Promise<readonly string[]> {
    if (this.last !== 'unsat') throw new InternalError('a core was asked for, but nothing is unsatisfiable')
    const [core] = await this.details('(get-unsat-assumptions)')
    if (core === undefined || typeof core === 'string')
      throw new InternalError(`a solver gave no core: ${JSON.stringify(core)}`)
    const needed = new Set(core.map(sameSpelling))
    return this.assumptions.filter(text => parseSExpressions(text).some(each => needed.has(sameSpelling(each))))
  }

  async close(): Promise<void> {
    this.state = 'closed'
    this.options.signal?.removeEventListener('abort', this.cancel)
    await this.dialogue.kill('closed')
  }

  /** Of an answer that is there the model or core can still be had. */
  private readonly cancel = (): void => {
    if (this.state === 'asked') void this.dialogue.kill('cancelled')
    this.state = 'cancelled'
  }

  private restart(): void {
    void this.dialogue.kill('replaced')
    // What is told again may declare some.
    if (this.datatypes === 'left') this.datatypes = 'declared'
    this.dialogue = new Dialogue(this.program)
    this.pending = [this.program.preamble, this.transcript.withLevels()]
  }

  /** Kills a solver that takes much longer than it may: they watch the time by themselves, but not in all that they do. */
  private async ask(commands: string, extraMs = 0): Promise<string | undefined> {
    const { timeoutMs } = this.options.limits ?? {}
    if (timeoutMs === undefined) return this.dialogue.ask(commands)
    const kill = () => void this.dialogue.kill('timeout')
    const stopwatch = setTimeout(kill, timeoutMs + graceMs(timeoutMs) + extraMs)
    const text = await this.dialogue.ask(commands)
    clearTimeout(stopwatch)
    return text
  }

  /** @returns the answer to the query that follows, where there can be no other */
  private async sendPending(): Promise<Answer | undefined> {
    if (this.pending.length === 0) return undefined
    const commands = this.pending.join('\n')
    this.pending = []
    const text = await this.ask(commands, READING_MS)
    return text === undefined ? this.ending() : this.failure(text)
  }

  private async answerTo(question: string): Promise<Answer> {
    const text = await this.ask(question)
    if (text === undefined) return this.ending()
    const failure = await this.failure(text)
    if (failure !== undefined) return failure
    const [answer] = parseSExpressions(text)
    if (answer === 'sat' || answer === 'unsat') return { kind: answer }
    if (answer !== 'unknown') throw new InternalError(`a solver answered neither sat, unsat nor unknown: ${text}`)
    const reason = await this.ask('(get-info :reason-unknown)')
    if (reason === undefined) return this.ending()
    const given = this.reasonIn(reason)
    const isLimited = given.reason === 'timeout' || given.reason === 'resources'
    const isSpent = isLimited ? this.program.isSpentByLimits : given.reason !== 'incomplete'
    if (isSpent) await this.dialogue.kill(given.reason)
    return { kind: 'unknown', ...given }
  }

  /** @throws InternalError where the solver complains of what it was told */
  private async failure(text: string): Promise<Answer | undefined> {
    if (outOfMemory.test(text)) {
      // What a solver does after this is not to be relied upon.
      await this.dialogue.kill('memory')
      return { kind: 'unknown', reason: 'memory', detail: text.trim() }
    }
    rejectComplaints(text)
    return undefined
  }

  /** What comes after an answer. */
  private async details(question: string): Promise<SExpression[]> {
    const text = await this.ask(question, READING_MS)
    if (text === undefined) throw new InternalError(`a solver ended after its answer: ${this.dialogue.lastWords}`)
    rejectComplaints(text)
    return parseSExpressions(text)
  }

  /** @throws InternalError where it ended because it did not understand */
  private ending(): Answer {
    const detail = this.dialogue.lastWords
    const reason = /^(?:timeout|cancelled|closed)/.exec(detail)?.[0]
    if (reason === 'closed') return { kind: 'unknown', reason: 'cancelled', detail }
    if (reason !== undefined) return { kind: 'unknown', reason: reason as UnknownReason, detail }
    if (outOfMemory.test(detail)) return { kind: 'unknown', reason: 'memory', detail }
    rejectComplaints(detail)
    return { kind: 'unknown', reason: 'died', detail }
  }

  /** Solvers give their reasons in words of their own. */
  private reasonIn(text: string): { reason: UnknownReason; detail: string } {
    const detail = /:reason-unknown "?([\s\S]*?)"?\)\s*$/.exec(text)?.[1] ?? text.trim()
    if (outOfMemory.test(detail) || /memory/.test(detail)) return { reason: 'memory', detail }
    if (/timeout|cancell?ed/.test(detail)) return { reason: 'timeout', detail }
    // The embedded Z3 forgets that its work was limited.
    const isLimited = this.options.limits?.resources !== undefined && detail === 'no reason given'
    if (isLimited || /resource|rlimit/.test(detail)) return { reason: 'resources', detail }
    return { reason: 'incomplete', detail }
  }
}

/** @throws InternalError with the first complaint in what the solver wrote */
function rejectComplaints(text: string): void {
  const complaint = /(?:^|: |\n)(unsupported|\(error "[\s\S]*?(?:"\)|$))/.exec(text)
  if (complaint !== null) throw new InternalError(`a solver did not understand: ${complaint[1]}`)
}
