/** Random expressions of a given type. The first alternative is always the simplest and never recurses. */
import type { EnumType, Type } from '../../checker/ir/type.ts'
import { condition } from './conditions.ts'
import { hasQueue, isSmall } from './domains.ts'
import { integerIn } from './integers.ts'
import { narrowing, partialReads, paths } from './paths.ts'
import { type Scope, value } from './scope.ts'

/** An expression of type `type`, at most `depth` operators deep. */
export function expression(scope: Scope, type: Type, depth: number): string {
  switch (type.kind) {
    case 'bool':
      return condition(scope, depth)
    case 'int':
      return integerIn(scope, type, depth)
    case 'enum':
      return choice(scope, [() => name(scope, type), ...common(scope, type, depth)], depth)
    default:
      return choice(
        scope,
        [() => literal(scope, type, depth), ...common(scope, type, depth), ...made(scope, type, depth)],
        depth,
      )
  }
}

/** One of the alternatives; the first where no more depth is left. */
export function choice(scope: Scope, alternatives: readonly (() => string)[], depth: number): string {
  if (depth <= 0 && scope.writer.chance(20)) return (alternatives[0] as () => string)()
  return scope.writer.oneOf(alternatives)()
}

const name = (scope: Scope, type: EnumType) => `'${scope.writer.oneOf(type.values)}'`

/** What there is for every type: names in scope, conditionals, calls, parts that may be missing. */
export function common(scope: Scope, type: Type, depth: number): (() => string)[] {
  const { writer } = scope
  const reads = paths(scope, t => t === type, depth).map(path => path.write)
  if (depth <= 0) return reads
  const inner = () => expression(scope, type, depth - 1)
  return [
    ...reads,
    ...reads,
    ...calls(scope, t => t === type, depth),
    ...partialReads(scope, t => t === type, depth),
    () => {
      writer.use('?:')
      return `(${condition(scope, depth - 1)} ? ${inner()} : ${inner()})`
    },
    () => narrowed(scope, depth, s => expression(s, type, depth - 1), inner),
    ...defaults(scope, type, depth, inner),
  ]
}

/** `condition ? with : without`, where more can be read on the first side. */
export function narrowed(scope: Scope, depth: number, then: (scope: Scope) => string, otherwise: () => string): string {
  const found = narrowing(scope, depth - 1)
  if (found === null) return otherwise()
  const { condition: test, added } = found
  scope.writer.use('?: that narrows')
  return `(${test} ? ${then(scope.withVariables(...added))} : ${otherwise()})`
}

/** `option ?? default`, and the same for the first entry of a queue. */
export function defaults(scope: Scope, type: Type, depth: number, otherwise: () => string): (() => string)[] {
  const isOptional = (t: Type) =>
    (t.kind === 'option' || t.kind === 'queue') && t.item === type && type.kind !== 'option'
  return paths(scope, isOptional, depth).map(path => () => {
    scope.writer.use('??')
    return `(${path.write()}${path.type.kind === 'queue' ? '[0]' : ''} ?? ${otherwise()})`
  })
}

/** Calls of the functions in scope with such a result. */
export function calls(scope: Scope, accept: (type: Type) => boolean, depth: number): (() => string)[] {
  const { writer } = scope
  return scope.callables
    .filter(callable => accept(callable.result))
    .map(({ name: callee, parameters }) => () => {
      writer.use('call')
      const isShort = parameters.at(-1)?.isOptional === true && writer.chance(50)
      if (isShort) writer.use('default parameter')
      const given = isShort ? parameters.slice(0, -1) : parameters
      return `${callee}(${given.map(p => expression(scope, p.type, depth - 1)).join(', ')})`
    })
}

