/**
 * A dialogue in SMT-LIB2 with an SMT solver, incremental: commands are told, then satisfiability is asked for, any number of
 * times. This folder knows nothing of models and specs; what the commands mean is for the caller to know.
 */
import { InternalError } from '../verdict/internalError.ts'
import { Dialogue } from './dialogue.ts'
import { embeddedProgram } from './embedded.ts'
import { modelValue } from './modelValue.ts'
import { parseSExpressions, printSExpression, type SExpression } from './sExpression.ts'

export type SolverName = 'embedded' | 'z3' | 'cvc5'

/** For each query on its own. */
export interface Limits {
  readonly timeoutMs?: number
  /** of work, in the solver's own unit: the same on every machine, for one version of one solver */
  readonly resources?: number
  readonly memoryBytes?: number
}

export interface SessionOptions {
  readonly solver?: SolverName | 'all'
  /** SMT-LIB's name for the terms that will be used: `QF_BV`, `QF_LIA`, `UF`, `ALL` */
  readonly logic?: string
  readonly limits?: Limits
  /** ends the session: a query that is being answered, and all later ones, are `cancelled` */
  readonly signal?: AbortSignal
  readonly dump?: { readonly directory: string; readonly name: string }
}

export type UnknownReason = 'timeout' | 'resources' | 'memory' | 'cancelled' | 'incomplete' | 'died'

export type Answer =
  | { readonly kind: 'sat' }
  | { readonly kind: 'unsat' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string }

export interface Session {
  /** Declares, defines, asserts, pushes, pops: no answer. A mistake shows at the next question, as an InternalError. */
  tell(commands: string): void
  /**
   * @param assumptions names of Bools, or their negations, that hold for this query only
   * @throws InternalError where the solver does not understand what it was told
   */
  check(assumptions?: readonly string[]): Promise<Answer>
  /** After `sat`: what the terms are in the model. Bool as 0 or 1, bit-vectors unsigned, Int signed. */
  values(terms: readonly string[]): Promise<readonly bigint[]>
  /** After `unsat`: assumptions that suffice for it, as they were given. */
  core(): Promise<readonly string[]>
  /** Ends the solver's process. @returns when it has ended */
  close(): Promise<void>
}

/** How long after its time is up a solver may take to say so, before it is killed; ms, and a factor of its time. */
const GRACE = { ms: 1000, factor: 0.5 }

/** @throws InternalError where the options make no sense */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const session = new SolverSession(options)
  return session
}

class SolverSession implements Session {
  private readonly options: SessionOptions
  private readonly dialogue: Dialogue
  private pending: string[] = []
  private last: Answer['kind'] | null = null
  private isClosed = false
  private readonly cancel = () => void this.dialogue.kill('cancelled')

  constructor(options: SessionOptions) {
    this.options = options
    this.dialogue = new Dialogue(embeddedProgram(options.limits?.memoryBytes))
    const { logic = 'ALL', limits = {}, signal } = options
    this.tell('(set-option :produce-models true)\n(set-option :produce-unsat-assumptions true)')
    if (limits.timeoutMs !== undefined) this.tell(`(set-option :timeout ${Math.ceil(limits.timeoutMs)})`)
    if (limits.resources !== undefined) this.tell(`(set-option :rlimit ${limits.resources})`)
    // Z3's solver for finite domains is faster by factors, and understands all of QF_BV.
    this.tell(`(set-logic ${logic === 'QF_BV' ? 'QF_FD' : logic})`)
    if (signal?.aborted) this.cancel()
    else signal?.addEventListener('abort', this.cancel, { once: true })
  }

  tell(commands: string): void {
    this.pending.push(commands)
    this.last = null
  }

  async check(assumptions: readonly string[] = []): Promise<Answer> {
    if (this.isClosed) throw new InternalError('a closed solver session was asked')
    const query = assumptions.length === 0 ? '(check-sat)' : `(check-sat-assuming (${assumptions.join(' ')}))`
    const { timeoutMs } = this.options.limits ?? {}
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => void this.dialogue.kill('timeout'), timeoutMs + Math.max(GRACE.ms, timeoutMs * GRACE.factor))
    const text = await this.ask(query)
    clearTimeout(timer)
    const answer = text === undefined ? this.ending() : await this.understood(text)
    this.last = answer.kind
    return answer
  }

  async values(terms: readonly string[]): Promise<readonly bigint[]> {
    if (this.last !== 'sat') throw new InternalError('values were asked for, but there is no model')
    if (terms.length === 0) return []
    const [pairs] = await this.answered(`(get-value (${terms.join(' ')}))`)
    if (pairs === undefined || typeof pairs === 'string' || pairs.length !== terms.length)
      throw new InternalError(`a solver gave other values than it was asked for: ${JSON.stringify(pairs)}`)
    return pairs.map(pair => modelValue(pair[1] ?? ''))
  }

  async core(): Promise<readonly string[]> {
    if (this.last !== 'unsat') throw new InternalError('a core was asked for, but nothing is unsatisfiable')
    const [core] = await this.answered('(get-unsat-assumptions)')
    if (core === undefined || typeof core === 'string')
      throw new InternalError(`a solver gave no core: ${JSON.stringify(core)}`)
    return core.map(printSExpression)
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.options.signal?.removeEventListener('abort', this.cancel)
    await this.dialogue.kill('closed')
  }

  private ask(query: string): Promise<string | undefined> {
    const commands = [...this.pending, query].join('\n')
    this.pending = []
    return this.dialogue.ask(commands)
  }

  private async answered(query: string): Promise<SExpression[]> {
    const text = await this.ask(query)
    if (text === undefined) throw new InternalError(`the solver ended after its answer: ${this.dialogue.obituary}`)
    return withoutErrors(text, query)
  }

  private async understood(text: string): Promise<Answer> {
    if (/out of memory|memory exceeded|Cannot enlarge memory|std::bad_alloc/.test(text)) {
      await this.dialogue.kill('memory')
      return { kind: 'unknown', reason: 'memory', detail: text.trim() }
    }
    const [answer] = withoutErrors(text, 'a query')
    if (answer === 'sat' || answer === 'unsat') return { kind: answer }
    if (answer !== 'unknown') throw new InternalError(`a solver answered neither sat, unsat nor unknown: ${text}`)
    const reason = await this.ask('(get-info :reason-unknown)')
    if (reason === undefined) return this.ending()
    return { kind: 'unknown', ...reasonFor(reason) }
  }

  private ending(): Answer {
    const detail = this.dialogue.obituary
    const reason = /^(?:timeout|cancelled|memory)/.exec(detail)?.[0] as UnknownReason | undefined
    return { kind: 'unknown', reason: reason ?? 'died', detail }
  }
}

/** @throws InternalError with the first complaint among what the solver wrote */
function withoutErrors(text: string, query: string): SExpression[] {
  const complaint = /^(?:unsupported|\(error[^\n]*)/m.exec(text)
  if (complaint !== null) throw new InternalError(`a solver did not understand ${query}: ${complaint[0]}`)
  return parseSExpressions(text)
}

/** Solvers give their reasons in words of their own. */
function reasonFor(text: string): { reason: UnknownReason; detail: string } {
  const detail = /:reason-unknown "?(.*?)"?\)\s*$/.exec(text)?.[1] ?? text.trim()
  if (/resource|rlimit/.test(detail)) return { reason: 'resources', detail }
  if (/timeout|canceled/.test(detail)) return { reason: 'timeout', detail }
  if (/memory|memout/.test(detail)) return { reason: 'memory', detail }
  return { reason: 'incomplete', detail }
}
