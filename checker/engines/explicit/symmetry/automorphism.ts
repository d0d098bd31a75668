/**
 * Whether a model really treats the names that its author declares interchangeable all alike. In: the model, and what is
 * asked of it. Out: nothing, or a SpecError with the first place that tells names apart.
 *
 * What is shown for every permutation g of the names, by showing it for a few from which all are composed: g maps the
 * initial states to themselves; an action with its parameters renamed does to the state g(s) what it does to s, renamed;
 * and what is asked is as true of g(s) as of s. Guards, checks, effects and properties are compared as terms over the
 * cells of a state, for all states at once, reachable or not (`codegen/equivalence.ts`). What cannot be shown is refused.
 */
import { constantTree, leaves, type Tree, widened } from '../../../codegen/cells.ts'
import { Equivalence } from '../../../codegen/equivalence.ts'
import { Bindings, Flattener } from '../../../codegen/flatten.ts'
import { treeOf } from '../../../codegen/program.ts'
import { permutedTree } from '../../../codegen/symmetry/permutedTree.ts'
import { NotCompilable, type Term, TermPool } from '../../../codegen/terms.ts'
import { conjuncts } from '../../../ir/boolean.ts'
import { type Expr, read, topological } from '../../../ir/expr.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { Action, Model, Origins, Property, State } from '../../../ir/model.ts'
import { generatorsOf, type Permutation, permutedState, permutedValue } from '../../../ir/permutation.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { equalValues, formatValue, type Value, valuesOf } from '../../../ir/value.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { Span } from '../../../source/span.ts'

/**
 * @param asked the properties that the answer is about, constraints and `mayEnd` among them
 * @param levelOf an order of the cells in which cells that are used together are near each other
 * @returns the premises of properties that tell names apart by themselves: whether one was ever true does not show in
 * representatives
 * @throws SpecError VON4008 at the first place that is not symmetric, or cannot be shown to be
 * @throws NotCompilable when the model is too large for it
 */
export function requireSymmetry(
  model: Model,
  asked: readonly Property[],
  levelOf: (cell: number) => number,
): ReadonlySet<Expr> {
  const premises = asked.flatMap(premisesOf).map(premise => premise.condition)
  const uncertain = new Set<Expr>()
  const generators = generatorsOf(model.interchangeable)
  for (const permutation of generators) requireInitial(model, permutation)
  for (const permutation of generators) {
    const comparison = new Comparison(model, permutation, levelOf)
    for (const action of model.actions) comparison.requireAction(action)
    for (const property of asked) comparison.requireProperty(property)
    for (const premise of premises) if (!comparison.isAlike(premise)) uncertain.add(premise)
  }
  return uncertain
}

/** The names that a permutation moves, for messages. */
function namesOf(permutation: Permutation): string {
  const names = [...permutation].flatMap(([type, images]) => type.values.filter((_, rank) => images[rank] !== rank))
  const last = names.at(-1)
  return names.length > 3 ? `${names[0]} ... ${last}` : `${names.slice(0, -1).join(', ')} and ${last}`
}

function asymmetry(permutation: Permutation, span: Span, what: string, note: string): SpecError {
  return new SpecError({
    code: 'VON4008',
    message: `${what} tells ${namesOf(permutation)} apart`,
    span,
    note,
    help: 'treat them all alike here, or take them out of m.interchangeable(...)',
    related: [],
  })
}

// ---- initial states ---------------------------------------------------------------------------------------------

function requireInitial(model: Model, permutation: Permutation): void {
  const { variables } = model
  const states: State[] = []
  new Interpreter(model).initialStates(outcome => {
    if (outcome.kind === 'next') states.push(outcome.state)
  })
  const known = new Set(states.map(keyOf))
  const missing = states.map(state => permutedState(variables, state, permutation)).find(s => !known.has(keyOf(s)))
  if (missing === undefined) return
  const isStrange = (index: number) =>
    !states.some(s => keyOf([s[index] as Value]) === keyOf([missing[index] as Value]))
  const index = variables.findIndex((_, i) => isStrange(i))
  const [about, shown] = index < 0 ? [variables, missing] : [[variables[index]], [missing[index]]]
  const text = about.flatMap((v, i) =>
    v === undefined ? [] : [`${v.name} is ${formatValue(v.type, shown[i] as Value)}`],
  )
  throw asymmetry(
    permutation,
    model.initial.span,
    'init',
    `if they changed places in an initial state, there would be one in which ${text.join(', ')}`,
  )
}
const keyOf = (state: State) => JSON.stringify(state)

// ---- actions and properties -------------------------------------------------------------------------------------

