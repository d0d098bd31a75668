/**
 * Values as trees of terms with their names replaced: what `permutedValue` of `ir/permutation.ts` is to values. Cells
 * that a value does not use stay as they are, at their default.
 */
import { moves, type Permutation, permutedRanks, permutedValue, placed } from '../../ir/permutation.ts'
import type { Type } from '../../ir/type.ts'
import { defaultValue, equalValues } from '../../ir/value.ts'
import { branchesOf, caseFields, choose, type Tree, termOf } from '../cells.ts'
import type { Term, TermPool } from '../terms.ts'

export function permutedTree(pool: TermPool, type: Type, tree: Tree, permutation: Permutation): Tree {
  if (!moves(permutation, type)) return tree
  const inner = (of: Type, part: Tree | undefined) => permutedTree(pool, of, part as Tree, permutation)
  /** The part where it is used; an unused one stays at its default, which needs no care if that names nothing. */
  const where = (isUsed: Term, of: Type, part: Tree | undefined) => {
    const unused = defaultValue(of)
    const changed = inner(of, part)
    const isSame = equalValues(permutedValue(of, unused, permutation), unused)
    return isSame ? changed : choose(pool, isUsed, changed, part as Tree)
  }
  switch (type.kind) {
    case 'bool':
    case 'int':
      return tree
    case 'enum':
      return renamed(pool, termOf(tree), permutation.get(type) as readonly number[])
    case 'option': {
      const [isPresent, item] = branchesOf(tree)
      return [isPresent as Tree, where(termOf(isPresent), type.item, item)]
    }
    case 'record':
      return type.fields.map((f, i) => inner(f.type, branchesOf(tree)[i]))
    case 'variant': {
      const [tag, ...fields] = branchesOf(tree)
      const isCase = (name: string) =>
        pool.equal(termOf(tag), pool.constant(type.cases.findIndex(c => c.name === name)))
      return [
        tag as Tree,
        ...caseFields(type).map(({ variantCase, field }, i) => where(isCase(variantCase), field.type, fields[i])),
      ]
    }
    case 'map':
      return placed(
        branchesOf(tree).map(entry => inner(type.to, entry)),
        permutedRanks(type.from, permutation),
      )
    case 'set':
    case 'bag':
      return placed(branchesOf(tree), permutedRanks(type.item, permutation))
    case 'queue': {
      const [length, ...slots] = branchesOf(tree)
      return [
        length as Tree,
        ...slots.map((slot, i) => where(pool.less(pool.constant(i), termOf(length)), type.item, slot)),
      ]
    }
  }
}

function renamed(pool: TermPool, name: Term, images: readonly number[]): Term {
  if (name.operator === 'constant') return pool.constant(images[name.value] as number)
  return images.reduce(
    (rest, image, rank) =>
      image === rank ? rest : pool.choose(pool.equal(name, pool.constant(rank)), pool.constant(image), rest),
    name,
  )
}
