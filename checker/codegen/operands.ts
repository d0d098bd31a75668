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

/**
 * The operands of a term and of those of its operands that have the same operator, from left to right.
 * @param isWhole whether a term inside is to be left as it is
 */
export function nested(term: Term, isWhole: (term: Term) => boolean = () => false): Term[] {
  const operands: Term[] = []
  const pending = term.args.toReversed()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.operator === term.operator && !isWhole(next)) pending.push(...next.args.toReversed())
    else operands.push(next)
  }
  return operands
}
