/**
 * Breadth-first search of the reachable states, level by level. In: a model and a judge. Out: how much was seen, and
 * what stopped it; every state, step and failure is reported to the judge on the way.
 *
 * Successors come in the interpreter's order, and a search ends between two levels unless it runs out of room or is
 * interrupted. So the same model and options give the same numbers, and what the judge first sees is nearest to an
 * initial state.
 */
import type { IsCounted } from '../../codegen/program.ts'
import { Interpreter, type Outcome } from '../../ir/interpret.ts'
import type { Model, State } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Judge } from '../../verdict/judge.ts'
import type { ActionCoverage, Exploration } from '../../verdict/report.ts'
import type { Limit } from '../../verdict/verdict.ts'
import { ActionCounter, type ActionCounts } from './actionCounts.ts'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import { marksOf, recall } from './checkpoint/marks.ts'
import { restoreStates } from './checkpoint/restoreStates.ts'
import type { Snapshot } from './checkpoint/snapshot.ts'
import { CompiledModel, type DiskSpace, type IsOpen } from './compiled.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Range } from './kernel/thread.ts'
import { defaultMemoryBytes } from './memoryLimit.ts'
import type { PartialOrder } from './partialOrder/partialOrder.ts'
import type { Rows } from './rows.ts'
import type { SearchOptions } from './searchOptions.ts'
import { SecondLook } from './secondLook.ts'
import { Sightings } from './sightings.ts'
import { FULL, KNOWN, NO_PARENT, StateStore, type States } from './store.ts'
import { PROGRESS_MS, Turns } from './turns.ts'

/** States that are still to be expanded, by id. */
interface Left extends Range {
  from: number
}

const COMPILE_AFTER = 300
const COMPILE_AFTER_STEPS = 3000
/** states that the compiled model expands between two looks at the clock */
const PIECE = 4096
/** states of a level that are worth waking other threads */
const SHARE_FROM = 8192

export class Search {
  /** why not every reachable state was seen, other than constraints */
  limit: Limit | null = null
  private readonly prunedHere = new Map<string, number>()
  /** all states at this distance were seen; -1 when not even the initial states were */
  seenDepth = -1
  /** all states at this distance were expanded */
  expandedDepth = -1
  private readonly counter: ActionCounter

  private readonly model: Model
  private readonly interpreter: Interpreter
  private readonly rows: Rows
  private readonly partialOrder: PartialOrder | null
  private readonly judge: Judge
  private store: States
  /** undefined before it was tried; null when the model cannot be compiled */
  private compiled: CompiledModel | null | undefined
  /** why there is no compiled model although there was to be one */
  uncompiled: string | null = null
  /** of a search that this one goes on from */
  private wasCompacted = false
  /** of the present level, when there are workers */
  private sightings: Sightings | null = null
  private isSharing = false
  private readonly memoryBytes: number
  /** looks again at what the compiled model has done, without being counted in the coverage */
  private readonly second: Interpreter
  private readonly secondLook: SecondLook
  private readonly options: SearchOptions
  private readonly checkpoint: Checkpoint | null
  private readonly disk: DiskSpace | null
  private readonly words: Uint32Array
  private readonly constraintsMayFail: boolean
  private generated = 0
  /** states below this id are not deeper than the level that is being expanded */
  private levelEnd = 0
  /** what of that level is still to be expanded */
  private rest: Left[] = []
  /**
   * steps of the state (or of the initial action) whose expansion ended for want of room: they are counted. Null while
   * there is no such state
   */
  private begun: number | null = null
  /** states that the compiled model has expanded, without those that a constraint kept from it */
  private expandedCompiled = 0
  private depth = 0
  private startedAt = performance.now()
  private readonly turns: Turns

  constructor(
    model: Model,
    interpreter: Interpreter,
    rows: Rows,
    judge: Judge,
    options: SearchOptions,
    checkpoint: Checkpoint | null = null,
    partialOrder: PartialOrder | null = null,
    disk: DiskSpace | null = null,
  ) {
    this.partialOrder = partialOrder
    this.model = model
    this.second = new Interpreter(model)
    this.secondLook = new SecondLook(judge, this.second, id => this.stateOf(id))
    this.interpreter = interpreter
    this.rows = rows
    this.memoryBytes = options.maxMemoryBytes ?? defaultMemoryBytes()
    this.store = new StateStore(rows.words.length, this.memoryBytes, options.maxStates)
    this.judge = judge
    this.options = options
    this.turns = new Turns(options.onProgress)
    this.checkpoint = checkpoint
    this.disk = disk
    this.words = rows.words
    this.constraintsMayFail = model.properties.some(({ kind, checks }) => kind === 'constraint' && checks.length > 0)
    this.counter = new ActionCounter(model, interpreter)
  }

  async run(): Promise<void> {
    if (this.checkpoint?.start != null) await this.goOnFrom(this.checkpoint.start, this.checkpoint)
    if (this.seenDepth < 0) this.enterInitial()
    await this.save()
    if (this.limit !== null) return
    while (this.expanded < this.store.size) {
      if (this.rest.length === 0) this.beginLevel()
      if (this.limit !== null) break
      await this.expandLevel()
      // An interrupt may come when the level has just ended.
      if (this.rest.length === 0) {
        this.expandedDepth++
        this.seenDepth = this.depth
      }
      if (this.limit !== null) break
      if (this.checkpoint?.isDue) await this.save()
    }
    await this.save()
  }

  private beginLevel(): void {
    const { options } = this
    const depth = this.expandedDepth + 1
    if (this.judge.hasViolation && options.keepGoing !== true) this.limit = { kind: 'violation' }
    else if (depth === options.maxDepth) this.limit = { kind: 'maxDepth', depth }
    else {
      this.rest = [{ from: this.levelEnd, to: this.store.size }]
      this.levelEnd = this.store.size
    }
  }

  /** Whether some states were known by their hashes only. */
  get isCompacted(): boolean {
    return this.wasCompacted || this.compiled?.isCompacted === true
  }
  /** The states found, for traces. */
  get states(): States {
    return this.store
  }
  /** States that each constraint kept from being expanded. */
  pruned(): ReadonlyMap<string, number> {
    const all = new Map(this.prunedHere)
    for (const { name, count } of this.compiled?.counts.pruned() ?? []) {
      if (count > 0) all.set(name, (all.get(name) ?? 0) + count)
    }
    return all
  }
  coverage(): ActionCoverage[] {
    return this.counter.coverage(this.counts, this.options.coverage === true)
  }
  private get counts(): ActionCounts[] {
    return this.counter.counts(this.compiled, this.expandedCompiled)
  }
  exploration(): Exploration {
    const kernel = this.compiled?.kernel
    const { stored, taken } = (this.isSharing && this.compiled?.shared?.progressTogether()) || {
      stored: this.store.size,
      taken: this.expanded,
    }
    return {
      distinct: stored,
      generated: this.generated + (kernel?.generated ?? 0),
      depth: this.depth,
      frontier: stored - taken,
      elapsedMs: performance.now() - this.startedAt,
    }
  }
  /** Ends all other threads. The states can still be read. */
  async close(): Promise<void> {
    await this.compiled?.shared?.close()
  }

  /** Expands what is left of the level. */
  private async expandLevel(): Promise<void> {
    let hasRoom = true
    for (let [range] = this.rest; range !== undefined && this.limit === null; [range] = this.rest) {
      if (hasRoom && this.isWorthSharing(range)) hasRoom = await this.expandTogether(range)
      else await this.expandAlone(range)
      if (range.from === range.to) this.rest.shift()
      if (this.rest.length > 0 && this.checkpoint?.isDue) await this.save()
    }
    this.judgeSightings()
  }
  private isWorthSharing({ from, to }: Range): boolean {
    const canShare = this.compiled?.shared != null && this.begun === null
    return canShare && to - from >= (this.options.shareFrom ?? SHARE_FROM)
  }
  private judgeSightings(): void {
    if (this.sightings !== null) this.secondLook.atSightings(this.sightings)
  }

