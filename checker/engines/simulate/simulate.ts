/**
 * Simulation: random walks through an instance that is too large to exhaust. In: a model, a seed. Out: a report of what
 * the walks met, with traces that the interpreter has run again. What was not violated is `unknown`, never exhausted; a
 * constraint ends a walk, as it ends an exploration.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model } from '../../ir/model.ts'
import { Judge, type Question, type Sighting } from '../../verdict/judge.ts'
import type { ActionCoverage, Exploration, Report } from '../../verdict/report.ts'
import { rerun } from '../../verdict/rerun.ts'
import type { Trace, TraceStep } from '../../verdict/trace.ts'
import type { Finding, Limit, Verdict } from '../../verdict/verdict.ts'
import { Visits } from './visits.ts'
import { type Choose, type WalkObserver, walk } from './walk.ts'

export interface SimulateOptions {
  readonly walks: number
  /** the most steps of one walk */
  readonly steps: number
  readonly seed: number
  readonly choose: Choose
  /** walks this one only, by its index from 0 */
  readonly walk?: number
  /** names of the properties to check, `deadlock` among them; all unless given */
  readonly properties?: readonly string[]
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
 * @throws InternalError when a trace cannot be run again
 */
export async function simulate(model: Model, options: SimulateOptions): Promise<Report> {
  const simulation = new Simulation(model, options)
  await simulation.run()
  return simulation.report()
}

class Simulation {
  private readonly model: Model
  private readonly options: SimulateOptions
  private readonly interpreter: Interpreter
  private readonly judge: Judge
  private readonly visits: Visits
  private readonly fired: number[]
  private readonly fresh: number[]
  private walks = 0
  private steps = 0
  private longest = 0
  private readonly startedAt = performance.now()

  constructor(model: Model, options: SimulateOptions) {
    this.model = model
    this.options = options
    this.interpreter = new Interpreter(model)
    this.judge = new Judge(model, this.interpreter, options.properties)
    this.visits = new Visits(new StateEncoding(model.variables), options.maxCounted ?? MAX_COUNTED)
    this.fired = model.actions.map(() => 0)
    this.fresh = model.actions.map(() => 0)
  }

  async run(): Promise<void> {
    const { walk: only, walks, onProgress, signal } = this.options
    const [first, end] = only === undefined ? [0, walks] : [only, only + 1]
    let turnAt = performance.now()
    for (let index = first; index < end && !this.judge.hasViolation && signal?.aborted !== true; index++) {
      walk(this.interpreter, { ...this.options, index }, this.observer(index))
      this.walks++
      if (performance.now() - turnAt < TURN_MS) continue
      onProgress?.(this.exploration())
      await nextTurn()
      turnAt = performance.now()
    }
  }

  /** A position in a walk, as the number by which the judge knows it. */
  private idOf(index: number, position: number): number {
    return index * (this.options.steps + 1) + position
  }
  private observer(index: number): WalkObserver {
    const { judge } = this
    const id = (position: number) => this.idOf(index, position)
    return {
      enter: (position, step, from) => {
        const isFresh = this.visits.see(step.state)
        if (from !== null) {
          this.steps++
          this.longest = Math.max(this.longest, position)
          const action = this.model.actions.indexOf(step.action)
          this.fired[action] = (this.fired[action] ?? 0) + 1
          if (isFresh) this.fresh[action] = (this.fresh[action] ?? 0) + 1
          judge.seeStep(id(position - 1), from, step)
        }
        if (isFresh) judge.seeState(id(position), step.state)
        if (from === null) judge.seeInitial(id(position), step.state)
        return !judge.hasViolation && judge.constraintAgainst(id(position), step.state) === undefined
      },
      fail: (position, failure) => judge.seeFailure(position < 0 ? -1 : id(position), failure, position < 0),
      end: (position, state) => judge.seeEnd(id(position), state),
    }
  }

  /** Walks the same way again, up to a sighting; undefined when it comes before all states. */
  private traceTo({ id, step, failing }: Sighting, interpreter: Interpreter): Trace | undefined {
    if (id < 0) return undefined
    const { steps } = this.options
    const last = id % (steps + 1)
    const path: TraceStep[] = []
    walk(
      interpreter,
      { ...this.options, index: Math.floor(id / (steps + 1)) },
      {
        enter: (position, { action, choices, state }) => {
          path.push({ action: action.name, choices, state })
          return position < last
        },
        fail: () => {},
        end: () => {},
      },
    )
    const [initial, ...rest] = path as [TraceStep, ...TraceStep[]]
    const all = step === undefined ? rest : [...rest, step]
    return { initialChoices: initial.choices, initial: initial.state, steps: all, ...(failing && { failing }) }
  }

  private exploration(): Exploration {
    return {
      distinct: this.visits.distinct,
      generated: this.steps + this.walks,
      depth: this.longest,
      frontier: 0,
      elapsedMs: performance.now() - this.startedAt,
    }
  }

  report(): Report {
    const { model, options } = this
    const again = new Interpreter(model)
    const { steps, seed, signal, file } = options
    const walked: Limit = { kind: 'walks', walks: this.walks, steps, seed, estimate: this.visits.estimate() }
    const answers = this.judge.questions.map((question): Finding => {
      const { name, kind, property } = question
      return { name, kind, span: property?.span ?? null, verdict: this.verdictOf(question, again) }
    })
    const temporal = this.judge.temporal.map(
      ({ name, span }): Finding => ({
        name,
        kind: 'temporal',
        span,
        verdict: { kind: 'unknown', reason: 'walks end, and this is about what goes on for ever' },
      }),
    )
    const findings = [...answers, ...temporal]
    for (const finding of findings) rerun(model, finding, again)
    return {
      model,
      file: file ?? null,
      engine: 'simulate',
      exploration: this.exploration(),
      limits: signal?.aborted === true ? [walked, { kind: 'interrupted' }] : [walked],
      findings,
      coverage: this.coverage(),
    }
  }
  private verdictOf({ kind, violation, sighting }: Question, again: Interpreter): Verdict {
    const trace = sighting === null ? undefined : this.traceTo(sighting, again)
    if (violation !== null) return { kind: 'violated', violation, ...(trace && { trace }) }
    if (kind === 'witness' && trace !== undefined) return { kind: 'exhausted', witness: trace }
    return { kind: 'unknown', reason: 'random walks only' }
  }
  private coverage(): ActionCoverage[] {
    return this.model.actions.map((action, i) => ({
      action: action.name,
      span: action.span,
      fired: this.fired[i] ?? 0,
      fresh: this.fresh[i] ?? 0,
      guards: this.interpreter
        .guardCounts(action)
        .map(({ guard, passed, refused }) => ({ span: guard.span, passed, refused })),
    }))
  }
}
