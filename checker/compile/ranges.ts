/**
 * Which integers every number of a function can be. In: a function, whose numbers and words are any of 32 bits, unsigned.
 * Out: an interval for each expression and variable, which contains all values that it has in any run, each of which numbers
 * of JavaScript hold exactly. What may be no such number, so that integers of any width would differ from it, is refused.
 *
 * This is abstract interpretation with intervals: a loop is run until nothing is new, and bounds that grow are made to grow
 * quickly; a loop that counts to a small constant is run round by round. Source: P. Cousot and R. Cousot, "Abstract
 * interpretation", POPL 1977.
 */
import {
  ANY_WORD,
  arithmetic,
  bits,
  exactly,
  type Interval,
  isExact,
  isSame,
  isSingle,
  isUnsigned,
  opposite,
  union,
  whereTrue,
  widened,
} from './interval.ts'
import type { CompiledFunction, Condition, Label, NumberExpr, Statement, Variable } from './program.ts'
import { refusal } from './refusal.ts'

export interface Ranges {
  /** undefined for what no run computes */
  of(expr: NumberExpr): Interval | undefined
  /** all values of a variable; undefined if it never has one */
  ofVariable(variable: Variable): Interval | undefined
}

/** What variables can be at one point; null where no run comes to. */
type State = ReadonlyMap<Variable, Interval> | null

/** A loop that counts is run round by round, if it has no more of them. */
const ROUNDS_MAX = 64
/** So many rounds are run of all loops of a function, with those inside others once for each round of these. */
const ALL_ROUNDS_MAX = 20_000

/** @throws SpecError VON5003, VON5007 to VON5009 */
export function rangesOf(compiled: CompiledFunction): Ranges {
  const analysis = new Analysis()
  analysis.run(compiled)
  return analysis
}

class Analysis implements Ranges {
  readonly #ofExpr = new Map<NumberExpr, Interval>()
  readonly #ofVariable = new Map<Variable, Interval>()
  readonly #leaving = new Map<Label, State>()
  /** of loops that count, so far */
  #rounds = 0

  of(expr: NumberExpr): Interval | undefined {
    return this.#ofExpr.get(expr)
  }
  ofVariable(variable: Variable): Interval | undefined {
    return this.#ofVariable.get(variable)
  }

  run({ name, parameters, body, result, at }: CompiledFunction): void {
    let state: State = new Map()
    for (const variable of parameters) if (variable.kind === 'number') state = this.#set(state, variable, ANY_WORD)
    this.#statements(body, state)
    if (result === null) return
    const returned = this.#ofVariable.get(result)
    if (result.kind === 'number' && returned !== undefined && !isUnsigned(returned))
      throw refusal('VON5009', `'${name}' returns ${told(returned)}`, at(), {
        note: 'numbers go in and out of a module as 32 bits, unsigned',
        help: 'close what it returns by >>> 0',
      })
  }

  // ---- statements ------------------------------------------------------------------------------------------------

