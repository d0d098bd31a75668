/**
 * Answers the questions of the search for an invariant by a solver. In: a model as a transition system, and which states
 * are bad. Out: an oracle over states of the model.
 *
 * Two dialogues: one about initial states alone, which is small, and one about single steps. Whatever is to hold for one
 * query only has a literal of its own, which implies it: atoms of cubes before and after the step, lemmas, cubes that are
 * left out. Cores of these literals are what cubes are generalised by.
 */
import type { Expr } from '../../../ir/expr.ts'
import type { State } from '../../../ir/model.ts'
import type { Answer, Session, SessionOptions } from '../../../solver/session.ts'
import { openSession } from '../../../solver/session.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { claimOf } from './claim.ts'
import { Inconclusive } from './inconclusive.ts'
import { asserted, literal } from './invariantCheck.ts'
import type { Lemma } from './lemmas.ts'
import type { Frame, Oracle } from './search.ts'
import { atomOf, type Cube, isNegative, type Literal, negated, type Vocabulary } from './vocabulary.ts'

/** Cubes left out of one query stay in the solver as dead weight; after so many, it starts afresh. */
const EXCLUSIONS_MAX = 2_000

export class StepOracle implements Oracle<State> {
  private readonly system: TransitionSystem
  private readonly vocabulary: Vocabulary
  private readonly badness: Badness
  private readonly known: readonly Expr[]
  private readonly options: SessionOptions
  private initial: Atoms | null = null
  private steps: Atoms | null = null
  private lemmasTold = new Set<Lemma>()
  private exclusions = 0
  queries = 0

  /** @param known what is true of all reachable states, as was proved */
  constructor(
    system: TransitionSystem,
    vocabulary: Vocabulary,
    badness: Badness,
    known: readonly Expr[],
    options: SessionOptions,
  ) {
    this.system = system
    this.vocabulary = vocabulary
    this.badness = badness
    this.known = known
    this.options = { ...options, logic: 'QF_BV' }
  }

  async bad({ level, lemmas }: Frame): Promise<State | null> {
    const steps = await this.stepSession()
    const assumptions = [...this.frameLiterals(steps, level, lemmas), 'isBad']
    return (await this.isSatisfied(steps, assumptions)) ? this.stateOf(steps) : null
  }

  /** A state that is bad initially, if there is one. */
  async badInitially(): Promise<State | null> {
    const steps = await this.stepSession()
    return (await this.isSatisfied(steps, ['isBadInitially'])) ? this.stateOf(steps) : null
  }

  async predecessor(cube: Cube, { level, lemmas }: Frame, excluded: readonly Cube[]) {
    const steps = await this.stepSession()
    const after = cube.map(literal => steps.literal(literal, 1))
    const assumptions = [...this.frameLiterals(steps, level, lemmas), ...this.exclusion(steps, excluded), 'isStep', ...after]
    if (await this.isSatisfied(steps, assumptions)) return { state: await this.stateOf(steps) }
    const core = new Set(await steps.session.core())
    return { core: cube.filter((_, i) => core.has(after[i] as string)) }
  }

  async excludesInitial(cube: Cube): Promise<Cube | null> {
    const initial = await this.initialSession()
    const literals = cube.map(literal => initial.literal(literal, 0))
    if (await this.isSatisfied(initial, literals)) return null
    const core = new Set(await initial.session.core())
    return cube.filter((_, i) => core.has(literals[i] as string))
  }

  cubeOfState(state: State): Cube {
    return this.vocabulary.cubeOfState(state)
  }
  images(cube: Cube): readonly Cube[] {
    return this.vocabulary.images(cube)
  }
  weaker(literal: Literal): readonly Literal[] {
    return this.vocabulary.weaker(literal)
  }

  async close(): Promise<void> {
    await Promise.all([this.initial?.session.close(), this.steps?.session.close()])
  }

