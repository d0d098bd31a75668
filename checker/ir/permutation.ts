/**
 * Renaming names: what a permutation of the names of some types makes of the values of every type. In: values as in
 * `value.ts`. Out: values of the same type. It is the reference for what symmetry means; states and steps that differ
 * only by such a renaming are alike if the model does not tell the names apart.
 */
import type { Variable } from './expr.ts'
import type { State } from './model.ts'
import type { EnumType, Type } from './type.ts'
import { parts, rankOf, type Value, valuesOf } from './value.ts'

/** For each type whose names move: the rank of the new name, by the rank of the old one. Other types stay as they are. */
export type Permutation = ReadonlyMap<EnumType, readonly number[]>

/** Two names of one type change places. */
export function exchange(type: EnumType, a: number, b: number): Permutation {
  return new Map([[type, type.values.map((_, rank) => (rank === a ? b : rank === b ? a : rank))]])
}

/** Permutations from which all others of these types can be composed: of each type, an exchange and a cycle. */
export function generatorsOf(types: readonly EnumType[]): Permutation[] {
  return types.flatMap((type): Permutation[] => {
    const count = type.values.length
    const cycle: Permutation = new Map([[type, type.values.map((_, rank) => (rank + 1) % count)]])
    if (count === 1) return []
    return count === 2 ? [cycle] : [exchange(type, 0, 1), cycle]
  })
}

/** Whether a value of `type` can hold a name that moves. */
export function moves(permutation: Permutation, type: Type): boolean {
  switch (type.kind) {
    case 'bool':
    case 'int':
      return false
    case 'enum':
      return permutation.has(type)
    case 'option':
    case 'set':
    case 'bag':
    case 'queue':
      return moves(permutation, type.item)
    case 'record':
      return type.fields.some(f => moves(permutation, f.type))
    case 'variant':
      return type.cases.some(c => c.fields.some(f => moves(permutation, f.type)))
    case 'map':
      return moves(permutation, type.from) || moves(permutation, type.to)
  }
}

/** The value with its names replaced; entries and items are where their new keys and values belong. */
export function permutedValue(type: Type, value: Value, permutation: Permutation): Value {
  if (!moves(permutation, type)) return value
  const inner = (of: Type, v: Value | undefined) => permutedValue(of, v as Value, permutation)
  switch (type.kind) {
    case 'bool':
    case 'int':
      return value
    case 'enum':
      return type.values[
        (permutation.get(type) as readonly number[])[type.values.indexOf(value as string)] as number
      ] as string
    case 'option':
      return value === null ? null : [inner(type.item, parts(value)[0])]
    case 'record':
      return type.fields.map((f, i) => inner(f.type, parts(value)[i]))
    case 'variant': {
      const [kind, ...payload] = parts(value)
      const fields = type.cases.find(c => c.name === kind)?.fields ?? []
      return [kind as Value, ...fields.map((f, i) => inner(f.type, payload[i]))]
    }
    case 'map':
      return placed(
        parts(value).map(entry => inner(type.to, entry)),
        permutedRanks(type.from, permutation),
      )
    case 'set':
    case 'bag':
      return placed(parts(value), permutedRanks(type.item, permutation))
    case 'queue':
      return parts(value).map(entry => inner(type.item, entry))
  }
}

export const permutedState = (variables: readonly Variable[], state: State, permutation: Permutation): State =>
  variables.map((v, i) => permutedValue(v.type, state[i] as Value, permutation))

const ranks = new WeakMap<Permutation, Map<Type, readonly number[]>>()
/** The rank of what each value of `type` becomes, by the rank of the value. */
export function permutedRanks(type: Type, permutation: Permutation): readonly number[] {
  const ofTypes = ranks.get(permutation) ?? new Map<Type, readonly number[]>()
  ranks.set(permutation, ofTypes)
  let found = ofTypes.get(type)
  if (found === undefined) {
    found = valuesOf(type).map(value => rankOf(type, permutedValue(type, value, permutation)))
    ofTypes.set(type, found)
  }
  return found
}

/** The list with what is at each position put where `targets` says. */
export function placed<T>(list: readonly T[], targets: readonly number[]): T[] {
  const out: T[] = new Array(list.length)
  for (const [i, item] of list.entries()) out[targets[i] as number] = item
  return out
}
