/** All renamings, one by one: the naive reference for orbits of states. */
import type { Model, State } from './model.ts'
import { type Permutation, permutedState } from './permutation.ts'
import type { EnumType } from './type.ts'

function orders(count: number): number[][] {
  if (count === 0) return [[]]
  return orders(count - 1).flatMap(order =>
    Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
  )
}

/** Every permutation of the names of these types. */
export function allPermutations([first, ...others]: readonly EnumType[]): Permutation[] {
  if (first === undefined) return [new Map()]
  const rest = allPermutations(others)
  return orders(first.values.length).flatMap(order => rest.map(p => new Map([[first, order], ...p])))
}

/** The same text for states that differ only by interchangeable names. */
export function orbitOf({ variables, interchangeable }: Model): (state: State) => string {
  const permutations = allPermutations(interchangeable)
  return state =>
    permutations.map(p => JSON.stringify(permutedState(variables, state, p))).reduce((a, b) => (a < b ? a : b))
}
