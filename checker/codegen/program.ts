/**
 * A model as a program over cells: what to compute for every action and every choice of its parameters, and which states
 * and steps deserve a look by the interpreter. Parameters and picks are unrolled, so that most indices are constants.
 */

import type { Expr, Variable } from '../ir/expr.ts'
import { layoutOf } from '../ir/layout.ts'
import type { Action, Check, Model, Property } from '../ir/model.ts'
import { premisesOf } from '../ir/premise.ts'
import { cardinality, type Type } from '../ir/type.ts'
import { valuesOf } from '../ir/value.ts'
import { constantTree, leaves, type Tree, termOf, widened } from './cells.ts'
import { Bindings, Flattener } from './flatten.ts'
import { type CellRange, type Field, type Packing, type Place, plainPacking } from './packing.ts'
import { NotCompilable, type Term, TermPool } from './terms.ts'

/** What happens for one choice of the parameters, as far as its steps allow. */
export type Node =
  /** guards are numbered in the order of the action's steps */
  | { readonly kind: 'guard'; readonly guard: number; readonly condition: Term; readonly next: Node }
  /** where the condition is false, the interpreter must look */
  | { readonly kind: 'check'; readonly condition: Term; readonly next: Node }
  /** counts where `when` is true, and changes nothing; branches are numbered as in the action */
  | {
      readonly kind: 'branch'
      readonly branch: number
      readonly when: Term
      readonly condition: Term
      readonly next: Node
    }
  /** all options where `when` is true, the first one only where it is false */
  | { readonly kind: 'choose'; readonly when: Term; readonly options: readonly Node[] }
  /** behind a guard that is never true */
  | { readonly kind: 'nothing' }
  /** the new value of every cell, and the signals that the step raises */
  | { readonly kind: 'effect'; readonly cells: readonly Term[]; readonly signals: readonly Signal[] }

/** A condition under which the interpreter must look at a state or step, and the bit that says so. */
export interface Signal {
  readonly bit: number
  readonly when: Term
}
export interface ActionProgram {
  readonly action: Action
  /** whether each branch of the action is counted */
  readonly counted: readonly boolean[]
  /** one for each choice of the parameters, in rank order, the last parameter varying fastest */
  readonly choices: readonly Node[]
}
export interface Program {
  readonly model: Model
  readonly pool: TermPool
  /** where the cells of the pool are: fields of the packing */
  readonly cells: readonly Field[]
  /** bits of a packed state */
  readonly bits: number
  readonly packing: Packing
  /** that of encoded states */
  readonly plain: Packing
  /** what each cell of a state holds, as a term */
  readonly current: readonly Term[]
  readonly actions: readonly ActionProgram[]
  /** of new states */
  readonly stateSignals: readonly Signal[]
  /** what each bit of the state signals is about, and of the step signals; bit 0 of these is a failed check */
  readonly stateTopics: readonly Topic[]
  readonly stepTopics: readonly Topic[]
  /** states that are not expanded: for each constraint, whether the state satisfies it */
  readonly constraints: readonly { readonly property: Property; readonly holds: Term; readonly checked: Term }[]
}
/** Why a signal is raised: the property is broken (or witnessed), or one of its premises is true. */
export interface Topic {
  readonly property: Property
  /** null for the property itself */
  readonly premise: Expr | null
}

export const SIGNAL_FAILURE = 0
/** Raised for a state that a constraint keeps from being expanded. */
export const PRUNED = 1 << 30
/** Raised when a step leads back to its state, which is no new successor but no end either. */
export const LOOPED = 1 << 29
/** Raised for a new state in which a witness fails to have a value: not what is wanted, but a violation. */
export const WITNESS_FAILED = 28
/** signals fit into a 32-bit word, with the bits above */
const SIGNALS_MAX = 28
const TERMS_MAX = 400_000
const EFFECTS_MAX = 20_000
/** cells of all effects together: each effect gives every cell of the state */
const EFFECT_CELLS_MAX = 5_000_000
const CHOICES_MAX = 100_000

/** Whether a property, or one of its premises, is to be looked for. */
export type IsWanted = (property: Property, premise: Topic['premise']) => boolean
/** Whether a branch, by its position in the action, is to be counted. */
export type IsCounted = (action: Action, branch: number) => boolean

