/**
 * A model as a transition system in SMT-LIB text: states at frames, and steps between frames. In: a model. Out: commands
 * that declare and define; what is asserted only says that the cells of a frame are a state, and that inputs are values.
 *
 * All commands stand for themselves: what one call returns needs only the cells of its frames, as declared by `state`,
 * so that it can be told to any solver, and taken back by `pop`. Names are unique as long as a solver is told the same
 * thing once. Steps are relational: their Booleans say that there is a step, and must not be denied.
 */
import { leaves, type Tree } from '../../codegen/cells.ts'
import { Bindings, Flattener } from '../../codegen/flatten.ts'
import { type Term, TermPool } from '../../codegen/terms.ts'
import type { Variable } from '../../ir/expr.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import type { Predicate } from '../../ir/predicate.ts'
import type { Occurrence } from '../../ir/temporal.ts'
import type { Type } from '../../ir/type.ts'
import { formatValue, type Value } from '../../ir/value.ts'
import { type Arithmetic, bitVectors, integers } from './arithmetic.ts'
import { type Cell, cellsOf, decodeState, encodeState, normalised, valueFrom } from './cells.ts'
import { all, DEFINED, definition, type Frame, lines, symbolsOf } from './names.ts'
import { possibleOf, type StepCell, takenOf } from './occurrences.ts'
import { relationCommands } from './relation.ts'
import { literalOf, sortOf, textsOf } from './smtTerms.ts'
import { type ActionWays, choicesOf, choicesTaken, enabledOf, UNROLLED_MAX, type Way, waysOf } from './ways.ts'

export type { Cell } from './cells.ts'
export type { Frame } from './names.ts'

export interface SystemOptions {
  /** unbounded integers in place of bit-vectors */
  readonly integers?: boolean
  /** of actions with more choices the choices are left to the solver */
  readonly unrolledMax?: number
}

/** Text and memory would exceed what solvers take long before. */
const TERMS_MAX = 8_000_000

export class TransitionSystem {
  readonly model: Model
  /** what a state is made of; cells with one value only are left out */
  readonly cells: readonly Cell[]
  private readonly arithmetic: Arithmetic
  private readonly pool = new TermPool(TERMS_MAX, Number.MAX_SAFE_INTEGER)
  private readonly trees: readonly Tree[]
  private readonly flattener: Flattener
  private readonly root = Bindings.none()
  private readonly initialWays: ActionWays
  private readonly ways: ReadonlyMap<Action, ActionWays>
  /** where each cell is among the leaves of a state */
  private readonly leafOf: readonly number[]
  private readonly inputs: Cell[] = []
  private readonly isState: Term
  private readonly constraints: { readonly goesOn: Term; readonly fails: Term }
  private enabledTerm: Term | null = null
  private readonly symbols: readonly string[]
  private readonly actionSymbols: readonly string[]
  private readonly inputSymbols: readonly string[]
  private readonly names = new Map<Way, string>()

  /** @throws NotCompilable where an integer needs more than 53 bits, or the model is too large to be unrolled */
  static of(model: Model, options: SystemOptions = {}): TransitionSystem {
    return new TransitionSystem(model, options)
  }
  private constructor(model: Model, options: SystemOptions) {
    this.model = model
    this.arithmetic = options.integers === true ? integers : bitVectors
    const { pool, root } = this
    const { cells, trees } = cellsOf(model.variables, pool, 0)
    this.cells = cells
    const named = [...model.actions, ...model.properties].map(({ name }) => name)
    this.actionSymbols = symbolsOf(
      model.actions.map(({ name }) => name),
      DEFINED,
    )
    this.symbols = symbolsOf(
      cells.map(({ name }) => name),
      [...DEFINED, ...this.actionSymbols, ...named],
    )
    this.trees = trees
    const next = cellsOf(model.variables, pool, cells.length).trees
    this.flattener = new Flattener(pool, trees, next)
    this.leafOf = trees.flatMap(leaves).flatMap((leaf, i) => (leaf.operator === 'cell' ? [i] : []))
    const waysFor = (action: Action) =>
      waysOf(action, model.variables, this.flattener, root, {
        makeInput: variable => this.makeInput(action, variable),
        unrolledMax: options.unrolledMax ?? UNROLLED_MAX,
      })
    this.initialWays = waysFor(model.initial)
    this.ways = new Map(model.actions.map(action => [action, waysFor(action)]))
    this.inputSymbols = symbolsOf(
      this.inputs.map(({ name }) => name),
      this.symbols,
    )
    this.nameWays([this.initialWays, ...this.ways.values()].flatMap(({ ways }) => ways))
    this.isState = pool.and(...model.variables.map((v, i) => normalised(pool, v.type, trees[i] as Tree)))
    this.constraints = this.constrained()
  }

