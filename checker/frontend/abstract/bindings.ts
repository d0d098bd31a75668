/** Local names: declaring them (with defaults and destructuring), looking them up, assigning them. */
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

/** The value of a name: of a constant, of a `let` on this path, or of a captured variable. */
export function lookUp(run: Run, name: string, scope: Scope): Abstract {
  try {
    const binding = scope.find(name)
    return binding.kind === 'const' ? binding.value : run.env.locals.get(binding.slot)
  } catch (error) {
    if (error instanceof ReferenceError) throw new Refusal('VON2022', error.message)
    throw error
  }
}

export function assignLocal(run: Run, name: string, value: Abstract, scope: Scope): void {
  const binding = scope.find(name)
  if (binding.kind === 'const') {
    if (binding.captured !== true) throw new Refusal('VON2007', `'${name}' is a constant`, 'declare it with let')
    throw new Refusal(
      'VON2007',
      `'${name}' belongs to the program around the spec and cannot be assigned in a body`,
      'what changes must be a variable of the state',
    )
  }
  if (binding.callbackDepth < run.callbackDepth) {
    throw new Refusal(
      'VON2016',
      `a callback assigns '${name}', which is declared outside it`,
      'use for...of, count or sum',
    )
  }
  run.setLocal(binding.slot, value)
}