/** A value written out. Its parts are expressions. */
function literal(scope: Scope, type: Type, depth: number): string {
  const { writer } = scope
  const part = (t: Type) => expression(scope, t, depth - 1)
  const list = (item: Type, most: number) => Array.from({ length: writer.below(most + 1) }, () => part(item)).join(', ')
  switch (type.kind) {
    case 'record':
      writer.use('object literal')
      return `{ ${type.fields.map(f => `${f.name}: ${part(f.type)}`).join(', ')} }`
    case 'variant': {
      const chosen = writer.oneOf(type.cases)
      writer.use('variant literal')
      return `{ kind: '${chosen.name}'${chosen.fields.map(f => `, ${f.name}: ${part(f.type)}`).join('')} }`
    }
    case 'option':
      return writer.chance(50) ? part(type.item) : 'null'
    case 'map': {
      if (!writer.chance(30)) {
        writer.use('fill')
        const key = writer.fresh('k')
        const inner = scope.withVariables(value(key, type.from))
        return `fill(${scope.name(type.from)}, ${key} => (${expression(inner, type.to, depth - 1)}))`
      }
      writer.use('map literal')
      return `{ ${keysOf(type.from)
        .map(key => `${key}: ${part(type.to)}`)
        .join(', ')} }`
    }
    case 'set':
      writer.use('set literal')
      return `${scope.name(type)}.of(${list(type.item, 2)})`
    case 'bag':
      writer.use('bag literal')
      return `${scope.name(type)}.of(${list(type.item, 2)})`
    case 'queue':
      writer.use('array literal')
      return `[${list(type.item, type.capacity)}]`
    default:
      throw new Error(`${type.key} is a scalar`)
  }
}
function keysOf(type: Type): string[] {
  if (type.kind === 'enum') return [...type.values]
  if (type.kind !== 'int') throw new Error(`${type.key} cannot be the keys of a map`)
  return Array.from({ length: type.high - type.low + 1 }, (_, i) => `'${type.low + i}'`)
}

/** A value made from others of the same type. */
function made(scope: Scope, type: Type, depth: number): (() => string)[] {
  if (depth <= 0) return []
  const { writer } = scope
  const same = paths(scope, t => t === type, depth).map(path => path.write)
  const used = (construct: string, write: () => string) => () => {
    writer.use(construct)
    return write()
  }
  switch (type.kind) {
    case 'record':
      return same.map(read =>
        used('record spread', () => {
          const field = writer.oneOf(type.fields)
          return `{ ...${read()}, ${field.name}: ${expression(scope, field.type, depth - 1)} }`
        }),
      )
    case 'map':
      return same.map(read =>
        used(
          'map spread',
          () => `{ ...${read()}, ${writer.oneOf(keysOf(type.from))}: ${expression(scope, type.to, depth - 1)} }`,
        ),
      )
    case 'set': {
      const other = () => expression(scope, type, depth - 1)
      const combine = (method: string) => same.map(read => used(method, () => `${read()}.${method}(${other()})`))
      const filters = same.map(read =>
        used('set filter', () => `${read()}.filter(${predicate(scope, type.item, depth)})`),
      )
      const fromDomain = isSmall(type.item)
        ? [used('domain filter', () => `${scope.name(type.item)}.filter(${predicate(scope, type.item, depth)})`)]
        : []
      return [...combine('union'), ...combine('intersection'), ...combine('difference'), ...filters, ...fromDomain]
    }
    case 'queue':
      return same.map(read => used('queue filter', () => `${read()}.filter(${predicate(scope, type.item, depth)})`))
    default:
      return []
  }
}

/** A function from an item to a boolean. */
export const predicate = (scope: Scope, item: Type, depth: number): string =>
  callback(scope, item, inner => condition(inner, depth - 1))

/** A function of one item, sometimes with a body of statements. */
export function callback(scope: Scope, item: Type, result: (scope: Scope) => string): string {
  const { writer } = scope
  const parameter = writer.fresh('x')
  const inner = scope.withVariables(value(parameter, item))
  if (!writer.chance(15)) return `${parameter} => ${parenthesised(result(inner))}`
  writer.use('callback with a body')
  const local = writer.fresh('y')
  const localType = writer.oneOf(scope.domains.types.filter(type => !hasQueue(type)))
  const initial = expression(inner, localType, 1)
  const withLocal = inner.withVariables(value(local, localType))
  const early = writer.chance(50) ? `if (${condition(withLocal, 1)}) return ${result(withLocal)}; ` : ''
  return `${parameter} => { const ${local} = ${initial}; ${early}return ${result(withLocal)} }`
}
const parenthesised = (text: string) => (text.startsWith('{') ? `(${text})` : text)
