/**
 * First-order terms: an immutable, hash-consed directed acyclic graph, as expressions are. Two terms are `===` exactly
 * when they are equal in structure, up to the names of bound variables: a bound variable is named by how many binders
 * are nested below its own, so that formulas that mean the same in the same way are one term.
 *
 * Sorts: `Bool`, `Int`, `$Name` (all names of enumerations, as one datatype) and one uninterpreted sort for each domain of
 * any size, by its name. The builders simplify; sorts are never empty.
 */
import { InternTable } from '../../../ir/intern.ts'

/** `Bool`, `Int`, `$Name`, or the name of a domain of any size. */
export type Sort = string
export const isDomain = (sort: Sort): boolean => sort !== 'Bool' && sort !== 'Int' && sort !== '$Name'

export type TermOperator =
  | 'true'
  | 'false'
  | 'int'
  | 'name'
  /** `symbol` applied to arguments */
  | 'apply'
  | 'bound'
  | 'not'
  | 'and'
  | 'or'
  | 'equal'
  | 'if'
  | 'less'
  | 'lessEqual'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'div'
  | 'mod'
  | 'forall'
  | 'exists'

export type Quantifier = 'forall' | 'exists'
export const isQuantifier = (operator: TermOperator): operator is Quantifier =>
  operator === 'forall' || operator === 'exists'

export class Term {
  readonly id: number
  readonly operator: TermOperator
  readonly sort: Sort
  readonly args: readonly Term[]
  /** the function of `apply`, the name of `name` */
  readonly symbol: string | undefined
  /** of `int` */
  readonly value: number | undefined
  /** of a `bound` variable, and of the binder that binds it; negative until it is bound */
  readonly level: number | undefined
  /** how many binders are nested in it */
  readonly height: number

  constructor(id: number, shape: Shape) {
    const { operator, sort, args = [], symbol, value, level } = shape
    this.id = id
    this.operator = operator
    this.sort = sort
    this.args = args
    this.symbol = symbol
    this.value = value
    this.level = level
    const below = args.reduce((most, arg) => Math.max(most, arg.height), 0)
    this.height = isQuantifier(operator) ? below + 1 : below
  }
}

interface Shape {
  readonly operator: TermOperator
  readonly sort: Sort
  readonly args?: readonly Term[]
  readonly symbol?: string
  readonly value?: number
  readonly level?: number
  /** of a binder: the sort of its variable */
  readonly over?: Sort
}

const table = new InternTable<Term>()
let nextId = 0
function make(shape: Shape): Term {
  const { operator, sort, args = [], symbol = '', value = '', level = '' } = shape
  const key = `${operator}|${sort}|${args.map(a => a.id).join(',')}|${symbol}|${value}|${level}`
  return table.intern(key, () => new Term(nextId++, shape))
}

export const TRUE: Term = make({ operator: 'true', sort: 'Bool' })
export const FALSE: Term = make({ operator: 'false', sort: 'Bool' })
export const bool = (value: boolean): Term => (value ? TRUE : FALSE)
export const int = (value: number): Term => make({ operator: 'int', sort: 'Int', value: value + 0 })
export const name = (symbol: string): Term => make({ operator: 'name', sort: '$Name', symbol })
/** One of the names that a domain has in an instance; it has no place in a formula for any size. */
export const identity = (symbol: string, sort: Sort): Term => make({ operator: 'name', sort, symbol })
export function literal(value: unknown, sort: Sort): Term {
  if (sort === 'Bool') return bool(value === true)
  if (sort === 'Int') return int(value as number)
  return sort === '$Name' ? name(value as string) : identity(value as string, sort)
}
export const apply = (symbol: string, sort: Sort, args: readonly Term[] = []): Term =>
  make({ operator: 'apply', sort, symbol, args })

const isLiteral = (t: Term) => ['true', 'false', 'int', 'name'].includes(t.operator)

export function not(a: Term): Term {
  if (a === TRUE) return FALSE
  if (a === FALSE) return TRUE
  return a.operator === 'not' ? (a.args[0] as Term) : make({ operator: 'not', sort: 'Bool', args: [a] })
}
export const and = (...operands: readonly Term[]): Term => junction('and', operands)
export const or = (...operands: readonly Term[]): Term => junction('or', operands)
export const implies = (a: Term, b: Term): Term => or(not(a), b)

