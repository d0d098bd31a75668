/**
 * From the compiler's program to instructions. In: a function, with the ranges of its numbers. Out: the code of a function of
 * a WebAssembly module that gives the same results, or traps where an index is outside its words, or a divisor of `%` is 0.
 *
 * A number is computed in 32 bits where its range says that they are all, or only the lowest 32 bits are asked for; else in 64
 * bits, signed. Words are an address, where the first of them is; their number stands in front of it.
 */
import type { Code } from '../codegen/wasm/bytes.ts'
import {
  block,
  br,
  brIf,
  type FunctionRef,
  get,
  i32,
  i64,
  ifElse,
  ifValue,
  type Local,
  loop,
  select,
  set,
  tee,
  unreachable,
  type ValueType,
} from '../codegen/wasm/instructions.ts'
import { Checks, linearSum } from './checks.ts'
import { type Interval, isSigned, isUnsigned, opposite } from './interval.ts'
import type {
  BitOperator,
  CompareOperator,
  CompiledFunction,
  Condition,
  Label,
  NumberExpr,
  Statement,
  Variable,
} from './program.ts'
import type { Ranges } from './ranges.ts'
import { isNarrow, wideVariables } from './widths.ts'

/** Bytes in front of words, the last four of which are their number. */
export const LENGTH_BYTES = 4

/** @param ref declared with an i32 for each parameter, and for the result if there is one */
export function emit(compiled: CompiledFunction, ranges: Ranges, ref: FunctionRef): Code {
  return new Emitter(compiled, ranges, ref).code()
}

type Combination = Extract<NumberExpr, { op: 'imul' | 'min' | 'max' | 'quotient' | 'remainder' }>

interface WordsLocals {
  readonly address: Local
  readonly length: Local
}

class Emitter {
  readonly #function: CompiledFunction
  readonly #ranges: Ranges
  readonly #ref: FunctionRef
  readonly #wide: ReadonlySet<Variable>
  readonly #locals = new Map<Variable, Local>()
  readonly #words = new Map<Variable, WordsLocals>()
  readonly #checks = new Checks()
  /** around the present point, the innermost last; those that nothing leaves are null */
  readonly #labels: (Label | null)[] = []

  constructor(compiled: CompiledFunction, ranges: Ranges, ref: FunctionRef) {
    this.#function = compiled
    this.#ranges = ranges
    this.#ref = ref
    this.#wide = wideVariables(compiled, ranges)
  }

  code(): Code {
    const { parameters, body, result } = this.#function
    const start = parameters.map((variable, i): Code => {
      const given = this.#ref.params[i] as Local
      if (variable.kind === 'words') {
        const length = this.#ref.local('i32')
        this.#words.set(variable, { address: given, length })
        return set(length, i32.load(i32.sub(get(given), i32.const(LENGTH_BYTES))))
      }
      if (!this.#wide.has(variable)) {
        this.#locals.set(variable, given)
        return []
      }
      return set(this.#local(variable), i64.extendU(get(given)))
    })
    const code = this.#statements(body)
    return [start, code, result === null ? [] : get(this.#local(result))]
  }

  #local(variable: Variable): Local {
    const known = this.#locals.get(variable)
    if (known !== undefined) return known
    const made = this.#ref.local(this.#wide.has(variable) ? 'i64' : 'i32')
    this.#locals.set(variable, made)
    return made
  }

  /** Code within a block that ends with `label`. */
  #inside<T>(label: Label | null, run: () => T): T {
    this.#labels.push(label)
    const result = run()
    this.#labels.pop()
    return result
  }

  #depth(label: Label): number {
    return this.#labels.length - 1 - this.#labels.lastIndexOf(label)
  }

  // ---- statements ------------------------------------------------------------------------------------------------

  #statements(list: readonly Statement[]): Code {
    return list.map(statement => this.#statement(statement))
  }