  /** The solver's name of a cell. */
  cell(frame: Frame, index: number): string {
    return `|${this.symbols[index]}@${frame}|`
  }
  /** A value of a cell, as text. */
  literal(index: number, value: number): string {
    const { low, high } = this.cells[index] as Cell
    return literalOf(this.arithmetic, value, low, high)
  }
  /** That a cell has this value: a literal where the cell is a Boolean. */
  cellIs(frame: Frame, index: number, value: number): string {
    const name = this.cell(frame, index)
    const text = this.literal(index, value)
    return text === 'true' ? name : text === 'false' ? `(not ${name})` : `(= ${name} ${text})`
  }

  /** Declares the cells of a frame, and asserts that they are a value of the types of the variables. */
  state(frame: Frame): string {
    const isState = this.define(`state@${frame}`, [this.isState], frame)
    return lines([
      ...this.declared(this.cells, i => this.cell(frame, i)),
      ...isState.commands,
      ...(this.isState === this.pool.true ? [] : [`(assert ${isState.conditions[0]})`]),
    ])
  }
  /** Defines `initial@frame`: this is an initial state. */
  initial(frame: Frame): string {
    const ways = this.initialWays
    return this.relation(`initial@${frame}`, 'initial ', [ways], this.pool.true, frame, frame)
  }
  /** Defines `step@from`: an action leads from one state to the other, and no constraint keeps it from doing so. */
  step(from: Frame, to: Frame): string {
    return this.relation(`step@${from}`, '', [...this.ways.values()], this.constraints.goesOn, from, to)
  }
  /**
   * Defines `ACTION@from`, or what `actionStepName` gives, the same for one action alone.
   * @param hasGuardsApart whether each guard counts only where a Boolean of its own, of `guardNames`, is true; guards that
   * the choices alone decide always count
   */
  actionStep(action: Action, from: Frame, to: Frame, hasGuardsApart = false): string {
    const ways = this.ways.get(action) as ActionWays
    const guardNames = hasGuardsApart ? this.guardNames(action, from) : null
    return this.relation(this.actionName(action, from), 'only ', [ways], this.constraints.goesOn, from, to, guardNames)
  }
  /** Of these guards, positions of those that choices alone decide: the others tell nothing of what these rule out. */
  decisiveGuards(action: Action): ReadonlySet<number> {
    return (this.ways.get(action) as ActionWays).decisive
  }
  /** A Boolean for each guard of the action, in the order of its steps. */
  guardNames(action: Action, from: Frame): string[] {
    const guards = action.steps.filter(step => step.kind === 'guard')
    return guards.map((_, i) => `|guard ${i} of ${this.actionName(action, from)}|`)
  }
  actionStepName(action: Action, from: Frame): string {
    return `|${this.actionName(action, from)}|`
  }

