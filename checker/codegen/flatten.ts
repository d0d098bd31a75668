/**
 * From expressions of the IR to trees of terms: quantifiers are unrolled, indices that are not constant become choices
 * between all entries.
 */
import type { Expr, Variable } from '../ir/expr.ts'
import { isBinder } from '../ir/expr.ts'
import {
  type BagType,
  fieldIndex,
  joinTypes,
  type MapType,
  type QueueType,
  type RecordType,
  type SetType,
  type Type,
  type VariantType,
} from '../ir/type.ts'
import { type Value, valuesOf } from '../ir/value.ts'
import {
  allEqual,
  branchesOf,
  caseFields,
  choose,
  constantTree,
  defaultTree,
  leaves,
  type Tree,
  termOf,
  widened,
} from './cells.ts'
import type { Term, TermPool } from './terms.ts'

/** Values of the variables bound so far; each binding remembers the trees of what depends on it and on no inner one. */
export class Bindings {
  readonly depth: number
  readonly trees = new Map<Expr, Tree>()
  private readonly outer: Bindings | null
  private readonly value: { readonly space: Variable['space']; readonly index: number; readonly tree: Tree } | null

  private constructor(outer: Bindings | null, value: Bindings['value']) {
    this.outer = outer
    this.value = value
    this.depth = outer === null ? 0 : outer.depth + 1
  }
  static readonly none = () => new Bindings(null, null)
  with(variable: Variable, tree: Tree): Bindings {
    return new Bindings(this, { space: variable.space, index: variable.index, tree })
  }
  /** The innermost binding of the variable. */
  find(variable: Variable): { readonly at: Bindings; readonly tree: Tree } | null {
    for (let b: Bindings | null = this; b !== null; b = b.outer) {
      if (b.value?.space === variable.space && b.value.index === variable.index) return { at: b, tree: b.value.tree }
    }
    return null
  }
  root(): Bindings {
    return this.outer === null ? this : this.outer.root()
  }
}

export class Flattener {
  readonly pool: TermPool
  private readonly state: readonly Tree[]
  private readonly next: readonly Tree[]
  private readonly constants = new Map<Type, readonly Tree[]>()
  /** free bound variables and parameters of an expression */
  private readonly free = new Map<Expr, readonly Variable[]>()

  /**
   * @param state the tree of every state variable
   * @param next the same after the step, for step properties
   */
  constructor(pool: TermPool, state: readonly Tree[], next: readonly Tree[]) {
    this.pool = pool
    this.state = state
    this.next = next
  }

  /** The value of an expression where the variables have the values of `bindings`. */
  tree(e: Expr, bindings: Bindings): Tree {
    const home = this.homeOf(e, bindings)
    const known = home.trees.get(e)
    if (known !== undefined) return known
    const made = this.make(e, bindings)
    home.trees.set(e, made)
    return made
  }
  term(e: Expr, bindings: Bindings): Term {
    return termOf(this.tree(e, bindings))
  }

  /** The outermost bindings under which the expression has the value it has under these. */
  private homeOf(e: Expr, bindings: Bindings): Bindings {
    let home = bindings.root()
    for (const variable of this.freeOf(e)) {
      const found = bindings.find(variable)
      if (found !== null && found.at.depth > home.depth) home = found.at
    }
    return home
  }
  private freeOf(e: Expr): readonly Variable[] {
    const known = this.free.get(e)
    if (known !== undefined) return known
    const isLocal = (v: Variable) => v.space === 'bound' || v.space === 'parameter'
    const all = new Map<string, Variable>()
    if (e.operator === 'variable' && e.variable !== undefined && isLocal(e.variable))
      all.set(keyOf(e.variable), e.variable)
    for (const arg of e.args) for (const v of this.freeOf(arg)) all.set(keyOf(v), v)
    if (isBinder(e) && e.variable !== undefined) all.delete(keyOf(e.variable))
    const list = [...all.values()]
    this.free.set(e, list)
    return list
  }

