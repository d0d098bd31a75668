/** Syntax nodes and their traversal. */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
} from 'acorn'

/** A function with its parameters and body; those of methods are `FunctionExpression`s that start at the `(`. */
export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression

export const isFunction = (node: AnyNode): node is FunctionNode =>
  node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'

/** The syntax nodes directly below a node. */
export function* children(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const element of value) if (isNode(element)) yield element
    } else if (isNode(value)) yield value
  }
}

/**
 * Visits a tree bottom-up: a node after all nodes below it.
 *
 * @param visit gets a node and its ancestors, parent last; the array is reused and must not be kept
 */
export function walk(node: AnyNode, visit: Visit, ancestors: AnyNode[] = []): void {
  ancestors.push(node)
  for (const child of children(node)) walk(child, visit, ancestors)
  ancestors.pop()
  visit(node, ancestors)
}

type Visit = (node: AnyNode, ancestors: readonly AnyNode[]) => void

/** Besides nodes, nodes hold strings, numbers, and the value of a literal: a RegExp or a bigint. */
const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
