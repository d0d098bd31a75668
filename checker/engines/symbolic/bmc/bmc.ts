/**
 * Bounded model checking: asks a solver for behaviours of at most so many steps that settle what is asked. In: a model and a
 * depth. Out: a report; counterexamples and witnesses are shortest, and the interpreter has run them again. What was not
 * found is `bounded`, or `unknown` where the solver gave no answer, and never more than that.
 *
 * The solver is asked about one depth after the other, so that what it has learned about a shorter behaviour helps with
 * the longer ones. What a behaviour shows is decided by the judge of explorations, with the interpreter.
 *
 * Source: A. Biere, A. Cimatti, E. Clarke, Y. Zhu, "Symbolic Model Checking without BDDs", TACAS 1999.
 */
import { Interpreter, type Outcome } from '../../../ir/interpret.ts'
import type { Model, NonInterference } from '../../../ir/model.ts'
import type { TemporalProperty } from '../../../ir/temporal.ts'
import {
  openSession,
  type Session,
  type SessionOptions,
  type SolvingOptions,
  sessionOptions,
} from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { Judge, type Question } from '../../../verdict/judge.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import { type Finding, inReportOrder, type Limit, type Verdict } from '../../../verdict/verdict.ts'
import { systemOf, whyNotWritten } from '../systemOf.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { unknownReason } from '../unknownReason.ts'
import { Lassos } from './lassos.ts'
import { pairFinding } from './nonInterference.ts'
import { Sightings } from './sightings.ts'
import { temporalFindings } from './temporal.ts'
import { Unrolling } from './unrolling.ts'

export interface BmcOptions extends SolvingOptions {
  /** the most steps of a behaviour */
  readonly depth: number
  /** names of the properties to look at, `deadlock` among them; all unless given. Failures are always looked for. */
  readonly properties?: readonly string[]
  /** goes on to greater depths after a violation */
  readonly keepGoing?: boolean
  /** how many solvers share the properties; one unless given */
  readonly workers?: number
  /** `bitvectors` unless given */
  readonly encoding?: 'bitvectors' | 'integers'
  /** gives a dialogue with a solver; a new process unless given */
  readonly open?: (options: SessionOptions) => Promise<Session>
  /** path of the spec, for the report */
  readonly file?: string
  /** after each depth */
  readonly onProgress?: (progress: BmcProgress) => void
}
export interface BmcProgress {
  /** the depth that was looked at */
  readonly depth: number
  readonly queries: number
  /** questions without an answer so far */
  readonly open: number
  readonly elapsedMs: number
}

/**
 * @throws RangeError when a property name is not one of the model's
 * @throws SpecError when the model cannot be written for a solver
 * @throws InternalError when a trace cannot be run again, or solvers disagree
 */
export async function boundedCheck(model: Model, options: BmcOptions): Promise<SolverReport> {
  const run = new BoundedCheck(model, options)
  await run.lookAtSteps()
  await run.lookForLoops()
  await run.lookAtPairs()
  return run.report()
}

/** A question about states or steps, and what is known about it. */
interface Quest {
  readonly question: Question
  /** to this depth nothing settles it */
  clearTo: number
  /** why the solver did not say more */
  unknown: string | null
}
interface Worker {
  readonly unrolling: Unrolling
  readonly quests: readonly Quest[]
}

class BoundedCheck {
  private readonly model: Model
  private readonly options: BmcOptions
  private readonly interpreter: Interpreter
  private readonly judge: Judge
  private readonly system: TransitionSystem
  private readonly quests: readonly Quest[]
  private readonly sightings = new Sightings()
  /** on behaviours without end, and on pairs of runs */
  private readonly beyondSteps: Finding[] = []
  private workers: readonly Worker[] = []
  private lassos: Lassos | null = null
  private pairQueries = 0
  private readonly startedMs = performance.now()
  /** every behaviour of so many steps was looked at */
  private depth = -1
  /** no behaviour has more steps than were looked at */
  private isOver = false
  private hasStates = true

