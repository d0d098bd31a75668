/**
 * Asks a solver about obligations. In: a session, a model as a transition system, and claims about it. Out: the answer to
 * one obligation after the other, under the claims that are assumed for it. What is said to be broken is looked at by the
 * interpreter; what is kept is asked once more with what it is said to need alone.
 *
 * Every condition that only some queries use has a Boolean of its own that implies it: by these the solver tells what a
 * proof needed. What is said of an action is told when it is first asked about, and never taken back: the solver has to
 * start afresh after that, which takes longer than all of its answers.
 */
import type { Interpreter } from '../../../ir/interpret.ts'
import type { Action, Guard, State } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'
import type { Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { unknownReason } from '../unknownReason.ts'
import { brokenAt, brokenInitially, type Claim, isInvariant, surroundings } from './claims.ts'
import { faultIn, faultsInitially, faultsOfStep } from './counterexample.ts'
import type { Fault } from './fault.ts'
import type { Answer } from './greatestSubset.ts'
import type { Obligation } from './obligations.ts'
import { smallCore } from './smallCore.ts'

/** What an obligation is about: an action, initial states, or a state alone. */
type Subject = Action | 'initially' | 'now'

export class ObligationSolver {
  queries = 0
  private possibilities = 0
  private readonly session: Session
  readonly system: TransitionSystem
  private readonly interpreter: Interpreter
  private readonly claims: readonly Claim[]
  private readonly guards: Map<Obligation, readonly Guard[]>
  private readonly told = new Set<Subject>()

  /**
   * @param claims all that will be asked about or assumed
   * @param known what is true of all reachable states
   * @param guards is filled with the guards that the answers needed
   */
  constructor(
    session: Session,
    system: TransitionSystem,
    interpreter: Interpreter,
    claims: readonly Claim[],
    known: readonly Predicate[],
    guards: Map<Obligation, readonly Guard[]>,
  ) {
    this.session = session
    this.system = system
    this.interpreter = interpreter
    this.claims = claims
    this.guards = guards
    const facts = known.flatMap((fact, i) => [system.predicate(`known ${i}`, fact, 0), `(assert |known ${i}|)`])
    session.tell([system.state(0), system.state(1), ...facts].join('\n'))
    for (const claim of claims.filter(isInvariant)) {
      const holds = this.name('holds', claim)
      if (claim.property !== null) session.tell(system.predicate(holds, claim.property, 0))
      session.tell(assumption(this.name('assume', claim), `|${holds}|`))
    }
    for (const claim of claims.filter(({ property }) => property !== null)) {
      const frame = isInvariant(claim) ? 1 : 0
      session.tell(brokenAt(system, claim, this.name('broken', claim), frame, 1))
    }
  }

  async ask(claim: Claim, obligation: Obligation, standing: readonly Claim[]): Promise<Answer<Claim, Fault>> {
    const subject = subjectOf(obligation)
    this.tell(subject)
    const assumed = obligation.kind === 'initially' ? [] : standing.filter(isInvariant)
    const claimOf = new Map(assumed.map(each => [`|${this.name('assume', each)}|`, each]))
    const guardOf = this.guardsOf(obligation)
    const asked = [`|${this.name(`deny ${this.nameOf(subject)}`, claim)}|`, ...this.supposed(subject)]
    const literals = [...asked, ...guardOf.keys(), ...claimOf.keys()]
    const answer = await this.check(literals)
    if (answer.kind === 'unknown') return { kind: 'open', fault: { kind: 'unknown', reason: unknownReason(answer) } }
    if (answer.kind === 'sat') {
      const faults = await this.faults(claim, obligation, standing, assumed)
      if (!faults.has(claim)) throw new InternalError(`a solver breaks ${claim.name} where the interpreter does not`)
      return { kind: 'broken', faults }
    }
    const needed = await smallCore(this.session, new Set([...guardOf.keys(), ...claimOf.keys()]), claim.name)
    this.queries += needed.queries
    const always = obligation.kind === 'step' ? this.system.decisiveGuards(obligation.action) : new Set<number>()
    const guards = [...guardOf].filter(([name], i) => needed.core.includes(name) || always.has(i))
    this.guards.set(
      obligation,
      guards.map(([, guard]) => guard),
    )
    return { kind: 'kept', needs: new Set(needed.core.flatMap(name => claimOf.get(name) ?? [])) }
  }

  /** Whether something can be true of a state or step, given what is assumed; told and taken back. */
  async isPossible(condition: (name: string) => string, standing: readonly Claim[], action?: Action) {
    const subject = action ?? 'now'
    this.tell(subject)
    const name = `possible ${this.possibilities++}`
    this.session.tell(`${condition(name)}\n${assumption(`${name}, asked`, `|${name}|`)}`)
    const guards = action === undefined ? [] : this.system.guardNames(action, 0)
    const assumed = standing.filter(isInvariant).map(each => `|${this.name('assume', each)}|`)
    return this.check([`|${name}, asked|`, ...this.supposed(subject), ...guards, ...assumed])
  }

  /** Whether there is an initial state. */
  hasInitialState() {
    this.tell('initially')
    return this.check(['|is initial|'])
  }

  close(): Promise<void> {
    return this.session.close()
  }

  private check(literals: readonly string[]) {
    this.queries++
    return this.session.check(literals)
  }

  /** What the interpreter sees in what the solver has found. */
  private async faults(
    claim: Claim,
    obligation: Obligation,
    standing: readonly Claim[],
    assumed: readonly Claim[],
  ): Promise<ReadonlyMap<Claim, Fault>> {
    const { interpreter, system } = this
    if (obligation.kind === 'initially') {
      if (claim.kind === 'failures') return new Map([[claim, { kind: 'initial' }]])
      return faultsInitially(interpreter, standing, await this.state(0))
    }
    if (obligation.kind === 'now') {
      const fault = faultIn(interpreter, claim, assumed, await this.state(0))
      return new Map(fault === null ? [] : [[claim, fault]])
    }
    const { action } = obligation
    const [state, next] = [await this.state(0), await this.state(1)]
    const { choices } = system.decodeStep(await this.session.values(system.stepTerms(0, action)), action)
    return faultsOfStep(interpreter, standing, assumed, state, { action: action.name, choices, state: next })
  }
  private async state(frame: number): Promise<State> {
    const { session, system } = this
    return system.decode(await session.values(system.cells.map((_, i) => system.cell(frame, i))))
  }

  /** Makes the solver know this subject. */
  private tell(subject: Subject): void {
    if (this.told.has(subject)) return
    this.told.add(subject)
    this.session.tell(this.commandsFor(subject))
  }
  private supposed(subject: Subject): string[] {
    return typeof subject === 'string' ? [] : [`|suppose ${this.nameOf(subject)}|`]
  }
  private nameOf(subject: Subject): string {
    return typeof subject === 'string' ? subject : `action ${this.system.model.actions.indexOf(subject)}`
  }
  private commandsFor(subject: Subject): string {
    const { system, claims } = this
    const denials = (of: (claim: Claim) => string | null) =>
      claims.flatMap(claim => {
        const condition = of(claim)
        return condition === null ? [] : [assumption(this.name(`deny ${this.nameOf(subject)}`, claim), condition)]
      })
    if (subject === 'initially') {
      const ofInitialStates = claims.filter(({ kind }) => kind !== 'step' && kind !== 'deadlock')
      return [
        system.initial(0),
        system.initialFailure(0),
        assumption('is initial', '|initial@0|'),
        ...ofInitialStates.map(claim => brokenInitially(system, claim, this.name('broken first', claim), 0)),
        ...denials(claim => {
          if (!ofInitialStates.includes(claim)) return null
          const broken = `|${this.name('broken first', claim)}|`
          // where the initial action fails, there is no state
          return claim.kind === 'failures' ? broken : `(and |initial@0| ${broken})`
        }),
      ].join('\n')
    }
    if (subject === 'now') {
      const spoken = claims.filter(({ property }) => property === null)
      return [
        surroundings(system, spoken, 0),
        ...spoken.map(claim => brokenAt(system, claim, this.name('broken', claim), 0, 1)),
        ...denials(claim => (claim.property === null ? `|${this.name('broken', claim)}|` : null)),
      ].join('\n')
    }
    return [
      system.actionStep(subject, 0, 1, true),
      assumption(`suppose ${this.nameOf(subject)}`, system.actionStepName(subject, 0)),
      ...denials(claim => (claim.property === null ? null : `|${this.name('broken', claim)}|`)),
    ].join('\n')
  }
  private guardsOf(obligation: Obligation): Map<string, Guard> {
    if (obligation.kind !== 'step') return new Map()
    const { action } = obligation
    const guards = action.steps.filter(step => step.kind === 'guard')
    return new Map(this.system.guardNames(action, 0).map((name, i) => [name, guards[i] as Guard]))
  }
  private name(role: string, claim: Claim): string {
    return `${role} ${this.claims.indexOf(claim)}`
  }
}

/** Declares a Boolean that implies the condition. */
const assumption = (name: string, condition: string): string =>
  `(declare-const |${name}| Bool)\n(assert (or (not |${name}|) ${condition}))`

const subjectOf = (obligation: Obligation): Subject =>
  obligation.kind === 'step' ? obligation.action : obligation.kind
