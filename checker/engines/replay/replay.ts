/**
 * Decides whether some behaviour of a model explains a log. In: a model, and what a log asks of its behaviours. Out: a
 * report, with a behaviour that explains the log, or with the first event that none explains. The search is exact: it keeps
 * every state in which the system may be after each event, or says that it could not.
 */
import { Interpreter } from '../../ir/interpret.ts'
import type { Model } from '../../ir/model.ts'
import type { EventCount, Explained, ReplayReport, ReplayVerdict } from '../../verdict/replayReport.ts'
import { Behaviours, TooManyStates, type Way } from './behaviours.ts'
import { nearestPrefixes, wrongStart } from './divergence.ts'
import { type Claim, confirm, explainedBy } from './explained.ts'
import type { ReadEvent } from './reader.ts'
import { saysNothing, wantedText } from './wanted.ts'

/** A log, as what it asks of behaviours. */
export interface Recording extends Claim {
  /** path as the user wrote it */
  readonly name: string
}

export interface ReplayOptions {
  /** in how many states the system may be at one time (1,000,000); where there are more, the verdict is `bounded` */
  readonly maxStates?: number
  readonly signal?: AbortSignal
  /** is told, now and then, how many events are explained */
  readonly onProgress?: (events: number, elapsedMs: number) => void
}

const MAX_STATES = 1_000_000
const PROGRESS_EVENTS = 1_000

/**
 * Cost: for each event, a look at every state in which the system may be. Memory: those states, and the steps of
 * the behaviours that lead to them.
 * @throws SpecError for what is wrong with the log or with what a mapping makes of it
 */
export async function replay(model: Model, recording: Recording, options: ReplayOptions = {}): Promise<ReplayReport> {
  return new Replay(model, recording, options).run()
}

class Replay {
  private readonly model: Model
  private readonly recording: Recording
  private readonly options: ReplayOptions
  private readonly maxStates: number
  private readonly behaviours: Behaviours
  private readonly invariants: Invariants
  private readonly counts = new Map<string, { logged: number; ignored: number }>()
  private readonly startedAt = performance.now()
  private event = 0
  private states = 0

  constructor(model: Model, recording: Recording, options: ReplayOptions) {
    this.model = model
    this.recording = recording
    this.options = options
    this.invariants = new Invariants(model)
    this.maxStates = options.maxStates ?? MAX_STATES
    this.behaviours = new Behaviours(model, recording.hidden, this.maxStates, way =>
      this.invariants.look(way, this.event),
    )
  }

  async run(): Promise<ReplayReport> {
    const verdict = await this.verdict()
    return {
      log: this.recording.name,
      model: this.model,
      verdict,
      events: [...this.counts].map(([name, count]): EventCount => ({ name, ...count })),
      taken: takenBy(this.model, verdict),
      states: { largest: this.behaviours.largest, last: this.states },
      invariants: this.invariants.found,
      elapsedMs: performance.now() - this.startedAt,
    }
  }

  private async verdict(): Promise<ReplayVerdict> {
    try {
      return await this.search()
    } catch (error) {
      if (!(error instanceof TooManyStates)) throw error
      return { kind: 'bounded', event: this.event, states: this.maxStates }
    }
  }

  private async search(): Promise<ReplayVerdict> {
    const { behaviours, recording, options } = this
    const { start } = recording
    let ways = behaviours.initial(start)
    if (ways.length === 0 && start !== null) {
      const initial = behaviours.initial(null)
      const prefixes = wrongStart(this.model, initial, start)
      return this.diverged({ number: 0, line: null, logged: 'the header' }, 'another initial state', initial, prefixes)
    }
    let told = false
    for await (const read of recording.events()) {
      if (options.signal?.aborted === true) return { kind: 'interrupted', event: this.event }
      this.event = read.number
      const isSilent = saysNothing(read.wanted)
      this.count(read.name, isSilent)
      told ||= !isSilent
      const next = behaviours.after(ways, read.wanted, read.number)
      if (next.length === 0) {
        const prefixes = nearestPrefixes(behaviours, ways, read, recording.hidden)
        for (const { explained } of prefixes) await this.confirmPrefix(explained, read)
        return this.diverged(read, wantedText(read.wanted), behaviours.closure(ways), prefixes)
      }
      ways = next
      if (read.number % PROGRESS_EVENTS === 0) options.onProgress?.(read.number, performance.now() - this.startedAt)
    }
    this.states = ways.length
    if (!told) return { kind: 'vacuous' }
    const explained = explainedBy(ways[0] as Way)
    await confirm(this.model, [explained], recording, this.event)
    return { kind: 'explained', explained }
  }

  /** A prefix may go some way into a sequence, whose steps then belong to no event that it explains. */
  private async confirmPrefix({ trace, events }: Explained, read: ReadEvent): Promise<void> {
    const length = events.indexOf(read.number)
    const steps = length < 0 ? trace.steps : trace.steps.slice(0, length)
    const whole = { trace: { ...trace, steps }, events: events.slice(0, steps.length) }
    await confirm(this.model, [whole], this.recording, read.number - 1)
  }

  private diverged(
    { number, line, logged }: Pick<ReadEvent, 'number' | 'line' | 'logged'>,
    wanted: string,
    ways: readonly Way[],
    prefixes: ReturnType<typeof nearestPrefixes>,
  ): ReplayVerdict {
    this.states = 0
    return { kind: 'diverged', divergence: { event: number, line, logged, wanted, states: ways.length, prefixes } }
  }

  private count(name: string, isSilent: boolean): void {
    const count = this.counts.get(name) ?? { logged: 0, ignored: 0 }
    count.logged++
    if (isSilent) count.ignored++
    this.counts.set(name, count)
  }
}

/** Invariants, of every state in which the system may be. */
class Invariants {
  private readonly interpreter: Interpreter
  private readonly seen = new Set<string>()
  private readonly falseAfter = new Map<string, number>()
  private readonly properties: Model['properties']

  constructor(model: Model) {
    this.interpreter = new Interpreter(model)
    this.properties = model.properties.filter(({ kind }) => kind === 'invariant')
  }
  look({ key, state }: Way, event: number): void {
    if (this.seen.has(key)) return
    if (this.seen.size >= SEEN_KEPT) this.seen.clear()
    this.seen.add(key)
    for (const property of this.properties) {
      if (!this.falseAfter.has(property.name) && this.interpreter.evaluate(property, state) !== 'holds')
        this.falseAfter.set(property.name, event)
    }
  }
  get found(): ReplayReport['invariants'] {
    return this.properties.map(({ name }) => ({ name, falseAfter: this.falseAfter.get(name) ?? null }))
  }
}
const SEEN_KEPT = 1_000_000

function takenBy({ actions }: Model, verdict: ReplayVerdict): ReplayReport['taken'] {
  const explained = verdict.kind === 'explained' ? verdict.explained : null
  const counts = new Map(actions.map(({ name }) => [name, { logged: 0, hidden: 0 }]))
  for (const [i, { action }] of (explained?.trace.steps ?? []).entries()) {
    const count = counts.get(action ?? '')
    if (count !== undefined) count[explained?.events[i] === 0 ? 'hidden' : 'logged']++
  }
  return [...counts].map(([action, count]) => ({ action, ...count }))
}