  constructor(model: Model, options: BmcOptions) {
    this.model = model
    this.options = options
    this.interpreter = new Interpreter(model)
    this.judge = new Judge(model, new Interpreter(model), options.properties)
    this.system = systemOf(model, { integers: options.encoding === 'integers' })
    this.quests = this.judge.questions.map(question => ({ question, clearTo: -1, unknown: null }))
  }

  /** Questions about states and steps, one depth after the other. */
  async lookAtSteps(): Promise<void> {
    try {
      await this.start()
      await this.look()
    } finally {
      await Promise.all(this.workers.map(({ unrolling }) => unrolling.close()))
    }
  }
  private async start(): Promise<void> {
    const { workers = 1 } = this.options
    const count = Math.min(workers, this.quests.length)
    const opened: Worker[] = []
    this.workers = opened
    for (let i = 0; i < count; i++) {
      const session = await this.openSession(`bmc-${i + 1}`)
      const quests = this.quests.filter((_, q) => q % count === i)
      opened.push({ unrolling: new Unrolling(this.system, session), quests })
    }
  }
  private openSession(name: string): Promise<Session> {
    const { encoding = 'bitvectors', open = openSession } = this.options
    const logic = encoding === 'integers' ? 'ALL' : 'QF_BV'
    return open({ logic, ...sessionOptions(this.options, `${this.model.name}-${name}`) })
  }

  private async look(): Promise<void> {
    await Promise.all(this.workers.map(worker => this.lookAtStart(worker)))
    for (let depth = 0; depth <= this.options.depth && this.isOpen(); depth++) {
      await Promise.all(this.workers.map(worker => this.lookAt(worker, depth)))
      if (this.isOver || this.isAborted) return
      this.depth = depth
      this.progress(depth, this.open.length)
    }
  }
  /** Properties of behaviours that go on for ever, unless the search has ended. */
  async lookForLoops(): Promise<void> {
    const { judge, options, system } = this
    const early = this.whyNotBeyond()
    if (early !== null) this.beyondSteps.push(...judge.temporal.map(each => unlooked('temporal', each, early)))
    if (early !== null || judge.temporal.length === 0) return
    const lassos = new Lassos(system, await this.openSession('bmc-loops'))
    this.lassos = lassos
    try {
      const found = await temporalFindings(judge.temporal, lassos, {
        depth: options.depth,
        keepGoing: options.keepGoing === true,
        signal: options.signal,
        onDepth: (depth, open) => this.progress(depth, open),
      })
      this.beyondSteps.push(...found)
    } finally {
      await lassos.close()
    }
  }
  /** Claims about pairs of runs, unless the search has ended. */
  async lookAtPairs(): Promise<void> {
    const { model, judge, options } = this
    for (const claim of judge.nonInterference) {
      const early = this.whyNotBeyond()
      if (early !== null) {
        this.beyondSteps.push(unlooked('noninterference', claim, early))
        continue
      }
      const { finding, queries } = await pairFinding(model, claim, (pairs, properties) =>
        boundedCheck(pairs, { ...options, properties, keepGoing: false }),
      )
      this.pairQueries += queries
      this.beyondSteps.push(finding)
    }
  }
  /** The verdict on all that was not looked at, if it is to be left; null where it is to be looked at. */
  private whyNotBeyond(): Verdict | null {
    if (!this.hasStates) return this.withoutStates()
    if (this.isAborted) return { kind: 'unknown', reason: 'interrupted' }
    const hasViolation = this.judge.hasViolation || this.beyondSteps.some(({ verdict }) => verdict.kind === 'violated')
    if (!hasViolation || this.options.keepGoing === true) return null
    return { kind: 'unknown', reason: 'the search ended with a violation before this was looked at' }
  }
  private withoutStates(): Verdict {
    return { kind: 'vacuous', premises: [{ text: 'there is an initial state', span: this.model.initial.span }] }
  }