  /** Defines a Boolean: the predicate holds in a state, or of a step, and none of its checks fails. */
  predicate(name: string, predicate: Predicate, frame: Frame, next: Frame = frame): string {
    const { pool } = this
    const { checked, holds } = this.parts(predicate)
    return this.condition(name, pool.and(checked, holds), frame, next)
  }
  /** Defines a Boolean: a check of the predicate fails. */
  predicateFails(name: string, predicate: Predicate, frame: Frame, next: Frame = frame): string {
    return this.condition(name, this.pool.not(this.parts(predicate).checked), frame, next)
  }
  /**
   * Defines a Boolean, which may be denied: the step changes the state, as an occurrence would.
   * @throws NotCompilable where the action has more choices than are unrolled
   */
  taken(name: string, occurrence: Occurrence, frame: Frame, next: Frame): string {
    const term = takenOf(occurrence, this.waysNamed(occurrence.action), this.stepCells, this.pool)
    return this.condition(name, term, frame, next)
  }
  /** Defines a Boolean, which may be denied: an occurrence is possible and would change the state. @throws as `taken` does */
  possible(name: string, occurrence: Occurrence, frame: Frame): string {
    const term = possibleOf(occurrence, this.waysNamed(occurrence.action), this.stepCells, this.pool)
    return this.condition(name, term, frame, frame)
  }
  /** That two frames are the same state. */
  same(frame: Frame, other: Frame): string {
    return all(this.cells.map((_, i) => `(= ${this.cell(frame, i)} ${this.cell(other, i)})`))
  }
  /**
   * Defines `failure@frame`: in this state a check of an action fails, or one of a constraint, or, where no action is
   * enabled, one of what may end. Where an action has more choices than are unrolled this must not be denied.
   */
  failure(frame: Frame): string {
    const { pool } = this
    const { goesOn, fails } = this.constraints
    const actions = [...this.ways.values()]
    const failing = pool.or(...actions.map(each => each.fails), this.endFails())
    return this.failureOf(`failure@${frame}`, pool.or(fails, pool.and(goesOn, failing)), actions, frame)
  }
  /** Defines `initialFailure@frame`, of no state: the initial action can fail. */
  initialFailure(frame: Frame): string {
    return this.failureOf(`initialFailure@${frame}`, this.initialWays.fails, [this.initialWays], frame)
  }
  /** Defines `enabled@frame`: an action is enabled, or fails; what constraints say plays no part. */
  enabled(frame: Frame): string {
    return this.condition(`enabled@${frame}`, this.isEnabled(), frame, frame)
  }
  /** Defines `goesOn@frame`: no constraint keeps the state from being expanded. */
  unconstrained(frame: Frame): string {
    return this.condition(`goesOn@${frame}`, this.constraints.goesOn, frame, frame)
  }
  /**
   * Defines `mayEnd@frame`: no action needs to be enabled. As in an exploration, a condition that fails counts as true.
   */
  mayEnd(frame: Frame): string {
    const { pool } = this
    const all = this.model.properties.filter(p => p.kind === 'mayEnd').map(p => this.parts(p))
    const any = all.map(({ checked, holds }) => pool.or(pool.not(checked), holds))
    return this.condition(`mayEnd@${frame}`, pool.or(...any), frame, frame)
  }

  /** The state with these values of the cells, in order. */
  decode(values: readonly bigint[]): State {
    const numbers = this.cells.map(({ low, high }, i) => this.number(values[i] as bigint, low, high))
    return decodeState(this.model.variables, this.trees, numbers)
  }
  /** The values of the cells of a state, as numbers. */
  encode(state: State): readonly number[] {
    return encodeState(this.model.variables, this.trees, state)
  }
  /** What to ask the solver for, so that `decodeStep` knows the step that was told by `step`, or by `actionStep`. */
  stepTerms(from: Frame, action?: Action): readonly string[] {
    const { ways, prefix } = this.waysTold(action)
    return [
      ...ways.flatMap(({ ways: each }) => each.map(way => this.selector(way, prefix, from))),
      ...ways.flatMap(({ inputs }) => this.inputsOf(inputs).map(i => this.inputName(i, prefix, from))),
    ]
  }
  /** The action and the choices of a step, from the values of `stepTerms`. */
  decodeStep(
    values: readonly bigint[],
    action?: Action,
  ): { readonly action: Action; readonly choices: readonly Value[] } {
    const { ways } = this.waysTold(action)
    const all = ways.flatMap(each => each.ways)
    const way = all[values.indexOf(1n)]
    if (way === undefined) throw new TypeError('no step is taken')
    const inputs = ways.flatMap(each => this.inputsOf(each.inputs))
    return { action: way.action, choices: this.choices(way, inputs, values.slice(all.length)) }
  }
  /** What to ask for so that `decodeInitial` knows the choices of the initial action, told by `initial`. */
  initialTerms(frame: Frame): readonly string[] {
    const { ways, inputs } = this.initialWays
    return [
      ...ways.map(way => this.selector(way, 'initial ', frame)),
      ...this.inputsOf(inputs).map(i => this.inputName(i, 'initial ', frame)),
    ]
  }
  decodeInitial(values: readonly bigint[]): readonly Value[] {
    const { ways, inputs } = this.initialWays
    const way = ways[values.indexOf(1n)]
    if (way === undefined) throw new TypeError('there is no initial state')
    return this.choices(way, this.inputsOf(inputs), values.slice(ways.length))
  }

