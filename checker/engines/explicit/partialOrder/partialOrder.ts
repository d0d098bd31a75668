/**
 * Partial-order reduction of a search: of the steps from a state, those are taken that cannot be told from the others by
 * order. In: a model, and what is asked of it. Out: for each state the outcomes that the search visits. Kept are every
 * deadlock, every failure, every action that can happen, and the truth of the properties asked for; not kept are the
 * number of states and the length of traces.
 */
import { leaves } from '../../../codegen/cells.ts'
import { Equivalence } from '../../../codegen/equivalence.ts'
import { Bindings, Flattener } from '../../../codegen/flatten.ts'
import { packedState, programOf, treeOf } from '../../../codegen/program.ts'
import { NotCompilable, TermPool } from '../../../codegen/terms.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { Interpreter, Outcome } from '../../../ir/interpret.ts'
import type { Model, Property, State } from '../../../ir/model.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { cardinality } from '../../../ir/type.ts'
import { rankOf } from '../../../ir/value.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { Span } from '../../../source/span.ts'
import { Supports, transitionsOf } from './dependence.ts'
import { StubbornSets } from './stubbornSets.ts'

const TERMS_MAX = 1_000_000

/** Takes an outcome. @returns whether it led to a new state */
export type Visit = (outcome: Outcome) => boolean

export class PartialOrder {
  /** premises of steps that may come true where nothing that they read changes: such steps may be left out */
  readonly uncertain: ReadonlySet<Expr>
  private readonly sets: StubbornSets
  /** the first transition of each action, by name */
  private readonly firstOf = new Map<string, number>()

  private constructor(model: Model, { visible, uncertain }: View) {
    this.uncertain = uncertain
    const program = programOf(model, () => false)
    const transitions = transitionsOf(program, visible)
    for (const { index, action, choice } of transitions) {
      if (choice === 0) this.firstOf.set((model.actions[action] as { name: string }).name, index)
    }
    this.sets = new StubbornSets(transitions, program.cells)
  }

  /**
   * @param asked the properties that the answer is about
   * @throws SpecError VON4010 where something would not survive the reduction
   */
  static of(model: Model, asked: readonly Property[]): PartialOrder {
    const constraint = model.properties.find(p => p.kind === 'constraint')
    if (constraint !== undefined) {
      throw unreducible(constraint.span, `constraint ${constraint.name} depends on which states are explored`)
    }
    try {
      return new PartialOrder(model, viewOf(model, asked))
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error
      throw unreducible(model.initial.span, `the model is too large for it: ${error.message}`)
    }
  }

  /** Visits the outcomes to be taken in a state; all of them if the others would wait for ever. */
  expand(interpreter: Interpreter, state: State, packed: Uint32Array, visit: Visit): void {
    const outcomes: Outcome[] = []
    interpreter.successors(state, outcome => outcomes.push(outcome))
    const taken = outcomes.map(outcome => this.transitionOf(outcome))
    const enabled = new Set(taken)
    const set = this.sets.of(packed, transition => enabled.has(transition))
    const isMember = (i: number) => set === null || set[taken[i] as number] === 1
    const visitAll = (isWanted: (i: number) => boolean) =>
      outcomes.filter((outcome, i) => isWanted(i) && visit(outcome)).length > 0
    if (!visitAll(isMember)) visitAll(i => !isMember(i))
  }

  private transitionOf({ action, choices }: Outcome): number {
    const rank = action.parameters.reduce((r, { type }, i) => r * cardinality(type) + rankOf(type, choices[i]), 0)
    return (this.firstOf.get(action.name) as number) + rank
  }
}

/** What the properties can see. */
interface View {
  /** the cells that they read */
  readonly visible: ReadonlySet<number>
  readonly uncertain: ReadonlySet<Expr>
}

/**
 * A step that writes no cell that the properties read leaves every property of states as it was; a property of steps must
 * be true of it in any case, or steps of that kind could not be left out.
 */
function viewOf(model: Model, asked: readonly Property[]): View {
  const pool = new TermPool(TERMS_MAX)
  const { state, current } = packedState(model.variables, pool)
  // of the next state: numbered from the end of the state's own on
  let index = current.length
  const next = model.variables.map(v => treeOf(v.type, (low, count) => pool.cell(index++, low, low + count - 1)))
  const steps = new Flattener(pool, state, next)
  const stuttering = new Flattener(pool, state, state)
  const equivalence = new Equivalence(pool, cell => cell)
  const supports = new Supports()
  const visible = new Set<number>()
  const uncertain = new Set<Expr>()
  for (const property of asked) {
    const { checks, body, refinement, span, name, kind } = property
    const claims = [...checks.map(c => c.condition), body, ...(refinement === undefined ? [] : [refinement.initial])]
    for (const claim of claims) {
      for (const term of leaves(steps.tree(claim, Bindings.none()))) {
        for (const cell of supports.of(term)) visible.add(cell % current.length)
      }
    }
    if (kind !== 'step' && kind !== 'refinement') continue
    const whole = pool.and(...[...checks.map(c => c.condition), body].map(e => stuttering.term(e, Bindings.none())))
    if (equivalence.holds(whole, pool.true, pool.true) !== true) {
      throw unreducible(span, `${name} may be false of a step that changes nothing that it reads`)
    }
    for (const { condition } of premisesOf(property)) {
      const isOfChanges = equivalence.holds(stuttering.term(condition, Bindings.none()), pool.false, pool.true)
      if (isOfChanges !== true) uncertain.add(condition)
    }
  }
  return { visible, uncertain }
}

const unreducible = (span: Span, note: string) =>
  new SpecError({
    code: 'VON4010',
    message: 'partial-order reduction could change the answer',
    span,
    note,
    help: 'go without --partial-order, or ask for other properties with --property',
    related: [],
  })
