/**
 * What renaming names does to the cells of a state. Out: the state after an exchange of two names, as terms; and for each
 * type the slices: the cells that belong to one name alone, such as all `lease[r1]`, which an exchange of two names
 * exchanges.
 */

import type { Variable } from '../../ir/expr.ts'
import { exchange } from '../../ir/permutation.ts'
import type { EnumType } from '../../ir/type.ts'
import { leaves, type Tree } from '../cells.ts'
import type { Term, TermPool } from '../terms.ts'
import { permutedTree } from './permutedTree.ts'

/** A state as terms: `leaves` of `trees`, in order, are its cells. */
export interface StateTerms {
  readonly variables: readonly Variable[]
  readonly trees: readonly Tree[]
  readonly pool: TermPool
}

export interface NameCells {
  readonly type: EnumType
  /** the cells that an exchange of two of the names can change */
  readonly touched: ReadonlySet<number>
  /**
   * cells that belong to one name, by name: `slices[a][k]` and `slices[b][k]` change places when a and b do. Cells that
   * hold a name, or belong to a pair of names, are in none.
   */
  readonly slices: readonly (readonly number[])[]
}

/** The cells of a state after names `a` and `b` of `type` have changed places. */
export function exchanged({ variables, trees, pool }: StateTerms, type: EnumType, a: number, b: number): Term[] {
  const permutation = exchange(type, a, b)
  return variables.flatMap((v, i) => leaves(permutedTree(pool, v.type, trees[i] as Tree, permutation)))
}

export function cellsOfNames(state: StateTerms, type: EnumType): NameCells {
  const cells = state.trees.flatMap(leaves)
  const positions = new Map(cells.map((cell, i) => [cell, i]))
  /** where each cell comes from when two names change places: null when it is not just another cell */
  const sources = (a: number, b: number): (number | null)[] =>
    exchanged(state, type, a, b).map((term, i) => (term === cells[i] ? i : (positions.get(term) ?? null)))
  const neighbours = type.values.slice(1).map((_, a) => sources(a, a + 1))
  const touched = new Set(cells.keys().filter(i => neighbours.some(source => source[i] !== i)))
  // A cell that only the exchange of the first two names moves stays where it is however the other names are arranged.
  const isOfFirst = (i: number) => {
    const [source, ...others] = neighbours.map(list => list[i])
    if (source === null || source === i) return false
    // with two names, the first has one of each two cells that change places
    return others.length === 0 ? i < (source as number) : others.every(other => other === i)
  }
  const first = [...touched].filter(isOfFirst)
  const slices = [first]
  for (const source of neighbours) slices.push((slices.at(-1) as number[]).map(i => source[i] as number))
  return { type, touched, slices }
}