  // ---- terms -------------------------------------------------------------------------------------------------------
  private parts({ checks, body }: Predicate): { checked: Term; holds: Term } {
    const term = (e: Predicate['body']) => this.flattener.term(e, this.root)
    return { checked: this.pool.and(...checks.map(check => term(check.condition))), holds: term(body) }
  }
  /** A constraint of which a check fails keeps no state from being expanded, and is a failure of the protocol. */
  private constrained(): { goesOn: Term; fails: Term } {
    const { pool } = this
    let goesOn = pool.true
    let fails = pool.false
    for (const property of this.model.properties.filter(p => p.kind === 'constraint')) {
      const { checked, holds } = this.parts(property)
      fails = pool.or(fails, pool.and(goesOn, pool.not(checked)))
      goesOn = pool.and(goesOn, pool.or(pool.not(checked), holds))
    }
    return { goesOn, fails }
  }
  private isEnabled(): Term {
    this.enabledTerm ??= this.pool.or(...this.model.actions.map(a => enabledOf(a, this.flattener, this.root)))
    return this.enabledTerm
  }
  /** No action is enabled, and the first of the conditions for that which is not false fails. */
  private endFails(): Term {
    const { pool } = this
    let fails = pool.false
    let isOpen = pool.true
    for (const { checked, holds } of this.model.properties.filter(p => p.kind === 'mayEnd').map(p => this.parts(p))) {
      fails = pool.or(fails, pool.and(isOpen, pool.not(checked)))
      isOpen = pool.and(isOpen, checked, pool.not(holds))
    }
    return fails === pool.false ? fails : pool.and(pool.not(this.isEnabled()), fails)
  }
  private waysNamed(name: string): ActionWays {
    return this.ways.get(this.model.actions.find(action => action.name === name) as Action) as ActionWays
  }
  private get stepCells(): StepCell[] {
    const { length } = this.cells
    return this.cells.map(({ low, high }, i) => ({
      now: this.pool.cell(i, low, high),
      after: this.pool.cell(length + i, low, high),
      leaf: this.leafOf[i] as number,
    }))
  }
  private makeInput(action: Action, variable: Variable): Tree {
    const first = 2 * this.cells.length + this.inputs.length
    const { cells, trees } = cellsOf([{ ...variable, name: `${action.name}.${variable.name}` }], this.pool, first)
    this.inputs.push(...cells)
    return trees[0] as Tree
  }
  private inputsOf(inputs: ActionWays['inputs']): number[] {
    const all = inputs.flatMap(({ tree }) => leaves(tree))
    return all.flatMap(leaf => (leaf.operator === 'cell' ? [leaf.value - 2 * this.cells.length] : []))
  }
  private choices(way: Way, inputs: readonly number[], values: readonly bigint[]): Value[] {
    const known = new Map(inputs.map((input, i) => [input, values[i] as bigint]))
    const valueFromLeaf = ({ operator, value }: Term): number => {
      if (operator === 'constant') return value
      const index = value - 2 * this.cells.length
      const { low, high } = this.inputs[index] as Cell
      return this.number(known.get(index) as bigint, low, high)
    }
    return choicesTaken(way, valueFromLeaf, valueFrom)
  }
  private number(value: bigint, low: number, high: number): number {
    return low >= 0 && high <= 1 ? Number(value) : this.arithmetic.read(value, low, high)
  }
  private waysTold(action: Action | undefined): { ways: readonly ActionWays[]; prefix: string } {
    return action === undefined
      ? { ways: [...this.ways.values()], prefix: '' }
      : { ways: [this.ways.get(action) as ActionWays], prefix: 'only ' }
  }

