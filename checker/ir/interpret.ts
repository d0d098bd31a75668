/**
 * The reference interpreter: it defines what a model means. In: a model, and states of it. Out: initial states,
 * successors, and the truth of properties, in an order that depends on the model alone. Every other engine agrees
 * with it.
 */
import { Evaluator } from './evaluator.ts'
import type { Expr } from './expr.ts'
import type { Action, Branch, Check, Guard, Model, Predicate, Property, State } from './model.ts'
import { predicatesOf } from './temporal.ts'
import { cardinality } from './type.ts'
import { type Value, valueAt, valuesOf } from './value.ts'

/** What an action does for one choice of its parameters and picks. Where a guard is false, there is no outcome. */
export type Outcome =
  | { readonly kind: 'next'; readonly action: Action; readonly choices: readonly Value[]; readonly state: State }
  | { readonly kind: 'failure'; readonly action: Action; readonly choices: readonly Value[]; readonly check: Check }
// `choices`: the values of the parameters, then of the picks, in the order of the action's variables. Those of a
// failure end with the last pick before the failed check.

/** Takes one outcome. It must not start another enumeration on the same interpreter. */
export type OutcomeVisitor = (outcome: Outcome) => void

/** How often a guard let an action through, and how often not, over all choices made before it. */
export interface GuardCount {
  readonly guard: Guard
  passed: number
  refused: number
}

/** How often a branch went one way and the other: once for every choice with which the body came to it. */
export interface BranchCount {
  readonly branch: Branch
  held: number
  failed: number
}

/** `failed`: the first check that was false; the property has no truth value then. */
export type Evaluation = 'holds' | 'fails' | { readonly failed: Check }

export class Interpreter {
  private readonly guards = new Map<Action, readonly GuardCount[]>()
  private readonly branches = new Map<Action, readonly BranchCount[]>()
  private readonly visitInitial: (visit: OutcomeVisitor) => void
  private readonly visitActions: readonly ((visit: OutcomeVisitor) => void)[]
  private readonly actions: Evaluator
  // Properties have a frame of their own, so that they can be evaluated while successors are being visited.
  private readonly properties: Evaluator

  readonly model: Model
  /** @param countsBranches whether branches are counted, which takes time; guards always are */
  constructor(model: Model, { countsBranches = false }: { readonly countsBranches?: boolean } = {}) {
    this.model = model
    const counted = countsBranches ? model.actions.flatMap(({ branches }) => branches) : []
    this.actions = new Evaluator([
      ...[model.initial, ...model.actions].flatMap(expressionsOf),
      ...counted.flatMap(({ when, condition }) => [when, condition]),
    ])
    const predicates = [
      ...model.properties,
      ...model.nonInterference,
      ...model.temporal.flatMap(({ formula }) => predicatesOf(formula)),
    ]
    const initially = model.properties.flatMap(p => (p.refinement === undefined ? [] : [p.refinement.initial]))
    this.properties = new Evaluator([
      ...predicates.flatMap(p => [...p.checks.map(c => c.condition), p.body]),
      ...initially,
    ])
    this.visitInitial = this.compile(model.initial, [])
    this.visitActions = model.actions.map(action => this.compile(action, countsBranches ? action.branches : []))
  }

  /** Visits the outcomes of the initial action. */
  initialStates(visit: OutcomeVisitor): void {
    this.visitInitial(visit)
  }

  /**
   * Visits the outcomes of all actions in `state`: actions in declaration order; of each, the choices in rank order,
   * the last one varying fastest. A state that is reached by several choices is visited once for each.
   */
  successors(state: State, visit: OutcomeVisitor): void {
    this.actions.setStates(state)
    for (const visitAction of this.visitActions) visitAction(visit)
  }

  /** Whether a property or predicate of this model is true of `state`, or of the step from `state` to `next`. */
  evaluate(predicate: Predicate, state: State, next: State = state): Evaluation {
    this.properties.setStates(state, next)
    for (const check of predicate.checks) {
      if (this.properties.closureOf(check.condition)() !== true) return { failed: check }
    }
    return this.properties.closureOf(predicate.body)() === true ? 'holds' : 'fails'
  }
  /** Whether a refinement (of this model) is true of `state` as an initial state. */
  evaluateInitial(property: Property, state: State): Evaluation {
    const { refinement } = property
    const result = this.evaluate(property, state)
    if (refinement === undefined || typeof result !== 'string') return result
    return this.properties.closureOf(refinement.initial)() === true ? 'holds' : 'fails'
  }