/** A guard or check that a choice of parameters and picks passes on its way, or a condition of the picks themselves. */
interface Passage {
  readonly kind: 'guard' | 'check' | 'choose'
  readonly expr: Expr
  readonly span: Span
  /** in a state, and in the renamed state for the renamed choice */
  readonly here: Term
  readonly there: Term
}
/** What is bound in a state, and in the renamed state. */
interface Both {
  readonly here: Bindings
  readonly there: Bindings
}

const OUTCOMES_MAX = 20_000

class Comparison {
  private readonly model: Model
  private readonly permutation: Permutation
  private readonly pool = new TermPool(2_000_000)
  /** expressions in a state, and in the renamed state */
  private readonly here: Flattener
  private readonly there: Flattener
  private readonly equivalence: Equivalence
  private outcomes = 0

  constructor(model: Model, permutation: Permutation, levelOf: (cell: number) => number) {
    this.model = model
    this.permutation = permutation
    const { pool } = this
    // the cells of a state have even numbers, those of the next state odd ones
    const cellsFrom = (first: number): Tree[] => {
      let index = 0
      const cell = (low: number, count: number) => pool.cell(first + 2 * index++, low, low + count - 1)
      return model.variables.map(v => treeOf(v.type, cell))
    }
    const [state, next] = [cellsFrom(0), cellsFrom(1)]
    this.here = new Flattener(pool, state, next)
    this.there = new Flattener(pool, this.renamed(state), this.renamed(next))
    this.equivalence = new Equivalence(pool, cell => 2 * levelOf(cell >> 1) + (cell & 1))
  }
  private renamed(state: readonly Tree[]): Tree[] {
    return this.model.variables.map((v, i) => permutedTree(this.pool, v.type, state[i] as Tree, this.permutation))
  }

  /** @throws SpecError unless, for every choice, the action is enabled, fails and ends alike */
  requireAction(action: Action): void {
    const choose = (index: number, both: Both): void => {
      const parameter = action.parameters[index]
      if (parameter === undefined) this.follow(action, 0, [], both)
      else for (const value of valuesOf(parameter.type)) choose(index + 1, this.bound(both, parameter, value))
    }
    choose(0, { here: Bindings.none(), there: Bindings.none() })
  }
  private bound({ here, there }: Both, variable: Action['parameters'][number], value: Value, isRenamed = true): Both {
    const { type } = variable
    const image = isRenamed ? permutedValue(type, value, this.permutation) : value
    return {
      here: here.with(variable, constantTree(this.pool, type, value)),
      there: there.with(variable, constantTree(this.pool, type, image)),
    }
  }

  private follow(action: Action, index: number, passed: readonly Passage[], both: Both): void {
    const step = action.steps[index]
    if (step === undefined) {
      this.requireOutcome(action, passed, both)
      return
    }
    const expr = step.kind === 'choose' ? step.when : step.condition
    const { kind, span } = step
    const passage: Passage = {
      kind,
      expr,
      span,
      here: this.here.term(expr, both.here),
      there: this.there.term(expr, both.there),
    }
    if (step.kind !== 'choose') {
      this.follow(action, index + 1, [...passed, passage], both)
      return
    }
    const { variable } = step
    for (const value of valuesOf(variable.type)) {
      this.follow(action, index + 1, [...passed, passage], this.bound(both, variable, value))
    }
    if (passage.here === this.pool.true && passage.there === this.pool.true) return
    // where the body does not reach the pick only its first value counts, whatever it is called
    const [first] = valuesOf(variable.type) as [Value]
    const unreached = { ...passage, here: this.pool.not(passage.here), there: this.pool.not(passage.there) }
    this.follow(action, index + 1, [...passed, unreached], this.bound(both, variable, first, false))
  }

