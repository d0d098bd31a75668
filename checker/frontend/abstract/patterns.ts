/** Declaring names: identifiers, defaults and destructuring. */
import type { Pattern } from 'acorn'
import { member, members } from './data.ts'
import { load } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import type { Scope } from './values.ts'
import { type Abstract, ListLiteral, ObjectLiteral } from './values.ts'

export function bindPattern(run: Run, pattern: Pattern, value: Abstract, scope: Scope, kind: 'const' | 'let'): void {
  switch (pattern.type) {
    case 'Identifier':
      declare(run, pattern.name, load(run, value), scope, kind)
      return
    case 'AssignmentPattern': {
      const given = value === undefined ? run.interpretation.evaluate(run, pattern.right, scope) : value
      bindPattern(run, pattern.left, given, scope, kind)
      return
    }
    case 'ObjectPattern': {
      const taken = new Set<string>()
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          const rest = [...members(run, value)].filter(([name]) => !taken.has(name))
          bindPattern(run, property.argument, new ObjectLiteral(new Map(rest)), scope, kind)
          continue
        }
        const key = property.computed
          ? run.interpretation.evaluate(run, property.key, scope)
          : property.key.type === 'Identifier'
            ? property.key.name
            : (property.key as { value: Abstract }).value
        taken.add(String(key))
        const part = run.at(scope.file, property, () => load(run, member(run, value, key)))
        bindPattern(run, property.value, part, scope, kind)
      }
      return
    }
    case 'ArrayPattern':
      pattern.elements.forEach((element, i) => {
        if (element === null) return
        if (element.type === 'RestElement') {
          if (!(value instanceof ListLiteral))
            throw new Refusal('VON2023', 'only arrays written in the body have a rest')
          bindPattern(run, element.argument, new ListLiteral(value.items.slice(i)), scope, kind)
        } else bindPattern(run, element, load(run, member(run, value, i)), scope, kind)
      })
      return
    default:
      throw new Refusal('VON2002', `${pattern.type} cannot be declared here`)
  }
}

/** A constant is bound to its value; a `let` gets a slot, because its value depends on the path. */
function declare(run: Run, name: string, value: Abstract, scope: Scope, kind: 'const' | 'let'): void {
  if (kind === 'const') {
    scope.declare(name, { kind: 'const', value })
    return
  }
  const slot = run.newSlot()
  scope.declare(name, { kind: 'let', slot, callbackDepth: run.callbackDepth })
  run.setLocal(slot, value)
}
