/**
 * How wide the number in each variable has to be. In: a function, and the ranges of its numbers. Out: 32 bits where that is
 * all that the variable can be, or all that is ever asked of it, as of `x` in `(x + 1) >>> 0`; else 64 bits.
 */
import { isSigned, isUnsigned } from './interval.ts'
import type { CompiledFunction, Condition, NumberExpr, Statement, Variable } from './program.ts'
import type { Ranges } from './ranges.ts'

/** Whether the lowest 32 bits of it tell what it is. */
export function isNarrow(expr: NumberExpr, ranges: Ranges): boolean {
  const range = ranges.of(expr)
  return range === undefined || isUnsigned(range) || isSigned(range)
}

/** The variables that need 64 bits. */
export function wideVariables({ body }: CompiledFunction, ranges: Ranges): ReadonlySet<Variable> {
  const wide = new Set<Variable>()
  for (let size = -1; size < wide.size; ) {
    size = wide.size
    new Demand(ranges, wide).statements(body)
  }
  return wide
}

/** Finds variables of which more than the lowest 32 bits are asked, by what is known to be wide. */
class Demand {
  readonly #ranges: Ranges
  readonly #wide: Set<Variable>

  constructor(ranges: Ranges, wide: Set<Variable>) {
    this.#ranges = ranges
    this.#wide = wide
  }

  statements(list: readonly Statement[]): void {
    for (const statement of list) this.#statement(statement)
  }

  #statement(statement: Statement): void {
    switch (statement.op) {
      case 'set':
        this.#number(statement.value, this.#wide.has(statement.variable))
        return
      case 'decideInto':
        this.#condition(statement.value)
        return
      case 'write':
        this.#number(statement.index, true)
        this.#number(statement.value, false)
        return
      case 'if':
        this.#condition(statement.condition)
        this.statements(statement.whenTrue)
        this.statements(statement.whenFalse)
        return
      case 'block':
        this.statements(statement.body)
        return
      case 'loop':
        this.#condition(statement.test)
        this.statements(statement.body)
        this.statements(statement.update)
        return
      case 'leave':
      case 'missing':
        return
    }
  }

  #condition(condition: Condition): void {
    switch (condition.op) {
      case 'compare':
        this.#number(condition.left, true)
        this.#number(condition.right, true)
        return
      case 'same':
      case 'and':
      case 'or':
        this.#condition(condition.left)
        this.#condition(condition.right)
        return
      case 'not':
        this.#condition(condition.operand)
        return
      case 'decide':
        this.#condition(condition.condition)
        this.#condition(condition.whenTrue)
        this.#condition(condition.whenFalse)
        return
      case 'ask':
        this.statements(condition.body)
        return
      case 'boolean':
      case 'test':
        return
    }
  }

  /** @param isWhole whether all of the number is asked for, not only its lowest 32 bits */
  #number(expr: NumberExpr, isWhole: boolean): void {
    const asksMore = isWhole && !isNarrow(expr, this.#ranges)
    switch (expr.op) {
      case 'number':
        return
      case 'variable':
        if (asksMore) this.#wide.add(expr.variable)
        return
      case 'read':
        this.#number(expr.index, true)
        return
      case 'clz32':
        this.#number(expr.operand, false)
        return
      case 'bits':
      case 'imul':
        this.#number(expr.left, false)
        this.#number(expr.right, false)
        return
      case 'arithmetic':
        this.#number(expr.left, asksMore)
        this.#number(expr.right, asksMore)
        return
      case 'min':
      case 'max':
      case 'quotient':
      case 'remainder':
        this.#number(expr.left, true)
        this.#number(expr.right, true)
        return
      case 'choose':
        this.#condition(expr.condition)
        this.#number(expr.whenTrue, asksMore)
        this.#number(expr.whenFalse, asksMore)
        return
      case 'call':
        if (asksMore) this.#wide.add(expr.result)
        this.statements(expr.body)
        return
    }
  }
}
