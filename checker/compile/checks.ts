/**
 * Which indices were already seen to be within their words. In: indices, as they are checked one after the other. Out: whether
 * another check is needed. An index is a sum of multiples of variables, and a constant: if `at + 3` is below the length, so is
 * `at + 1`.
 */
import type { Interval } from './interval.ts'
import type { NumberExpr, Variable } from './program.ts'

/** A sum of multiples of variables, and a constant. */
export interface LinearSum {
  readonly multiples: ReadonlyMap<Variable, number>
  readonly constant: number
}

/** null for what is no such sum. */
export function linearSum(expr: NumberExpr): LinearSum | null {
  if (expr.op === 'number') return { multiples: new Map(), constant: expr.value }
  if (expr.op === 'variable') return { multiples: new Map([[expr.variable, 1]]), constant: 0 }
  if (expr.op !== 'arithmetic') return null
  const left = linearSum(expr.left)
  const right = linearSum(expr.right)
  if (left === null || right === null) return null
  if (expr.operator === '*') {
    if (left.multiples.size === 0) return times(right, left.constant)
    return right.multiples.size === 0 ? times(left, right.constant) : null
  }
  const added = expr.operator === '+' ? right : times(right, -1)
  const multiples = new Map(left.multiples)
  for (const [variable, n] of added.multiples) multiples.set(variable, (multiples.get(variable) ?? 0) + n)
  return { multiples, constant: left.constant + added.constant }
}

const times = ({ multiples, constant }: LinearSum, factor: number): LinearSum => ({
  multiples: new Map([...multiples].map(([variable, n]) => [variable, n * factor])),
  constant: constant * factor,
})

interface Fact {
  readonly words: Variable
  readonly multiples: ReadonlyMap<Variable, number>
  /** the largest constant with which the sum was below the length */
  readonly constant: number
}

/** What was checked on every way to the present point. */
export class Checks {
  #facts: readonly Fact[] = []

  /** Whether the index is known to be below the length; if not, it is from now on. */
  isKnown(words: Variable, index: NumberExpr, range: Interval | undefined): boolean {
    const sum = linearSum(index)
    if (sum === null) return false
    const isBelow = this.#facts.some(
      fact => fact.words === words && sum.constant <= fact.constant && sameMultiples(fact.multiples, sum.multiples),
    )
    // Below what is within the words there is only something below 0 that is not.
    if (isBelow && range !== undefined && range.low >= 0) return true
    this.#facts = [...this.#facts, { words, ...sum }]
    return false
  }

  /** A variable has another value. */
  forget(variable: Variable): void {
    this.#facts = this.#facts.filter(({ multiples }) => !multiples.has(variable))
  }

  /** All that is not fixed may have another value. */
  forgetChanging(): void {
    this.#facts = this.#facts.filter(({ multiples }) => [...multiples.keys()].every(({ isFixed }) => isFixed))
  }

  /** What is found out by `run` is not known behind it, as it may not have been run. */
  within<T>(run: () => T): T {
    const before = this.#facts
    const result = run()
    this.#facts = this.#facts.filter(fact => before.includes(fact))
    return result
  }
}

const sameMultiples = (a: ReadonlyMap<Variable, number>, b: ReadonlyMap<Variable, number>): boolean =>
  a.size === b.size && [...a].every(([variable, n]) => b.get(variable) === n)
