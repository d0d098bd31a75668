/**
 * Induction over single steps: all invariants are assumed together, each action is a question of its own, and what an action
 * breaks is assumed no longer. In: a model as a transition system, claims, and facts. Out: the claims that hold in all
 * reachable states, with what their proofs rely on, and why the others are not proved.
 */
import { Interpreter } from '../../../ir/interpret.ts'
import type { Action, Guard } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'
import type { Session, Answer as SolverAnswer } from '../../../solver/session.ts'
import type { Proof } from '../../../verdict/verdict.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { type Claim, isInvariant } from './claims.ts'
import type { Fault } from './fault.ts'
import { type Due, greatestSubset, type Questions } from './greatestSubset.ts'
import { ObligationSolver } from './obligationSolver.ts'
import { type Obligation, obligationsOf } from './obligations.ts'

export interface InductionOptions {
  /** opens a session for a worker */
  openSession(name: string): Promise<Session>
  readonly workers: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: NonNullable<Questions<Claim, Obligation, Fault>['onProgress']>
}

export class PlainInduction {
  readonly proved = new Map<Claim, Proof>()
  readonly unproved = new Map<Claim, Fault>()
  private readonly claims: readonly Claim[]
  private readonly actions: readonly Action[]
  private readonly solvers: readonly ObligationSolver[]
  private readonly guards: ReadonlyMap<Obligation, readonly Guard[]>

  private constructor(
    claims: readonly Claim[],
    actions: readonly Action[],
    solvers: readonly ObligationSolver[],
    guards: ReadonlyMap<Obligation, readonly Guard[]>,
  ) {
    this.claims = claims
    this.actions = actions
    this.solvers = solvers
    this.guards = guards
  }

  /** @param known what is true of all reachable states */
  static async begin(
    system: TransitionSystem,
    claims: readonly Claim[],
    known: readonly Predicate[],
    { openSession, workers }: InductionOptions,
  ): Promise<PlainInduction> {
    const interpreter = new Interpreter(system.model)
    const guards = new Map<Obligation, readonly Guard[]>()
    const solvers: ObligationSolver[] = []
    for (let i = 0; i < workers; i++) {
      solvers.push(
        new ObligationSolver(await openSession(`induction-${i + 1}`), system, interpreter, claims, known, guards),
      )
    }
    return new PlainInduction(claims, system.model.actions, solvers, guards)
  }

  /** Whether there is an initial state; without one, everything can be proved. */
  hasInitialState(): Promise<SolverAnswer> {
    return this.first.hasInitialState()
  }

  async run({ signal, onProgress }: InductionOptions): Promise<void> {
    const { solvers, claims, guards } = this
    const due = dueOf(claims, this.actions)
    const { stands, fallen } = await greatestSubset<Claim, Obligation, Fault>({
      claims,
      due,
      ask: ({ claim, obligation }, standing, worker) =>
        (solvers[worker] as ObligationSolver).ask(claim, obligation, standing),
      workers: solvers.length,
      signal,
      onProgress,
    })
    for (const [claim, obligations] of stands) {
      const needs = new Set([...obligations.values()].flatMap(each => [...each]))
      this.proved.set(claim, {
        steps: isInvariant(claim) ? 1 : 0,
        needs: [...needs].filter(each => each !== claim).map(({ name }) => name),
        guards:
          claim.kind === 'failures'
            ? guardsBeforeChecks(this.actions)
            : [...obligations.keys()].flatMap(obligation =>
                obligation.kind === 'step'
                  ? (guards.get(obligation) ?? []).map(({ span }) => ({ action: obligation.action.name, span }))
                  : [],
              ),
      })
    }
    for (const [claim, fault] of fallen) this.unproved.set(claim, fault)
  }

  /** Whether something is true of any state in which all proved claims are, or of any step from such a state. */
  async isPossible({ kind }: Claim, predicate: Predicate): Promise<boolean> {
    const { system } = this.first
    const proved = [...this.proved.keys()]
    const subjects = kind === 'step' || kind === 'refinement' ? this.actions : [undefined]
    for (const action of subjects) {
      const answer = await this.first.isPossible(name => system.predicate(name, predicate, 0, 1), proved, action)
      if (answer.kind !== 'unsat') return true
    }
    return false
  }

  get queries(): number {
    return this.solvers.reduce((sum, { queries }) => sum + queries, 0)
  }
  async close(): Promise<void> {
    await Promise.all(this.solvers.map(solver => solver.close()))
  }
  private get first(): ObligationSolver {
    return this.solvers[0] as ObligationSolver
  }
}

/** One subject after the other, as a solver is slow to change it. */
function dueOf(claims: readonly Claim[], actions: readonly Action[]): Due<Claim, Obligation>[] {
  const due = claims.flatMap(claim => obligationsOf(claim, actions).map(obligation => ({ claim, obligation })))
  const rank = ({ obligation }: Due<Claim, Obligation>) =>
    obligation.kind === 'initially'
      ? -1
      : obligation.kind === 'step'
        ? actions.indexOf(obligation.action)
        : actions.length
  return due.sort((a, b) => rank(a) - rank(b))
}

/** The guards that keep checks from failing; it is not found out whether all of them have to. */
const guardsBeforeChecks = (actions: readonly Action[]) =>
  actions.flatMap(({ name, steps }) => {
    const lastCheck = steps.findLastIndex(({ kind }) => kind === 'check')
    return steps.slice(0, lastCheck + 1).flatMap(({ kind, span }) => (kind === 'guard' ? [{ action: name, span }] : []))
  })
