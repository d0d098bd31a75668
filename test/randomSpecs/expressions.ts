/** Random expressions of a given type. The first alternative is always the simplest and never recurses. */
import type { EnumType, Type } from '../../checker/ir/type.ts'
import { choice, common, predicate } from './alternatives.ts'
import { condition } from './conditions.ts'
import { isSmall } from './domains.ts'
import { integerIn } from './integers.ts'
import { paths } from './paths.ts'
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

const name = (scope: Scope, type: EnumType) => `'${scope.writer.oneOf(type.values)}'`

/** A value written out. Its parts are expressions. */
function literal(scope: Scope, type: Type, depth: number): string {
  const { writer } = scope
  const part = (t: Type) => scope.expression(t, depth - 1)
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
        return `fill(${scope.name(type.from)}, ${key} => (${inner.expression(type.to, depth - 1)}))`
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
          return `{ ...${read()}, ${field.name}: ${scope.expression(field.type, depth - 1)} }`
        }),
      )
    case 'map':
      return same.map(read =>
        used(
          'map spread',
          () => `{ ...${read()}, ${writer.oneOf(keysOf(type.from))}: ${scope.expression(type.to, depth - 1)} }`,
        ),
      )
    case 'set': {
      const other = () => scope.expression(type, depth - 1)
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