/**
 * @param isWanted what the code raises signals for; looking for anything else would only take time
 * @param isCounted which branches the code counts, for the same reason; none unless given
 * @param packing of states, the plain one unless given. It may leave cells fewer values than their types do,
 * if they never have others
 * @throws NotCompilable when the model is too large for straight-line code, or needs integers of more than 32 bits
 */
export function programOf(
  model: Model,
  isWanted: IsWanted = () => true,
  isCounted: IsCounted = () => false,
  packing?: Packing,
): Program {
  const pool = new TermPool(TERMS_MAX)
  const packed = packedState(model.variables, pool, packing)
  const compiler = new Compiler(model, pool, packed.state, isWanted, isCounted)
  return {
    model,
    pool,
    cells: packed.cells,
    bits: packed.bits,
    packing: packed.packing,
    plain: packed.plain,
    current: packed.current,
    actions: model.actions.map(action => compiler.action(action)),
    stateSignals: compiler.stateSignals(),
    stateTopics: compiler.stateTopics,
    stepTopics: compiler.stepTopics,
    constraints: compiler.constraints(),
  }
}

/** A state as terms, and where its cells are. */
export interface PackedState {
  /** where the cells of the pool are: fields of the packing */
  readonly cells: readonly Field[]
  readonly packing: Packing
  /** that of encoded states */
  readonly plain: Packing
  /** what each cell of a state holds, as a term; with the plain packing it is a cell of the pool */
  readonly current: readonly Term[]
  /** the tree of every variable; its leaves are the cells, in order */
  readonly state: readonly Tree[]
  /** bits of a packed state */
  readonly bits: number
}
export function packedState(variables: readonly Variable[], pool: TermPool, wanted?: Packing): PackedState {
  const ranges = rangesOf(variables, pool)
  const plain = plainPacking(ranges)
  const last = layoutOf(variables).at(-1)
  if (last !== undefined && plain.bits !== last.bit + last.width) throw new TypeError('cells and encoding disagree')
  const packing = wanted ?? plain
  const { fields, places, bits } = packing
  const contents = fields.map(({ low, count }, i) => pool.cell(i, low, low + count - 1))
  const current = places.map(place => cellOf(pool, place, fields[place.field] as Field, contents[place.field] as Term))
  let next = 0
  const state = variables.map(v => treeOf(v.type, () => current[next++] as Term))
  return { cells: fields, packing, plain, current, state, bits }
}
function cellOf(pool: TermPool, { stride, count, low }: Place, { cells }: Field, content: Term): Term {
  if (cells.length === 1) return content
  const digit = pool.mod(pool.div(content, pool.constant(stride)), pool.constant(count))
  return pool.add(digit, pool.constant(low))
}

/** The values of all cells of a state. Sets and bags are one cell of the layout, and one for each item here. */
function rangesOf(variables: readonly Variable[], pool: TermPool): CellRange[] {
  const ranges: CellRange[] = []
  const cell = (low: number, count: number): Term => {
    ranges.push({ low, count })
    return pool.false
  }
  for (const { type } of variables) treeOf(type, cell)
  return ranges
}

/** How many successors one state can have at most. */
export const maxSuccessors = ({ actions }: Program): number =>
  actions.reduce((sum, { choices }) => sum + choices.reduce((n, node) => n + effectsOf(node), 0), 0)
/** How many effects a node leads to. */
export function effectsOf(node: Node): number {
  switch (node.kind) {
    case 'guard':
    case 'check':
    case 'branch':
      return effectsOf(node.next)
    case 'choose':
      return node.options.reduce((n, option) => n + effectsOf(option), 0)
    case 'effect':
      return 1
    case 'nothing':
      return 0
  }
}

/** The fields that an effect changes, and their new contents. */
export function changedFields(
  { pool, current, cells: fields, packing }: Program,
  cells: readonly Term[],
): { readonly term: Term; readonly field: Field }[] {
  return fields.flatMap((field, i) => {
    const changed = field.cells.filter(cell => cells[cell] !== current[cell])
    const [first] = changed
    if (first === undefined || field.width === 0) return []
    if (field.cells.length === 1) return [{ term: cells[first] as Term, field }]
    const content = pool.cell(i, field.low, field.low + field.count - 1)
    const term = changed.reduce((sum, cell) => {
      const difference = pool.subtract(cells[cell] as Term, current[cell] as Term)
      return pool.add(sum, pool.multiply(difference, pool.constant((packing.places[cell] as Place).stride)))
    }, content)
    return [{ term, field }]
  })
}

