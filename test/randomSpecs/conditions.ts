/** Random boolean expressions. */
import { boolType, type Type } from '../../checker/ir/type.ts'
import { calls, choice, defaults, narrowed, predicate } from './alternatives.ts'
import { type Collection, collections } from './collections.ts'
import { isScalar } from './domains.ts'
import { narrowing, partialReads, paths } from './paths.ts'
import { type Scope, value } from './scope.ts'

export function condition(scope: Scope, depth: number): string {
  const { writer } = scope
  const literal = () => writer.oneOf(['true', 'false', ...scope.flags])
  const reads = paths(scope, type => type === boolType, depth).map(path => path.write)
  if (depth <= 0) return choice(scope, [literal, ...reads, () => comparison(scope, 0)], depth)
  const operand = () => scope.condition(depth - 1)
  const used = (construct: string, write: () => string) => () => {
    writer.use(construct)
    return write()
  }
  const alternatives = [
    literal,
    ...reads,
    ...reads,
    () => comparison(scope, depth),
    () => comparison(scope, depth),
    used('&&', () => `(${operand()} && ${operand()})`),
    used('||', () => `(${operand()} || ${operand()})`),
    used('!', () => `!(${operand()})`),
    used('implies', () => `implies(${operand()}, ${operand()})`),
    used('?: of booleans', () => `(${operand()} ? ${operand()} : ${operand()})`),
    () => narrowed(scope, depth, s => s.condition(depth - 1), operand),
    () => guarded(scope, depth),
    ...calls(scope, type => type === boolType, depth),
    ...partialReads(scope, type => type === boolType, depth),
    ...defaults(scope, boolType, depth, operand),
    ...structural(scope, depth),
    ...collections(scope, depth).flatMap(collection => tests(scope, collection, depth)),
  ]
  return choice(scope, alternatives, depth)
}

/** `present && more`, `absent || more`. */
function guarded(scope: Scope, depth: number): string {
  const found = narrowing(scope, depth - 1)
  if (found === null) return scope.condition(depth - 1)
  const inner = scope.withVariables(...found.added).condition(depth - 1)
  if (scope.writer.chance(50)) {
    scope.writer.use('&& that narrows')
    return `(${found.condition} && ${inner})`
  }
  scope.writer.use('|| that narrows')
  return `(${found.negation} || ${inner})`
}

function comparison(scope: Scope, depth: number): string {
  const { writer } = scope
  const operator = writer.oneOf(['===', '!==', '<', '<=', '>', '>='])
  const names = paths(scope, type => type.kind === 'enum', depth)
  if ((operator === '===' || operator === '!==') && names.length > 0 && writer.chance(60)) {
    const { type, write } = writer.oneOf(names)
    writer.use(`names ${operator}`)
    return `(${write()} ${operator} ${scope.expression(type, depth - 1)})`
  }
  writer.use(operator)
  return `(${scope.integer(depth - 1).text} ${operator} ${scope.integer(depth - 1).text})`
}

/** Tests of structures: by eq, of a variant's case, against null. */
function structural(scope: Scope, depth: number): (() => string)[] {
  const { writer } = scope
  return paths(scope, type => !isScalar(type), depth).map(({ type, write }) => () => {
    if (type.kind === 'option' && writer.chance(50)) {
      writer.use('=== null')
      return `(${write()} ${writer.oneOf(['===', '!=='])} null)`
    }
    if (type.kind === 'variant' && writer.chance(50)) {
      writer.use('kind ===')
      return `(${write()}.kind === '${writer.oneOf(type.cases).name}')`
    }
    writer.use(`eq of ${type.kind}`)
    return `eq(${write()}, ${scope.expression(type, depth - 1)})`
  })
}

function tests(scope: Scope, { kind, item, write }: Collection, depth: number): (() => string)[] {
  const { writer } = scope
  const used = (construct: string, text: () => string) => () => {
    writer.use(`${kind} ${construct}`)
    return text()
  }
  const quantified = (method: string) => used(method, () => `${write()}.${method}(${predicate(scope, item, depth)})`)
  const member = (method: string) => used(method, () => `${write()}.${method}(${scope.expression(item, depth - 1)})`)
  switch (kind) {
    case 'domain': {
      const isNumber = item.kind === 'int'
      const has = used('has', () => `${write()}.has(${scope.integer(depth - 1).text})`)
      return [quantified('every'), quantified('some'), ...(isNumber ? [has] : [])]
    }
    case 'set':
      return [quantified('every'), quantified('some'), member('has'), ...subsets(scope, item, write, depth)]
    case 'bag':
      return [quantified('every'), quantified('some'), member('has')]
    case 'queue':
      return [
        quantified('every'),
        quantified('some'),
        member('includes'),
        used('reduce', () => anyOf(scope, item, write, depth)),
      ]
  }
}
function subsets(scope: Scope, item: Type, write: () => string, depth: number): (() => string)[] {
  return paths(scope, type => type.kind === 'set' && type.item === item, depth).map(({ type }) => () => {
    scope.writer.use('set isSubsetOf')
    return `${write()}.isSubsetOf(${scope.expression(type, depth - 1)})`
  })
}
function anyOf(scope: Scope, item: Type, write: () => string, depth: number): string {
  const { writer } = scope
  const [result, x] = [writer.fresh('t'), writer.fresh('x')]
  const inner = scope.withVariables(value(result, boolType), value(x, item))
  return `${write()}.reduce((${result}, ${x}) => ${inner.condition(depth - 1)}, false)`
}
