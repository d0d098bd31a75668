/** Statements that change the state or a local variable. */
import type { IntType } from '../../checker/ir/type.ts'
import { isScalar } from './domains.ts'
import { integerIn } from './integers.ts'
import { type Path, partialPaths, paths, rootsOf } from './paths.ts'
import { type Scope, value } from './scope.ts'
import type { Statement } from './statement.ts'

/** Null when nothing in scope can be changed. */
export function write(scope: Scope): Statement | null {
  const { writer } = scope
  const targets = paths(scope, () => true, 1).filter(
    ({ variable, type }) =>
      variable.access === 'place' || (variable.access === 'let' && variable.type === type && isScalar(type)),
  )
  // a name for a part of the state is not a variable: it can be changed in place only
  const possible = targets.filter(
    path => path.variable.text.includes('.') || !isWhole(path) || path.variable.access === 'let' || isCollection(path),
  )
  if (possible.length === 0) return null
  const path = writer.oneOf(possible)
  const lines =
    isWhole(path) && !path.variable.text.includes('.') && path.variable.access === 'place'
      ? inPlace(scope, path)
      : change(scope, path)
  return { lines: [lines], scope, replaced: isScalar(path.type) ? [] : rootsOf(path.variable) }
}
/** Uses a part that may be missing: as a value, or to be changed. */
export function partial(scope: Scope): Statement | null {
  const { writer } = scope
  const possible = partialPaths(scope, () => true, 1)
  if (possible.length === 0) return null
  const path = writer.oneOf(possible)
  const { variable, type } = path
  // entries of queues are values
  if (
    variable.access === 'place' &&
    variable.origin === 'state' &&
    variable.type.kind !== 'queue' &&
    writer.chance(50)
  ) {
    const target = path.write()
    if (target.includes(']!')) return null
    writer.use('assignment to a part that may be missing')
    // a line that begins with a bracket would go on with the one before
    return {
      lines: [`;${target} = ${scope.expression(type, 1)}`],
      scope,
      replaced: isScalar(type) ? [] : rootsOf(variable),
    }
  }
  const name = writer.fresh('c')
  const added = { ...value(name, type), roots: isScalar(type) ? [] : rootsOf(variable) }
  return { lines: [`const ${name} = ${path.write()}`], scope: scope.withVariables(added), replaced: [] }
}
const isWhole = ({ variable, type }: Path) => variable.type === type
const isCollection = ({ type }: Path) => ['set', 'bag', 'queue'].includes(type.kind)

function change(scope: Scope, path: Path): string {
  const { writer } = scope
  if (isCollection(path) && writer.chance(70)) return inPlace(scope, path)
  const target = path.write()
  const isLet = path.variable.access === 'let'
  if (path.type.kind === 'int') return changeInteger(scope, target, path.type, isLet)
  writer.use(isLet ? 'assignment to let' : `assignment of ${path.type.kind}`)
  return `${target} = ${scope.expression(path.type, 3)}`
}

function changeInteger(scope: Scope, target: string, type: IntType, isLet: boolean): string {
  const { writer } = scope
  const way = writer.oneOf(['=', '=', '+=', '-=', '*=', '++', '--', 'unchecked'] as const)
  writer.use(isLet ? 'assignment to let' : `assignment ${way}`)
  switch (way) {
    case '=':
      return `${target} = ${integerIn(scope, type, 3)}`
    case '++':
    case '--':
      return writer.chance(70)
        ? `if (${target} ${way === '++' ? `< ${type.high}` : `> ${type.low}`}) ${target}${way}`
        : `${target}${way}`
    case 'unchecked':
      return `${target} = ${scope.integer(2).text}`
    default:
      return `${target} ${way} ${scope.integer(1).text}`
  }
}

/** By a method of the collection. */
function inPlace(scope: Scope, { type, write: writePath }: Path): string {
  const { writer } = scope
  const target = writePath()
  const item = () =>
    type.kind === 'set' || type.kind === 'bag' || type.kind === 'queue' ? scope.expression(type.item, 2) : ''
  if (type.kind === 'queue') {
    const method = writer.oneOf(['push', 'push', 'push of two', 'shift', 'guarded shift'] as const)
    writer.use(method)
    switch (method) {
      case 'push':
        return writer.chance(60)
          ? `if (${target}.length < ${type.capacity}) ${target}.push(${item()})`
          : `${target}.push(${item()})`
      case 'push of two':
        return `${target}.push(${item()}, ${item()})`
      case 'shift':
        return `${target}.shift()`
      case 'guarded shift':
        return `if (${target}.length > 0) ${target}.shift()`
    }
  }
  const method = writer.oneOf(['add', 'add', 'delete', 'clear', 'delete in a condition'] as const)
  writer.use(`${type.kind} ${method}`)
  if (method === 'clear') return `${target}.clear()`
  if (method === 'delete in a condition') return `if (!${target}.delete(${item()})) ${target}.add(${item()})`
  if (method === 'add' && type.kind === 'bag' && writer.chance(50)) {
    const name = writer.fresh('c')
    return `{ const ${name} = ${item()}; if (${target}.copies(${name}) < ${type.max}) ${target}.add(${name}) }`
  }
  return `${target}.${method}(${item()})`
}
