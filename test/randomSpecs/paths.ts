/** Reading parts of what is in scope: paths that always exist, paths that may fail, and conditions that make them safe. */
import { intType, type Type } from '../../checker/ir/type.ts'
import { isScalar } from './domains.ts'
import { type Scope, type Variable, value } from './scope.ts'

/** A part of a variable; writing it draws the keys of maps. */
export interface Path {
  readonly variable: Variable
  readonly type: Type
  write(): string
}

/** All parts of the variables in scope, down to two levels, that satisfy `accept`. None of them can fail. */
export function paths(scope: Scope, accept: (type: Type) => boolean, depth: number): Path[] {
  return scope.variables
    .flatMap(variable => partsOf(scope, { variable, type: variable.type, write: () => variable.text }, 2, depth))
    .filter(path => accept(path.type))
}

function partsOf(scope: Scope, path: Path, levels: number, depth: number): Path[] {
  if (levels === 0) return [path]
  const { variable, type } = path
  const inner = (part: Type, write: () => string) => partsOf(scope, { variable, type: part, write }, levels - 1, depth)
  if (type.kind === 'record') {
    return [path, ...type.fields.flatMap(f => inner(f.type, () => `${path.write()}.${f.name}`))]
  }
  if (type.kind === 'map') {
    return [path, ...inner(type.to, () => `${path.write()}[${scope.expression(type.from, depth - 1)}]`)]
  }
  return [path]
}

/** Parts that need not be there: of null, of another case, behind the end of a queue, of an unknown key. */
export function partialPaths(scope: Scope, accept: (type: Type) => boolean, depth: number): Path[] {
  const { writer } = scope
  return paths(scope, type => !isScalar(type), depth).flatMap(({ variable, type, write }): Path[] => {
    const part = (construct: string, partType: Type, text: () => string): Path => ({
      variable,
      type: partType,
      write() {
        writer.use(construct)
        return text()
      },
    })
    const fields = (of: Type) => (of.kind === 'record' ? of.fields.filter(f => accept(f.type)) : [])
    if (type.kind === 'option') {
      return fields(type.item).map(f => part('part of an option', f.type, () => `${write()}!.${f.name}`))
    }
    if (type.kind === 'queue') {
      const entry = () => `${write()}[${writer.below(2)}]!`
      return fields(type.item).map(f => part('part of a queue entry', f.type, () => `${entry()}.${f.name}`))
    }
    // what is written out in the body is an object of JavaScript: it has what it was given, and computes on without the rest
    if (type.kind === 'variant' && variable.origin !== 'local') {
      const found = type.cases.flatMap(c => c.fields).filter(f => accept(f.type))
      return found.map(f => part('field of some cases', f.type, () => `(${write()} as any).${f.name}`))
    }
    if (type.kind === 'map' && variable.origin !== 'local' && type.from.kind === 'int' && accept(type.to)) {
      const keys = scope.variables.filter(v => v.origin === 'parameter' && v.type.kind === 'int')
      return keys.map(key =>
        part('entry of a computed key', type.to, () => `${write()}[${key.text} + ${writer.below(2)}]`),
      )
    }
    return []
  })
}
export const partialReads = (scope: Scope, accept: (type: Type) => boolean, depth: number): (() => string)[] =>
  partialPaths(scope, accept, depth).map(path => path.write)

/** A condition, and what can be read where it holds. */
export interface Narrowing {
  readonly condition: string
  readonly negation: string
  readonly added: readonly Variable[]
}

/** Null checks, tests of a variant's case, tests that a queue has an entry. Null when nothing in scope needs one. */
export function narrowing(scope: Scope, depth: number): Narrowing | null {
  const { writer } = scope
  const candidates = paths(scope, type => ['option', 'variant', 'queue'].includes(type.kind), depth)
  if (candidates.length === 0) return null
  const { variable, type, write } = writer.oneOf(candidates)
  const text = write()
  // testing twice would make branches that are never taken, in which there may be nothing to read
  if (scope.variables.some(v => v !== variable && v.text.startsWith(text))) return null
  const roots = rootsOf(variable)
  const part = (partText: string, partType: Type): Variable =>
    isScalar(partType)
      ? { ...value(partText, partType), roots }
      : { ...variable, text: partText, type: partType, roots }
  if (type.kind === 'option') {
    writer.use('null check')
    return { condition: `${text} !== null`, negation: `${text} === null`, added: [part(text, type.item)] }
  }
  if (type.kind === 'queue') {
    const added = [{ ...value(`${text}[0]!`, type.item), roots }, value(`${text}.length`, intType(1, type.capacity))]
    return {
      condition: `${text}.length > 0`,
      negation: `${text}.length === 0`,
      added: added.map(v => ({ ...v, roots })),
    }
  }
  if (type.kind !== 'variant') throw new Error(`nothing to narrow in ${type.key}`)
  const chosen = writer.oneOf(type.cases)
  writer.use('case test')
  const added = chosen.fields.map(f => part(`${text}.${f.name}`, f.type))
  return { condition: `${text}.kind === '${chosen.name}'`, negation: `${text}.kind !== '${chosen.name}'`, added }
}

/** The variables of which a name is a part: itself, for a variable of the state. */
export const rootsOf = (v: Variable): readonly string[] =>
  v.roots.length > 0 || v.access !== 'place' ? v.roots : [v.text]

/** The variables of the state that an expression may be a part of. */
export function rootsIn(scope: Scope, text: string): string[] {
  const words = text.split(/[^\w.$]+/).map(word => word.replace(/^\.+/, ''))
  const mentions = (v: Variable) => words.some(word => word === v.text || word.startsWith(`${v.text}.`))
  return [...new Set(scope.variables.filter(mentions).flatMap(rootsOf))]
}
