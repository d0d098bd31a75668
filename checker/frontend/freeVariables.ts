/**
 * The variables that a function uses but does not bind itself: what its source means depends on their values.
 *
 * Input is a function of a parsed ES module (strict mode, so function declarations are local to their block). Globals
 * count as free; `this`, `arguments`, labels, property names and private names are no variables.
 */
import type { AnyNode, Pattern } from 'acorn'
import { children, type FunctionNode, isFunction } from './walk.ts'

/** @returns names in the order of their first use */
export function freeVariables(fn: FunctionNode): readonly string[] {
  let names = known.get(fn)
  if (names === undefined) {
    const free = new Set<string>()
    visitFunction(fn, new Scope(undefined, []), free)
    free.delete('arguments')
    names = [...free]
    known.set(fn, names)
  }
  return names
}

/** Functions are in functions: each is looked into once. */
const known = new WeakMap<FunctionNode, readonly string[]>()

class Scope {
  readonly #outer: Scope | undefined
  readonly #names: ReadonlySet<string>

  constructor(outer: Scope | undefined, names: Iterable<string>) {
    this.#outer = outer
    this.#names = new Set(names)
  }

  binds(name: string): boolean {
    return this.#names.has(name) || (this.#outer?.binds(name) ?? false)
  }
}

function visit(node: AnyNode, scope: Scope, free: Set<string>): void {
  if (node.type === 'Identifier') {
    if (!scope.binds(node.name)) free.add(node.name)
  } else if (isFunction(node)) {
    for (const name of freeVariables(node)) if (!scope.binds(name)) free.add(name)
  } else {
    // What a switch distinguishes stands outside of the scope that its cases share.
    if (node.type === 'SwitchStatement') visit(node.discriminant, scope, free)
    const bound = namesBoundBy(node)
    const inner = bound.length === 0 ? scope : new Scope(scope, bound)
    for (const part of evaluatedParts(node)) visit(part, inner, free)
  }
}

/** The parts of a node other than names of properties and labels. */
function evaluatedParts(node: AnyNode): Iterable<AnyNode> {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? [node.object, node.property] : [node.object]
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return [...(node.computed ? [node.key] : []), ...(node.value ? [node.value] : [])]
    case 'SwitchStatement':
      return node.cases
    case 'LabeledStatement':
      return [node.body]
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return []
    default:
      return children(node)
  }
}

/** The names that a node, not a function, declares for its parts. */
function namesBoundBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'BlockStatement':
      return lexicalNames(node.body)
    case 'StaticBlock':
      return [...lexicalNames(node.body), ...hoistedNames(node)]
    case 'SwitchStatement':
      return lexicalNames(node.cases.flatMap(each => each.consequent))
    case 'ForStatement':
      return node.init ? lexicalNames([node.init]) : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return lexicalNames([node.left])
    case 'CatchClause':
      return node.param ? boundNames(node.param) : []
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id.name] : []
    default:
      return []
  }
}

/** Parameters and body are scopes of their own: a default cannot see the variables of the body. */
function visitFunction(fn: FunctionNode, outer: Scope, free: Set<string>): void {
  const own = [
    ...(fn.type === 'FunctionExpression' && fn.id ? [fn.id.name] : []),
    ...(fn.type === 'ArrowFunctionExpression' ? [] : ['arguments']),
  ]
  const parameters = new Scope(new Scope(outer, own), fn.params.flatMap(boundNames))
  for (const parameter of fn.params) visit(parameter, parameters, free)
  visit(fn.body, new Scope(parameters, hoistedNames(fn.body)), free)
}

/** Names that let, const, using, class and function declare directly in a list of statements; var as well, harmlessly. */
function lexicalNames(statements: readonly AnyNode[]): string[] {
  return statements.flatMap(statement => {
    if (statement.type === 'VariableDeclaration') return statement.declarations.flatMap(each => boundNames(each.id))
    if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') {
      return statement.id ? [statement.id.name] : []
    }
    return []
  })
}

/** Names that var declares anywhere below, except in functions and class bodies. */
function hoistedNames(node: AnyNode): string[] {
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? lexicalNames([node]) : []
  const inner = [...children(node)].filter(child => !isFunction(child) && child.type !== 'StaticBlock')
  return [...own, ...inner.flatMap(hoistedNames)]
}

/** Names that a pattern binds. */
function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(each => boundNames(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(each => (each ? boundNames(each) : []))
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    case 'RestElement':
      return boundNames(pattern.argument)
    case 'MemberExpression':
      return []
  }
}
