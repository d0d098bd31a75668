/**
 * Why a condition is false: the smallest part of it that decides. In: a condition that is false in a state (or step).
 * Out: that part, and the values of the quantified variables for which it is false.
 */
import { not } from './boolean.ts'
import { Evaluator } from './evaluator.ts'
import type { Expr, Variable } from './expr.ts'
import type { State } from './model.ts'
import type { Type } from './type.ts'
import { type Value, valuesOf } from './value.ts'

export interface Binding {
  readonly name: string
  readonly type: Type
  readonly value: Value
}
export interface Blame {
  /** false in the state, for these bindings */
  readonly part: Expr
  /** outermost quantifier first */
  readonly bindings: readonly Binding[]
}

/**
 * Follows a false `and` to its first false conjunct, a false `implies` to its conclusion, a false `forall` to its first
 * failing element, and so on; also through negation.
 *
 * @param next the state after the step, for a condition on steps
 * @param choices parameters and picks, for a condition in an action
 */
export function blame(condition: Expr, state: State, next: State = state, choices: readonly Value[] = []): Blame {
  const evaluator = new Evaluator([condition])
  evaluator.setStates(state, next)
  choices.forEach((value, index) => {
    evaluator.setParameter(index, value)
  })
  const bindings: Binding[] = []
  const isTrue = (e: Expr) => evaluator.closureOf(e)() === true

  /** Binds the first value for which the body is `wanted`. */
  const bindFirst = (variable: Variable, body: Expr, wanted: boolean) => {
    for (const value of valuesOf(variable.type)) {
      evaluator.bind(variable, value)
      if (isTrue(body) === wanted) {
        bindings.push({ name: variable.name, type: variable.type, value })
        return
      }
    }
  }
  const whyFalse = (e: Expr): Expr => {
    const [x, y, z] = e.args as [Expr, Expr, Expr]
    switch (e.operator) {
      case 'not':
        return whyTrue(x)
      case 'and':
        return whyFalse(e.args.find(arg => !isTrue(arg)) as Expr)
      case 'implies':
        return whyFalse(y)
      case 'if':
        return whyFalse(isTrue(x) ? y : z)
      case 'forall':
        bindFirst(e.variable as Variable, x, false)
        return whyFalse(x)
      default:
        return e
    }
  }
  /** The part that makes a negated expression true, negated. */
  const whyTrue = (e: Expr): Expr => {
    const [x] = e.args as [Expr]
    switch (e.operator) {
      case 'not':
        return whyFalse(x)
      case 'or':
        return whyTrue(e.args.find(isTrue) as Expr)
      case 'exists':
        bindFirst(e.variable as Variable, x, true)
        return whyTrue(x)
      default:
        return not(e)
    }
  }
  return { part: whyFalse(condition), bindings }
}