  #statement(statement: Statement): Code {
    switch (statement.op) {
      case 'set': {
        const { variable, value } = statement
        const code = this.#wide.has(variable) ? this.#whole(value) : this.#low(value)
        this.#checks.forget(variable)
        return set(this.#local(variable), code)
      }
      case 'decideInto':
        return set(this.#local(statement.variable), this.#truth(statement.value))
      case 'write': {
        const { words, index, value } = statement
        const { code, offset } = this.#address(words, index)
        return i32.store(code, this.#low(value), offset)
      }
      case 'if':
        return this.#if(statement)
      case 'block': {
        const { label, body } = statement
        const last = body.at(-1)
        // Mostly, a function returns at its end only.
        if (last?.op === 'leave' && last.label === label && leaves(body.slice(0, -1), label) === false)
          return this.#statements(body.slice(0, -1))
        if (!leaves(body, label)) return this.#statements(body)
        return this.#checks.within(() => block(this.#inside(label, () => this.#statements(body))))
      }
      case 'leave':
        return br(this.#depth(statement.label))
      case 'missing':
        return unreachable()
      case 'loop': {
        const { exit, test, body, update } = statement
        const start: Label = { name: 'start' }
        this.#checks.forgetChanging()
        return this.#checks.within(() =>
          this.#inside(exit, () =>
            block(
              this.#inside(start, () =>
                loop(
                  this.#jump(test, exit, false),
                  this.#statements(body),
                  this.#statements(update),
                  br(this.#depth(start)),
                ),
              ),
            ),
          ),
        )
      }
    }
  }

  #if({ condition, whenTrue, whenFalse }: Extract<Statement, { op: 'if' }>): Code {
    const end: Label = { name: 'end' }
    const otherwise: Label = { name: 'else' }
    const side = (list: readonly Statement[]) => this.#checks.within(() => this.#statements(list))
    if (whenFalse.length === 0) return this.#inside(end, () => block(this.#jump(condition, end, false), side(whenTrue)))
    return this.#inside(end, () =>
      block(
        this.#inside(otherwise, () =>
          block(this.#jump(condition, otherwise, false), side(whenTrue), br(this.#depth(end))),
        ),
        side(whenFalse),
      ),
    )
  }

  // ---- conditions ------------------------------------------------------------------------------------------------

  /** Goes to the end of a block if the condition is `when`. No result. */
  #jump(condition: Condition, target: Label, when: boolean): Code {
    switch (condition.op) {
      case 'not':
        return this.#jump(condition.operand, target, !when)
      case 'boolean':
        return condition.value === when ? br(this.#depth(target)) : []
      case 'compare': {
        const { operator } = condition
        return brIf(this.#depth(target), this.#compare(condition, when ? operator : opposite[operator]))
      }
      case 'and':
      case 'or': {
        const { left, right } = condition
        // The value of the left side that decides.
        const deciding = condition.op === 'or'
        if (deciding === when) {
          const first = this.#jump(left, target, when)
          return [first, this.#checks.within(() => this.#jump(right, target, when))]
        }
        const skip: Label = { name: 'skip' }
        return this.#inside(skip, () => {
          const first = this.#jump(left, skip, deciding)
          return block(
            first,
            this.#checks.within(() => this.#jump(right, target, when)),
          )
        })
      }
      default: {
        const truth = this.#truth(condition)
        return brIf(this.#depth(target), when ? truth : i32.eqz(truth))
      }
    }
  }

  /** 1 or 0. */
  #truth(condition: Condition): Code {
    switch (condition.op) {
      case 'boolean':
        return i32.const(condition.value ? 1 : 0)
      case 'test':
        return get(this.#local(condition.variable))
      case 'not':
        return i32.eqz(this.#truth(condition.operand))
      case 'compare':
        return this.#compare(condition, condition.operator)
      case 'same':
        return i32.eq(this.#truth(condition.left), this.#truth(condition.right))
      case 'and':
        return this.#either(
          'i32',
          condition.left,
          () => this.#truth(condition.right),
          () => i32.const(0),
        )
      case 'or':
        return this.#either(
          'i32',
          condition.left,
          () => i32.const(1),
          () => this.#truth(condition.right),
        )
      case 'decide':
        return this.#either(
          'i32',
          condition.condition,
          () => this.#truth(condition.whenTrue),
          () => this.#truth(condition.whenFalse),
        )
      case 'ask':
        return [this.#statements(condition.body), get(this.#local(condition.result))]
    }
  }

  #either(type: ValueType, condition: Condition, whenTrue: () => Code, whenFalse: () => Code): Code {
    const truth = this.#truth(condition)
    return this.#inside(null, () => ifValue(type, truth, this.#checks.within(whenTrue), this.#checks.within(whenFalse)))
  }

  #compare({ left, right }: Extract<Condition, { op: 'compare' }>, operator: CompareOperator): Code {
    const [a, b] = [this.#ranges.of(left), this.#ranges.of(right)]
    const both = (fits: (range: Interval) => boolean) => (a === undefined || fits(a)) && (b === undefined || fits(b))
    const unsigned = both(isUnsigned)
    if (unsigned || both(isSigned)) {
      const compare = unsigned ? UNSIGNED_32[operator] : SIGNED_32[operator]
      return compare(this.#low(left), this.#low(right))
    }
    return SIGNED_64[operator](this.#whole(left), this.#whole(right))
  }

  // ---- numbers ---------------------------------------------------------------------------------------------------

  /** The lowest 32 bits. */
  #low(expr: NumberExpr): Code {
    switch (expr.op) {
      case 'number':
        return i32.const(Number(BigInt.asIntN(32, BigInt(expr.value))))
      case 'variable': {
        const local = this.#local(expr.variable)
        return local.type === 'i64' ? i32.wrap(get(local)) : get(local)
      }
      case 'read': {
        const { code, offset } = this.#address(expr.words, expr.index)
        return i32.load(code, offset)
      }
      case 'arithmetic':
        return { '+': i32.add, '-': i32.sub, '*': i32.mul }[expr.operator](this.#low(expr.left), this.#low(expr.right))
      case 'bits': {
        // Closing is no instruction.
        if (expr.right.op === 'number' && expr.right.value === 0 && SHIFTS.has(expr.operator))
          return this.#low(expr.left)
        return BITS[expr.operator](this.#low(expr.left), this.#low(expr.right))
      }
      case 'imul':
        return i32.mul(this.#low(expr.left), this.#low(expr.right))
      case 'clz32':
        return i32.clz(this.#low(expr.operand))
      case 'min':
      case 'max':
        return this.#extreme(expr)
      case 'quotient':
        return this.#quotient(expr)
      case 'remainder':
        return i32.remU(this.#low(expr.left), this.#low(expr.right))
      case 'choose':
        return this.#either(
          'i32',
          expr.condition,
          () => this.#low(expr.whenTrue),
          () => this.#low(expr.whenFalse),
        )
      case 'call': {
        const body = this.#statements(expr.body)
        const local = this.#local(expr.result)
        return [body, local.type === 'i64' ? i32.wrap(get(local)) : get(local)]
      }
    }
  }

  /** All of it, as a signed integer of 64 bits. */
  #whole(expr: NumberExpr): Code {
    const range = this.#ranges.of(expr)
    if (expr.op === 'number') return i64.const(BigInt(expr.value))
    if (expr.op === 'variable' && this.#local(expr.variable).type === 'i64') return get(this.#local(expr.variable))
    if (range === undefined || isUnsigned(range)) return i64.extendU(this.#low(expr))
    if (isSigned(range)) return i64.extendS(this.#low(expr))
    switch (expr.op) {
      case 'arithmetic':
        return { '+': i64.add, '-': i64.sub, '*': i64.mul }[expr.operator](
          this.#whole(expr.left),
          this.#whole(expr.right),
        )
      case 'choose':
        return this.#either(
          'i64',
          expr.condition,
          () => this.#whole(expr.whenTrue),
          () => this.#whole(expr.whenFalse),
        )
      case 'call': {
        const body = this.#statements(expr.body)
        return [body, get(this.#local(expr.result))]
      }
      case 'min':
      case 'max':
        return this.#wideExtreme(expr)
      default:
        throw new Error(`${expr.op} gives more than 32 bits`)
    }
  }

  #extreme(expr: Combination): Code {
    const [a, b] = [this.#ranges.of(expr.left), this.#ranges.of(expr.right)]
    const both = (fits: (range: Interval) => boolean) => (a === undefined || fits(a)) && (b === undefined || fits(b))
    if (!both(isUnsigned) && !both(isSigned)) return i32.wrap(this.#wideExtreme(expr))
    const [left, right] = [this.#ref.local('i32'), this.#ref.local('i32')]
    const start = [set(left, this.#low(expr.left)), set(right, this.#low(expr.right))]
    const operator = expr.op === 'min' ? '<' : '>'
    const compare = both(isUnsigned) ? UNSIGNED_32[operator] : SIGNED_32[operator]
    return [start, select(get(left), get(right), compare(get(left), get(right)))]
  }

  #wideExtreme(expr: Combination): Code {
    const [left, right] = [this.#ref.local('i64'), this.#ref.local('i64')]
    const start = [set(left, this.#whole(expr.left)), set(right, this.#whole(expr.right))]
    const compare = SIGNED_64[expr.op === 'min' ? '<' : '>']
    return [start, select(get(left), get(right), compare(get(left), get(right)))]
  }

  /** Divided by 0, JavaScript has Infinity or NaN, which `>>> 0` makes 0 of. */
  #quotient({ left, right }: Combination): Code {
    const divisor = this.#ranges.of(right)
    if (divisor === undefined || divisor.low > 0) return i32.divU(this.#low(left), this.#low(right))
    const [a, b] = [this.#ref.local('i32'), this.#ref.local('i32')]
    const start = [set(a, this.#low(left)), set(b, this.#low(right))]
    return [start, ifValue('i32', get(b), i32.divU(get(a), get(b)), i32.const(0))]
  }

  // ---- words -----------------------------------------------------------------------------------------------------

  /** Where a word is; traps, unless the index is below the length. */
  #address(words: Variable, index: NumberExpr): { readonly code: Code; readonly offset: number } {
    const { address, length } = this.#words.get(words) as WordsLocals
    const range = this.#ranges.of(index)
    if (index.op === 'number' && !isOffset(index.value)) return { code: [unreachable(), get(address)], offset: 0 }
    const isKnown = this.#checks.isKnown(words, index, range)
    if (isKnown) return this.#knownAddress(address, index)
    if (index.op === 'number') {
      const check = ifElse(i32.leU(get(length), i32.const(index.value)), unreachable())
      return { code: [check, get(address)], offset: 4 * index.value }
    }
    if (isNarrow(index, this.#ranges) && (range === undefined || isUnsigned(range))) {
      const place = this.#ref.local('i32')
      const check = ifElse(i32.geU(tee(place, this.#low(index)), get(length)), unreachable())
      return { code: [check, i32.add(get(address), i32.shl(get(place), i32.const(2)))], offset: 0 }
    }
    const place = this.#ref.local('i64')
    const check = ifElse(i64.geU(tee(place, this.#whole(index)), i64.extendU(get(length))), unreachable())
    return { code: [check, i32.add(get(address), i32.shl(i32.wrap(get(place)), i32.const(2)))], offset: 0 }
  }

  /** The constant part of a sum costs nothing. */
  #knownAddress(address: Local, index: NumberExpr): { readonly code: Code; readonly offset: number } {
    if (index.op === 'number') return { code: get(address), offset: 4 * index.value }
    const at = (part: NumberExpr) => i32.add(get(address), i32.shl(this.#low(part), i32.const(2)))
    if (index.op === 'arithmetic' && index.operator === '+' && index.right.op === 'number') {
      const rest = this.#ranges.of(index.left)
      // Without the constant it is within the words too, as long as it is not below 0.
      if (rest !== undefined && rest.low >= 0 && isOffset(index.right.value) && linearSum(index) !== null)
        return { code: at(index.left), offset: 4 * index.right.value }
    }
    return { code: at(index), offset: 0 }
  }
}

/** Words that a memory can have at most. */
const WORDS_MAX = 2 ** 30
/** What an instruction has room for, in bytes, beside the address. */
const isOffset = (words: number): boolean => words >= 0 && words < WORDS_MAX

/** Whether any of these statements goes to a label; also those in calls, which never do. */
function leaves(list: readonly Statement[], label: Label): boolean {
  return list.some(statement => {
    switch (statement.op) {
      case 'leave':
        return statement.label === label
      case 'if':
        return leaves(statement.whenTrue, label) || leaves(statement.whenFalse, label)
      case 'block':
        return leaves(statement.body, label)
      case 'loop':
        return statement.exit === label || leaves(statement.body, label) || leaves(statement.update, label)
      default:
        return false
    }
  })
}

type Comparison = Readonly<Record<CompareOperator, (left: Code, right: Code) => Code>>
const UNSIGNED_32: Comparison = {
  '<': i32.ltU,
  '<=': i32.leU,
  '>': i32.gtU,
  '>=': i32.geU,
  '===': i32.eq,
  '!==': i32.ne,
}
const SIGNED_32: Comparison = {
  '<': i32.ltS,
  '<=': i32.leS,
  '>': i32.gtS,
  '>=': i32.geS,
  '===': i32.eq,
  '!==': i32.ne,
}
const SIGNED_64: Comparison = {
  '<': i64.ltS,
  '<=': i64.leS,
  '>': i64.gtS,
  '>=': i64.geS,
  '===': i64.eq,
  '!==': i64.ne,
}
const SHIFTS: ReadonlySet<BitOperator> = new Set(['<<', '>>', '>>>'])
const BITS: Readonly<Record<BitOperator, (left: Code, right: Code) => Code>> = {
  '&': i32.and,
  '|': i32.or,
  '^': i32.xor,
  '<<': i32.shl,
  '>>': i32.shrS,
  '>>>': i32.shrU,
}
