/**
 * Simulation: random walks through an instance that is too large to exhaust. In: a model, a seed. Out: a report of what
 * the walks met, with traces that the interpreter has run again. What was not violated is `unknown`, never exhausted; a
 * constraint ends a walk, as it ends an exploration.
 *
 * Generated code walks, on this thread or on several, and points at what the interpreter must look at; where there is
 * none, the interpreter walks itself. The report is the same.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model } from '../../ir/model.ts'
import { coverageOf } from '../../verdict/branches.ts'
import { Judge, type Question, type Sighting } from '../../verdict/judge.ts'
import type { ActionCoverage, Exploration, Report } from '../../verdict/report.ts'
import { rerun } from '../../verdict/rerun.ts'
import type { Trace } from '../../verdict/trace.ts'
import type { Finding, Limit, Verdict } from '../../verdict/verdict.ts'
import { Account, type Place } from './account.ts'
import { blocksOf } from './blocks.ts'
import type { Choice } from './choice.ts'
import { Log, readLog } from './log.ts'
import { withoutDetours } from './shortcut.ts'
import { Walker, type WalkPlan } from './walker.ts'
import { generatedWalking, interpretedWalking, type Walking } from './walking.ts'
import { walkedByThreads } from './walkThreads.ts'

export interface SimulateOptions {
  readonly walks: number
  /** the most steps of one walk */
  readonly steps: number
  readonly seed: number
  readonly choice: Choice
  /** walks this one only, by its index from 0 */
  readonly walk?: number
  /** names of the properties to check, `deadlock` among them; all unless given */
  readonly properties?: readonly string[]
  /** how many threads walk; one unless given, and always one where the interpreter walks. The report is the same. */
  readonly workers?: number
  /** what walks; `wasm` unless given, and the interpreter where the model cannot be compiled */
  readonly backend?: 'wasm' | 'javascript' | 'interpreter'
  /** counts how often each branch of a body is taken, which takes time */
  readonly coverage?: boolean
  /** how many distinct states are told apart; 10^6 unless given */
  readonly maxCounted?: number
  /** path of the spec, for the report */
  readonly file?: string
  readonly onProgress?: (exploration: Exploration) => void
  readonly signal?: AbortSignal
}

const MAX_COUNTED = 1_000_000
const TURN_MS = 25

/**
 * Walks until all walks are done, or one has met a violation: the first by index, whatever the machine.
 * @throws RangeError when a property name is not one of the model's
 * @throws InternalError when a trace cannot be run again, or a thread ends before its time
 */
export async function simulate(model: Model, options: SimulateOptions): Promise<Report> {
  const simulation = new Simulation(model, options)
  await simulation.run()
  return simulation.report()
}

class Simulation {
  private readonly model: Model
  private readonly options: SimulateOptions
  private readonly encoding: StateEncoding
  /** looks at what walks point at, and runs traces again: none of this counts in the coverage */
  private readonly second: Interpreter
  private readonly judge: Judge
  private readonly walking: Walking
  /** why there is no generated code although there was to be some */
  private uncompiled: string | null = null
  private readonly account: Account
  /** the counters of each thread */
  private readonly counters: (readonly number[])[] = []
  private readonly startedAt = performance.now()
  private turnAt = this.startedAt

  constructor(model: Model, options: SimulateOptions) {
    const { backend = 'wasm', walk, maxCounted = MAX_COUNTED, coverage = false } = options
    this.model = model
    this.options = options
    this.encoding = new StateEncoding(model.variables)
    this.second = new Interpreter(model)
    this.judge = new Judge(model, new Interpreter(model), options.properties)
    const generated =
      backend === 'interpreter'
        ? null
        : generatedWalking(model, this.judge, this.second, { backend, coverage }, reason => {
            this.uncompiled = reason
          })
    this.walking = generated ?? interpretedWalking(model, this.judge, coverage)
    this.account = new Account(
      {
        model,
        encoding: this.encoding,
        interpreter: this.second,
        judge: this.judge,
        wanted: () => this.walking.wanted(),
      },
      { stateWords: this.walking.mover.stateWords, first: walk ?? 0, maxCounted },
    )
  }

  async run(): Promise<void> {
    const { walk, walks, workers = 1 } = this.options
    const [first, end] = walk === undefined ? [0, walks] : [walk, walk + 1]
    this.second.initialStates(outcome => {
      if (outcome.kind === 'failure') this.judge.seeFailure(-1, outcome, true)
    })
    if (this.judge.hasViolation) return
    if (workers > 1 && this.walking.shared !== null) await this.walkOnThreads(first, end, workers)
    else await this.walkHere(first, end)
  }
  private async walkHere(first: number, end: number): Promise<void> {
    const { mover, stride } = this.walking
    const walker = new Walker(mover, this.plan)
    walker.begin(first, end)
    for (let isDone = false; !isDone && !this.isOver; await this.giveWay()) {
      const log = new Log(mover.stateWords)
      isDone = walker.advance(log, stride)
      this.take(log.words, log.length, 0)
    }
  }
  private async walkOnThreads(first: number, end: number, threads: number): Promise<void> {
    const { shared } = this.walking
    if (shared === null) return
    const blocks = blocksOf(first, end, this.options.steps)
    for await (const { words, length, thread } of walkedByThreads(threads, { ...shared, plan: this.plan, blocks })) {
      this.take(words, length, thread)
      await this.giveWay()
      if (this.isOver) return
    }
  }
  private take(words: Uint32Array, length: number, thread: number): void {
    readLog(words, length, this.walking.mover.stateWords, this.account)
    this.counters[thread] = this.account.counters
  }
  private get plan(): WalkPlan {
    const { seed, steps, choice } = this.options
    return { seed, steps, choice, endings: this.walking.endings }
  }
  private get isOver(): boolean {
    return this.judge.hasViolation || this.options.signal?.aborted === true
  }
  /** Lets others run now and then: the handler of Ctrl-C, whoever shows the progress. */
  private async giveWay(): Promise<void> {
    if (performance.now() - this.turnAt < TURN_MS) return
    this.options.onProgress?.(this.exploration())
    await nextTurn()
    this.turnAt = performance.now()
  }

