/** Expressions of the body's source: what each kind of syntax node means on abstract values. */
import type {
  AnyNode,
  BinaryExpression,
  CallExpression,
  LogicalExpression,
  MemberExpression,
  TemplateLiteral,
} from 'acorn'
import { isSome } from '../../ir/boolean.ts'
import { Expr, TRUE } from '../../ir/expr.ts'
import { assignment, update } from './assignment.ts'
import { lookUp } from './bindings.ts'
import { callMethod } from './collections.ts'
import { identical } from './compare.ts'
import { asBoolean, eachSide, member, members } from './data.ts'
import { guardedItems } from './items.ts'
import { NO_METHOD } from './lists.ts'
import { memberKey } from './memberKey.ts'
import { binary, floored, orElse, unary } from './operators.ts'
import { load, present, wholeOf } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import {
  type Abstract,
  Closure,
  describe,
  isPrimitive,
  ListLiteral,
  ObjectLiteral,
  Place,
  type Scope,
} from './values.ts'

/** The value of an expression; boolean expressions are remembered with the place they were written. */
export function evaluate(run: Run, node: AnyNode, scope: Scope): Abstract {
  return run.at(scope.file, node, () => {
    const loaded = load(run, evaluateNode(run, node, scope))
    // what was just assigned may be a name of the place that the assignment has replaced
    const value = node.type === 'AssignmentExpression' ? loaded : narrowed(run, loaded)
    run.remember(value)
    return value
  })
}

/** An option that is known to be there is its item, as TypeScript narrows it. */
function narrowed(run: Run, v: Abstract): Abstract {
  if (!(v instanceof Expr || v instanceof Place) || v.type.kind !== 'option') return v
  const whole = wholeOf(run, v)
  return run.env.facts.known(isSome(whole.value)) === TRUE ? whole.part({ kind: 'item' }, v.type.item) : v
}

function evaluateNode(run: Run, node: AnyNode, scope: Scope): Abstract {
  const value = (inner: AnyNode) => evaluate(run, inner, scope)
  switch (node.type) {
    case 'Literal':
      if (isPrimitive(node.value as Abstract) && typeof node.value !== 'bigint') return node.value as Abstract
      throw new Refusal('VON2002', 'regular expressions and bigints have no place in a finite state')
    case 'TemplateLiteral':
      return template(run, node, scope)
    case 'Identifier':
      return node.name === 'undefined' ? undefined : lookUp(run, node.name, scope)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return value(node.expression)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return new Closure(node, scope)
    case 'SequenceExpression':
      return node.expressions.map(value).at(-1)
    case 'ConditionalExpression':
      return run.decide(
        asBoolean(run, value(node.test)),
        scope.file,
        [node.test],
        () => value(node.consequent),
        () => value(node.alternate),
      )
    case 'LogicalExpression':
      return logical(run, node, scope)
    case 'UnaryExpression':
      return unary(run, node.operator, value(node.argument))
    case 'BinaryExpression':
      return binary(run, node.operator, value(node.left as AnyNode), value(node.right))
    case 'MemberExpression':
      return readMember(run, node, scope)
    case 'AssignmentExpression':
      return assignment(run, node, scope)
    case 'UpdateExpression':
      return update(run, node, scope)
    case 'ObjectExpression':
      return objectLiteral(run, node.properties, scope)
    case 'ArrayExpression':
      return new ListLiteral(items(run, node.elements as AnyNode[], scope))
    case 'CallExpression':
      return callExpression(run, node, scope)
    case 'NewExpression':
      throw new Refusal(
        'VON2029',
        '`new` has no place in a step',
        'sets are made by their domain: set(D).of(...), Router.filter(...); lists are literals: [a, b]',
      )
    case 'ThisExpression':
      throw new Refusal('VON2029', '`this` has no meaning in a spec', 'use the parameters of the function')
    case 'AwaitExpression':
    case 'YieldExpression':
      throw new Refusal(
        'VON2024',
        'async functions and generators have no meaning in a step',
        'a step is atomic: write an ordinary function',
      )
    default:
      throw new Refusal('VON2002', `${node.type} is outside the language`)
  }
}

function template(run: Run, node: TemplateLiteral, scope: Scope): Abstract {
  const parts = node.expressions.map(e => {
    const part = evaluate(run, e, scope)
    if (isPrimitive(part)) return String(part)
    throw new Refusal('VON2002', 'a string cannot be built from values of the state', 'use the names of a domain')
  })
  return node.quasis.map((q, i) => (q.value.cooked ?? '') + (parts[i] ?? '')).join('')
}

