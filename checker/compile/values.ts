/** What names and expressions of a function stand for while it is read. */
import type { Condition, NumberExpr, Statement, Variable } from './program.ts'

export type Value =
  | { readonly kind: 'number'; readonly expr: NumberExpr }
  | { readonly kind: 'boolean'; readonly expr: Condition }
  | { readonly kind: 'words'; readonly variable: Variable }

/** The value of a variable. */
export function valueIn(variable: Variable, at: Statement['at']): Value {
  switch (variable.kind) {
    case 'words':
      return { kind: 'words', variable }
    case 'number':
      return { kind: 'number', expr: { op: 'variable', variable, at } }
    case 'boolean':
      return { kind: 'boolean', expr: { op: 'test', variable, at } }
  }
}
/** The variable that can be assigned by the name of a value. */
export function variableOf(value: Value): Variable | undefined {
  if (value.kind === 'words') return undefined
  return value.expr.op === 'variable' || value.expr.op === 'test' ? value.expr.variable : undefined
}
/** Whether it can as well be computed each time that it is needed. */
export const isSimple = (value: Value): boolean =>
  value.kind !== 'words' && ['variable', 'test', 'number', 'boolean'].includes(value.expr.op)
/** The same value at another place of the source; each is an object of its own. */
export const placed = (value: Value, at: Statement['at']): Value =>
  value.kind === 'words' ? value : ({ kind: value.kind, expr: { ...value.expr, at } } as Value)

export function assign(variable: Variable, value: Exclude<Value, { kind: 'words' }>, at: Statement['at']): Statement {
  return value.kind === 'number'
    ? { op: 'set', variable, value: value.expr, at }
    : { op: 'decideInto', variable, value: value.expr, at }
}
