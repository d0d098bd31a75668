/**
 * States as lists of cells: one scalar for every leaf of the tree of a variable, except those that have one value only.
 * In: variables. Out: the cells with readable names, the terms and the condition that says which cells make a state, and
 * both ways between states and the values of cells.
 */
import { allEqual, defaultTree, isTerm, leaves, type Tree } from '../../codegen/cells.ts'
import { treeOf } from '../../codegen/program.ts'
import type { Term, TermPool } from '../../codegen/terms.ts'
import type { Variable } from '../../ir/expr.ts'
import { partsIn } from '../../ir/layout.ts'
import type { State } from '../../ir/model.ts'
import { caseOf, type Field, type Type, tagType } from '../../ir/type.ts'
import { defaultValue, formatValue, parts, type Value, valuesOf } from '../../ir/value.ts'

export interface Cell {
  /** such as `rm[r1]` or `sent[prepared r1]` */
  readonly name: string
  readonly low: number
  readonly high: number
}

export interface CellTrees {
  readonly cells: readonly Cell[]
  /** the tree of every variable: cell i is the term `pool.cell(first + i)` */
  readonly trees: readonly Tree[]
}

/** @param first the index of the first cell in the pool */
export function cellsOf(variables: readonly Variable[], pool: TermPool, first: number): CellTrees {
  const cells: Cell[] = []
  const trees = variables.map(({ name, type }) => {
    const names = leafNames(name, type).values()
    return treeOf(type, (low, count) => {
      const leaf: string = names.next().value ?? name
      if (count === 1) return pool.constant(low)
      cells.push({ name: leaf, low, high: low + count - 1 })
      return pool.cell(first + cells.length - 1, low, low + count - 1)
    })
  })
  return { cells, trees }
}

/** What the leaves of a tree are called, in order: sets and bags have one for each item. */
const leafNames = (name: string, type: Type): string[] =>
  partsIn(name, type).flatMap(({ path, type: part }) =>
    part.kind === 'set' || part.kind === 'bag'
      ? valuesOf(part.item).map(item => `${path}[${formatValue(part.item, item)}]`)
      : [path],
  )

/** That the cells of a tree, each in its range, are a value: what the value does not use holds its default. */
export function normalised(pool: TermPool, type: Type, tree: Tree): Term {
  const [first, ...others] = (isTerm(tree) ? [tree] : tree) as readonly [Term, ...Tree[]]
  /** normal where it is used, and the default elsewhere */
  const where = (used: Term, item: Type, branch: Tree): Term =>
    pool.and(
      pool.or(pool.not(used), normalised(pool, item, branch)),
      pool.or(used, allEqual(pool, branch, defaultTree(pool, item))),
    )
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'set':
    case 'bag':
      return pool.true
    case 'option':
      return where(first, type.item, others[0] as Tree)
    case 'record':
      return pool.and(...type.fields.map((f, i) => normalised(pool, f.type, (tree as readonly Tree[])[i] as Tree)))
    case 'map':
      return pool.and(...(tree as readonly Tree[]).map(entry => normalised(pool, type.to, entry)))
    case 'queue':
      return pool.and(...others.map((slot, i) => where(pool.less(pool.constant(i), first), type.item, slot)))
    case 'variant': {
      const branches = others.values()
      return pool.and(
        ...type.cases.flatMap((c, rank) =>
          c.fields.map(f => where(pool.equal(first, pool.constant(rank)), f.type, branches.next().value as Tree)),
        ),
      )
    }
  }
}

/** @param leaf gives the value of each leaf of the tree of the type, in order */
export function valueFrom(type: Type, leaf: () => number): Value {
  const ofFields = (fields: readonly Field[]) => fields.map(f => valueFrom(f.type, leaf))
  switch (type.kind) {
    case 'bool':
      return leaf() === 1
    case 'int':
      return leaf()
    case 'enum':
      return type.values[leaf()] as string
    case 'option': {
      const isPresent = leaf() === 1
      const item = valueFrom(type.item, leaf)
      return isPresent ? [item] : null
    }
    case 'record':
      return ofFields(type.fields)
    case 'variant': {
      const kind = tagType(type).values[leaf()] as string
      const all = type.cases.map(c => ({ name: c.name, fields: ofFields(c.fields) }))
      return [kind, ...(all.find(c => c.name === kind)?.fields ?? [])]
    }
    case 'map':
      return valuesOf(type.from).map(() => valueFrom(type.to, leaf))
    case 'set':
      return valuesOf(type.item).map(() => leaf() === 1)
    case 'bag':
      return valuesOf(type.item).map(() => leaf())
    case 'queue': {
      const length = leaf()
      return Array.from({ length: type.capacity }, () => valueFrom(type.item, leaf)).slice(0, length)
    }
  }
}

/** The value of each leaf of the tree of the type, in order; the reverse of `valueFrom`. */
export function leavesOf(type: Type, value: Value): number[] {
  const ofFields = (fields: readonly Field[], values: readonly Value[]) =>
    fields.flatMap((f, i) => leavesOf(f.type, values[i] as Value))
  switch (type.kind) {
    case 'bool':
      return [value === true ? 1 : 0]
    case 'int':
      return [value as number]
    case 'enum':
      return [type.values.indexOf(value as string)]
    case 'option':
      return value === null
        ? [0, ...leavesOf(type.item, defaultValue(type.item))]
        : [1, ...leavesOf(type.item, parts(value)[0] as Value)]
    case 'record':
      return ofFields(type.fields, parts(value))
    case 'variant': {
      const [kind, ...given] = parts(value)
      const own = caseOf(type, kind as string)
      const fields = type.cases.flatMap(c =>
        ofFields(c.fields, c === own ? given : c.fields.map(f => defaultValue(f.type))),
      )
      return [tagType(type).values.indexOf(kind as string), ...fields]
    }
    case 'map':
      return parts(value).flatMap(entry => leavesOf(type.to, entry))
    case 'set':
      return parts(value).map(present => (present === true ? 1 : 0))
    case 'bag':
      return parts(value).map(copies => copies as number)
    case 'queue': {
      const slots = Array.from({ length: type.capacity }, (_, i) => parts(value)[i] ?? defaultValue(type.item))
      return [parts(value).length, ...slots.flatMap(slot => leavesOf(type.item, slot))]
    }
  }
}

/** What a list of leaves leaves out, as they have one value only: at the right places again. */
export function decodeState(variables: readonly Variable[], trees: readonly Tree[], numbers: readonly number[]): State {
  const given = numbers.values()
  return variables.map(({ type }, i) => {
    const all = leaves(trees[i] as Tree).values()
    return valueFrom(type, () => {
      const leaf = all.next().value as Term
      return leaf.operator === 'constant' ? leaf.value : (given.next().value as number)
    })
  })
}
/** The values of the cells of a state. */
export const encodeState = (variables: readonly Variable[], trees: readonly Tree[], state: State): number[] =>
  variables.flatMap(({ type }, i) => {
    const all = leaves(trees[i] as Tree)
    return leavesOf(type, state[i] as Value).filter((_, leaf) => all[leaf]?.operator === 'cell')
  })
