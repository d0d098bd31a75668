/** Assignment: to local variables and to parts of the state. */

import type { AnyNode, AssignmentExpression, BinaryExpression, Pattern, UpdateExpression } from 'acorn'
import { assignLocal, lookUp } from './bindings.ts'
import { asBoolean, eachSide, member } from './data.ts'
import { memberKey } from './memberKey.ts'
import { binary, orElse } from './operators.ts'
import { assignPlace, load, present } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { fitted } from './store.ts'
import { type Abstract, describe, Place, type Scope } from './values.ts'

/** Something that can be assigned; its object and key are evaluated once, before the value. */
interface Reference {
  get(): Abstract
  set(value: Abstract): void
}
function reference(run: Run, target: Pattern | AnyNode, scope: Scope): Reference {
  if (target.type === 'ParenthesizedExpression') return reference(run, target.expression, scope)
  if (target.type === 'Identifier') {
    const { name } = target
    return { get: () => lookUp(run, name, scope), set: value => assignLocal(run, name, value, scope) }
  }
  if (target.type === 'MemberExpression') {
    const object = run.interpretation.evaluate(run, target.object, scope)
    const key = memberKey(run, target, scope)
    const here = <T>(body: () => T): T => run.at(scope.file, target, body)
    return {
      get: () => here(() => load(run, member(run, object, key))),
      set: value =>
        here(() => {
          eachSide(run, object, side => {
            assignPart(run, side, key, value)
            return undefined
          })
        }),
    }
  }
  throw new Refusal(
    'VON2002',
    'destructuring assignment is outside the language',
    'declare the parts with const { ... } = ...',
  )
}

export function assignment(run: Run, { operator, left, right }: AssignmentExpression, scope: Scope): Abstract {
  const target = reference(run, left, scope)
  const value = assignedValue(run, operator, target, () => run.interpretation.evaluate(run, right, scope))
  target.set(value)
  return value
}
function assignedValue(
  run: Run,
  operator: AssignmentExpression['operator'],
  target: Reference,
  right: () => Abstract,
): Abstract {
  switch (operator) {
    case '=':
      return right()
    case '&&=':
      return run.branch(asBoolean(run, target.get()), right, () => false)
    case '||=':
      return run.branch(asBoolean(run, target.get()), () => true, right)
    case '??=':
      return orElse(run, target.get(), right)
    default:
      return binary(run, operator.slice(0, -1) as BinaryExpression['operator'], target.get(), right())
  }
}
export function update(run: Run, { operator, prefix, argument }: UpdateExpression, scope: Scope): Abstract {
  const target = reference(run, argument, scope)
  const before = target.get()
  const after = run.at(scope.file, argument, () => binary(run, operator === '++' ? '+' : '-', before, 1))
  target.set(after)
  return prefix ? after : before
}

function assignPart(run: Run, object: Abstract, key: Abstract, value: Abstract): void {
  const owner = present(run, object)
  if (!(owner instanceof Place)) {
    throw new Refusal(
      'VON2008',
      `${describe(object)} cannot be changed: it is not part of the state`,
      'build a new value: { ...old, field: value }',
    )
  }
  if (owner.type.kind === 'queue' || owner.type.kind === 'set' || owner.type.kind === 'bag') {
    throw new Refusal(
      'VON2008',
      `the items of ${describe(owner)} cannot be assigned`,
      'use push and shift, add and delete',
    )
  }
  if (owner.type.kind === 'variant' && key === 'kind') {
    throw new Refusal(
      'VON2008',
      'the kind of a variant cannot be assigned alone',
      'assign the whole value: { kind: ..., ... }',
    )
  }
  eachSide(run, member(run, owner, key), part => {
    if (part instanceof Place) assignPlace(run, part, fitted(run, part.type, value, run.text))
    return undefined
  })
}
