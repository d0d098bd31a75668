/** Which parameters a function assigns, itself or in a function inside it. The others keep their values. */
import type { AnyNode, Pattern } from 'acorn'
import { children, type FunctionNode, walk } from '../walk.ts'

const known = new WeakMap<FunctionNode, ReadonlySet<string>>()

/** Whether a name of the parameter may be assigned. It goes by the name only, so inner variables of that name count, too. */
export function isAssigned(parameter: Pattern, node: FunctionNode): boolean {
  let assigned = known.get(node)
  if (assigned === undefined) {
    assigned = assignedNames(node)
    known.set(node, assigned)
  }
  return !targets(parameter).isDisjointFrom(assigned)
}

function assignedNames(node: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>()
  walk(node, inner => {
    if (inner.type === 'AssignmentExpression') targets(inner.left, names)
    else if (inner.type === 'UpdateExpression') targets(inner.argument, names)
    else if (inner.type === 'ForOfStatement' || inner.type === 'ForInStatement') targets(inner.left, names)
  })
  return names
}

/** The names in a pattern; `s.x = 1` assigns none. */
function targets(pattern: AnyNode, names = new Set<string>()): Set<string> {
  if (pattern.type === 'Identifier') names.add(pattern.name)
  else if (pattern.type !== 'MemberExpression') for (const child of children(pattern)) targets(child, names)
  return names
}
