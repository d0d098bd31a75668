/**
 * Values as trees of terms. The tree of a value follows its type, in the order of the encoding of states
 * (`ir/encode.ts`), so that the leaves of a state are its cells:
 *
 *     bool, int, enum   a term                       option   [present, item]
 *     record            its fields                   variant  [kind, fields of every case]
 *     map               every entry                  set      a term for each item
 *     bag               the copies of each item      queue    [length, slots]
 *
 * Cells that a value does not use hold the default of their type, as in the encoding; every function here keeps it so.
 */
import { type Field, type QueueType, type Type, tagType, type VariantType } from '../ir/type.ts'
import { defaultValue, parts, type Value } from '../ir/value.ts'
import type { Term, TermPool } from './terms.ts'

export type Tree = Term | readonly Tree[]

export const isTerm = (tree: Tree): tree is Term => !Array.isArray(tree)
export const termOf = (tree: Tree | undefined): Term => {
  if (tree === undefined || !isTerm(tree)) throw new TypeError('expected a scalar')
  return tree
}
export const branchesOf = (tree: Tree | undefined): readonly Tree[] => {
  if (tree === undefined || isTerm(tree)) throw new TypeError('expected a structured value')
  return tree
}

/** All leaves, in the order of the encoding. */
export const leaves = (tree: Tree): Term[] => (isTerm(tree) ? [tree] : tree.flatMap(leaves))

/** Leaf by leaf of two trees of one type. */
export function zip(a: Tree, b: Tree, f: (x: Term, y: Term) => Term): Tree {
  if (isTerm(a)) return f(a, termOf(b))
  const others = branchesOf(b)
  return a.map((x, i) => zip(x, others[i] as Tree, f))
}
export const choose = (pool: TermPool, condition: Term, a: Tree, b: Tree): Tree =>
  a === b ? a : zip(a, b, (x, y) => pool.choose(condition, x, y))
/** Whether two values of one type are equal; ends at the first leaves that certainly differ. */
export function allEqual(pool: TermPool, a: Tree, b: Tree): Term {
  if (isTerm(a)) return pool.equal(a, termOf(b))
  const others = branchesOf(b)
  const equal: Term[] = []
  for (const [i, x] of a.entries()) {
    const same = allEqual(pool, x, others[i] as Tree)
    if (same === pool.false) return same
    if (same !== pool.true) equal.push(same)
  }
  return pool.and(...equal)
}

/** The fields of all cases of a variant, in the order of its tree. */
export const caseFields = (type: VariantType): { readonly variantCase: string; readonly field: Field }[] =>
  type.cases.flatMap(c => c.fields.map(field => ({ variantCase: c.name, field })))

/** The tree of a constant. */
export function constantTree(pool: TermPool, type: Type, value: Value): Tree {
  const scalar = (n: number) => pool.constant(n)
  switch (type.kind) {
    case 'bool':
      return pool.boolean(value === true)
    case 'int':
      return scalar(value as number)
    case 'enum':
      return scalar(type.values.indexOf(value as string))
    case 'option':
      return [
        pool.boolean(value !== null),
        constantTree(pool, type.item, value === null ? defaultValue(type.item) : (parts(value)[0] as Value)),
      ]
    case 'record':
      return type.fields.map((f, i) => constantTree(pool, f.type, parts(value)[i] as Value))
    case 'variant': {
      const [kind, ...given] = parts(value)
      const fields = type.cases.flatMap(c =>
        c.fields.map((f, i) =>
          constantTree(pool, f.type, c.name === kind ? (given[i] as Value) : defaultValue(f.type)),
        ),
      )
      return [scalar(tagType(type).values.indexOf(kind as string)), ...fields]
    }
    case 'map':
      return parts(value).map(v => constantTree(pool, type.to, v))
    case 'set':
      return parts(value).map(v => pool.boolean(v === true))
    case 'bag':
      return parts(value).map(v => scalar(v as number))
    case 'queue': {
      const slots = Array.from({ length: type.capacity }, (_, i) =>
        constantTree(pool, type.item, parts(value)[i] ?? defaultValue(type.item)),
      )
      return [scalar(parts(value).length), ...slots]
    }
  }
}
export const defaultTree = (pool: TermPool, type: Type): Tree => constantTree(pool, type, defaultValue(type))

/** The same value as a value of a type that it also belongs to (see `isSubtype` and `joinTypes` in `ir/type.ts`). */
export function widened(pool: TermPool, tree: Tree, from: Type, to: Type): Tree {
  if (from === to) return tree
  if (from.kind === 'enum' && to.kind === 'enum') return renamed(pool, termOf(tree), from.values, to.values)
  if (isTerm(tree)) return tree
  if (from.kind === 'option' && to.kind === 'option') {
    const [present, item] = tree as [Term, Tree]
    const inner = widened(pool, item, from.item, to.item)
    return [present, choose(pool, present, inner, defaultTree(pool, to.item))]
  }
  if (from.kind === 'record' && to.kind === 'record') {
    return tree.map((x, i) => widened(pool, x, (from.fields[i] as Field).type, (to.fields[i] as Field).type))
  }
  if (from.kind === 'map' && to.kind === 'map') return tree.map(x => widened(pool, x, from.to, to.to))
  if (from.kind === 'queue' && to.kind === 'queue') return widenedQueue(pool, tree, from, to)
  if (from.kind === 'variant' && to.kind === 'variant') return widenedVariant(pool, tree, from, to)
  return tree
}
function renamed(pool: TermPool, term: Term, from: readonly string[], to: readonly string[]): Term {
  if (from.every((name, i) => to[i] === name)) return term
  const [last = 0, ...others] = from.map(name => Math.max(0, to.indexOf(name))).reverse()
  return others.reduceRight(
    (rest, position, i) =>
      pool.choose(pool.equal(term, pool.constant(others.length - 1 - i)), pool.constant(position), rest),
    pool.constant(last),
  )
}
function widenedQueue(pool: TermPool, tree: readonly Tree[], from: QueueType, to: QueueType): Tree {
  const [length, ...slots] = tree as [Term, ...Tree[]]
  const unused = defaultTree(pool, to.item)
  const widenedSlots = Array.from({ length: to.capacity }, (_, i) => {
    const slot = slots[i]
    if (slot === undefined) return unused
    const used = pool.less(pool.constant(i), length)
    return choose(pool, used, widened(pool, slot, from.item, to.item), unused)
  })
  return [length, ...widenedSlots]
}
function widenedVariant(pool: TermPool, tree: readonly Tree[], from: VariantType, to: VariantType): Tree {
  const [tag, ...fields] = tree as [Term, ...Tree[]]
  const given = caseFields(from)
  const widenedFields = caseFields(to).map(({ variantCase, field }) => {
    const index = given.findIndex(g => g.variantCase === variantCase && g.field.name === field.name)
    const source = given[index]
    if (source === undefined) return defaultTree(pool, field.type)
    const used = pool.equal(tag, pool.constant(from.cases.findIndex(c => c.name === variantCase)))
    const value = widened(pool, fields[index] as Tree, source.field.type, field.type)
    return choose(pool, used, value, defaultTree(pool, field.type))
  })
  return [renamed(pool, tag, tagType(from).values, tagType(to).values), ...widenedFields]
}
