/** Questions about syntax, which need nothing but the tree. */
import type { AnyNode, CallExpression, Expression } from 'acorn'
import { children, walk } from '../frontend/walk.ts'
import type { BitOperator, CompareOperator } from './program.ts'

export const isCompare = (operator: string): operator is CompareOperator =>
  ['<', '<=', '>', '>=', '===', '!=='].includes(operator)
export const isBits = (operator: string): operator is BitOperator =>
  ['&', '|', '^', '<<', '>>', '>>>'].includes(operator)
export const isQuotient = (
  node: Expression,
): node is Extract<Expression, { type: 'BinaryExpression' }> & { left: Expression } =>
  node.type === 'BinaryExpression' && node.operator === '/'
export const isZero = (node: Expression): boolean => node.type === 'Literal' && node.value === 0

export function mathFunction({ callee }: CallExpression): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined
  return callee.object.type === 'Identifier' && callee.object.name === 'Math' ? callee.property.name : undefined
}

export function isIndexed(node: AnyNode, name: string): boolean {
  if (
    node.type === 'MemberExpression' &&
    node.computed &&
    node.object.type === 'Identifier' &&
    node.object.name === name
  )
    return true
  return [...children(node)].some(child => isIndexed(child, name))
}

/** The names that are assigned in each function. */
const assignedIn = new WeakMap<AnyNode, ReadonlySet<string>>()
export function assignedNames(body: AnyNode): ReadonlySet<string> {
  const known = assignedIn.get(body)
  if (known !== undefined) return known
  const names = new Set<string>()
  walk(body, node => {
    const target =
      node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined
    if (target?.type === 'Identifier') names.add(target.name)
  })
  assignedIn.set(body, names)
  return names
}

/** Behind the name of a parameter, where its type stands. */
export const nameEnd = (param: AnyNode): number => param.start + (param.type === 'Identifier' ? param.name.length : 0)

/** `ForOfStatement` in words. */
export function article(type: string): string {
  const words = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`
}
