/** What a failed check says, and the number or key that it refused. */
import { blame } from '../ir/blame.ts'
import { isConstant } from '../ir/expr.ts'
import type { Check, State } from '../ir/model.ts'
import type { Value } from '../ir/value.ts'
import { valueText } from './valueText.ts'

/**
 * The message of a check that is false, with the value that it is about where it compares one with a bound:
 * `s.now: the value is not in 0..5; it is 6`.
 *
 * @param choices the parameters and picks made so far
 */
export function failureText(check: Check, choices: readonly Value[], state: State, next: State = state): string {
  if (check.failure !== 'range' && check.failure !== 'index') return check.message
  const found = blame(check.condition, state, next, choices)
  const { operator, args } = found.part
  const compared = args.find(each => !isConstant(each))
  if ((operator !== 'less' && operator !== 'lessEqual') || compared === undefined || !args.some(isConstant))
    return check.message
  return `${check.message}; it is ${valueText(found, state, next, choices)(compared)}`
}