function logical(run: Run, node: LogicalExpression, scope: Scope): Abstract {
  const left = evaluate(run, node.left, scope)
  const right = () => evaluate(run, node.right, scope)
  if (node.operator === '??') return orElse(run, left, right)
  if (isPrimitive(left) && typeof left !== 'boolean') return (node.operator === '&&') === Boolean(left) ? right() : left
  const condition = asBoolean(run, left)
  const decide = (yes: () => Abstract, no: () => Abstract) => run.decide(condition, scope.file, [node.left], yes, no)
  return node.operator === '&&' ? decide(right, () => false) : decide(() => true, right)
}
// ---- members and calls ------------------------------------------------------------------------------------------
function readMember(run: Run, node: MemberExpression, scope: Scope): Abstract {
  const object = evaluate(run, node.object, scope)
  const read = (v: Abstract) => member(run, v, memberKey(run, node, scope))
  return node.optional ? ifPresent(run, object, read) : read(object)
}
/** `object?.…`: undefined where the object is null. */
function ifPresent(run: Run, object: Abstract, use: (v: Abstract) => Abstract): Abstract {
  return eachSide(run, object, side => {
    if (side === null || side === undefined) return undefined
    return run.branch(
      identical(run, side, null),
      () => undefined,
      () => use(present(run, side)),
    )
  })
}

function callExpression(run: Run, node: CallExpression, scope: Scope): Abstract {
  const quotient = flooredDivision(node)
  if (quotient !== null)
    return floored(run, evaluate(run, quotient.left as AnyNode, scope), evaluate(run, quotient.right, scope))
  const { callee } = node
  const args = () => items(run, node.arguments as AnyNode[], scope)
  if (callee.type === 'Super') throw new Refusal('VON2029', '`super` has no meaning in a spec')
  if (callee.type !== 'MemberExpression') return run.interpretation.call(run, evaluate(run, callee, scope), args())
  const object = evaluate(run, callee.object, scope)
  const invoke = (self: Abstract): Abstract => {
    const key = memberKey(run, callee, scope)
    const given = args()
    const result = typeof key === 'string' ? callMethod(run, self, key, given) : NO_METHOD
    if (result !== NO_METHOD) return result
    const f = member(run, self, key)
    if (f === undefined) throw new Refusal('VON2023', `${describe(self)} has no method '${String(key)}'`)
    return run.interpretation.call(run, f, given, self)
  }
  return callee.optional ? ifPresent(run, object, invoke) : eachSide(run, object, invoke)
}
/** `Math.floor(a / b)` and `Math.trunc(a / b)`: the one place where a quotient is an integer. */
function flooredDivision(node: CallExpression): BinaryExpression | null {
  const { callee, arguments: args } = node
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Math')
    return null
  if (callee.property.type !== 'Identifier' || callee.property.name !== 'floor') return null
  const inner = args[0]?.type === 'ParenthesizedExpression' ? args[0].expression : args[0]
  return inner?.type === 'BinaryExpression' && inner.operator === '/' ? inner : null
}
/** Arguments and array elements, with spread ones in place. */
function items(run: Run, nodes: readonly AnyNode[], scope: Scope): Abstract[] {
  return nodes.flatMap((node): Abstract[] => {
    if (node.type !== 'SpreadElement') return [evaluate(run, node, scope)]
    return run.at(scope.file, node, () =>
      guardedItems(run, evaluate(run, node.argument, scope)).map(([condition, x]) => {
        if (condition === TRUE) return x
        throw new Refusal(
          'VON2023',
          'how many items there are depends on the state, so they cannot be spread',
          'use for...of, every, some, count or sum',
        )
      }),
    )
  })
}
function objectLiteral(run: Run, properties: readonly AnyNode[], scope: Scope): Abstract {
  const fields = new Map<string, Abstract>()
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      for (const [k, v] of members(run, evaluate(run, property.argument, scope))) fields.set(k, v)
    } else if (property.type === 'Property' && property.kind === 'init') {
      const key = property.computed ? evaluate(run, property.key, scope) : propertyName(property.key)
      if (typeof key !== 'string' && typeof key !== 'number') {
        throw new Refusal('VON2002', 'the key of an object literal must be a constant', 'use fill(domain, key => ...)')
      }
      fields.set(String(key), evaluate(run, property.value, scope))
    } else throw new Refusal('VON2002', 'getters and setters are outside the language')
  }
  return new ObjectLiteral(fields)
}
const propertyName = (key: AnyNode): Abstract =>
  key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined
