/**
 * Random blocks of statements: of actions, of functions that change what they are given, of properties.
 *
 * A name for a part of the state must not be used after that part was replaced as a whole (the language refuses it), so
 * every statement tells which variables it may have replaced, and names for parts of them leave the scope.
 */
import { cardinality, intType, type VariantType } from '../../checker/ir/type.ts'
import { collections } from './collections.ts'
import { hasQueue, isScalar, isSmall, staticType } from './domains.ts'
import { declareFunction } from './functions.ts'
import { narrowing, paths, rootsIn, rootsOf } from './paths.ts'
import { type Scope, value } from './scope.ts'
import type { Context, Statement } from './statement.ts'
import { partial, write } from './writes.ts'

/** Up to `most` statements. */
export function statements(scope: Scope, context: Context, most: number, depth: number): Statement {
  const lines: string[] = []
  const replaced: string[] = []
  let inner = scope
  const count = scope.writer.between(Math.ceil(most / 2), most)
  for (let i = 0; i < count && !(i > 0 && scope.writer.isSpent); i++) {
    const made = statement(inner, context, depth)
    lines.push(...made.lines)
    replaced.push(...made.replaced)
    inner = made.scope.without(made.replaced)
  }
  return { lines, scope: inner, replaced }
}

type Make = (scope: Scope, context: Context, depth: number) => Statement | null

const indent = (lines: readonly string[]) => lines.map(line => `  ${line}`)
const block = (head: string, { lines }: Statement) => [`${head} {`, ...indent(lines), '}']
const plain = (scope: Scope, ...lines: string[]): Statement => ({ lines, scope, replaced: [] })

function statement(scope: Scope, context: Context, depth: number): Statement {
  const simple: Make[] = [
    partial,
    partial,
    write,
    write,
    write,
    write,
    write,
    write,
    write,
    write,
    local,
    destructured,
    assertion,
  ]
  const action: Make[] = context.isAction ? [guarded, picked, picked] : []
  const control: Make[] =
    depth > 0
      ? [
          conditional,
          conditional,
          nullChecked,
          switched,
          loop,
          loop,
          counting,
          leaving,
          leaving,
          thrown,
          closure,
          called,
        ]
      : []
  const chosen = scope.writer.oneOf([...simple, ...action, ...control])
  return chosen(scope, context, depth) ?? local(scope, context) ?? plain(scope)
}

function local(scope: Scope, context: Context): Statement | null {
  const { writer } = scope
  const type = writer.oneOf(scope.domains.types)
  const isPlace = writer.chance(40)
  const source = isPlace ? paths(scope, t => t === type, 1).filter(p => p.variable.access === 'place') : []
  if (hasQueue(type) && source.length === 0) return null
  const kind = writer.oneOf(['const', 'let'] as const)
  const name = writer.fresh(kind === 'let' ? 'l' : 'c')
  if (source.length > 0 && !isScalar(type)) {
    const { variable, write: read } = writer.oneOf(source)
    writer.use('name for a part of the state')
    const added = { ...variable, text: name, type, roots: rootsOf(variable) }
    return { lines: [`const ${name} = ${read()}`], scope: scope.withVariables(added), replaced: [] }
  }
  if (type.kind === 'int') {
    const e = scope.integer(2)
    const added = {
      ...value(name, intType(Math.min(e.low, 0), Math.max(e.high, 0))),
      access: kind === 'let' ? ('let' as const) : ('value' as const),
    }
    writer.use(kind)
    return {
      lines: [`${kind} ${name}${kind === 'let' ? ': number' : ''} = ${e.text}`],
      scope: scope.withVariables(added),
      replaced: [],
    }
  }
  const text = scope.expression(type, 2)
  const isLet = kind === 'let' && isScalar(type) && context.turns > 0
  writer.use(isLet ? 'let' : 'const')
  const added = {
    ...value(name, type),
    access: isLet ? ('let' as const) : ('value' as const),
    roots: isScalar(type) ? [] : rootsIn(scope, text),
  }
  const annotation = writer.chance(30) ? `: ${staticType(scope.domains, type)}` : ''
  return {
    lines: [`${isLet ? 'let' : 'const'} ${name}${annotation} = ${text}`],
    scope: scope.withVariables(added),
    replaced: [],
  }
}

function destructured(scope: Scope): Statement | null {
  const { writer } = scope
  const records = paths(scope, type => type.kind === 'record' && !hasQueue(type), 1)
  if (records.length === 0) return null
  const { type, variable, write: read } = writer.oneOf(records)
  if (type.kind !== 'record') return null
  const [f, g] = [writer.fresh('c'), writer.fresh('c')]
  writer.use('destructuring')
  const [first, second] = type.fields
  if (first === undefined || second === undefined) return null
  const text = writer.chance(50) ? read() : scope.expression(type, 1)
  const roots = [...rootsOf(variable), ...rootsIn(scope, text)]
  const added = [
    { ...value(f, first.type), roots: isScalar(first.type) ? [] : roots },
    { ...value(g, second.type), roots: isScalar(second.type) ? [] : roots },
  ]
  return { lines: [`const { f: ${f}, g: ${g} } = ${text}`], scope: scope.withVariables(...added), replaced: [] }
}

function assertion(scope: Scope): Statement | null {
  if (!scope.writer.chance(30)) return null
  scope.writer.use('assert')
  return plain(scope, `assert(${scope.condition(2)} || ${scope.condition(1)}, 'claim')`)
}
function thrown(scope: Scope): Statement | null {
  if (!scope.writer.chance(30)) return null
  scope.writer.use('throw')
  return plain(scope, `if (${scope.condition(1)} && ${scope.condition(1)}) throw new Error('stop')`)
}
function guarded(scope: Scope): Statement | null {
  const { writer } = scope
  writer.use('guard')
  const found = writer.chance(40) ? narrowing(scope, 1) : null
  if (found === null) return plain(scope, `guard(${scope.condition(2)})`)
  // scalars would be stale after an assignment, and JavaScript computes with null where the language fails
  const added = found.added.filter(v => !isScalar(v.type))
  return { lines: [`guard(${found.condition})`], scope: scope.withVariables(...added), replaced: [] }
}

function picked(scope: Scope, context: Context): Statement | null {
  const { writer } = scope
  const small = scope.domains.types.filter(isSmall).filter(t => cardinality(t) ** context.turns <= context.picks.left)
  if (small.length === 0) return null
  const type = writer.oneOf(small)
  context.picks.left /= cardinality(type) ** context.turns
  writer.use(context.turns > 1 ? 'pick in a loop' : 'pick')
  const name = writer.fresh('c')
  return {
    lines: [`const ${name} = pick(${scope.name(type)})`],
    scope: scope.withVariables(value(name, type)),
    replaced: [],
  }
}

function conditional(scope: Scope, context: Context, depth: number): Statement {
  const { writer } = scope
  writer.use('if')
  const then = statements(scope, context, 2, depth - 1)
  const head = `if (${scope.condition(2)})`
  if (!writer.chance(50)) return { lines: block(head, then), scope, replaced: then.replaced }
  writer.use('else')
  const otherwise = statements(scope, context, 2, depth - 1)
  const [open, ...rest] = block('else', otherwise)
  return {
    lines: [...block(head, then).slice(0, -1), `} ${open}`, ...rest],
    scope,
    replaced: [...then.replaced, ...otherwise.replaced],
  }
}

/** `if (s.x !== null) { ... }`, and `if (s.x === null) return`. */
function nullChecked(scope: Scope, context: Context, depth: number): Statement | null {
  const { writer } = scope
  const found = narrowing(scope, 1)
  if (found === null) return null
  const inner = scope.withVariables(...found.added.filter(v => !isScalar(v.type)))
  if (context.result !== null && writer.chance(40)) {
    writer.use('return that narrows')
    return { lines: [`if (${found.negation}) return ${context.result(scope)}`.trimEnd()], scope: inner, replaced: [] }
  }
  writer.use('if that narrows')
  const then = statements(inner, context, 3, depth - 1)
  return { lines: block(`if (${found.condition})`, then), scope, replaced: then.replaced }
}

function switched(scope: Scope, context: Context, depth: number): Statement | null {
  const { writer } = scope
  const variants = paths(scope, type => type.kind === 'variant', 1)
  if (variants.length === 0) return null
  writer.use('switch')
  const { type, variable, write: read } = writer.oneOf(variants)
  const text = read()
  const cases = (type as VariantType).cases.slice(0, writer.between(1, 3))
  const hasDefault = writer.chance(50)
  const bodies = cases.map(c => {
    const fields = c.fields.filter(f => !isScalar(f.type))
    const added = fields.map(f => ({ ...variable, text: `${text}.${f.name}`, type: f.type, roots: rootsOf(variable) }))
    const body = statements(scope.withVariables(...added), { ...context, inLoop: false }, 2, depth - 1)
    const isLeft = context.result !== null && writer.chance(20)
    const end = isLeft ? `return ${context.result?.(scope)}`.trimEnd() : 'break'
    return { lines: [`case '${c.name}': {`, ...indent([...body.lines, end]), '}'], replaced: body.replaced }
  })
  const last = hasDefault ? statements(scope, { ...context, inLoop: false }, 2, depth - 1) : null
  if (last !== null) writer.use('default')
  const lines = [...bodies.flatMap(b => b.lines), ...(last === null ? [] : block('default:', last))]
  return {
    lines: [`switch (${text}.kind) {`, ...indent(lines), '}'],
    scope,
    replaced: [...bodies.flatMap(b => b.replaced), ...(last?.replaced ?? [])],
  }
}

const MOST_TURNS = 12

function loop(scope: Scope, context: Context, depth: number): Statement | null {
  const { writer } = scope
  const candidates = collections(scope, 1).filter(c => c.most * context.turns <= MOST_TURNS)
  if (candidates.length === 0) return null
  const { kind, item, most, write: read } = writer.oneOf(candidates)
  writer.use(`for-of ${kind}`)
  const name = writer.fresh('x')
  const inside = scope.without().withVariables(value(name, item))
  const body = statements(inside, { ...context, inLoop: true, turns: context.turns * most }, 3, depth - 1)
  return { lines: block(`for (const ${name} of ${read()})`, body), scope, replaced: body.replaced }
}
function counting(scope: Scope, context: Context, depth: number): Statement | null {
  const { writer } = scope
  const turns = writer.between(1, 3)
  if (turns * context.turns > MOST_TURNS) return null
  writer.use('for')
  const name = writer.fresh('i')
  const inside = scope.without().withVariables(value(name, intType(0, turns)))
  const body = statements(inside, { ...context, inLoop: true, turns: context.turns * turns }, 3, depth - 1)
  return { lines: block(`for (let ${name} = 0; ${name} < ${turns}; ${name}++)`, body), scope, replaced: body.replaced }
}

/** Leaves the loop, its turn, or the function early. */
function leaving(scope: Scope, context: Context): Statement | null {
  const { writer } = scope
  const ways = [...(context.inLoop ? ['break', 'continue'] : []), ...(context.result === null ? [] : ['return'])]
  if (ways.length === 0) return null
  const way = writer.oneOf(ways)
  writer.use(way)
  const text = way === 'return' ? `return ${context.result?.(scope)}`.trimEnd() : way
  return plain(scope, `if (${scope.condition(2)}) ${text}`)
}

/** A function declared within the body. */
function closure(scope: Scope): Statement {
  scope.writer.use('closure')
  const { lines, callable } = declareFunction(scope, 'f', 1)
  return { lines, scope: scope.with({ callables: [...scope.callables, callable] }), replaced: [] }
}

/** Calls a procedure on a part of the state. */
function called(scope: Scope): Statement | null {
  const { writer } = scope
  const possible = scope.procedures.flatMap(procedure =>
    paths(scope, type => type === procedure.place, 1)
      .filter(path => path.variable.access === 'place')
      .map(path => ({ procedure, path })),
  )
  if (possible.length === 0) return null
  const { procedure, path } = writer.oneOf(possible)
  writer.use('call with a part of the state')
  const args = procedure.parameters.map(type => scope.expression(type, 1))
  return {
    lines: [`${procedure.name}(${[path.write(), ...args].join(', ')})`],
    scope,
    replaced: [...rootsOf(path.variable)],
  }
}

/** The body of a predicate: declarations, loops and early returns, then the result. */
export function predicateBody(scope: Scope): string[] {
  const result = (inner: Scope) => inner.condition(1)
  const context: Context = { isAction: false, result, inLoop: false, picks: { left: 1 }, turns: 1 }
  const { lines, scope: inner } = statements(scope, context, 3, 2)
  return [...lines, `return ${inner.condition(2)}`]
}