function junction(operator: 'and' | 'or', operands: readonly Term[]): Term {
  const [unit, zero] = operator === 'and' ? [TRUE, FALSE] : [FALSE, TRUE]
  const args = new Set<Term>()
  const denied = new Set<Term>()
  for (const operand of merged(operator, operands)) {
    for (const arg of operand.operator === operator ? operand.args : [operand]) {
      const opposite = arg.operator === 'not' ? arg.args[0] : undefined
      if (arg === zero || denied.has(arg) || (opposite !== undefined && args.has(opposite))) return zero
      if (arg !== unit) args.add(arg)
      if (opposite !== undefined) denied.add(opposite)
    }
  }
  if (args.size === 0) return unit
  return args.size === 1 ? ([...args][0] as Term) : make({ operator, sort: 'Bool', args: [...args] })
}

/** "There is one that is A" or "there is one that is B" is "there is one that is A or B"; the other way round for every. */
function merged(operator: 'and' | 'or', operands: readonly Term[]): readonly Term[] {
  const quantifier = operator === 'and' ? 'forall' : 'exists'
  const isBinder = (each: Term) => each.operator === quantifier
  const parts = operands.flatMap(each => (each.operator === operator ? each.args : [each]))
  const found = new Set(parts.filter(isBinder))
  if (found.size < 2) return operands
  const binders = Map.groupBy(found, ({ symbol }) => symbol as Sort)
  if (binders.size === found.size) return operands
  return [
    ...parts.filter(each => !isBinder(each)),
    ...[...binders].map(([sort, [first, ...others]]) =>
      others.length === 0
        ? (first as Term)
        : quantified(quantifier, sort, x =>
            junction(
              operator,
              [first as Term, ...others].map(each => opened(each, x)),
            ),
          ),
    ),
  ]
}

export function equal(a: Term, b: Term): Term {
  if (a === b) return TRUE
  if (isLiteral(a) && isLiteral(b)) return FALSE
  if (a.sort === 'Bool') {
    if (isLiteral(a)) return a === TRUE ? b : not(b)
    if (isLiteral(b)) return b === TRUE ? a : not(a)
  }
  // A choice between literals is equal to a literal where it is chosen.
  for (const [choice, literal] of [
    [a, b],
    [b, a],
  ] as const) {
    if (choice.operator !== 'if' || !isLiteral(literal)) continue
    const [condition, x, y] = choice.args as [Term, Term, Term]
    if (isLiteral(x) || isLiteral(y)) return choose(condition, equal(x, literal), equal(y, literal))
  }
  return make({ operator: 'equal', sort: 'Bool', args: a.id < b.id ? [a, b] : [b, a] })
}

export function choose(condition: Term, a: Term, b: Term): Term {
  if (condition === TRUE || a === b) return a
  if (condition === FALSE) return b
  if (condition.operator === 'not') return choose(condition.args[0] as Term, b, a)
  if (a.sort === 'Bool') {
    if (a === TRUE) return or(condition, b)
    if (a === FALSE) return and(not(condition), b)
    if (b === TRUE) return or(not(condition), a)
    if (b === FALSE) return and(condition, a)
  }
  return make({ operator: 'if', sort: a.sort, args: [condition, a, b] })
}

const arithmetic = {
  less: (a: number, b: number) => bool(a < b),
  lessEqual: (a: number, b: number) => bool(a <= b),
  add: (a: number, b: number) => int(a + b),
  subtract: (a: number, b: number) => int(a - b),
  multiply: (a: number, b: number) => int(a * b),
  div: (a: number, b: number) => int(Math.floor(a / b)),
  mod: (a: number, b: number) => int(a - b * Math.floor(a / b)),
}
/** Division is for divisors that are positive; the caller sees to that. */
export function compute(operator: keyof typeof arithmetic, a: Term, b: Term): Term {
  if (a.value !== undefined && b.value !== undefined) return arithmetic[operator](a.value, b.value)
  const isComparison = operator === 'less' || operator === 'lessEqual'
  if (isComparison && a === b) return bool(operator === 'lessEqual')
  return make({ operator, sort: isComparison ? 'Bool' : 'Int', args: [a, b] })
}

let unbound = 0
/** @param body given the bound variable */
export const forall = (sort: Sort, body: (x: Term) => Term): Term => quantified('forall', sort, body)
export const exists = (sort: Sort, body: (x: Term) => Term): Term => quantified('exists', sort, body)
/** The same over several variables, the first outermost. */
export const forallAll = (sorts: readonly Sort[], body: (xs: readonly Term[]) => Term): Term =>
  over(forall, sorts, body)
export const existsAll = (sorts: readonly Sort[], body: (xs: readonly Term[]) => Term): Term =>
  over(exists, sorts, body)

function over(quantifier: typeof forall, [sort, ...rest]: readonly Sort[], body: (xs: readonly Term[]) => Term): Term {
  return sort === undefined ? body([]) : quantifier(sort, x => over(quantifier, rest, xs => body([x, ...xs])))
}

