/** The key of a member expression: a name written after the dot, or the value between the brackets. */
import type { MemberExpression } from 'acorn'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import type { Abstract, Scope } from './values.ts'

export function memberKey(run: Run, node: MemberExpression, scope: Scope): Abstract {
  if (node.computed) return run.interpretation.evaluate(run, node.property, scope)
  if (node.property.type === 'Identifier') return node.property.name
  throw new Refusal('VON2002', 'private members are outside the language')
}
