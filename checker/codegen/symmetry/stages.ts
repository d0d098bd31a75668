/**
 * How to find the representative of a state, type by type. In: what renaming does to cells. Out: stages. Each sorts the
 * names of one type by their slices; where slices do not tell all about a name, names with equal slices are tried in
 * every order, and the least state wins.
 *
 * Why this gives the same state for all that are alike: a stage leaves exactly the arrangements of its names whose
 * keys are sorted. The keys hold no cell that a later stage changes, so these arrangements are the same for all states
 * that are alike, up to later names; and if the slices are all there is, arrangements with sorted keys are equal.
 */
import type { EnumType } from '../../ir/type.ts'
import type { NameCells } from './cellAction.ts'

export interface Stage {
  readonly type: EnumType
  /** the cells by which names are sorted, by name */
  readonly keys: readonly (readonly number[])[]
  /** whether names with equal keys have to be tried in every order */
  readonly triesTies: boolean
}

/** The most arrangements of names that may have to be tried for one state. */
export const ARRANGEMENTS_MAX = 40_320
/** Types of which every order of stages is considered. */
const ORDERED_MAX = 5

/** The stages in the order that has fewest arrangements to try. */
export function stagesOf(types: readonly NameCells[]): Stage[] {
  const active = types.filter(t => t.touched.size > 0)
  const orders = active.length > ORDERED_MAX ? [active] : ordersOf(active)
  const all = orders.map(inOrder)
  return all.reduce((best, stages) => (arrangements(stages) < arrangements(best) ? stages : best), all[0] ?? [])
}

function inOrder(types: readonly NameCells[]): Stage[] {
  return types.map(({ type, touched, slices }, position) => {
    const later = types.slice(position + 1)
    const isLeft = (cell: number) => later.every(other => !other.touched.has(cell))
    const keys = slices.map(slice => slice.filter(isLeft))
    return { type, keys, triesTies: keys.reduce((sum, key) => sum + key.length, 0) < touched.size }
  })
}

/** How many arrangements are tried at most. */
export const arrangements = (stages: readonly Stage[]): number =>
  stages.reduce((product, { type, triesTies }) => product * (triesTies ? factorial(type.values.length) : 1), 1)

export const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((first, i) => ordersOf(items.toSpliced(i, 1)).map(rest => [first, ...rest]))
}
