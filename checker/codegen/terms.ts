/**
 * Terms: expressions over scalar cells, the last form before machine code or a formula. All values are integers, of 32
 * bits where they become code; booleans are 0 and 1, names are their position in their type. Terms of one pool are
 * hash-consed and simplified, and carry the interval of their values.
 */
import { type BitOperator, bitInterval, bitOperations } from '../ir/bits.ts'

export type TermOperator =
  | 'constant'
  | 'cell' // value: index of the cell
  | 'not'
  | 'and'
  | 'or'
  | 'equal'
  | 'less'
  | 'lessEqual'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'div' // rounded down; 0 for a zero divisor
  | 'mod'
  | 'min'
  | 'max'
  | BitOperator // modulo 2^32 (see `ir/bits.ts`)
  | 'if'

export interface Term {
  readonly id: number
  readonly operator: TermOperator
  readonly args: readonly Term[]
  /** the constant, or the index of the cell */
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Raised where a model cannot be put into 32-bit cells; the reference interpreter still can explore it. */
export class NotCompilable extends Error {}

const INT32_MAX = 2 ** 31 - 1

export class TermPool {
  private readonly table = new Map<string, Term>()
  /** more terms than this would make code that is slower to compile than it saves */
  private readonly limit: number
  private readonly reach: number
  readonly true: Term
  readonly false: Term

  /** @param reach the largest absolute value of an integer; machine code has 32 bits, formulas more */
  constructor(limit: number, reach = INT32_MAX) {
    this.limit = limit
    this.reach = reach
    this.false = this.constant(0)
    this.true = this.constant(1)
  }

  private make(operator: TermOperator, args: readonly Term[], value: number, low: number, high: number): Term {
    const key = `${operator},${value},${args.map(a => a.id).join()}`
    const found = this.table.get(key)
    if (found !== undefined) return found
    if (low < -this.reach || high > this.reach) {
      throw new NotCompilable(`an integer needs more than ${this.reach === INT32_MAX ? 32 : 54} bits`)
    }
    if (this.table.size >= this.limit) throw new NotCompilable(`more than ${this.limit} terms`)
    const term: Term = { id: this.table.size, operator, args, value, low, high }
    this.table.set(key, term)
    return term
  }

  constant(value: number): Term {
    return this.make('constant', [], value, value, value)
  }
  boolean(value: boolean): Term {
    return value ? this.true : this.false
  }
  cell(index: number, low: number, high: number): Term {
    return low === high ? this.constant(low) : this.make('cell', [], index, low, high)
  }

  not(a: Term): Term {
    if (a.operator === 'constant') return this.boolean(a.value === 0)
    if (a.operator === 'not') return a.args[0] as Term
    return this.make('not', [a], 0, 0, 1)
  }
  and(...terms: readonly Term[]): Term {
    return this.junction('and', this.true, this.false, terms)
  }
  or(...terms: readonly Term[]): Term {
    return this.junction('or', this.false, this.true, terms)
  }
  private junction(operator: 'and' | 'or', unit: Term, zero: Term, terms: readonly Term[]): Term {
    const args = new Set<Term>()
    for (const term of terms) {
      if (term === zero || args.has(this.not(term))) return zero
      if (term !== unit) args.add(term)
    }
    const [first, ...rest] = args
    return rest.reduce((all, term) => this.make(operator, [all, term], 0, 0, 1), first ?? unit)
  }
  equal(a: Term, b: Term): Term {
    if (a === b) return this.true
    if (a.high < b.low || b.high < a.low) return this.false
    const [constant, other] = a.operator === 'constant' ? [a, b] : [b, a]
    if (constant.operator === 'constant') {
      if (other.low === 0 && other.high === 1) return constant.value === 1 ? other : this.not(other)
      const [condition, yes, no] = other.operator === 'if' ? (other.args as [Term, Term, Term]) : []
      if (condition !== undefined && (yes?.operator === 'constant' || no?.operator === 'constant')) {
        return this.choose(condition, this.equal(yes as Term, constant), this.equal(no as Term, constant))
      }
    }
    return this.make('equal', a.id < b.id ? [a, b] : [b, a], 0, 0, 1)
  }
  less(a: Term, b: Term): Term {
    if (a.high < b.low) return this.true
    if (a === b || a.low >= b.high) return this.false
    return this.lessAtEdge(a, b) ?? this.make('less', [a, b], 0, 0, 1)
  }
  lessEqual(a: Term, b: Term): Term {
    if (a === b || a.high <= b.low) return this.true
    if (a.low > b.high) return this.false
    const greater = this.lessAtEdge(b, a)
    return greater === null ? this.make('lessEqual', [a, b], 0, 0, 1) : this.not(greater)
  }
  /** Where all values but one are on one side of a constant, only that one is asked for: above 0 is not 0. */
  private lessAtEdge(a: Term, b: Term): Term | null {
    if (a.operator === 'constant') {
      if (a.value === b.low) return this.not(this.equal(b, a))
      if (a.value === b.high - 1) return this.equal(b, this.constant(b.high))
    }
    if (b.operator === 'constant') {
      if (b.value === a.high) return this.not(this.equal(a, b))
      if (b.value === a.low + 1) return this.equal(a, this.constant(a.low))
    }
    return null
  }
  choose(condition: Term, a: Term, b: Term): Term {
    if (a === b || condition === this.true) return a
    if (condition === this.false) return b
    if (condition.operator === 'not') return this.choose(condition.args[0] as Term, b, a)
    if (a === this.true && b === this.false) return condition
    if (a === this.false && b === this.true) return this.not(condition)
    if (b === this.false && a.low >= 0 && a.high <= 1) return this.and(condition, a)
    if (a === this.true && b.low >= 0 && b.high <= 1) return this.or(condition, b)
    return this.make('if', [condition, a, b], 0, Math.min(a.low, b.low), Math.max(a.high, b.high))
  }