  private async initialSession(): Promise<Atoms> {
    if (this.initial !== null) return this.initial
    const session = await openSession(this.named('initial'))
    this.initial = new Atoms(session, this.system, this.vocabulary)
    session.tell(`${this.system.state(0)}\n${this.system.initial(0)}\n(assert |initial@0|)`)
    return this.initial
  }
  private async stepSession(): Promise<Atoms> {
    if (this.exclusions > EXCLUSIONS_MAX) {
      await this.steps?.session.close()
      this.steps = null
    }
    if (this.steps !== null) return this.steps
    const { system, badness } = this
    const session = await openSession(this.named('steps'))
    this.steps = new Atoms(session, system, this.vocabulary)
    this.lemmasTold = new Set()
    this.exclusions = 0
    session.tell(
      [
        system.state(0),
        system.state(1),
        system.initial(0),
        system.step(0, 1),
        ...badness.commands,
        ...literal('isInitial', '|initial@0|'),
        ...literal('isStep', '|step@0|'),
        ...literal('isBad', badness.condition),
        ...literal('isBadInitially', badness.initialCondition),
        ...asserted(system, this.known),
      ].join('\n'),
    )
    return this.steps
  }
  private named(part: string): SessionOptions {
    const { dump } = this.options
    return dump === undefined ? this.options : { ...this.options, dump: { ...dump, name: `${dump.name}-${part}` } }
  }

  private frameLiterals(steps: Atoms, level: number, lemmas: readonly Lemma[]): string[] {
    if (level === 0) return ['isInitial']
    return lemmas.map(lemma => {
      const name = `lemma${lemma.id}`
      if (!this.lemmasTold.has(lemma)) {
        steps.tellExcluded(name, lemma.cubes)
        this.lemmasTold.add(lemma)
      }
      return name
    })
  }
  private exclusion(steps: Atoms, cubes: readonly Cube[]): string[] {
    if (cubes.length === 0) return []
    const name = `outside${this.exclusions++}`
    steps.tellExcluded(name, cubes)
    return [name]
  }

  private async isSatisfied({ session }: Atoms, assumptions: readonly string[]): Promise<boolean> {
    this.queries++
    const answer: Answer = await session.check(assumptions)
    if (answer.kind === 'unknown') throw new Inconclusive(answer)
    return answer.kind === 'sat'
  }
  private async stateOf({ session }: Atoms): Promise<State> {
    return this.system.decode(await session.values(this.system.cells.map((_, i) => this.system.cell(0, i))))
  }
}

/** A session, and the literals that it knows: each atom at each frame is a Boolean that is declared when it is first used. */
class Atoms {
  readonly session: Session
  private readonly system: TransitionSystem
  private readonly vocabulary: Vocabulary
  private readonly told = new Set<string>()

  constructor(session: Session, system: TransitionSystem, vocabulary: Vocabulary) {
    this.session = session
    this.system = system
    this.vocabulary = vocabulary
  }

  literal(literal: Literal, frame: 0 | 1): string {
    const atom = atomOf(literal)
    const name = `atom${atom}.${frame}`
    if (!this.told.has(name)) {
      this.told.add(name)
      const definition = `atom ${atom}@${frame}`
      const body = this.vocabulary.atomExpr(atom)
      this.session.tell(this.system.predicate(definition, claimOf(this.system.model, body), frame))
      this.session.tell(`(declare-const ${name} Bool) (assert (= ${name} |${definition}|))`)
    }
    return isNegative(literal) ? `(not ${name})` : name
  }
  /** Declares a Boolean that implies that the state before the step is in none of the cubes. */
  tellExcluded(name: string, cubes: readonly Cube[]): void {
    const clauses = cubes.map(cube => `(or (not ${name}) ${cube.map(l => this.literal(negated(l), 0)).join(' ')})`)
    this.session.tell(`(declare-const ${name} Bool)\n${clauses.map(clause => `(assert ${clause})`).join('\n')}`)
  }
}