  // ---- text --------------------------------------------------------------------------------------------------------
  private condition(name: string, term: Term, frame: Frame, next: Frame): string {
    const { commands, conditions } = this.define(name, [term], frame, next)
    return lines([...commands, definition(name, conditions[0] as string)])
  }
  private define(name: string, terms: readonly Term[], frame: Frame, next: Frame = frame, nameOfInput?: NameOf) {
    const texts = textsOf(terms, this.arithmetic, this.nameOf(frame, next, nameOfInput), name)
    return { commands: texts.commands, conditions: terms.map(term => texts.condition(term)) }
  }
  /** The inputs are others than those of a step. */
  private failureOf(name: string, fails: Term, actions: readonly ActionWays[], frame: Frame): string {
    const inputs = actions.flatMap(each => this.declaredInputs(each.inputs, 'failing ', frame))
    const nameOf = (input: number) => this.inputName(input, 'failing ', frame)
    const { commands, conditions } = this.define(name, [fails], frame, frame, nameOf)
    return lines([...inputs, ...commands, definition(name, conditions[0] as string)])
  }
  private nameOf(frame: Frame, next: Frame, nameOfInput: NameOf = () => ''): NameOf {
    const { length } = this.cells
    return index =>
      index < length
        ? this.cell(frame, index)
        : index < 2 * length
          ? this.cell(next, index - length)
          : nameOfInput(index - 2 * length)
  }
  private declared(cells: readonly Cell[], nameOf: NameOf): string[] {
    return cells.flatMap(({ low, high }, i) => {
      const name = nameOf(i)
      const isPlain = low >= 0 && high <= 1
      const range = isPlain ? null : this.arithmetic.inRange({ text: name, low, high })
      return [
        `(declare-const ${name} ${sortOf(this.arithmetic, low, high)})`,
        ...(range === null ? [] : [`(assert ${range})`]),
      ]
    })
  }
  private inputName(input: number, prefix: string, frame: Frame): string {
    return `|${prefix}${this.inputSymbols[input]}@${frame}|`
  }
  private declaredInputs(inputs: ActionWays['inputs'], prefix: string, frame: Frame): string[] {
    const indices = this.inputsOf(inputs)
    const cells = indices.map(i => this.inputs[i] as Cell)
    return this.declared(cells, i => this.inputName(indices[i] as number, prefix, frame))
  }
  private actionName(action: Action, frame: Frame): string {
    return `${this.actionSymbols[this.model.actions.indexOf(action)]}@${frame}`
  }
  private selector(way: Way, prefix: string, frame: Frame): string {
    return `|${prefix}${this.names.get(way)}@${frame}|`
  }
  private nameWays(ways: readonly Way[]): void {
    const names = ways.map(way => {
      const isUnrolled = way.choices.every(tree => leaves(tree).every(leaf => leaf.operator === 'constant'))
      const values = isUnrolled ? this.choices(way, [], []) : []
      const types = choicesOf(way.action).map(({ type }) => type)
      return `${way.action.name}(${values.map((value, i) => formatValue(types[i] as Type, value)).join(', ')})`
    })
    for (const [i, name] of symbolsOf(names).entries()) this.names.set(ways[i] as Way, name)
  }

  private relation(
    name: string,
    prefix: string,
    actions: readonly ActionWays[],
    premise: Term,
    from: Frame,
    to: Frame,
    guardNames: readonly string[] | null = null,
  ): string {
    const isInitial = actions[0] === this.initialWays
    const cells = this.cells.map(({ low, high }, i) => ({
      next: { text: this.cell(to, i), low, high },
      old: isInitial ? null : { term: this.pool.cell(i, low, high), name: this.cell(from, i) },
      leaf: this.leafOf[i] as number,
    }))
    const ways = actions.flatMap(each => each.ways.map(way => ({ way, selector: this.selector(way, prefix, from) })))
    const nameOf = this.nameOf(from, to, input => this.inputName(input, prefix, from))
    return lines([
      ...actions.flatMap(each => this.declaredInputs(each.inputs, prefix, from)),
      ...relationCommands({ name, ways, guardNames, premise, cells, nameOf }, this.pool, this.arithmetic),
    ])
  }
}

type NameOf = (index: number) => string