  private make(e: Expr, bindings: Bindings): Tree {
    const { pool } = this
    const arg = (i: number) => this.tree(e.args[i] as Expr, bindings)
    const term = (i: number) => termOf(arg(i))
    const typeOf = (i: number) => (e.args[i] as Expr).type
    /** argument i as a value of another type */
    const as = (i: number, type: Type) => widened(pool, arg(i), typeOf(i), type)
    switch (e.operator) {
      case 'constant':
        return constantTree(pool, e.type, e.value as Value)
      case 'variable':
        return this.variable(e.variable as Variable, bindings)
      case 'not':
        return pool.not(term(0))
      case 'and':
        return pool.and(...e.args.map((_, i) => term(i)))
      case 'or':
        return pool.or(...e.args.map((_, i) => term(i)))
      case 'implies':
        return pool.or(pool.not(term(0)), term(1))
      case 'equal': {
        const common = joinTypes(typeOf(0), typeOf(1))
        return common === null ? pool.false : allEqual(pool, as(0, common), as(1, common))
      }
      case 'less':
        return pool.less(term(0), term(1))
      case 'lessEqual':
        return pool.lessEqual(term(0), term(1))
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'div':
      case 'mod':
      case 'min':
      case 'max':
      case 'bitAnd':
      case 'bitOr':
      case 'bitXor':
      case 'shiftLeft':
      case 'shiftRight':
      case 'shiftRightUnsigned':
      case 'imul':
        return pool[e.operator](term(0), term(1))
      case 'if':
        return choose(pool, term(0), as(1, e.type), as(2, e.type))
      case 'record':
        return (e.type as RecordType).fields.map((f, i) => as(i, f.type))
      case 'field':
        return branchesOf(arg(0))[fieldIndex(typeOf(0) as RecordType, e.field as string)] as Tree
      case 'withField': {
        const type = e.type as RecordType
        const index = fieldIndex(type, e.field as string)
        return branchesOf(as(0, type)).map((x, i) => (i === index ? as(1, (type.fields[i] as { type: Type }).type) : x))
      }
      case 'variant': {
        const type = e.type as VariantType
        const own = type.cases.find(c => c.name === e.variantCase)?.fields ?? []
        const fields = caseFields(type).map(({ variantCase, field }) =>
          variantCase === e.variantCase ? as(own.indexOf(field), field.type) : defaultTree(pool, field.type),
        )
        return [pool.constant(type.cases.findIndex(c => c.name === e.variantCase)), ...fields]
      }
      case 'tag':
        return branchesOf(arg(0))[0] as Tree
      case 'payload':
        return branchesOf(arg(0))[payloadAt(typeOf(0) as VariantType, e)] as Tree
      case 'withPayload': {
        const type = e.type as VariantType
        const at = payloadAt(type, e)
        const fields = branchesOf(as(0, type))
        const isCase = pool.equal(termOf(fields[0]), pool.constant(type.cases.findIndex(c => c.name === e.variantCase)))
        const fieldType = caseFields(type)[at - 1]?.field.type as Type
        return fields.map((x, i) => (i === at ? choose(pool, isCase, as(1, fieldType), x) : x))
      }
      case 'some':
        return [pool.true, arg(0)]
      case 'isSome':
        return branchesOf(arg(0))[0] as Tree
      case 'unwrap':
        return branchesOf(arg(0))[1] as Tree
      case 'at': {
        const { from, to } = typeOf(0) as MapType
        return this.selected(branchesOf(arg(0)), arg(1), typeOf(1), from, () => defaultTree(pool, to))
      }
      case 'store': {
        const { from, to } = e.type as MapType
        const value = as(2, to)
        return branchesOf(as(0, e.type)).map((old, rank) =>
          choose(pool, this.isRank(arg(1), typeOf(1), from, rank), value, old),
        )
      }
      case 'has': {
        const { item } = typeOf(0) as SetType
        return this.selected(branchesOf(arg(0)), arg(1), typeOf(1), item, () => pool.false)
      }
      case 'insert':
      case 'remove': {
        const { item } = e.type as SetType
        const present = pool.boolean(e.operator === 'insert')
        return branchesOf(arg(0)).map((old, rank) =>
          choose(pool, this.isRank(arg(1), typeOf(1), item, rank), present, old),
        )
      }
      case 'copies': {
        const { item } = typeOf(0) as BagType
        return this.selected(branchesOf(arg(0)), arg(1), typeOf(1), item, () => pool.false)
      }
      case 'addCopy':
      case 'removeCopy': {
        const { item, max } = e.type as BagType
        const one = pool.constant(1)
        return branchesOf(arg(0)).map((old, rank) => {
          const copies = termOf(old)
          const changed =
            e.operator === 'addCopy'
              ? pool.min(pool.constant(max), pool.add(copies, one))
              : pool.max(pool.false, pool.subtract(copies, one))
          return choose(pool, this.isRank(arg(1), typeOf(1), item, rank), changed, copies)
        })
      }
      case 'size':
        return typeOf(0).kind === 'queue' ? (branchesOf(arg(0))[0] as Tree) : this.total(leaves(arg(0)))
      case 'queue': {
        const { item, capacity } = e.type as QueueType
        const slots = Array.from({ length: capacity }, (_, i) =>
          i < e.args.length ? as(i, item) : defaultTree(pool, item),
        )
        return [pool.constant(e.args.length), ...slots]
      }
      case 'item':
        return this.queueItem(branchesOf(arg(0)), term(1), e.type)
      case 'push':
        return this.pushed(branchesOf(as(0, e.type)), as(1, (e.type as QueueType).item))
      case 'shift':
        return this.shifted(branchesOf(arg(0)), (e.type as QueueType).item)
      case 'forall':
        return pool.and(...this.instances(e, bindings).map(termOf))
      case 'exists':
        return pool.or(...this.instances(e, bindings).map(termOf))
      case 'count':
      case 'sum':
        return this.total(this.instances(e, bindings).map(termOf))
      case 'setOf':
      case 'mapOf':
        return this.instances(e, bindings)
    }
  }