/** The terms that code for a node computes. */
export function rootsOf(program: Program, node: Node): Term[] {
  switch (node.kind) {
    case 'nothing':
      return []
    case 'guard':
    case 'check':
      return [node.condition, ...rootsOf(program, node.next)]
    case 'branch':
      return [node.when, node.condition, ...rootsOf(program, node.next)]
    case 'choose':
      return [node.when, ...node.options.flatMap(option => rootsOf(program, option))]
    case 'effect':
      return [...changedFields(program, node.cells).map(({ term }) => term), ...node.signals.map(s => s.when)]
  }
}

/** The choices of an action in parts of about so many effects, for functions that machines accept. */
export function pieces(choices: readonly Node[], maxEffects: number): Node[][] {
  const all: Node[][] = [[]]
  let effects = 0
  for (const node of choices) {
    effects += effectsOf(node)
    if (effects > maxEffects && all.at(-1)?.length !== 0) {
      all.push([])
      effects = effectsOf(node)
    }
    all.at(-1)?.push(node)
  }
  return all
}

/** The tree of a value, with `scalar` making each leaf: the lowest value it can have, and how many there are. */
export function treeOf(type: Type, scalar: (low: number, count: number) => Term): Tree {
  const repeated = (n: number, item: () => Tree) => Array.from({ length: n }, item)
  switch (type.kind) {
    case 'bool':
      return scalar(0, 2)
    case 'int':
      return scalar(type.low, type.high - type.low + 1)
    case 'enum':
      return scalar(0, type.values.length)
    case 'option':
      return [scalar(0, 2), treeOf(type.item, scalar)]
    case 'record':
      return type.fields.map(f => treeOf(f.type, scalar))
    case 'variant':
      return [scalar(0, type.cases.length), ...type.cases.flatMap(c => c.fields.map(f => treeOf(f.type, scalar)))]
    case 'map':
      return repeated(cardinality(type.from), () => treeOf(type.to, scalar))
    case 'set':
      return repeated(cardinality(type.item), () => scalar(0, 2))
    case 'bag':
      return repeated(cardinality(type.item), () => scalar(0, type.max + 1))
    case 'queue':
      return [scalar(0, type.capacity + 1), ...repeated(type.capacity, () => treeOf(type.item, scalar))]
  }
}

class Compiler {
  readonly stateTopics: Topic[] = []
  readonly stepTopics: Topic[] = []
  private readonly model: Model
  private readonly pool: TermPool
  private readonly state: readonly Tree[]
  private readonly flattener: Flattener
  private readonly isCounted: IsCounted
  /** how many cells a state has */
  private readonly width: number
  private effects = 0

  constructor(model: Model, pool: TermPool, state: readonly Tree[], isWanted: IsWanted, isCounted: IsCounted) {
    this.isCounted = isCounted
    this.model = model
    this.pool = pool
    this.state = state
    this.width = state.flatMap(leaves).length
    this.flattener = new Flattener(pool, state, [])
    for (const property of model.properties) {
      if (property.kind === 'constraint' || property.kind === 'mayEnd') continue
      const isOfSteps = property.kind === 'step' || property.kind === 'refinement'
      const topics = isOfSteps ? this.stepTopics : this.stateTopics
      const conditions = premisesOf(property).map(p => p.condition)
      const all = [null, ...conditions].map((premise): Topic => ({ property, premise }))
      topics.push(...all.filter(topic => isWanted(property, topic.premise)))
    }
    if (Math.max(this.stateTopics.length, this.stepTopics.length + 1) > SIGNALS_MAX) {
      throw new NotCompilable('too many properties')
    }
  }

  action(action: Action): ActionProgram {
    const combinations = action.parameters.reduce((n, v) => n * cardinality(v.type), 1)
    if (combinations > CHOICES_MAX) throw new NotCompilable(`more than ${CHOICES_MAX} choices of parameters`)
    const flattener = new Flattener(this.pool, this.state, [])
    const choices: Node[] = []
    const choose = (index: number, bindings: Bindings): void => {
      const parameter = action.parameters[index]
      if (parameter === undefined) {
        choices.push(this.steps(flattener, action, 0, 0, bindings))
        return
      }
      for (const value of valuesOf(parameter.type)) {
        choose(index + 1, bindings.with(parameter, constantTree(this.pool, parameter.type, value)))
      }
    }
    choose(0, Bindings.none())
    return { action, counted: action.branches.map((_, i) => this.isCounted(action, i)), choices }
  }

