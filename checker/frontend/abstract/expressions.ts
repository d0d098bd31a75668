/** Expressions of the body's source: what each kind of syntax node means on abstract values. */
import type {
  AnyNode,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  LogicalExpression,
  MemberExpression,
  Pattern,
  TemplateLiteral,
  UpdateExpression,
} from 'acorn'
import { add, div, less, lessEqual, mod, multiply, subtract } from '../../ir/arithmetic.ts'
import { equal, not } from '../../ir/boolean.ts'
import { type Expr, integer, TRUE } from '../../ir/expr.ts'
import { callMethod, guardedItems } from './collections.ts'
import { identical } from './compare.ts'
import { asBoolean, asInteger, eachSide, member, members } from './data.ts'
import { NO_METHOD } from './lists.ts'
import { assignPlace, load, present } from './places.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { fitted } from './store.ts'
import {
  type Abstract,
  Closure,
  describe,
  Either,
  fromExpr,
  isPrimitive,
  ListLiteral,
  ObjectLiteral,
  Place,
  type Scope,
} from './values.ts'

/** The value of an expression; boolean expressions are remembered with the place they were written. */
export function evaluate(run: Run, node: AnyNode, scope: Scope): Abstract {
  return run.at(scope.file, node, () => {
    const value = load(run, evaluateNode(run, node, scope))
    run.remember(value)
    return value
  })
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
      return run.branch(
        asBoolean(run, value(node.test)),
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
        'sets are made by their domain: set(D).of(...), Router.filter(...)',
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

function lookUp(run: Run, name: string, scope: Scope): Abstract {
  try {
    const binding = scope.find(name)
    return binding.kind === 'const' ? binding.value : run.env.locals.get(binding.slot)
  } catch (error) {
    if (error instanceof ReferenceError) throw new Refusal('VON2022', error.message)
    throw error
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

// ---- operators --------------------------------------------------------------------------------------------------
function logical(run: Run, node: LogicalExpression, scope: Scope): Abstract {
  const left = evaluate(run, node.left, scope)
  const right = () => evaluate(run, node.right, scope)
  if (node.operator === '??') return orElse(run, left, right)
  if (isPrimitive(left) && typeof left !== 'boolean') return (node.operator === '&&') === Boolean(left) ? right() : left
  const condition = asBoolean(run, left)
  return node.operator === '&&' ? run.branch(condition, right, () => false) : run.branch(condition, () => true, right)
}
function orElse(run: Run, left: Abstract, right: () => Abstract): Abstract {
  if (left instanceof Either)
    return run.branch(
      left.condition,
      () => orElse(run, left.yes, right),
      () => orElse(run, left.no, right),
    )
  if (isPrimitive(left)) return left ?? right()
  return run.branch(identical(run, left, null), right, () => present(run, left))
}
function unary(run: Run, operator: string, v: Abstract): Abstract {
  switch (operator) {
    case '!':
      return fromExpr(not(asBoolean(run, v)))
    case '-':
      return typeof v === 'number' ? -v : fromExpr(subtract(integer(0), asInteger(run, v)))
    case '+':
      return typeof v === 'number' ? v : fromExpr(asInteger(run, v))
    case 'void':
      return undefined
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}
function binary(run: Run, operator: BinaryExpression['operator'], a: Abstract, b: Abstract): Abstract {
  if (operator === '===' || operator === '!==') {
    const same = identical(run, a, b)
    return fromExpr(operator === '===' ? same : not(same))
  }
  if (operator === '==' || operator === '!=') {
    throw new Refusal('VON2003', `${operator} converts its operands`, `write ${operator}=`)
  }
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string') && isPrimitive(a) && isPrimitive(b))
    return `${a}${b}`
  if (typeof a === 'number' && typeof b === 'number') return arithmeticOnNumbers(operator, a, b)
  const [x, y] = [asInteger(run, a), asInteger(run, b)]
  switch (operator) {
    case '+':
      return fromExpr(add(x, y))
    case '-':
      return fromExpr(subtract(x, y))
    case '*':
      return fromExpr(multiply(x, y))
    case '<':
      return fromExpr(less(x, y))
    case '<=':
      return fromExpr(lessEqual(x, y))
    case '>':
      return fromExpr(less(y, x))
    case '>=':
      return fromExpr(lessEqual(y, x))
    case '/':
      throw new Refusal('VON2014', 'a quotient may be a fraction', 'write Math.floor(a / b), or div(a, b)')
    case '%':
      return remainder(run, x, y)
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}
/** `%` and `mod` agree on non-negative numbers; on others JavaScript's sign rule would surprise. */
function remainder(run: Run, x: Expr, y: Expr): Abstract {
  if (run.env.facts.interval(x).low < 0 || run.env.facts.interval(y).low < 0) {
    throw new Refusal(
      'VON2014',
      '% of a number that may be negative has the sign of the dividend in JavaScript',
      'write mod(a, b), which is never negative for positive b',
    )
  }
  run.check(not(equal(y, integer(0))), 'division', `${run.text}: division by zero`)
  return fromExpr(mod(x, y))
}
function arithmeticOnNumbers(operator: BinaryExpression['operator'], a: number, b: number): Abstract {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      throw new Refusal('VON2002', `the operator ${operator} is outside the language`)
  }
}

// ---- members and calls ------------------------------------------------------------------------------------------
function memberKey(run: Run, node: MemberExpression, scope: Scope): Abstract {
  if (node.computed) return evaluate(run, node.property, scope)
  if (node.property.type === 'Identifier') return node.property.name
  throw new Refusal('VON2002', 'private members are outside the language')
}
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
function floored(run: Run, a: Abstract, b: Abstract): Abstract {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b)
  const [x, y] = [asInteger(run, a), asInteger(run, b)]
  run.check(not(equal(y, integer(0))), 'division', `${run.text}: division by zero`)
  return fromExpr(div(x, y))
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

// ---- assignment -------------------------------------------------------------------------------------------------
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
    const object = evaluate(run, target.object, scope)
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

function assignment(run: Run, { operator, left, right }: AssignmentExpression, scope: Scope): Abstract {
  const target = reference(run, left, scope)
  const value = assignedValue(run, operator, target, () => evaluate(run, right, scope))
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
function update(run: Run, { operator, prefix, argument }: UpdateExpression, scope: Scope): Abstract {
  const target = reference(run, argument, scope)
  const before = target.get()
  const after = run.at(scope.file, argument, () => binary(run, operator === '++' ? '+' : '-', before, 1))
  target.set(after)
  return prefix ? after : before
}

function assignLocal(run: Run, name: string, value: Abstract, scope: Scope): void {
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