  /** Expands the states of a range in order of id; those that it has expanded leave the range. */
  private async expandAlone(range: Left): Promise<void> {
    const isFirstBegun = this.begun !== null
    while (range.from < range.to) {
      // after each state, as one may have few steps among very many choices
      await this.lookAtClock()
      if (this.limit !== null) return
      if (this.begun === null && this.isLarge && this.runCompiled(range)) continue
      const id = range.from
      const state = this.stateOf(id)
      const constraint = this.judge.constraintAgainst(id, state)
      if (constraint !== undefined)
        this.prunedHere.set(constraint.name, (this.prunedHere.get(constraint.name) ?? 0) + 1)
      else this.expand(id, state)
      if (this.limit !== null) return
      range.from++
      if (isFirstBegun) return
    }
  }

  /** The number of states that were expanded. */
  private get expanded(): number {
    return this.rest.reduce((count, { from, to }) => count - (to - from), this.levelEnd)
  }
  /** Whether compiling will have been worth its while. */
  private get isLarge(): boolean {
    const { compileAfter, backend } = this.options
    if (backend === 'interpreter' || this.partialOrder !== null) return false
    if (compileAfter !== undefined) return this.expanded >= compileAfter
    return this.expanded >= COMPILE_AFTER || this.generated >= COMPILE_AFTER_STEPS
  }
  /** @returns whether the compiled model expanded any states; otherwise the interpreter must go on */
  private runCompiled(range: Left): boolean {
    if (this.compiled === undefined) this.compile()
    const { compiled, sightings } = this
    if (!compiled || compiled.kernel.isFull) return false
    const { from, to } = range
    const { kernel, shared } = compiled
    const counted = this.countCompiled(compiled)
    range.from = kernel.run(from, Math.min(to, from + PIECE))
    counted(range.from - from)
    if (shared !== null && sightings !== null) shared.readFlags(sightings)
    else this.secondLook.atLists(kernel)
    return range.from > from
  }
  /**
   * Expands the states of the first range by all workers, until it is time for a checkpoint.
   * @returns whether there is room to go on like that
   */
  private async expandTogether(range: Left): Promise<boolean> {
    const { options } = this
    const [compiled, sightings] = [this.compiled as CompiledModel, this.sightings as Sightings]
    const counted = this.countCompiled(compiled)
    const signals = [options.signal, this.checkpoint?.untilDue()].filter(signal => signal !== undefined)
    const signal = AbortSignal.any(signals)
    const timer = setInterval(() => options.onProgress?.(this.exploration()), PROGRESS_MS)
    this.isSharing = true
    try {
      const { rest, moved } = await (compiled.shared as Kernel).runTogether({ ...range }, sightings, signal)
      sightings.renumber(moved)
      counted(rest.reduce((count, { from, to }) => count - (to - from), range.to - range.from))
      this.rest.splice(0, 1, ...rest.map(({ from, to }) => ({ from, to })))
      if (options.signal?.aborted === true) this.limit = { kind: 'interrupted' }
      return rest.length === 0 || signal.aborted
    } catch (error) {
      throw this.lostThread(error)
    } finally {
      this.isSharing = false
      clearInterval(timer)
    }
  }
  /** Says what is still to be looked for. @returns what to call with the number of states that were then expanded */
  private countCompiled(compiled: CompiledModel): (expanded: number) => void {
    const { judge } = this
    // Where a constraint has no value, generated code tells of a failure and of no end: the second look has to find it.
    const mayHideEnds = judge.isEndOpen && this.constraintsMayFail
    compiled.lookFor((property, premise) => judge.isOpen(property, premise), judge.isFailureOpen || mayHideEnds)
    if (this.sightings !== null) {
      this.sightings.wantsEnds = judge.isEndOpen
      this.sightings.wantsFailures = mayHideEnds
    }
    const [known, pruned] = [compiled.kernel.size, this.prunedCompiled]
    return expanded => {
      this.expandedCompiled += expanded - (this.prunedCompiled - pruned)
      if (compiled.kernel.size > known) this.depth = this.seenDepth + 1
    }
  }
  private lostThread(error: unknown): InternalError {
    const cause = error instanceof Error ? error.message : String(error)
    const seen = `${this.exploration().distinct} states were stored, all up to depth ${this.seenDepth} were checked`
    const broken = this.judge.questions.filter(q => q.violation !== null).map(q => q.name)
    return new InternalError(
      `a worker thread ended (${cause}); until then ${seen}, and ${broken.join(', ') || 'nothing'} was found violated`,
    )
  }
  /** From now on states are kept by the compiled model, under the same ids. */
  private compile(): void {
    const { backend = 'wasm', maxStates, workers, compact } = this.options
    if (backend === 'interpreter') return
    const { judge, rows } = this
    const isOpen: IsOpen = (property, premise) => judge.isOpen(property, premise)
    const isAll = this.options.coverage === true
    this.counter.countsBranches &&= isAll
    // A branch that has gone both ways needs no further looking for.
    const isCounted: IsCounted = (action, branch) => isAll || this.counter.isBranchOpen(action, branch)
    this.compiled = CompiledModel.of(
      this.model,
      backend,
      { memoryBytes: this.memoryBytes, maxStates, workers, compact, disk: this.disk },
      { isOpen, isCounted },
      rows.representatives,
      reason => this.fallBack(reason),
      this.store,
    )
    if (this.compiled === null) return
    const { kernel } = this.compiled
    for (let id = 0; id < this.store.size; id++) {
      this.store.read(id, this.words)
      if (kernel.insert(this.words, this.store.parentOf(id)) !== id) {
        void this.compiled.shared?.close()
        this.compiled = null
        this.fallBack('there is too little memory for it')
        return
      }
    }
    this.store = kernel
    if (this.compiled.shared !== null) this.sightings = new Sightings(kernel, this.words.length)
  }
  private fallBack(reason: string): void {
    this.uncompiled = reason
    this.options.onFallback?.(reason)
  }
  private get prunedCompiled(): number {
    return this.compiled?.counts.pruned().reduce((sum, { count }) => sum + count, 0) ?? 0
  }
  private stateOf(id: number): State {
    return this.rows.stateOf(this.store, id)
  }

