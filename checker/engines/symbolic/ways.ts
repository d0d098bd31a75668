/**
 * What an action can do, as terms over the cells of the state before it. Each choice of its parameters and picks is a way
 * of its own where these are few, so that most indices are constants; else the choices are inputs, cells that may have
 * any value. In: an action. Out: its ways, when it is enabled, and when a check of it fails.
 */
import { constantTree, leaves, type Tree, widened } from '../../codegen/cells.ts'
import type { Bindings, Flattener } from '../../codegen/flatten.ts'
import type { Term } from '../../codegen/terms.ts'
import { type Variable, variablesRead } from '../../ir/expr.ts'
import type { Action, Step } from '../../ir/model.ts'
import { cardinality, type Type } from '../../ir/type.ts'
import { type Value, valueAt, valuesOf } from '../../ir/value.ts'
import { normalised } from './cells.ts'

/** Actions with more choices than this are not unrolled. */
export const UNROLLED_MAX = 1024

/** One way to take a step. */
export interface Way {
  readonly action: Action
  /** the tree of each parameter and pick, in order: of constants, or of inputs */
  readonly choices: readonly Tree[]
  /** the guards and checks that the step passes, in order */
  readonly guards: readonly Term[]
  readonly checks: readonly Term[]
  /** that the inputs are values, and those of picks that are not reached the first one */
  readonly chosen: Term
  /** the new value of every leaf of the state */
  readonly next: readonly Term[]
}
export interface ActionWays {
  readonly action: Action
  /** positions of the guards that are false for some choices whatever the state, so that there is no way for these */
  readonly decisive: ReadonlySet<number>
  readonly ways: readonly Way[]
  /** a check fails; where there are inputs: for some of their values */
  readonly fails: Term
  readonly inputs: readonly { readonly variable: Variable; readonly tree: Tree }[]
}

export interface WayOptions {
  readonly unrolledMax: number
  /** makes the tree of an input: a variable with any value */
  makeInput(variable: Variable): Tree
}

/**
 * @param variables of the model, whose types the new values have
 * @param root without any variable: it remembers what depends on the state alone
 */
export function waysOf(
  action: Action,
  variables: readonly Variable[],
  flattener: Flattener,
  root: Bindings,
  { unrolledMax, makeInput }: WayOptions,
): ActionWays {
  const { pool } = flattener
  const all = choicesOf(action)
  const isUnrolled = all.reduce((n, v) => n * cardinality(v.type), 1) <= unrolledMax
  const inputs = isUnrolled ? [] : all.map(variable => ({ variable, tree: makeInput(variable) }))
  const ways: Way[] = []
  const failures: Term[] = []
  const decisive = new Set<number>()
  const valuesFor = (variable: Variable): readonly Tree[] =>
    isUnrolled
      ? valuesOf(variable.type).map(value => constantTree(pool, variable.type, value))
      : inputs.flatMap(input => (input.variable === variable ? [input.tree] : []))
  const firstOf = (type: Type): Tree => constantTree(pool, type, valueAt(type, 0))

  /** what has been passed so far */
  interface Path {
    readonly bindings: Bindings
    readonly choices: readonly Tree[]
    readonly guards: readonly Term[]
    readonly checks: readonly Term[]
    readonly chosen: Term
  }
  const bound = (path: Path, variable: Variable, tree: Tree, chosen: Term): Path => ({
    ...path,
    bindings: path.bindings.with(variable, tree),
    choices: [...path.choices, tree],
    chosen: pool.and(path.chosen, chosen, isUnrolled ? pool.true : normalised(pool, variable.type, tree)),
  })
  const parameters = (index: number, path: Path): void => {
    const variable = action.parameters[index]
    if (variable === undefined) steps(0, path)
    else for (const tree of valuesFor(variable)) parameters(index + 1, bound(path, variable, tree, pool.true))
  }
  const steps = (index: number, path: Path): void => {
    const step = action.steps[index]
    if (step === undefined) {
      ways.push({ ...path, action, next: nextOf(path.bindings) })
      return
    }
    if (step.kind === 'choose') {
      const when = flattener.term(step.when, path.bindings)
      for (const [rank, tree] of valuesFor(step.variable).entries()) {
        const isFirst = isUnrolled ? pool.boolean(rank === 0) : isEqual(tree, firstOf(step.variable.type))
        const chosen = pool.or(when, isFirst)
        if (chosen !== pool.false) steps(index + 1, bound(path, step.variable, tree, chosen))
      }
      return
    }
    const condition = flattener.term(step.condition, path.bindings)
    if (step.kind === 'check') {
      const failing = pool.and(path.chosen, ...path.guards, ...path.checks, pool.not(condition))
      if (failing !== pool.false) failures.push(failing)
    }
    if (condition === pool.false) {
      if (step.kind === 'guard') decisive.add(path.guards.length)
      return
    }
    const passed =
      step.kind === 'guard' ? { guards: [...path.guards, condition] } : { checks: [...path.checks, condition] }
    steps(index + 1, { ...path, ...passed })
  }
  const isEqual = (a: Tree, b: Tree): Term => {
    const others = leaves(b)
    return pool.and(...leaves(a).map((leaf, i) => pool.equal(leaf, others[i] as Term)))
  }
  const nextOf = (bindings: Bindings): Term[] =>
    action.next.flatMap((e, i) => {
      const { type } = variables[i] as Variable
      return leaves(widened(pool, flattener.tree(e, bindings), e.type, type))
    })
  parameters(0, { bindings: root, choices: [], guards: [], checks: [], chosen: pool.true })
  return { action, decisive, ways, fails: pool.or(...failures), inputs }
}

