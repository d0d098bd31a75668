/**
 * The states in which a system may be, given what it has logged so far, and how it may have come there. In: a model, what
 * is hidden, and one event after the other. Out: after each, every state that some behaviour explains, each with one
 * such behaviour, which is a shortest since the event before.
 *
 * A way is a list from its last step back to its beginning, shared by all ways that go on from there: those that lead
 * nowhere are forgotten by themselves.
 */
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter, type Outcome } from '../../ir/interpret.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import type { Value } from '../../ir/value.ts'
import { isAsGiven, type Sight, type Wanted, type WantedStep } from './wanted.ts'

export interface Way {
  readonly state: State
  /** equal for equal states only */
  readonly key: string
  /** null at an initial state */
  readonly before: Way | null
  /** the last step: its action, null at an initial state, and its choices */
  readonly action: Action | null
  readonly choices: readonly Value[]
  /** the event that the last step is part of; 0 where it is hidden, or there is none */
  readonly event: number
}

/** Thrown where there are more states than may be kept. */
export class TooManyStates extends Error {}

export class Behaviours {
  readonly model: Model
  private readonly hidden: readonly WantedStep[]
  private readonly ways: () => Ways
  private readonly keys: Keys
  private readonly interpreters = new Map<string, Interpreter>()
  private readonly hiddenSteps = new Map<string, readonly Omit<Way, 'before'>[]>()
  private readonly closures = new WeakMap<readonly Way[], readonly Way[]>()
  /** the most states that the system might have been in at one time */
  largest = 0

  /**
   * @param maxStates how many states the system may be in before the search gives up
   * @param visit is told every state that the system may be in, once at least
   */
  constructor(model: Model, hidden: readonly WantedStep[], maxStates: number, visit: (way: Way) => void = () => {}) {
    this.model = model
    this.hidden = hidden
    this.ways = () => new Ways(maxStates, visit)
    this.keys = new Keys(model)
  }

  /** The initial states of which `start` is true. */
  initial(start: Sight | null): readonly Way[] {
    const found = this.ways()
    new Interpreter(bare(this.model, [])).initialStates(outcome => {
      if (outcome.kind !== 'next') return
      const { state, choices } = outcome
      found.add({ state, key: this.keys.of(state), before: null, action: null, choices, event: 0 })
    })
    return found.list.filter(({ state }) => start === null || start.holds(state))
  }

  /** The states after an event, of those before it; none where nothing explains it. */
  after(ways: readonly Way[], wanted: Wanted, event: number): readonly Way[] {
    switch (wanted.kind) {
      case 'ignore':
        return ways
      case 'observe':
        return this.closure(ways).filter(({ state }) => wanted.sight.holds(state))
      case 'step':
        return this.stepped(ways, wanted, event)
      case 'sequence':
        return wanted.parts.reduce((current, part) => this.after(current, part, event), ways)
      case 'either': {
        const found = this.ways()
        for (const part of wanted.parts) for (const way of this.after(ways, part, event)) found.add(way)
        return found.list
      }
    }
  }

  /** With all states that hidden steps lead to, nearest first. */
  closure(ways: readonly Way[]): readonly Way[] {
    if (this.hidden.length === 0) return this.noted(ways)
    const known = this.closures.get(ways)
    if (known !== undefined) return known
    const found = this.ways()
    for (const way of ways) found.add(way)
    // The list grows on the way.
    for (const way of found.list) for (const next of this.hiddenFrom(way)) found.add({ ...next, before: way })
    this.closures.set(ways, found.list)
    return this.noted(found.list)
  }

  /** What the actions that a step may be of do in a state, for each choice that is as given. */
  outcomes(state: State, { actions, given }: WantedStep): Outcome[] {
    const found: Outcome[] = []
    this.interpreterOf(actions).successors(state, outcome => {
      if (isAsGiven(given, outcome.choices)) found.push(outcome)
    })
    return found
  }

  private stepped(ways: readonly Way[], wanted: WantedStep, event: number): readonly Way[] {
    const found = this.ways()
    for (const before of this.closure(ways)) {
      if (wanted.before?.holds(before.state) === false) continue
      for (const outcome of this.outcomes(before.state, wanted)) {
        if (outcome.kind !== 'next' || wanted.after?.holds(outcome.state) === false) continue
        const { state, action, choices } = outcome
        found.add({ state, key: this.keys.of(state), before, action, choices, event })
      }
    }
    return found.list
  }

  private hiddenFrom({ state, key }: Way): readonly Omit<Way, 'before'>[] {
    const known = this.hiddenSteps.get(key)
    if (known !== undefined) return known
    const steps = this.hidden.flatMap(each =>
      this.outcomes(state, each).flatMap(outcome => {
        if (outcome.kind !== 'next') return []
        const next = { state: outcome.state, key: this.keys.of(outcome.state) }
        return next.key === key ? [] : [{ ...next, action: outcome.action, choices: outcome.choices, event: 0 }]
      }),
    )
    if (this.hiddenSteps.size >= HIDDEN_STEPS_KEPT) this.hiddenSteps.clear()
    this.hiddenSteps.set(key, steps)
    return steps
  }

  private noted(ways: readonly Way[]): readonly Way[] {
    this.largest = Math.max(this.largest, ways.length)
    return ways
  }

  private interpreterOf(actions: readonly Action[]): Interpreter {
    const name = actions.map(action => action.name).join(' ')
    let found = this.interpreters.get(name)
    if (found === undefined) {
      found = new Interpreter(bare(this.model, actions))
      this.interpreters.set(name, found)
    }
    return found
  }
}

/** States recur in long logs: the hidden steps of so many are remembered. */
const HIDDEN_STEPS_KEPT = 50_000

/** The model with these actions, and without claims: an interpreter then enumerates no others. */
const bare = (model: Model, actions: readonly Action[]): Model => ({
  ...model,
  actions,
  properties: [],
  temporal: [],
  nonInterference: [],
})

/** A growing list of ways to different states, the first that was found to each. */
class Ways {
  readonly list: Way[] = []
  private readonly keys = new Set<string>()
  private readonly max: number
  private readonly visit: (way: Way) => void
  constructor(max: number, visit: (way: Way) => void) {
    this.max = max
    this.visit = visit
  }
  add(way: Way): void {
    if (this.keys.has(way.key)) return
    if (this.list.length >= this.max) throw new TooManyStates()
    this.keys.add(way.key)
    this.list.push(way)
    this.visit(way)
  }
}

/** Packed states as texts. */
class Keys {
  private readonly encoding: StateEncoding
  private readonly words: Uint32Array
  private readonly bytes: Buffer
  constructor({ variables }: Model) {
    this.encoding = new StateEncoding(variables)
    this.words = new Uint32Array(this.encoding.words)
    this.bytes = Buffer.from(this.words.buffer)
  }
  of(state: State): string {
    this.encoding.encode(state, this.words)
    return this.bytes.toString('latin1')
  }
}