  /** How often each guard of `action`, in order, was evaluated so far. */
  guardCounts(action: Action): readonly GuardCount[] {
    return this.guards.get(action) ?? []
  }

  /** How often each branch of `action`, in order, went either way so far; none where they are not counted. */
  branchCounts(action: Action): readonly BranchCount[] {
    return this.branches.get(action) ?? []
  }

  /**
   * An action as one function, built from its last step to its first. Leading guards are tested before the loops over
   * the parameters that they do not read, and then count for every choice that they stand for.
   */
  private compile(action: Action, branches: readonly Branch[]): (visit: OutcomeVisitor) => void {
    const { actions: evaluator } = this
    const { parameters } = action
    const guards: GuardCount[] = []
    const branchCounts: BranchCount[] = branches.map(branch => ({ branch, held: 0, failed: 0 }))
    let visit: OutcomeVisitor = () => {}

    type Run = () => void
    /** wraps what follows; the outermost step comes first */
    const wraps: ((rest: Run) => Run)[] = []
    let chosen = 0
    const choose = (index: number, values: () => readonly Value[]) => {
      if (index !== chosen++) throw new TypeError(`the choices of ${action.name} are out of order`)
      wraps.push(rest => () => {
        for (const value of values()) {
          evaluator.setParameter(index, value)
          rest()
        }
      })
    }
    const chooseParameters = (count: number) => {
      for (const { index, type } of parameters.slice(chosen, count)) {
        const values = valuesOf(type)
        choose(index, () => values)
      }
    }
    /** how many choices what is counted here stands for */
    const weightNow = () => parameters.slice(chosen).reduce((n, p) => n * cardinality(p.type), 1)
    const countBranches = (after: number) => {
      for (const count of branchCounts.filter(({ branch }) => branch.after === after)) {
        const { when, condition } = count.branch
        chooseParameters(Math.max(evaluator.parametersRead(when), evaluator.parametersRead(condition)))
        const [isReached, holds] = [evaluator.closureOf(when), evaluator.closureOf(condition)]
        const weight = weightNow()
        wraps.push(rest => () => {
          if (isReached() === true) {
            if (holds() === true) count.held += weight
            else count.failed += weight
          }
          rest()
        })
      }
    }
    for (const [index, step] of action.steps.entries()) {
      countBranches(index)
      if (step.kind !== 'guard') chooseParameters(parameters.length)
      if (step.kind === 'choose') {
        const { variable } = step
        const values = valuesOf(variable.type)
        const only = [valueAt(variable.type, 0)]
        const when = evaluator.closureOf(step.when)
        choose(variable.index, () => (when() === true ? values : only))
      } else {
        const condition = evaluator.closureOf(step.condition)
        if (step.kind === 'guard') {
          chooseParameters(evaluator.parametersRead(step.condition))
          const weight = weightNow()
          const count: GuardCount = { guard: step, passed: 0, refused: 0 }
          guards.push(count)
          wraps.push(rest => () => {
            if (condition() === true) {
              count.passed += weight
              rest()
            } else {
              count.refused += weight
            }
          })
        } else {
          const made = chosen
          wraps.push(rest => () => {
            if (condition() === true) rest()
            else visit({ kind: 'failure', action, choices: evaluator.parameters(made), check: step })
          })
        }
      }
    }
    countBranches(action.steps.length)
    chooseParameters(parameters.length)
    this.guards.set(action, guards)
    this.branches.set(action, branchCounts)
    const next = action.next.map(evaluator.closureOf)
    const leave: Run = () =>
      visit({ kind: 'next', action, choices: evaluator.parameters(chosen), state: next.map(value => value()) })
    const run = wraps.reduceRight((rest, wrap) => wrap(rest), leave)
    return visitor => {
      visit = visitor
      run()
    }
  }
}

function expressionsOf(action: Action): Expr[] {
  return [...action.steps.map(step => (step.kind === 'choose' ? step.when : step.condition)), ...action.next]
}
