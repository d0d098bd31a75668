/** The values of module-level constants. In: an expression of literals and other constants. Out: an integer. */
import type { Expression } from 'acorn'
import { bitsOf } from './interval.ts'
import type { Module } from './modules.ts'
import type { BitOperator } from './program.ts'
import { refusal } from './refusal.ts'

/** @throws SpecError VON5006 unless it is a constant, and an integer */
export function constantValue(module: Module, node: Expression): number {
  const value = integerOf(module, node, new Set())
  if (value !== undefined && Number.isSafeInteger(value) && !Object.is(value, -0)) return value
  const name = node.type === 'Identifier' ? `'${node.name}' is not` : 'this is not'
  throw refusal('VON5006', `${name} a variable of the function, nor a constant integer`, module.span(node), {
    help: 'pass it as a parameter, or write const N = 64 in a module',
  })
}

function integerOf(module: Module, node: Expression, pending: ReadonlySet<Expression>): number | undefined {
  if (pending.has(node)) return undefined
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' ? node.value : undefined
    case 'Identifier': {
      const target = module.lookup(node.name)
      return target?.kind === 'constant'
        ? integerOf(target.module, target.value, new Set([...pending, node]))
        : undefined
    }
    case 'UnaryExpression': {
      const operand = integerOf(module, node.argument, pending)
      if (operand === undefined) return undefined
      return node.operator === '-' ? -operand : node.operator === '~' ? ~operand : undefined
    }
    case 'BinaryExpression': {
      if (node.left.type === 'PrivateIdentifier') return undefined
      const left = integerOf(module, node.left, pending)
      const right = integerOf(module, node.right, pending)
      return left === undefined || right === undefined ? undefined : binary(node.operator, left, right)
    }
    default:
      return undefined
  }
}

function binary(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '**':
      return left ** right
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return bitsOf(operator satisfies BitOperator, left, right)
    default:
      return undefined
  }
}
