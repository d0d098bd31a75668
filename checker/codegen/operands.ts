/** What a term joins, however it is nested. */
import type { Term } from './terms.ts'

/** Operators that may be nested and ordered in any way. */
export const FREE_ORDER: ReadonlySet<string> = new Set([
  'and',
  'or',
  'add',
  'min',
  'max',
  'multiply',
  'bitAnd',
  'bitOr',
  'bitXor',
])

/** The operands of a term and of those of its operands that have the same operator. */
export function nested(term: Term): Term[] {
  const operands: Term[] = []
  const pending = [...term.args]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.operator === term.operator) pending.push(...next.args)
    else operands.push(next)
  }
  return operands
}
