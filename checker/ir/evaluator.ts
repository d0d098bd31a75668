/**
 * Expressions as closures: prepared once, evaluated many times. In: the expressions of interest. Out: one function per
 * expression, which reads the values last put into the frame (state, next state, parameters, bound variables).
 *
 * A part that is shared, or that does not change while an enclosing loop runs, keeps its last value for as long as
 * nothing it reads has been set again. Time is a counter that every setting advances.
 */
import { type Expr, isBinder, topological, type Variable } from './expr.ts'
import type { State } from './model.ts'
import { operationOf } from './operations.ts'
import { cardinality, fieldIndex, type MapType, type RecordType, type SetType, type Type } from './type.ts'
import { defaultValue, equalValues, rankerOf, type Value, valuesOf } from './value.ts'

/**
 * Computes an expression in the current frame. Each level of nesting takes one call: expressions nested some 5,000
 * deep can be evaluated on the default stack of Node.
 */
export type Evaluate = () => Value

// Closures that must be saved for a kept value to pay: measured on the lease specification, and flat around these.
const SHARED_COST = 8
const REPEATED_COST = 12

/** What an expression reads: everything set up to a nesting level of the frame, and these bound variables. */
interface Reads {
  /** 0: at most the states; n + 1: the parameter of index n, and perhaps those before it */
  readonly level: number
  /** depths of the free bound variables */
  readonly bound: readonly number[]
}

/** The variables of all evaluations, and when each was last set. */
class Frame {
  state: State = []
  next: State = []
  readonly parameters: Value[] = []
  readonly bound: Value[] = []
  time = 0
  readonly levelSetAt: number[] = [0]
  readonly boundSetAt: number[] = []

  bind(depth: number, value: Value): void {
    this.bound[depth] = value
    this.boundSetAt[depth] = ++this.time
  }
}

export class Evaluator {
  private readonly frame = new Frame()
  private readonly closures = new Map<Expr, Evaluate>()
  private readonly reads: ReadonlyMap<Expr, Reads>

  /** @param roots the expressions that will be evaluated; their parts can be, too */
  constructor(roots: Iterable<Expr>) {
    const kept = [...roots]
    const order = topological(kept)
    this.reads = findReads(order)
    for (const { level, bound } of this.reads.values()) {
      this.frame.levelSetAt[level] ??= 0
      for (const depth of bound) this.frame.boundSetAt[depth] ??= 0
    }
    const uses = countUses(order, kept, this.reads)
    const costs = new Map<Expr, number>()
    for (const e of order) {
      const compute = closureOf(this.frame, e, e.args.map(this.closureOf))
      const cost = costOf(e, costs)
      const { count, repeated } = uses.get(e) as Uses
      const isKept = (count > 1 && cost > SHARED_COST) || (repeated && cost > REPEATED_COST)
      this.closures.set(e, isKept ? keeping(this.frame, compute, this.reads.get(e) as Reads) : compute)
      costs.set(e, isKept ? 1 : cost)
    }
  }

  /** The function that evaluates a root, or a part of one. */
  readonly closureOf = (e: Expr): Evaluate => this.closures.get(e) as Evaluate

  /** How many parameters must have been set, in order of index, before `e` means anything. */
  parametersRead(e: Expr): number {
    return this.reads.get(e)?.level ?? 0
  }

  /** Sets the state, and the state after the step. All parameters are to be set again before they are read. */
  setStates(state: State, next: State = state): void {
    const { frame } = this
    if (frame.state === state && frame.next === next) return
    frame.state = state
    frame.next = next
    frame.levelSetAt[0] = ++frame.time
  }
  /** Sets a parameter. Those of a higher index are to be set again before they are read. */
  setParameter(index: number, value: Value): void {
    this.frame.parameters[index] = value
    this.frame.levelSetAt[index + 1] = ++this.frame.time
  }
  /** The parameters of index below `count`, as last set. */
  parameters(count: number): readonly Value[] {
    return this.frame.parameters.slice(0, count)
  }
  /** Sets a bound variable, to evaluate the body of its quantifier by itself. */
  bind(variable: Variable, value: Value): void {
    this.frame.bind(variable.index, value)
  }
}

function findReads(order: readonly Expr[]): ReadonlyMap<Expr, Reads> {
  const reads = new Map<Expr, Reads>()
  for (const e of order) {
    let level = 0
    const bound = new Set<number>()
    for (const arg of e.args) {
      const inner = reads.get(arg) as Reads
      level = Math.max(level, inner.level)
      for (const depth of inner.bound) bound.add(depth)
    }
    if (e.variable !== undefined) {
      if (e.operator !== 'variable') bound.delete(e.variable.index)
      else if (e.variable.space === 'bound') bound.add(e.variable.index)
      else if (e.variable.space === 'parameter') level = e.variable.index + 1
    }
    reads.set(e, { level, bound: [...bound] })
  }
  return reads
}

