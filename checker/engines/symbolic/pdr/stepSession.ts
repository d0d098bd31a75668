/**
 * A dialogue with a solver about single steps of a model. Frame 0 is the state before the step, frame 1 the one after it.
 *
 * Whatever is to hold for one query only has a literal, a Boolean that implies it: that the state is an initial one or a bad
 * one, atoms of cubes, lemmas, cubes left out. Literals are declared when they are first used; a query assumes some of
 * them, and the solver keeps what it has learnt from one query to the next.
 */
import type { Expr } from '../../../ir/expr.ts'
import type { Model, State } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'
import { openSession, type Session, type SessionOptions } from '../../../solver/session.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { Inconclusive } from './inconclusive.ts'
import { atomOf, type Cube, isNegative, type Literal, negated, type Vocabulary } from './vocabulary.ts'

/** Cubes left out of one query stay in the solver as dead weight; after so many of them it starts afresh. */
const EXCLUSIONS_MAX = 3_000

export class StepSession {
  readonly system: TransitionSystem
  private readonly options: SessionOptions
  private session: Session | null = null
  private names = new Map<unknown, string>()
  private known: readonly Expr[] = []
  private exclusions = 0
  queries = 0

  constructor(system: TransitionSystem, options: SessionOptions) {
    this.system = system
    this.options = { ...options, logic: 'QF_BV' }
  }

  /** Whether the assumptions can be true together. @throws Inconclusive where the solver does not know */
  async isPossible(assumptions: readonly string[]): Promise<boolean> {
    this.queries++
    const answer = await (await this.open()).check(assumptions)
    if (answer.kind === 'unknown') {
      await this.restart()
      throw new Inconclusive(answer)
    }
    return answer.kind === 'sat'
  }
  /** After a possible query: the state before the step. */
  stateBefore(): Promise<State> {
    return this.stateAt(0)
  }
  stateAfter(): Promise<State> {
    return this.stateAt(1)
  }
  private async stateAt(frame: 0 | 1): Promise<State> {
    const { system } = this
    return system.decode(await (await this.open()).values(system.cells.map((_, i) => system.cell(frame, i))))
  }
  /** After an impossible query: assumptions that cannot be true together. */
  async core(): Promise<ReadonlySet<string>> {
    return new Set(await (await this.open()).core())
  }
  async close(): Promise<void> {
    await this.session?.close()
    this.session = null
  }

  /** From now on, every state satisfies these as well. */
  know(conditions: readonly Expr[]): void {
    this.known = [...this.known, ...conditions]
    if (this.session !== null) this.assert(conditions)
  }
  /** Starts afresh, with nothing known. */
  async forget(): Promise<void> {
    this.known = []
    await this.restart()
  }
  /** Before the literals of a query: a solver that has enough dead weight is left for a new one. */
  async refresh(): Promise<void> {
    if (this.exclusions > EXCLUSIONS_MAX) await this.restart()
    await this.open()
  }

  bad({ name, commands, condition, initialCondition }: Badness): {
    readonly isBad: string
    readonly isBadInitially: string
  } {
    for (const command of commands) this.once(command, () => this.tell(command))
    return {
      isBad: this.literal(`${name} bad`, () => condition),
      isBadInitially: this.literal(`${name} initially bad`, () => initialCondition),
    }
  }
  atom(literal: Literal, frame: 0 | 1, vocabulary: Vocabulary): string {
    const atom = atomOf(literal)
    const name = this.condition(vocabulary.atomExpr(atom), frame)
    return isNegative(literal) ? `(not ${name})` : name
  }
  /** A Boolean that is true exactly if the condition is, before the step or after it. */
  condition(condition: Expr, frame: 0 | 1): string {
    const definition = `condition ${condition.id}@${frame}`
    return this.once(definition, () => {
      this.tell(this.system.predicate(definition, claimOf(this.system.model, condition), frame))
      const name = `c${condition.id}.${frame}`
      this.tell(`(declare-const ${name} Bool) (assert (= ${name} |${definition}|))`)
      return name
    })
  }
  /** That the state before the step is in none of the cubes; `cubes` is kept as it is for as long as the name is used. */
  outside(cubes: readonly Cube[], vocabulary: Vocabulary): string {
    return this.once(cubes, () => {
      const name = `outside${this.exclusions++}`
      const clauses = cubes.map(cube => cube.map(l => this.atom(negated(l), 0, vocabulary)).join(' '))
      this.tell(`(declare-const ${name} Bool)\n${clauses.map(c => `(assert (or (not ${name}) ${c}))`).join('\n')}`)
      return name
    })
  }

  /** That one of the conditions is false at a frame; and for each of them, that it is the one. */
  lost(conditions: readonly Expr[], frame: 0 | 1): { readonly some: string; readonly each: readonly string[] } {
    const each = conditions.map(c => this.literal(`lost ${c.id}@${frame}`, () => `(not ${this.condition(c, frame)})`))
    const some = this.literal(`lost ${each.join()}`, () => `(or false ${each.join(' ')})`)
    return { some, each }
  }

  private literal(key: string, formula: () => string): string {
    return this.once(key, () => {
      const name = `a${this.names.size}`
      this.tell(literal(name, formula()).join(' '))
      return name
    })
  }
  private once(key: unknown, make: () => string | undefined): string {
    let name = this.names.get(key)
    if (name === undefined) {
      name = make() ?? ''
      this.names.set(key, name)
    }
    return name
  }
  private tell(commands: string): undefined {
    if (this.session === null) throw new TypeError('nobody is there to be told')
    this.session.tell(commands)
  }
  private async restart(): Promise<void> {
    await this.close()
    this.names = new Map()
    this.exclusions = 0
  }
  private async open(): Promise<Session> {
    if (this.session !== null) return this.session
    const { system } = this
    this.session = await openSession(this.options)
    this.tell(
      [
        system.state(0),
        system.state(1),
        system.initial(0),
        system.step(0, 1),
        ...literal('isInitial', '|initial@0|'),
        ...literal('isStep', '|step@0|'),
      ].join('\n'),
    )
    this.assert(this.known)
    return this.session
  }
  private assert(conditions: readonly Expr[]): void {
    for (const condition of conditions) {
      for (const frame of [0, 1] as const) this.tell(`(assert ${this.condition(condition, frame)})`)
    }
  }
}

/** Declares a Boolean that implies the formula. */
export const literal = (name: string, formula: string): string[] => [
  `(declare-const ${name} Bool)`,
  `(assert (=> ${name} ${formula}))`,
]

/** What `body` says of a state, as a predicate; it is for the caller to see that nothing is read that is not there. */
export const claimOf = (model: Model, body: Expr): Predicate => ({
  checks: [],
  body,
  span: model.initial.span,
  origins: new Map(),
})