export function quantified(operator: Quantifier, sort: Sort, body: (x: Term) => Term): Term {
  const fresh = make({ operator: 'bound', sort, level: --unbound })
  const open = body(fresh)
  if (!contains(open, fresh)) return open
  const point = onlyPoint(operator, open, fresh)
  if (point !== null) return point
  const level = open.height
  const variable = make({ operator: 'bound', sort, level })
  return make({ operator, sort: 'Bool', level, symbol: sort, args: [exchanged(open, fresh, variable)] })
}

/** "Some x is t, and ..." says of t what follows; "every x is not t, or ..." does, too. */
function onlyPoint(quantifier: Quantifier, body: Term, x: Term): Term | null {
  const operator = quantifier === 'exists' ? 'and' : 'or'
  const parts = body.operator === operator ? body.args : [body]
  for (const part of parts) {
    const equation = quantifier === 'exists' ? part : not(part)
    if (equation.operator !== 'equal') continue
    const [a, b] = equation.args as [Term, Term]
    const point = a === x ? b : b === x ? a : null
    if (point === null || contains(point, x)) continue
    const others = parts.filter(each => each !== part)
    return junction(
      operator,
      others.map(each => exchanged(each, x, point)),
    )
  }
  return null
}

/** The variable that a binder binds. */
export const boundBy = (binder: Term): Term =>
  make({ operator: 'bound', sort: binder.symbol as Sort, level: binder.level as number })

const contains = (root: Term, part: Term): boolean => visit([root]).includes(part)

/** `root` with `by` in place of `part`, in which nothing is bound. Nothing is simplified. */
export function exchanged(root: Term, part: Term, by: Term): Term {
  const made = new Map<Term, Term>([[part, by]])
  const without = (t: Term): Term => {
    let same = made.get(t)
    if (same === undefined) {
      // Binders of `by` may have the levels of those around it, which then need others.
      same =
        isQuantifier(t.operator) && by.height > 0
          ? quantified(t.operator, t.symbol as Sort, x => exchanged(opened(t, x), part, by))
          : rebuilt(t, t.args.map(without))
      made.set(t, same)
    }
    return same
  }
  return without(root)
}
/** What a binder says of `x`. */
export const opened = (binder: Term, x: Term): Term => exchanged(binder.args[0] as Term, boundBy(binder), x)
/** The same term over other arguments, not simplified. */
export const rebuilt = (t: Term, args: readonly Term[]): Term =>
  args.every((arg, i) => arg === t.args[i]) ? t : remake(t, args)
function remake({ operator, sort, symbol, value, level }: Term, args: readonly Term[]): Term {
  const ordered = operator === 'equal' ? [...args].sort((a, b) => a.id - b.id) : args
  return make({
    operator,
    sort,
    args: ordered,
    ...(symbol !== undefined && { symbol }),
    ...(value !== undefined && { value }),
    ...(level !== undefined && { level }),
  })
}

/** The same term over other arguments, simplified; not for quantifiers. */
export function simplified(t: Term, args: readonly Term[]): Term {
  const [a, b, c] = args as [Term, Term, Term]
  switch (t.operator) {
    case 'not':
      return not(a)
    case 'and':
      return and(...args)
    case 'or':
      return or(...args)
    case 'equal':
      return equal(a, b)
    case 'if':
      return choose(a, b, c)
    case 'less':
    case 'lessEqual':
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'div':
    case 'mod':
      return compute(t.operator, a, b)
    default:
      return rebuilt(t, args)
  }
}

const free = new WeakMap<Term, ReadonlySet<number>>()
/** Levels of the variables that a term reads and does not bind. */
export function freeLevels(root: Term): ReadonlySet<number> {
  const known = free.get(root)
  if (known !== undefined) return known
  for (const t of visit([root])) {
    if (free.has(t)) continue
    const levels = new Set(t.args.flatMap(arg => [...(free.get(arg) as ReadonlySet<number>)]))
    if (t.operator === 'bound') levels.add(t.level as number)
    else if (t.level !== undefined) levels.delete(t.level)
    free.set(t, levels)
  }
  return free.get(root) as ReadonlySet<number>
}

/** Every distinct part of the roots, arguments before the terms that use them. */
export function visit(roots: Iterable<Term>): Term[] {
  const seen = new Set<Term>()
  const order: Term[] = []
  const enter = (t: Term): void => {
    if (seen.has(t)) return
    seen.add(t)
    for (const arg of t.args) enter(arg)
    order.push(t)
  }
  for (const root of roots) enter(root)
  return order
}
