/** What can be gone through: domains, and the sets, bags and queues in scope. */
import { cardinality, type Type } from '../../checker/ir/type.ts'
import { isSmall } from './domains.ts'
import { paths } from './paths.ts'
import type { Scope } from './scope.ts'

export interface Collection {
  readonly kind: 'domain' | 'set' | 'bag' | 'queue'
  readonly item: Type
  /** the largest number of items, copies counted */
  readonly most: number
  write(): string
}

/** One of the domains, and all collections in scope. */
export function collections(scope: Scope, depth: number): Collection[] {
  const item = scope.writer.oneOf(scope.domains.types.filter(isSmall))
  const domain: Collection = { kind: 'domain', item, most: cardinality(item), write: () => scope.name(item) }
  const inState = paths(scope, () => true, depth).flatMap(({ type, write }): Collection[] => {
    if (type.kind === 'set') return [{ kind: 'set', item: type.item, most: cardinality(type.item), write }]
    if (type.kind === 'bag') return [{ kind: 'bag', item: type.item, most: cardinality(type.item) * type.max, write }]
    return type.kind === 'queue' ? [{ kind: 'queue', item: type.item, most: type.capacity, write }] : []
  })
  return [domain, ...inState]
}
