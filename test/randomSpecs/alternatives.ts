/** Alternatives that expressions of every type have: names in scope, conditionals, calls, parts that may be missing. */
import type { Type } from '../../checker/ir/type.ts'
import { hasQueue } from './domains.ts'
import { narrowing, partialReads, paths } from './paths.ts'
import { type Scope, value } from './scope.ts'

/** One of the alternatives; the first where no more depth is left. */
export function choice(scope: Scope, alternatives: readonly (() => string)[], depth: number): string {
  if (depth <= 0 && scope.writer.chance(20)) return (alternatives[0] as () => string)()
  return scope.writer.oneOf(alternatives)()
}

/** What there is for every type: names in scope, conditionals, calls, parts that may be missing. */
export function common(scope: Scope, type: Type, depth: number): (() => string)[] {
  const { writer } = scope
  const reads = paths(scope, t => t === type, depth).map(path => path.write)
  if (depth <= 0) return reads
  const inner = () => scope.expression(type, depth - 1)
  return [
    ...reads,
    ...reads,
    ...calls(scope, t => t === type, depth),
    ...partialReads(scope, t => t === type, depth),
    () => {
      writer.use('?:')
      return `(${scope.condition(depth - 1)} ? ${inner()} : ${inner()})`
    },
    () => narrowed(scope, depth, s => s.expression(type, depth - 1), inner),
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
      return `${callee}(${given.map(p => scope.expression(p.type, depth - 1)).join(', ')})`
    })
}

/** A function from an item to a boolean. */
export const predicate = (scope: Scope, item: Type, depth: number): string =>
  callback(scope, item, inner => inner.condition(depth - 1))

/** A function of one item, sometimes with a body of statements. */
export function callback(scope: Scope, item: Type, result: (scope: Scope) => string): string {
  const { writer } = scope
  const parameter = writer.fresh('x')
  const inner = scope.withVariables(value(parameter, item))
  if (!writer.chance(15)) return `${parameter} => ${parenthesised(result(inner))}`
  writer.use('callback with a body')
  const local = writer.fresh('y')
  const localType = writer.oneOf(scope.domains.types.filter(type => !hasQueue(type)))
  const initial = inner.expression(localType, 1)
  const withLocal = inner.withVariables(value(local, localType))
  const early = writer.chance(50) ? `if (${withLocal.condition(1)}) return ${result(withLocal)}; ` : ''
  return `${parameter} => { const ${local} = ${initial}; ${early}return ${result(withLocal)} }`
}
const parenthesised = (text: string) => (text.startsWith('{') ? `(${text})` : text)
