/**
 * The search for behaviours that settle questions about states and steps: one depth after the other, so that what a solver has
 * learned about a shorter behaviour helps with the longer ones. In: a model as a transition system, and a judge that knows
 * what is asked. Out: a finding for each question. What a behaviour shows is decided by the judge, with the interpreter.
 *
 * Source: A. Biere, A. Cimatti, E. Clarke, Y. Zhu, "Symbolic Model Checking without BDDs", TACAS 1999.
 */
import type { Interpreter, Outcome } from '../../../ir/interpret.ts'
import type { Model } from '../../../ir/model.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Judge, Question } from '../../../verdict/judge.ts'
import type { Finding, Limit, Verdict } from '../../../verdict/verdict.ts'
import { whyNotWritten } from '../systemOf.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { unknownReason } from '../unknownReason.ts'
import { type BmcOptions, sessionFor } from './options.ts'
import { Sightings } from './sightings.ts'
import { Unrolling } from './unrolling.ts'

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

export class StepSearch {
  private readonly model: Model
  private readonly options: BmcOptions
  private readonly interpreter: Interpreter
  private readonly judge: Judge
  private readonly system: TransitionSystem
  private readonly quests: readonly Quest[]
  private readonly sightings = new Sightings()
  private workers: readonly Worker[] = []
  /** every behaviour of so many steps was looked at */
  depth = -1
  /** no behaviour has more steps than were looked at */
  private isOver = false
  hasStates = true

  /** @param judge knows what is asked, and has seen nothing */
  constructor(system: TransitionSystem, interpreter: Interpreter, judge: Judge, options: BmcOptions) {
    this.model = system.model
    this.options = options
    this.interpreter = interpreter
    this.judge = judge
    this.system = system
    this.quests = this.judge.questions.map(question => ({ question, clearTo: -1, unknown: null }))
  }

  /** @param onDepth is told after each depth how many questions are open */
  async run(onDepth: (depth: number, open: number) => void): Promise<void> {
    try {
      await this.start()
      await this.look(onDepth)
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
      const session = await sessionFor(this.model, this.options, `bmc-${i + 1}`)
      const quests = this.quests.filter((_, q) => q % count === i)
      opened.push({ unrolling: new Unrolling(this.system, session), quests })
    }
  }

  private async look(onDepth: (depth: number, open: number) => void): Promise<void> {
    await Promise.all(this.workers.map(worker => this.lookAtStart(worker)))
    for (let depth = 0; depth <= this.options.depth && this.isOpen(); depth++) {
      await Promise.all(this.workers.map(worker => this.lookAt(worker, depth)))
      if (this.isOver || this.isAborted) return
      this.depth = depth
      onDepth(depth, this.open.length)
    }
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

  /** A verdict on each question; traces are still to be run again. */
  findings(): Finding[] {
    const limits = this.limits()
    return this.quests.map((quest): Finding => {
      const { name, kind, property } = quest.question
      return { name, kind, span: property?.span ?? null, verdict: this.verdictOn(quest, limits) }
    })
  }
  private verdictOn({ question, clearTo, unknown }: Quest, limits: readonly Limit[]): Verdict {
    const { violation, sighting, kind } = question
    const trace = sighting === null ? undefined : this.sightings.traceOf(sighting)
    if (violation !== null) return { kind: 'violated', violation, ...(trace && { trace }) }
    if (kind === 'witness' && trace !== undefined) return { kind: 'exhausted', witness: trace }
    if (!this.hasStates) return withoutStates(this.model)
    if (unknown !== null) return { kind: 'unknown', reason: unknown }
    if (clearTo < 0) return { kind: 'unknown', reason: 'stopped before any state was looked at' }
    return { kind: 'bounded', depth: clearTo, limits }
  }
  limits(): Limit[] {
    if (this.isAborted) return [{ kind: 'interrupted' }]
    if (this.isOver) return [{ kind: 'noLonger', depth: this.depth }]
    const stopped = this.depth < this.options.depth && this.judge.hasViolation
    return stopped ? [{ kind: 'violation' }] : [{ kind: 'maxDepth', depth: Math.max(0, this.depth) }]
  }
  /** which solvers were asked */
  get solver(): string {
    return this.workers[0]?.unrolling.title ?? ''
  }
  /** how many times */
  get queries(): number {
    return this.workers.reduce((sum, { unrolling }) => sum + unrolling.queries, 0)
  }
}

/** Of a model without an initial state everything is true. */
export const withoutStates = ({ initial }: Model): Verdict => ({
  kind: 'vacuous',
  premises: [{ text: 'there is an initial state', span: initial.span }],
})