  /** A quest that still can be decided. */
  private isUndecided = ({ question, unknown }: Quest): boolean => question.sighting === null && unknown === null
  private get open(): readonly Quest[] {
    return this.quests.filter(this.isUndecided)
  }
  private isOpen(): boolean {
    const hasEnded = this.judge.hasViolation && this.options.keepGoing !== true
    return !hasEnded && !this.isAborted && this.open.length > 0
  }
  private get isAborted(): boolean {
    return this.options.signal?.aborted === true
  }

  /** The initial action may fail, before there is a state. */
  private async lookAtStart({ unrolling, quests }: Worker): Promise<void> {
    const quest = quests.find(({ question }) => question.kind === 'failures')
    if (quest === undefined) return
    const answer = await unrolling.failsInitially()
    if (answer.kind === 'unknown' && !this.isAborted) quest.unknown = unknownReason(answer)
    if (answer.kind !== 'sat') return
    this.interpreter.initialStates(outcome => {
      if (outcome.kind === 'failure') this.judge.seeFailure(Sightings.BEFORE, outcome, true)
    })
    if (quest.question.sighting === null)
      throw new InternalError('the initial action does not fail, other than a solver says')
  }

  /** All that the worker has to look for at one depth. */
  private async lookAt({ unrolling, quests }: Worker, depth: number): Promise<void> {
    const paths = await unrolling.extend()
    if (paths.kind === 'unsat') {
      this.isOver = true
      this.hasStates = depth > 0
      return
    }
    const goals = quests.filter(this.isUndecided).map(quest => ({ quest, name: this.goal(unrolling, quest) }))
    const sought = () =>
      goals.flatMap(({ quest, name }) => (name !== null && this.isUndecided(quest) ? [{ quest, name }] : []))
    // one question for all of them, as mostly there is nothing to be found
    let answer = await this.lookFor(unrolling, sought())
    while (answer === 'sat') answer = await this.lookFor(unrolling, sought())
    if (answer !== 'unsat') {
      for (const each of sought()) {
        const alone = await this.lookFor(unrolling, [each])
        // what an interruption leaves open is known to the depth before
        if (this.isAborted) return
        if (alone === 'sat' || alone === 'unsat') continue
        each.quest.unknown = `${alone} at depth ${depth}${depth > 0 ? `; nothing up to depth ${depth - 1}` : ''}`
      }
    }
    for (const { quest } of goals) if (this.isUndecided(quest)) quest.clearTo = depth
  }

  /** What to look for; null where there is nothing at this depth, or it cannot be said to a solver. */
  private goal(unrolling: Unrolling, quest: Quest): string | null {
    try {
      return unrolling.goal(quest.question)
    } catch (error) {
      const reason = whyNotWritten(error)
      if (reason === null) throw error
      quest.unknown = `it cannot be written for a solver: ${reason}`
      return null
    }
  }
  /** @returns `sat` when something was found and taken note of, `unsat` when there is nothing, else why it is not known */
  private async lookFor(unrolling: Unrolling, goals: readonly { quest: Quest; name: string }[]): Promise<string> {
    if (goals.length === 0) return 'unsat'
    const answer = await unrolling.look(goals.map(({ name }) => name))
    if (answer.kind === 'unknown') return unknownReason(answer)
    if (answer.kind === 'unsat') return 'unsat'
    await this.takeNote(unrolling)
    if (goals.some(({ quest }) => quest.question.sighting !== null)) return 'sat'
    throw new InternalError('the behaviour that a solver has found shows nothing of what it was asked for')
  }
  /** Shows the judge the end of the behaviour that was found. */
  private async takeNote(unrolling: Unrolling): Promise<void> {
    const { judge, sightings } = this
    const trace = await unrolling.found()
    const last = trace.steps.at(-1)
    const state = last?.state ?? trace.initial
    const id = sightings.add(trace)
    judge.seeState(id, state)
    if (last === undefined) judge.seeInitial(id, state)
    else {
      const before = trace.steps.at(-2)?.state ?? trace.initial
      const action = this.model.actions.find(({ name }) => name === last.action)
      if (action === undefined) throw new InternalError('a solver takes a step that is no action')
      const outcome: Outcome = { kind: 'next', action, choices: last.choices, state }
      judge.seeStep(sightings.add({ ...trace, steps: trace.steps.slice(0, -1) }), before, outcome)
    }
    if (judge.constraintAgainst(id, state) !== undefined || !(judge.isEndOpen || judge.isFailureOpen)) return
    // not all around, as `lookAround` would: the steps from here are of the next depth, and a step that breaks a property may
    // be had at this one
    let outcomes = 0
    this.interpreter.successors(state, outcome => {
      outcomes++
      if (outcome.kind === 'failure') judge.seeFailure(id, outcome, false)
    })
    if (outcomes === 0) judge.seeEnd(id, state)
  }