interface Uses {
  /** from how many places the expression is used */
  count: number
  /** whether one of these is evaluated again while nothing that the expression reads has changed */
  repeated: boolean
}
function countUses(order: readonly Expr[], roots: readonly Expr[], reads: ReadonlyMap<Expr, Reads>): Map<Expr, Uses> {
  const uses = new Map<Expr, Uses>(order.map(e => [e, { count: 0, repeated: false }]))
  for (const root of roots) Object.assign(uses.get(root) as Uses, { count: 1, repeated: true })
  for (const e of order) {
    const outer = reads.get(e) as Reads
    for (const arg of e.args) {
      const use = uses.get(arg) as Uses
      const inner = reads.get(arg) as Reads
      use.count++
      use.repeated ||= isBinder(e)
        ? !inner.bound.includes(e.variable?.index as number)
        : inner.level < outer.level || inner.bound.length < outer.bound.length
    }
  }
  return uses
}

/** About how many closures one evaluation calls. */
function costOf(e: Expr, costs: ReadonlyMap<Expr, number>): number {
  const args = e.args.reduce((n, arg) => n + (costs.get(arg) as number), 0)
  return 1 + args * (isBinder(e) ? cardinality((e.variable as Variable).type) : 1)
}

/** Computes again only when something that is read has been set since. */
function keeping(frame: Frame, compute: Evaluate, { level, bound }: Reads): Evaluate {
  const { levelSetAt, boundSetAt } = frame
  let value: Value = null
  let time = -1
  const isStale = () => {
    if (time < (levelSetAt[level] as number)) return true
    for (const depth of bound) if (time < (boundSetAt[depth] as number)) return true
    return false
  }
  return () => {
    if (isStale()) {
      value = compute()
      // The time after the computation: quantifiers inside have set, and set back, variables that it may read.
      time = frame.time
    }
    return value
  }
}

const isScalar = (type: Type) => type.kind === 'bool' || type.kind === 'int' || type.kind === 'enum'

/** One expression, given the closures of its arguments. Frequent operators are spelled out, the rest is `operationOf`. */
function closureOf(frame: Frame, e: Expr, args: readonly Evaluate[]): Evaluate {
  const [x, y, z] = args as [Evaluate, Evaluate, Evaluate]
  const operands = e.args as readonly [Expr, Expr]
  switch (e.operator) {
    case 'constant': {
      const value = e.value as Value
      return () => value
    }
    case 'variable':
      return reader(frame, e.variable as Variable)
    case 'not':
      return () => x() !== true
    case 'and':
      return args.length === 2 ? () => x() === true && y() === true : () => args.every(arg => arg() === true)
    case 'or':
      return args.length === 2 ? () => x() === true || y() === true : () => args.some(arg => arg() === true)
    case 'implies':
      return () => x() !== true || y() === true
    case 'if':
      return () => (x() === true ? y() : z())
    case 'equal':
      return isScalar(operands[0].type) ? () => x() === y() : () => equalValues(x(), y())
    case 'less':
      return () => (x() as number) < (y() as number)
    case 'lessEqual':
      return () => (x() as number) <= (y() as number)
    case 'field': {
      const index = fieldIndex(operands[0].type as RecordType, e.field as string)
      return () => (x() as readonly Value[])[index] as Value
    }
    case 'at': {
      const { from, to } = operands[0].type as MapType
      const [rank, missing] = [rankerOf(from), defaultValue(to)]
      return () => (x() as readonly Value[])[rank(y())] ?? missing
    }
    case 'has': {
      const rank = rankerOf((operands[0].type as SetType).item)
      return () => (x() as readonly Value[])[rank(y())] === true
    }
    case 'forall':
    case 'exists':
    case 'count':
    case 'sum':
    case 'mapOf':
    case 'setOf':
      return binder(frame, e, x)
    default: {
      const operation = operationOf(e)
      if (args.length === 1) return () => operation([x()])
      if (args.length === 2) return () => operation([x(), y()])
      return () => operation(args.map(arg => arg()))
    }
  }
}

function reader(frame: Frame, { space, index }: Variable): Evaluate {
  switch (space) {
    case 'state':
      return () => frame.state[index] as Value
    case 'next':
      return () => frame.next[index] as Value
    case 'parameter':
      return () => frame.parameters[index] as Value
    case 'bound':
      return () => frame.bound[index] as Value
  }
}

/** A quantifier. It sets its variable back at the end: one around it may use the same depth. */
function binder(frame: Frame, e: Expr, body: Evaluate): Evaluate {
  const { index: depth, type } = e.variable as Variable
  const values = valuesOf(type)
  const bodyAt = (value: Value) => {
    frame.bind(depth, value)
    return body()
  }
  const over = overValues(e, values, bodyAt)
  return () => {
    const outer = frame.bound[depth]
    const result = over()
    if (outer !== undefined) frame.bind(depth, outer)
    return result
  }
}
function overValues(e: Expr, values: readonly Value[], bodyAt: (value: Value) => Value): Evaluate {
  switch (e.operator) {
    case 'forall':
      return () => values.every(value => bodyAt(value) === true)
    case 'exists':
      return () => values.some(value => bodyAt(value) === true)
    case 'count':
      return () => values.reduce<number>((n, value) => n + (bodyAt(value) === true ? 1 : 0), 0)
    case 'sum':
      return () => values.reduce<number>((n, value) => n + (bodyAt(value) as number), 0)
    default:
      return () => values.map(bodyAt)
  }
}