  /** Walks the same way again, up to a sighting; undefined when it comes before all states. */
  private traceTo({ id, step, failing }: Sighting): Trace | undefined {
    if (id < 0) return undefined
    // Whatever was seen in a walk has its place.
    const { walk: index, position } = this.account.places.get(id) as Place
    const { mover } = this.walking
    const log = new Log(mover.stateWords)
    const walker = new Walker(mover, { ...this.plan, endings: { attention: 0, signals: 0 } })
    walker.begin(index, index + 1)
    walker.advance(log, position + 1)
    const path: Uint32Array[] = []
    readLog(log.words, log.length, mover.stateWords, {
      enter: (_action, _step, _attention, _signals, words, at) => path.push(words.slice(at, at + mover.stateWords)) > 0,
      end: () => true,
      counted: () => {},
    })
    const [initial, ...rest] = withoutDetours(this.second, this.encoding, path)
    const all = step === undefined ? rest : [...rest, step]
    const walk = { index, steps: position + (step === undefined ? 0 : 1) }
    return { initialChoices: initial.choices, initial: initial.state, steps: all, ...(failing && { failing }), walk }
  }

  private exploration(): Exploration {
    const { visits, generated, longest } = this.account
    return {
      distinct: visits.distinct,
      generated,
      depth: longest,
      frontier: 0,
      elapsedMs: performance.now() - this.startedAt,
    }
  }

  report(): Report {
    const { model, options } = this
    const { steps, seed, signal, file } = options
    // before traces are looked for, which walks on
    const coverage = this.coverage()
    const estimate = this.account.visits.estimate()
    const walked: Limit = { kind: 'walks', walks: this.account.walks, steps, seed, estimate }
    const answers = this.judge.questions.map((question): Finding => {
      const { name, kind, property } = question
      return { name, kind, span: property?.span ?? null, verdict: this.verdictOf(question) }
    })
    const findings = [...answers, ...beyondWalks(this.judge)]
    for (const finding of findings) rerun(model, finding, this.second)
    return {
      model,
      file: file ?? null,
      engine: 'simulate',
      ...(this.uncompiled !== null && { uncompiled: this.uncompiled }),
      interchangeable: [],
      partialOrder: false,
      exploration: this.exploration(),
      limits: signal?.aborted === true ? [walked, { kind: 'interrupted' }] : [walked],
      findings,
      coverage,
    }
  }
  private verdictOf({ kind, violation, sighting }: Question): Verdict {
    const trace = sighting === null ? undefined : this.traceTo(sighting)
    if (violation !== null) return { kind: 'violated', violation, ...(trace && { trace }) }
    if (kind === 'witness' && trace !== undefined) return { kind: 'exhausted', witness: trace }
    return { kind: 'unknown', reason: 'random walks only' }
  }
  private coverage(): ActionCoverage[] {
    const { fired, fresh } = this.account
    const { coverage } = this.options
    const counters = sum(this.counters)
    return this.model.actions.map((action, i) => {
      const passes = this.walking.guards(counters, i)
      const turns = this.walking.branches(counters, i)
      const spans = action.steps.flatMap(step => (step.kind === 'guard' ? [step.span] : []))
      return {
        action: action.name,
        span: action.span,
        fired: fired[i] ?? 0,
        fresh: fresh[i] ?? 0,
        guards: spans.map((span, k) => ({ span, passed: 0, refused: 0, ...passes[k] })),
        ...(coverage === true ? coverageOf(action.branches, turns, true) : { branches: null, untaken: [] }),
      }
    })
  }
}

/** Position by position; threads that have not counted yet are absent. */
function sum(lists: readonly (readonly number[] | undefined)[]): readonly number[] {
  const given = lists.filter(list => list !== undefined)
  return (given[0] ?? []).map((_, i) => given.reduce((n, list) => n + (list[i] as number), 0))
}

/** What single walks that end can say nothing about. */
function beyondWalks({ temporal, nonInterference }: Judge): Finding[] {
  const unknown =
    (kind: Finding['kind'], reason: string) => (each: { readonly name: string; readonly span: Finding['span'] }) =>
      ({ name: each.name, kind, span: each.span, verdict: { kind: 'unknown', reason } }) satisfies Finding
  return [
    ...temporal.map(unknown('temporal', 'walks end, and this is about what goes on for ever')),
    ...nonInterference.map(unknown('noninterference', 'walks are single, and this is about pairs of runs')),
  ]
}