  add(a: Term, b: Term): Term {
    if (a === this.false) return b
    if (b === this.false) return a
    return this.binary('add', a, b, (x, y) => x + y, [a.low + b.low, a.high + b.high])
  }
  subtract(a: Term, b: Term): Term {
    if (b === this.false) return a
    return this.binary('subtract', a, b, (x, y) => x - y, [a.low - b.high, a.high - b.low])
  }
  multiply(a: Term, b: Term): Term {
    if (b === this.true) return a
    const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    return this.binary('multiply', a, b, (x, y) => x * y, corners)
  }
  div(a: Term, b: Term): Term {
    if (b === this.true) return a
    const reach = Math.max(Math.abs(a.low), Math.abs(a.high))
    const floor = (x: number, y: number) => (y === 0 ? 0 : Math.floor(x / y))
    if (b.low === b.high && b.low > 0)
      return this.binary('div', a, b, floor, [floor(a.low, b.low), floor(a.high, b.low)])
    return this.binary('div', a, b, floor, a.low >= 0 && b.low >= 0 ? [0, reach] : [-reach, reach])
  }
  mod(a: Term, b: Term): Term {
    if (a.low >= 0 && a.high < b.low) return a
    const floor = (x: number, y: number) => (y === 0 ? 0 : x - y * Math.floor(x / y))
    return this.binary('mod', a, b, floor, [Math.min(0, b.low + 1), Math.max(0, b.high - 1)])
  }
  min(a: Term, b: Term): Term {
    if (a.high <= b.low) return a
    if (b.high <= a.low) return b
    return this.binary('min', a, b, Math.min, [Math.min(a.low, b.low), Math.min(a.high, b.high)])
  }
  max(a: Term, b: Term): Term {
    if (a.low >= b.high) return a
    if (b.low >= a.high) return b
    return this.binary('max', a, b, Math.max, [Math.max(a.low, b.low), Math.max(a.high, b.high)])
  }
  bitAnd(a: Term, b: Term): Term {
    return this.bits('bitAnd', a, b)
  }
  bitOr(a: Term, b: Term): Term {
    return this.bits('bitOr', a, b)
  }
  bitXor(a: Term, b: Term): Term {
    return this.bits('bitXor', a, b)
  }
  shiftLeft(a: Term, b: Term): Term {
    return this.bits('shiftLeft', a, b)
  }
  shiftRight(a: Term, b: Term): Term {
    return this.bits('shiftRight', a, b)
  }
  shiftRightUnsigned(a: Term, b: Term): Term {
    return this.bits('shiftRightUnsigned', a, b)
  }
  imul(a: Term, b: Term): Term {
    return this.bits('imul', a, b)
  }
  private bits(operator: BitOperator, a: Term, b: Term): Term {
    const { low, high } = bitInterval(operator, a, b)
    return this.binary(operator, a, b, bitOperations[operator], [low, high])
  }
  private binary(
    operator: TermOperator,
    a: Term,
    b: Term,
    compute: (x: number, y: number) => number,
    corners: readonly number[],
  ): Term {
    if (a.operator === 'constant' && b.operator === 'constant') return this.constant(compute(a.value, b.value))
    return this.make(operator, [a, b], 0, Math.min(...corners), Math.max(...corners))
  }
}