  #statements(list: readonly Statement[], before: State): State {
    let state = before
    for (const statement of list) {
      if (state === null) return null
      state = this.#statement(statement, state)
    }
    return state
  }

  #statement(statement: Statement, before: NonNullable<State>): State {
    switch (statement.op) {
      case 'set': {
        const [range, state] = this.#number(statement.value, before)
        return range && this.#set(state, statement.variable, range)
      }
      case 'decideInto': {
        const [whenTrue, whenFalse] = this.#condition(statement.value, before)
        return joined(whenTrue, whenFalse)
      }
      case 'write': {
        const [, afterIndex] = this.#number(statement.index, before)
        return this.#number(statement.value, afterIndex)[1]
      }
      case 'if': {
        const [whenTrue, whenFalse] = this.#condition(statement.condition, before)
        return joined(this.#statements(statement.whenTrue, whenTrue), this.#statements(statement.whenFalse, whenFalse))
      }
      case 'block': {
        const end = this.#statements(statement.body, before)
        return joined(end, this.#left(statement.label))
      }
      case 'leave':
        this.#leaving.set(statement.label, joined(this.#leaving.get(statement.label) ?? null, before))
        return null
      case 'missing':
        throw refusal('VON5003', 'the function may end without a value', statement.at(), {
          help: 'return a value at its end, or nothing at all everywhere',
        })
      case 'loop':
        return this.#loop(statement, before)
    }
  }

  /** What comes out behind a label. */
  #left(label: Label): State {
    const state = this.#leaving.get(label) ?? null
    this.#leaving.delete(label)
    return state
  }

  #loop(loop: Extract<Statement, { op: 'loop' }>, before: NonNullable<State>): State {
    const isShort = this.#rounds < ALL_ROUNDS_MAX && isCounted(loop.test, before)
    const counted = isShort ? this.#roundByRound(loop, before) : undefined
    return counted === undefined ? this.#toFixpoint(loop, before) : counted.after
  }

  /** undefined where there are too many rounds. */
  #roundByRound(
    loop: Extract<Statement, { op: 'loop' }>,
    before: NonNullable<State>,
  ): { readonly after: State } | undefined {
    let state: State = before
    let after: State = null
    for (let round = 0; round <= ROUNDS_MAX; round++) {
      this.#rounds++
      const [whenTrue, whenFalse] = this.#condition(loop.test, state)
      after = joined(after, whenFalse)
      state = this.#statements(loop.update, this.#statements(loop.body, whenTrue))
      if (state === null) return { after: joined(after, this.#left(loop.exit)) }
    }
    this.#leaving.delete(loop.exit)
    return undefined
  }

  #toFixpoint(loop: Extract<Statement, { op: 'loop' }>, before: NonNullable<State>): State {
    for (let head: NonNullable<State> = before; ; ) {
      const [whenTrue, whenFalse] = this.#condition(loop.test, head)
      const round = this.#statements(loop.update, this.#statements(loop.body, whenTrue))
      const exit = joined(whenFalse, this.#left(loop.exit))
      const next = widenedState(head, joined(before, round) as NonNullable<State>)
      if (isSameState(head, next)) return exit
      head = next
    }
  }

  #set(state: State, variable: Variable, range: Interval): State {
    if (state === null) return null
    const known = this.#ofVariable.get(variable)
    this.#ofVariable.set(variable, known ? union(known, range) : range)
    return new Map(state).set(variable, range)
  }

  // ---- conditions ------------------------------------------------------------------------------------------------

  /** The states in which it is true and false. */
  #condition(condition: Condition, state: State): readonly [whenTrue: State, whenFalse: State] {
    if (state === null) return [null, null]
    switch (condition.op) {
      case 'boolean':
        return condition.value ? [state, null] : [null, state]
      case 'test':
        return [state, state]
      case 'not': {
        const [whenTrue, whenFalse] = this.#condition(condition.operand, state)
        return [whenFalse, whenTrue]
      }
      case 'and':
      case 'or': {
        const isAnd = condition.op === 'and'
        const [leftTrue, leftFalse] = this.#condition(condition.left, state)
        const [rightTrue, rightFalse] = this.#condition(condition.right, isAnd ? leftTrue : leftFalse)
        return isAnd ? [rightTrue, joined(leftFalse, rightFalse)] : [joined(leftTrue, rightTrue), rightFalse]
      }
      case 'same': {
        const after = joined(...this.#condition(condition.left, state))
        const end = joined(...this.#condition(condition.right, after))
        return [end, end]
      }
      case 'decide': {
        const [whenTrue, whenFalse] = this.#condition(condition.condition, state)
        const [trueTrue, trueFalse] = this.#condition(condition.whenTrue, whenTrue)
        const [falseTrue, falseFalse] = this.#condition(condition.whenFalse, whenFalse)
        return [joined(trueTrue, falseTrue), joined(trueFalse, falseFalse)]
      }
      case 'ask': {
        const end = this.#statements(condition.body, state)
        return [end, end]
      }
      case 'compare': {
        const { operator, left, right } = condition
        const [a, afterLeft] = this.#number(left, state)
        const [b, after] = this.#number(right, afterLeft)
        if (a === null || b === null || after === null) return [null, null]
        const side = (ranges: readonly [Interval, Interval] | null): State =>
          ranges && narrowed(narrowed(after, left, ranges[0]), right, ranges[1])
        return [side(whereTrue(operator, a, b)), side(whereTrue(opposite[operator], a, b))]
      }
    }
  }

  // ---- numbers ---------------------------------------------------------------------------------------------------

  #number(expr: NumberExpr, state: State): readonly [Interval | null, State] {
    if (state === null) return [null, null]
    const [range, after] = this.#range(expr, state)
    if (range === null || after === null) return [null, null]
    const known = this.#ofExpr.get(expr)
    this.#ofExpr.set(expr, known ? union(known, range) : range)
    return [range, after]
  }

  #range(expr: NumberExpr, state: NonNullable<State>): readonly [Interval | null, State] {
    switch (expr.op) {
      case 'number':
        return [exactly(expr.value), state]
      case 'variable':
        return [state.get(expr.variable) ?? null, state]
      case 'read':
        return [ANY_WORD, this.#number(expr.index, state)[1]]
      case 'clz32':
        return [{ low: 0, high: 32 }, this.#number(expr.operand, state)[1]]
      case 'choose': {
        const [whenTrue, whenFalse] = this.#condition(expr.condition, state)
        const [a, afterTrue] = this.#number(expr.whenTrue, whenTrue)
        const [b, afterFalse] = this.#number(expr.whenFalse, whenFalse)
        return [a === null || b === null ? (a ?? b) : union(a, b), joined(afterTrue, afterFalse)]
      }
      case 'call': {
        const end = this.#statements(expr.body, state)
        return [end?.get(expr.result) ?? null, end]
      }
      default: {
        const [a, afterLeft] = this.#number(expr.left, state)
        const [b, after] = this.#number(expr.right, afterLeft)
        return a === null || b === null ? [null, null] : [operated(expr, a, b), after]
      }
    }
  }
}

type Binary = Extract<NumberExpr, { readonly left: NumberExpr }>

/** @throws SpecError where the result may be no integer, or one that JavaScript rounds */
function operated(expr: Binary, a: Interval, b: Interval): Interval {
  switch (expr.op) {
    case 'bits':
      return bits(expr.operator, a, b)
    case 'imul':
      return isSingle(a) && isSingle(b) ? exactly(Math.imul(a.low, b.low)) : { low: -0x80000000, high: 0x7fffffff }
    case 'min':
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) }
    case 'max':
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) }
    case 'quotient':
      requireUnsigned(expr, a, b)
      return { low: 0, high: Math.floor(a.high / Math.max(1, b.low)) }
    case 'remainder':
      requireUnsigned(expr, a, b)
      return { low: 0, high: Math.min(a.high, Math.max(0, b.high - 1)) }
    case 'arithmetic': {
      if (expr.operator === '*' && (a.low < 0 || b.low < 0))
        throw refusal('VON5008', 'a factor may be below 0', expr.at(), {
          note: `the factors are ${told(a)} and ${told(b)}; a product of 0 and a number below it is -0`,
          help: 'write Math.imul(a, b), or close the factors by >>> 0',
        })
      const range = arithmetic(expr.operator, a, b)
      if (isExact(range)) return range
      throw refusal('VON5007', 'this may be beyond the integers that numbers hold exactly', expr.at(), {
        note: `it is ${told(range)}: beyond 2^53, JavaScript rounds`,
        help:
          expr.operator === '*'
            ? 'write Math.imul(a, b) >>> 0'
            : `close it where it is computed: (a ${expr.operator} b) >>> 0`,
      })
    }
  }
}