  private variable(variable: Variable, bindings: Bindings): Tree {
    if (variable.space === 'state') return this.state[variable.index] as Tree
    if (variable.space === 'next') return this.next[variable.index] as Tree
    const found = bindings.find(variable)
    if (found === null) throw new TypeError(`${variable.name} is not bound`)
    return found.tree
  }
  /** The body of a binder for every value of its variable. */
  private instances(e: Expr, bindings: Bindings): Tree[] {
    const variable = e.variable as Variable
    return this.constantsOf(variable.type).map(value => this.tree(e.args[0] as Expr, bindings.with(variable, value)))
  }
  private total(terms: readonly Term[]): Term {
    return terms.reduce((sum, t) => this.pool.add(sum, t), this.pool.false)
  }

  /** Whether `key`, of type `keyType`, is the value of that rank of `type`. */
  private isRank(key: Tree, keyType: Type, type: Type, rank: number): Term {
    const common = joinTypes(keyType, type)
    if (common === null) return this.pool.false
    const { pool } = this
    const value = this.constantsOf(type)[rank] as Tree
    return allEqual(pool, widened(pool, key, keyType, common), widened(pool, value, type, common))
  }
  /** The trees of all values of a type, by rank. */
  private constantsOf(type: Type): readonly Tree[] {
    let trees = this.constants.get(type)
    if (trees === undefined) {
      trees = valuesOf(type).map(value => constantTree(this.pool, type, value))
      this.constants.set(type, trees)
    }
    return trees
  }
  /** The entry under `key`, one entry for every value of `type`; `missing` when the key is none of them. */
  private selected(entries: readonly Tree[], key: Tree, keyType: Type, type: Type, missing: () => Tree): Tree {
    const hits = entries.map((_, rank) => this.isRank(key, keyType, type, rank))
    const certain = hits.indexOf(this.pool.true)
    if (certain >= 0) return entries[certain] as Tree
    const possible = entries.flatMap((entry, rank) =>
      hits[rank] === this.pool.false ? [] : [{ entry, hit: hits[rank] as Term }],
    )
    return possible.reduceRight<Tree>((rest, { entry, hit }) => choose(this.pool, hit, entry, rest), missing())
  }

  private queueItem(queue: readonly Tree[], index: Term, item: Type): Tree {
    const [length, ...slots] = queue as [Term, ...Tree[]]
    const { pool } = this
    const missing = defaultTree(pool, item)
    return slots.reduceRight<Tree>((rest, slot, i) => {
      const here = pool.and(pool.equal(index, pool.constant(i)), pool.less(pool.constant(i), length))
      return choose(pool, here, slot, rest)
    }, missing)
  }
  private pushed(queue: readonly Tree[], value: Tree): Tree {
    const [length, ...slots] = queue as [Term, ...Tree[]]
    const { pool } = this
    const longer = pool.min(pool.constant(slots.length), pool.add(length, pool.constant(1)))
    return [longer, ...slots.map((slot, i) => choose(pool, pool.equal(length, pool.constant(i)), value, slot))]
  }
  private shifted(queue: readonly Tree[], item: Type): Tree {
    const [length, ...slots] = queue as [Term, ...Tree[]]
    const { pool } = this
    const shorter = pool.max(pool.false, pool.subtract(length, pool.constant(1)))
    return [shorter, ...slots.map((_, i) => slots[i + 1] ?? defaultTree(pool, item))]
  }
}

const keyOf = (v: Variable) => `${v.space}${v.index}`
const payloadAt = (type: VariantType, e: Expr) =>
  1 + caseFields(type).findIndex(c => c.variantCase === e.variantCase && c.field.name === e.field)