  /** From step `index` on, with the branches in front of it; `guard` guards came before it. */
  private steps(flattener: Flattener, action: Action, index: number, guard: number, bindings: Bindings): Node {
    const next = this.fromStep(flattener, action, index, guard, bindings)
    return action.branches.reduceRight((rest, { when, condition, after }, branch): Node => {
      if (after !== index || !this.isCounted(action, branch)) return rest
      const isReached = flattener.term(when, bindings)
      if (isReached === this.pool.false) return rest
      const term = flattener.term(condition, bindings)
      return { kind: 'branch', branch, when: isReached, condition: term, next: rest }
    }, next)
  }
  private fromStep(flattener: Flattener, action: Action, index: number, guard: number, bindings: Bindings): Node {
    const step = action.steps[index]
    const rest = (at: Bindings, guards = guard) => this.steps(flattener, action, index + 1, guards, at)
    if (step === undefined) return this.effect(flattener, action, bindings)
    if (step.kind === 'guard') {
      const condition = flattener.term(step.condition, bindings)
      const next: Node = condition === this.pool.false ? { kind: 'nothing' } : rest(bindings, guard + 1)
      return { kind: 'guard', guard, condition, next }
    }
    if (step.kind === 'check') {
      const condition = flattener.term(step.condition, bindings)
      return condition === this.pool.true ? rest(bindings) : { kind: 'check', condition, next: rest(bindings) }
    }
    const { variable, when } = step
    const options = valuesOf(variable.type).map(value =>
      rest(bindings.with(variable, constantTree(this.pool, variable.type, value))),
    )
    return { kind: 'choose', when: flattener.term(when, bindings), options }
  }

  private effect(flattener: Flattener, action: Action, bindings: Bindings): Node {
    if (++this.effects > EFFECTS_MAX) throw new NotCompilable(`more than ${EFFECTS_MAX} ways to take a step`)
    if (this.effects * this.width > EFFECT_CELLS_MAX)
      throw new NotCompilable(`too many ways to take a step in a state of ${this.width} parts`)
    const next = action.next.map(e => flattener.tree(e, bindings))
    const typed = next.map((tree, i) => this.asVariable(tree, action.next[i] as Expr, i))
    const steps = new Flattener(this.pool, this.state, typed)
    return { kind: 'effect', cells: typed.flatMap(leaves), signals: this.signals(steps, this.stepTopics, 1) }
  }
  private asVariable(tree: Tree, e: Expr, index: number): Tree {
    const { type } = this.model.variables[index] as { type: Type }
    return widened(this.pool, tree, e.type, type)
  }

  stateSignals(): Signal[] {
    const witnesses = this.stateTopics.filter(topic => topic.property.kind === 'witness')
    const when = this.pool.or(...witnesses.flatMap(topic => this.failures(this.flattener, topic.property)))
    const failed = when === this.pool.false ? [] : [{ bit: WITNESS_FAILED, when }]
    return [...this.signals(this.flattener, this.stateTopics, 0), ...failed]
  }
  private signals(flattener: Flattener, topics: readonly Topic[], firstBit: number): Signal[] {
    return topics.flatMap((topic, i) => {
      const when = this.signal(flattener, topic)
      return when === this.pool.false ? [] : [{ bit: firstBit + i, when }]
    })
  }
  private signal(flattener: Flattener, { property, premise }: Topic): Term {
    const bindings = Bindings.none()
    const { pool } = this
    if (premise !== null) return flattener.term(premise, bindings)
    const failed = this.failures(flattener, property)
    const body = termOf(flattener.tree(property.body, bindings))
    return pool.or(...failed, property.kind === 'witness' ? body : pool.not(body))
  }
  private failures(flattener: Flattener, { checks }: Property): Term[] {
    return checks.map(c => this.pool.not(flattener.term(c.condition, Bindings.none())))
  }

  constraints(): Program['constraints'] {
    return this.model.properties
      .filter(p => p.kind === 'constraint')
      .map(property => ({
        property,
        holds: this.flattener.term(property.body, Bindings.none()),
        checked: this.pool.and(...property.checks.map((c: Check) => this.flattener.term(c.condition, Bindings.none()))),
      }))
  }
}