function requireUnsigned({ op, at }: Binary, a: Interval, b: Interval): void {
  if (isUnsigned(a) && isUnsigned(b)) return
  throw refusal('VON5008', `an operand of a ${op} may be no unsigned 32-bit number`, at(), {
    note: `the operands are ${told(a)} and ${told(b)}`,
    help: 'close them by >>> 0',
  })
}

const told = ({ low, high }: Interval) => (low === high ? `${low}` : `from ${bound(low)} to ${bound(high)}`)
/** Powers of two are known by their exponent. */
function bound(n: number): string {
  const isNear = (power: number, off: number) => Math.abs(n) === 2 ** power + off
  const sign = n < 0 ? '-' : ''
  for (let power = 31; power <= 64; power++) {
    if (isNear(power, 0)) return `${sign}2^${power}`
    if (isNear(power, -1)) return n < 0 ? `-(2^${power} - 1)` : `2^${power} - 1`
  }
  return Number.isFinite(n) ? String(n) : `${sign}infinity`
}

/** Whether a loop counts from a constant to another. */
function isCounted(test: Condition, state: NonNullable<State>): boolean {
  if (test.op !== 'compare' || test.left.op !== 'variable') return false
  const from = state.get(test.left.variable)
  const to =
    test.right.op === 'number'
      ? exactly(test.right.value)
      : test.right.op === 'variable'
        ? state.get(test.right.variable)
        : undefined
  return from !== undefined && to !== undefined && isSingle(from) && isSingle(to)
}

/** A state in which a variable is known to be within a range. */
function narrowed(state: NonNullable<State>, expr: NumberExpr, range: Interval): NonNullable<State> {
  return expr.op === 'variable' ? new Map(state).set(expr.variable, range) : state
}

function joined(a: State, b: State): State {
  if (a === null || a === b) return b
  if (b === null) return a
  const both = new Map<Variable, Interval>()
  // What only one of them has is out of scope.
  for (const [variable, range] of a) {
    const other = b.get(variable)
    if (other !== undefined) both.set(variable, range === other ? range : union(range, other))
  }
  return both
}

function widenedState(before: NonNullable<State>, after: NonNullable<State>): NonNullable<State> {
  return new Map([...before].map(([variable, range]) => [variable, widened(range, after.get(variable) ?? range)]))
}

function isSameState(a: NonNullable<State>, b: NonNullable<State>): boolean {
  return [...a].every(([variable, range]) => isSame(range, b.get(variable) ?? range))
}