/** Parameters and picks, in the order in which they are chosen. */
export const choicesOf = (action: Action): Variable[] => [
  ...action.parameters,
  ...action.steps.flatMap(step => (step.kind === 'choose' ? [step.variable] : [])),
]

/**
 * Whether the action has an outcome, a failure included: all guards are passed, up to the first check that fails. Says
 * so for any number of choices, and can be denied.
 */
export function enabledOf(action: Action, flattener: Flattener, root: Bindings): Term {
  const { pool } = flattener
  const lastGuard = action.steps.findLastIndex(step => step.kind === 'guard')
  const decisive = action.steps
    .slice(0, lastGuard + 1)
    .map(step => (step.kind === 'choose' ? step.when : step.condition))
  const isRead = new Set([...variablesRead(decisive)].flatMap(v => (v.space === 'parameter' ? [v.index] : [])))
  const parameters = (index: number, bindings: Bindings): Term => {
    const variable = action.parameters[index]
    return variable === undefined
      ? steps(0, bindings)
      : any(variable, value => parameters(index + 1, bindings.with(variable, value)))
  }
  const steps = (index: number, bindings: Bindings): Term => {
    if (index > lastGuard) return pool.true
    const step = action.steps[index] as Step
    if (step.kind === 'choose') {
      const when = flattener.term(step.when, bindings)
      return any(step.variable, (value, rank) =>
        pool.and(rank === 0 ? pool.true : when, steps(index + 1, bindings.with(step.variable, value))),
      )
    }
    const condition = flattener.term(step.condition, bindings)
    if (condition === pool.false) return pool.boolean(step.kind === 'check')
    const rest = steps(index + 1, bindings)
    return step.kind === 'guard' ? pool.and(condition, rest) : pool.or(pool.not(condition), rest)
  }
  const any = ({ type, index }: Variable, of: (value: Tree, rank: number) => Term): Term => {
    const terms: Term[] = []
    // the first value stands for all of a variable that does not matter
    const values = isRead.has(index) ? valuesOf(type) : [valueAt(type, 0)]
    for (const [rank, value] of values.entries()) {
      const term = of(constantTree(pool, type, value), rank)
      if (term === pool.true) return term
      terms.push(term)
    }
    return pool.or(...terms)
  }
  return parameters(0, root)
}

/** The choices of a way that was taken, once the values of the inputs are known. */
export const choicesTaken = (
  way: Way,
  valueOfLeaf: (leaf: Term) => number,
  valueFrom: (type: Type, leaf: () => number) => Value,
): Value[] =>
  choicesOf(way.action).map(({ type }, i) => {
    const all = leaves(way.choices[i] as Tree).values()
    return valueFrom(type, () => valueOfLeaf(all.next().value as Term))
  })