  private expand(id: number, state: State): void {
    let isEnd = true
    const counted = this.begun ?? 0
    let steps = 0
    // A state that was begun is in the coverage already.
    const interpreter = this.begun === null ? this.interpreter : this.second
    const visit = (outcome: Outcome): boolean => {
      isEnd = false
      if (this.limit !== null) return false
      if (outcome.kind === 'failure') {
        this.judge.seeFailure(id, outcome, false)
        return false
      }
      if (steps < counted) {
        steps++
        return false
      }
      const isFresh = this.enter(outcome.state, id)
      if (isFresh === null) return false
      steps++
      if (isFresh) this.depth = this.seenDepth + 1
      this.counter.fire(outcome.action, isFresh)
      this.judge.seeStep(id, state, outcome)
      return isFresh
    }
    if (this.partialOrder === null) interpreter.successors(state, visit)
    else this.partialOrder.expand(interpreter, state, this.words, visit)
    this.begun = this.limit === null ? null : steps
    if (isEnd) this.judge.seeEnd(id, state)
  }

  private enterInitial(): void {
    const counted = this.begun ?? 0
    let steps = 0
    this.interpreter.initialStates(outcome => {
      if (this.limit !== null) return
      if (outcome.kind === 'failure') this.judge.seeFailure(NO_PARENT, outcome, true)
      else if (steps < counted || this.enter(outcome.state, NO_PARENT) !== null) steps++
    })
    this.begun = this.limit === null ? null : steps
    if (this.limit === null) this.seenDepth = 0
  }

