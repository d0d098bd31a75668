/**
 * The few numbers that an expression can be, where it is made of choices between constants: where a cell of a table refers
 * to others, as those of a tree of nodes do, only these are looked at. Whether a choice can be taken is not asked.
 */
import { type BitOperator, bitOperations } from '../../ir/bits.ts'
import { type Expr, isConstant } from '../../ir/expr.ts'

/** More numbers than this are no longer few. */
const MAX = 512

const known = new WeakMap<Expr, ReadonlySet<number> | null>()

/** Null where they are not known, or many. Remembered for each expression, which are as many as there are in a body. */
export function possibleValues(e: Expr): ReadonlySet<number> | null {
  const remembered = known.get(e)
  if (remembered !== undefined) return remembered
  const values = computed(e)
  known.set(e, values)
  return values
}

function computed(e: Expr): ReadonlySet<number> | null {
  if (isConstant(e)) return typeof e.value === 'number' ? new Set([e.value]) : null
  const [first, second, third] = e.args
  if (e.operator === 'if') return union(possibleValues(second as Expr), possibleValues(third as Expr))
  const operation = operations[e.operator as keyof typeof operations]
  return operation === undefined ? null : combined(first as Expr, second as Expr, operation)
}

const operations: Partial<Record<Expr['operator'], (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  ...(bitOperations satisfies Record<BitOperator, unknown>),
}

function union(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): ReadonlySet<number> | null {
  return a === null || b === null ? null : few(new Set([...a, ...b]))
}

function combined(a: Expr, b: Expr, operation: (a: number, b: number) => number): ReadonlySet<number> | null {
  const [left, right] = [possibleValues(a), possibleValues(b)]
  if (left === null || right === null || left.size * right.size > MAX * 8) return null
  return few(new Set([...left].flatMap(x => [...right].map(y => operation(x, y)))))
}

const few = (values: ReadonlySet<number>) => (values.size <= MAX ? values : null)
