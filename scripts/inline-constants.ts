/**
 * Puts numbers in the place of the constants that name them, in a bundle: (source) -> source. Functions on the path of packets
 * are about indices into images, each of which has a name. To V8 the name is a variable: it is read each time, its value
 * may be anything, and so what it is added to is no whole number any more. That takes two to three times as long.
 */
import { type AnyNode, type Identifier, parse } from 'acorn'
import MagicString from 'magic-string'

export function withConstantsInlined(code: string): string {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  const numbers = new Map<string, string>()
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init } of statement.declarations) {
      const isNumber = init?.type === 'Literal' && typeof init.value === 'number'
      if (id.type === 'Identifier' && isNumber) numbers.set(id.name, code.slice(init.start, init.end))
    }
  }
  const uses: Identifier[] = []
  const bound = new Map<string, number>()
  visit(program, (node, isBinding) => {
    if (!numbers.has(node.name)) return
    if (isBinding) bound.set(node.name, (bound.get(node.name) ?? 0) + 1)
    else uses.push(node)
  })
  const changed = new MagicString(code)
  for (const { name, start, end } of uses) {
    // Of a name that is bound again somewhere, or assigned, it is not clear what it stands for.
    if (bound.get(name) === 1) changed.overwrite(start, end, numbers.get(name) as string)
  }
  return changed.toString()
}

/** Calls `see` for each name of a variable: where it is bound or assigned, and where it is used. */
function visit(node: AnyNode, see: (name: Identifier, isBinding: boolean) => void): void {
  for (const [key, child] of Object.entries(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      if (each === null || typeof each !== 'object' || typeof each.type !== 'string') continue
      if (each.type !== 'Identifier') visit(each, see)
      else if (!isLabel(node, key)) see(each, !isUse(node, key))
    }
  }
}

/** Names of properties, and those that a module has elsewhere. */
const isLabel = (parent: AnyNode, key: string) =>
  parent.type === 'ExportSpecifier' ||
  parent.type === 'ImportSpecifier' ||
  (parent.type === 'MemberExpression' && key === 'property' && !parent.computed) ||
  ((parent.type === 'Property' || parent.type === 'MethodDefinition') && key === 'key' && !parent.computed)

/** Whether a name stands where a value is read, and a number may stand as well. */
function isUse(parent: AnyNode, key: string): boolean {
  switch (parent.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'MemberExpression':
    case 'CallExpression':
    case 'ReturnStatement':
    case 'UnaryExpression':
    case 'SwitchCase':
    case 'ExpressionStatement':
      return true
    case 'VariableDeclarator':
      return key === 'init'
    case 'AssignmentExpression':
      return key === 'right'
    default:
      return false
  }
}