  /** Stores a state. @returns whether it is new; null when there is no room for it */
  private enter(state: State, parent: number): boolean | null {
    const { store, options } = this
    this.rows.take(state)
    const id = store.insert(this.words, parent)
    if (id === FULL) {
      const { size, refusedAt, file } = store
      if (file != null && file.trouble !== null)
        this.limit = { kind: 'disk', folder: file.folder, reason: file.trouble }
      else if (size === options.maxStates) this.limit = { kind: 'maxStates', states: size }
      else if (refusedAt !== null) this.limit = { kind: 'memory', bytes: refusedAt, byMachine: true }
      else {
        const bytes = Math.min(this.memoryBytes, this.compiled?.reachBytes ?? Number.POSITIVE_INFINITY)
        this.limit = { kind: 'memory', bytes }
      }
      return null
    }
    this.generated++
    if (id === KNOWN) return false
    const kept = this.rows.representatives === null ? state : this.rows.state()
    this.judge.seeState(id, kept)
    if (parent === NO_PARENT) this.judge.seeInitial(id, kept)
    return true
  }

  private async lookAtClock(): Promise<void> {
    const { options } = this
    await this.turns.take(() => this.exploration())
    if (options.signal?.aborted === true) this.limit = { kind: 'interrupted' }
    else if (this.checkpoint?.isDue) await this.save()
  }

  /** Writes a checkpoint. Is called between two states only. */
  private async save(): Promise<void> {
    if (this.checkpoint === null) return
    this.judgeSightings()
    await this.checkpoint.save(this.snapshot(), this.store)
  }
  private snapshot(): Snapshot {
    const { levelEnd, rest, begun, depth, seenDepth, expandedDepth, isCompacted } = this
    const { distinct, generated, elapsedMs } = this.exploration()
    return {
      states: distinct,
      ...{ levelEnd, rest, begun, depth, seenDepth, expandedDepth, generated, elapsedMs },
      isCompacted,
      pruned: [...this.pruned()],
      actions: this.counts,
      countsBranches: this.counter.countsBranches,
      marks: marksOf(this.judge),
    }
  }
  /** Takes over what another search had done: from then on it is as if this one had. */
  private async goOnFrom(snapshot: Snapshot, checkpoint: Checkpoint): Promise<void> {
    const { levelEnd, rest, begun } = snapshot
    this.levelEnd = levelEnd
    this.rest = rest.map(range => ({ ...range }))
    this.begun = begun
    this.depth = snapshot.depth
    this.seenDepth = snapshot.seenDepth
    this.expandedDepth = snapshot.expandedDepth
    this.generated = snapshot.generated
    this.wasCompacted = snapshot.isCompacted
    this.startedAt -= snapshot.elapsedMs
    for (const [name, count] of snapshot.pruned) this.prunedHere.set(name, count)
    this.counter.restore(snapshot.actions, snapshot.countsBranches)
    const { memoryBytes, options } = this
    await restoreStates(checkpoint, snapshot, { memoryBytes, ...options }, this.newStores())
    recall(snapshot.marks, this.judge, this.second, {
      stateOf: id => this.stateOf(id),
      isInitial: id => this.store.parentOf(id) === NO_PARENT,
      stepsShown: id => {
        if (id < levelEnd && rest.every(({ from, to }) => id < from || id >= to)) return Number.POSITIVE_INFINITY
        return id === rest[0]?.from ? begun : null
      },
    })
  }
  /** Empty stores to begin with, the best first. */
  private *newStores(): Generator<States> {
    if (this.isLarge) this.compile()
    yield this.store
    // The store has room for more than the compiled model, and knows states by more than their hashes.
    this.compiled = null
    this.sightings = null
    this.store = new StateStore(this.words.length, this.memoryBytes, this.options.maxStates)
    yield this.store
  }
}