  report(): SolverReport {
    const { model, depth } = this
    const { file, encoding = 'bitvectors' } = this.options
    const solver = this.workers[0]?.unrolling.title ?? ''
    const limits = this.limits()
    const answers = this.quests.map((quest): Finding => {
      const { name, kind, property } = quest.question
      return { name, kind, span: property?.span ?? null, verdict: this.verdictOn(quest, limits) }
    })
    const findings = inReportOrder([...answers, ...this.beyondSteps])
    for (const finding of findings) rerun(model, finding, this.interpreter)
    const solving = { solver, encoding, depth: Math.max(0, depth), queries: this.queries, elapsedMs: this.elapsedMs }
    return { model, file: file ?? null, engine: 'bmc', solving, limits, findings }
  }
  private verdictOn({ question, clearTo, unknown }: Quest, limits: readonly Limit[]): Verdict {
    const { violation, sighting, kind } = question
    const trace = sighting === null ? undefined : this.sightings.traceOf(sighting)
    if (violation !== null) return { kind: 'violated', violation, ...(trace && { trace }) }
    if (kind === 'witness' && trace !== undefined) return { kind: 'exhausted', witness: trace }
    if (!this.hasStates) return this.withoutStates()
    if (unknown !== null) return { kind: 'unknown', reason: unknown }
    if (clearTo < 0) return { kind: 'unknown', reason: 'stopped before any state was looked at' }
    return { kind: 'bounded', depth: clearTo, limits }
  }
  private limits(): Limit[] {
    if (this.isAborted) return [{ kind: 'interrupted' }]
    if (this.isOver) {
      // behaviours that go on for ever stutter in the end, and have as many steps as one likes
      const loops = this.beyondSteps.some(({ kind, verdict }) => kind === 'temporal' && verdict.kind === 'bounded')
      const deepest: Limit = { kind: 'maxDepth', depth: this.options.depth }
      return [{ kind: 'noLonger', depth: this.depth }, ...(loops ? [deepest] : [])]
    }
    const stopped = this.depth < this.options.depth && this.judge.hasViolation
    return stopped ? [{ kind: 'violation' }] : [{ kind: 'maxDepth', depth: Math.max(0, this.depth) }]
  }
  private progress(depth: number, open: number): void {
    this.options.onProgress?.({ depth, open, queries: this.queries, elapsedMs: this.elapsedMs })
  }
  private get queries(): number {
    const ofSteps = this.workers.reduce((sum, { unrolling }) => sum + unrolling.queries, 0)
    return ofSteps + (this.lassos?.queries ?? 0) + this.pairQueries
  }
  private get elapsedMs(): number {
    return performance.now() - this.startedMs
  }
}

const unlooked = (
  kind: 'temporal' | 'noninterference',
  { name, span }: TemporalProperty | NonInterference,
  verdict: Verdict,
): Finding => ({ name, kind, span, verdict })