  private requireOutcome(action: Action, passed: readonly Passage[], both: Both): void {
    if (++this.outcomes > OUTCOMES_MAX) throw new NotCompilable(`more than ${OUTCOMES_MAX} ways to take a step`)
    const [here, there] = [
      this.outcome(passed.map(p => ({ kind: p.kind, condition: p.here }))),
      this.outcome(passed.map(p => ({ kind: p.kind, condition: p.there }))),
    ]
    const { pool } = this
    for (const what of ['enabled', 'fails'] as const) {
      const isSame = this.equivalence.holds(here[what], there[what], pool.true)
      if (isSame !== true) throw this.blamePassage(action, passed, isSame)
    }
    for (const [i, variable] of this.model.variables.entries()) {
      const e = action.next[i] as Expr
      if (e === read(variable)) continue
      const after = widened(pool, this.here.tree(e, both.here), e.type, variable.type)
      const expected = leaves(permutedTree(pool, variable.type, after, this.permutation))
      const found = leaves(widened(pool, this.there.tree(e, both.there), e.type, variable.type))
      for (const [k, term] of expected.entries()) {
        const isSame = this.equivalence.holds(term, found[k] as Term, here.enabled)
        if (isSame !== true) {
          const origin = originOf(e, action.origins, this.permutation) ?? action.span
          throw this.refusal(origin, `what ${action.name} does to ${variable.name}`, e, isSame)
        }
      }
    }
  }
  /** Whether everything on the way is true, and whether a check is the first thing that is not. */
  private outcome(passed: readonly { readonly kind: Passage['kind']; readonly condition: Term }[]) {
    const { pool } = this
    let [enabled, fails] = [pool.true, pool.false]
    for (const { kind, condition } of passed) {
      if (kind === 'check') fails = pool.or(fails, pool.and(enabled, pool.not(condition)))
      enabled = pool.and(enabled, condition)
    }
    return { enabled, fails }
  }
  /** The first guard or check that has no counterpart in the renamed state. */
  private blamePassage(action: Action, passed: readonly Passage[], isSame: false | null): SpecError {
    const { equivalence, pool } = this
    const hasCounterpart = ({ kind, here }: Passage) =>
      passed.some(p => p.kind === kind && equivalence.holds(here, p.there, pool.true) === true)
    const culprit = passed.find(p => !hasCounterpart(p)) ?? passed.find(p => p.here !== p.there)
    if (culprit === undefined) return this.refusal(action.span, action.name, undefined, isSame)
    const name = culprit.kind === 'choose' ? 'the condition of a pick' : `a ${culprit.kind}`
    const what = `${name} of ${action.name}`
    return this.refusal(culprit.span, what, culprit.expr, isSame)
  }

  /** @throws SpecError unless the property is as true, and its checks as true, in the renamed state */
  requireProperty(property: Property): void {
    const { pool } = this
    const [here, there] = [Bindings.none(), Bindings.none()]
    const checks = property.checks.map(c => c.condition)
    const both = (list: readonly Expr[]) => ({
      here: pool.and(...list.map(e => this.here.term(e, here))),
      there: pool.and(...list.map(e => this.there.term(e, there))),
    })
    const checked = both(checks)
    const isChecked = this.equivalence.holds(checked.here, checked.there, pool.true)
    if (isChecked !== true) {
      const culprit = property.checks.find(c => !this.isAlike(c.condition)) ?? property
      throw this.refusal(culprit.span, `a check of ${property.name}`, undefined, isChecked)
    }
    const initial = property.refinement?.initial
    for (const claim of [property.body, ...(initial === undefined ? [] : [initial])]) {
      const whole = both([...checks, claim])
      const isSame = this.equivalence.holds(whole.here, whole.there, pool.true)
      if (isSame === true) continue
      const part = conjuncts(claim).find(e => !this.isAlike(e)) ?? claim
      throw this.refusal(property.origins.get(part) ?? property.span, property.name, part, isSame)
    }
  }
  /** Whether a condition is as true in the renamed state, or for the renamed step. */
  isAlike(e: Expr): boolean {
    const { equivalence, here, there, pool } = this
    return equivalence.holds(here.term(e, Bindings.none()), there.term(e, Bindings.none()), pool.true) === true
  }

  private refusal(span: Span, what: string, e: Expr | undefined, isSame: false | null): SpecError {
    const { permutation } = this
    if (isSame === null) {
      return new SpecError({
        code: 'VON4008',
        message: `it cannot be shown that ${what} does not tell ${namesOf(permutation)} apart`,
        span,
        note: 'what it means before and after they change places is too large to be compared',
        help: 'write it in a simpler way, or go without --symmetry',
        related: [],
      })
    }
    const named = e === undefined ? undefined : topological([e]).find(part => isNamed(part, permutation))
    return asymmetry(
      permutation,
      span,
      what,
      named === undefined
        ? 'if they changed places it would mean something else, in some state of the variables'
        : `it is about ${formatValue(named.type, named.value as Value)}; if they changed places it would mean something else`,
    )
  }
}

/** Whether a constant is one of the names that move. */
function isNamed(e: Expr, permutation: Permutation): boolean {
  if (e.operator !== 'constant') return false
  const value = e.value as Value
  const isOneOfThem = (v: Value): boolean =>
    typeof v === 'string' ? [...permutation.keys()].some(t => t.values.includes(v)) : isList(v) && v.some(isOneOfThem)
  return isOneOfThem(value) || !equalValues(permutedValue(e.type, value, permutation), value)
}
const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Where a part of `e` that speaks of a name was written. */
function originOf(e: Expr, origins: Origins, permutation: Permutation): Span | undefined {
  const speaks = (part: Expr) => topological([part]).some(x => isNamed(x, permutation))
  const parts = topological([e]).filter(part => origins.has(part))
  const found = parts.find(speaks) ?? parts.at(-1)
  return found && origins.get(found)
}
