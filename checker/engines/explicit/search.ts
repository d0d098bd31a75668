/**
 * Breadth-first search of the reachable states, level by level. In: a model and a judge. Out: how much was seen, and
 * what stopped it; every state, step and failure is reported to the judge on the way.
 *
 * Successors come in the interpreter's order, and a search ends between two levels unless it runs out of room or is
 * interrupted. So the same model and options give the same numbers, and what the judge first sees is nearest to an
 * initial state.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StateEncoding } from '../../ir/encode.ts'
import type { Interpreter, Outcome } from '../../ir/interpret.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Exploration } from '../../verdict/report.ts'
import type { Limit } from '../../verdict/verdict.ts'
import type { Judge } from './judge.ts'
import { FULL, KNOWN, NO_PARENT, type StateStore } from './store.ts'

export interface SearchOptions {
  /** how many states may be stored; the search stops at the next one */
  readonly maxStates?: number
  /** states at this distance from the initial states are checked, but not expanded */
  readonly maxDepth?: number
  /** bytes that stored states may take; 2 GiB unless given */
  readonly maxMemoryBytes?: number
  /** goes on after a violation, for a verdict on everything else; otherwise the search ends with the level */
  readonly keepGoing?: boolean
  /** is called with what was seen so far, about five times per second */
  readonly onProgress?: (exploration: Exploration) => void
  /** ends the search; what was found by then is reported */
  readonly signal?: AbortSignal
}

/** Transitions of one action. */
export interface Firing {
  fired: number
  fresh: number
}

const TURN_MS = 25
const PROGRESS_MS = 200
/** transitions between two looks at the clock */
const CLOCK_INTERVAL = 1024

export class Search {
  /** why not every reachable state was seen, other than constraints */
  limit: Limit | null = null
  /** states that a constraint kept from being expanded, by its name */
  readonly pruned = new Map<string, number>()
  /** all states at this distance were seen; -1 when not even the initial states were */
  seenDepth = -1
  /** all states at this distance were expanded */
  expandedDepth = -1
  readonly firings: ReadonlyMap<Action, Firing>

  private readonly interpreter: Interpreter
  private readonly encoding: StateEncoding
  private readonly store: StateStore
  private readonly judge: Judge
  private readonly options: SearchOptions
  private readonly words: Uint32Array
  private generated = 0
  private expanded = 0
  private depth = 0
  private readonly startedAt = performance.now()
  private turnAt = this.startedAt
  private progressAt = this.startedAt
  private clockAt = 0

  constructor(
    model: Model,
    interpreter: Interpreter,
    encoding: StateEncoding,
    store: StateStore,
    judge: Judge,
    options: SearchOptions,
  ) {
    this.interpreter = interpreter
    this.encoding = encoding
    this.store = store
    this.judge = judge
    this.options = options
    this.words = new Uint32Array(encoding.words)
    this.firings = new Map(model.actions.map(action => [action, { fired: 0, fresh: 0 }]))
  }

  async run(): Promise<void> {
    const { store, options } = this
    this.interpreter.initialStates(outcome => this.takeInitial(outcome))
    if (this.limit !== null) return
    this.seenDepth = 0
    for (let depth = 0, end = store.size; this.expanded < end; depth++, end = store.size) {
      if (this.judge.hasViolation && options.keepGoing !== true) this.limit = { kind: 'violation' }
      else if (depth === options.maxDepth) this.limit = { kind: 'maxDepth', depth }
      else await this.expandUntil(end)
      if (this.limit !== null) return
      this.expandedDepth = depth
      this.seenDepth = this.depth
    }
  }

  exploration(): Exploration {
    return {
      distinct: this.store.size,
      generated: this.generated,
      depth: this.depth,
      frontier: this.store.size - this.expanded,
      elapsedMs: performance.now() - this.startedAt,
    }
  }

  /** Expands the states of one level, in order of id. */
  private async expandUntil(end: number): Promise<void> {
    while (this.expanded < end) {
      if (this.generated >= this.clockAt) await this.lookAtClock()
      if (this.limit !== null) return
      const id = this.expanded
      this.store.read(id, this.words)
      const state = this.encoding.decode(this.words)
      const constraint = this.judge.constraintAgainst(id, state)
      if (constraint !== undefined) this.pruned.set(constraint.name, (this.pruned.get(constraint.name) ?? 0) + 1)
      else this.expand(id, state)
      if (this.limit === null) this.expanded++
    }
  }

  private expand(id: number, state: State): void {
    let isEnd = true
    this.interpreter.successors(state, outcome => {
      isEnd = false
      if (this.limit !== null) return
      if (outcome.kind === 'failure') {
        this.judge.seeFailure(id, outcome, false)
        return
      }
      const isFresh = this.enter(outcome.state, id)
      if (isFresh === null) return
      if (isFresh) this.depth = this.seenDepth + 1
      const firing = this.firings.get(outcome.action) as Firing
      firing.fired++
      if (isFresh) firing.fresh++
      this.judge.seeStep(id, state, outcome)
    })
    if (isEnd) this.judge.seeEnd(id, state)
  }

  private takeInitial(outcome: Outcome): void {
    if (this.limit !== null) return
    if (outcome.kind === 'failure') this.judge.seeFailure(NO_PARENT, outcome, true)
    else this.enter(outcome.state, NO_PARENT)
  }

  /** Stores a state. @returns whether it is new; null when there is no room for it */
  private enter(state: State, parent: number): boolean | null {
    const { store, options } = this
    const id = store.insert(this.encode(state), parent)
    if (id === FULL) {
      const isCounted = store.size === options.maxStates
      this.limit = isCounted ? { kind: 'maxStates', states: store.size } : { kind: 'memory', bytes: store.budget }
      return null
    }
    this.generated++
    if (id === KNOWN) return false
    this.judge.seeState(id, state)
    return true
  }
  private encode(state: State): Uint32Array {
    try {
      this.encoding.encode(state, this.words)
    } catch (error) {
      if (error instanceof RangeError) throw new InternalError(`a state leaves its domain unchecked: ${error.message}`)
      throw error
    }
    return this.words
  }

  /** Lets others run now and then: the handler of Ctrl-C, whoever shows the progress. */
  private async lookAtClock(): Promise<void> {
    const { options } = this
    this.clockAt = this.generated + CLOCK_INTERVAL
    const now = performance.now()
    if (now - this.progressAt >= PROGRESS_MS) {
      this.progressAt = now
      options.onProgress?.(this.exploration())
    }
    if (now - this.turnAt >= TURN_MS) {
      await nextTurn()
      this.turnAt = performance.now()
    }
    if (options.signal?.aborted === true) this.limit = { kind: 'interrupted' }
  }
}
