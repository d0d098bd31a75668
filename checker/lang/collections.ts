/**
 * Sets and bags with value semantics: items are compared by structure and visited in the order of their domain.
 * Those in the state of an action can be changed, others cannot. Predicates are evaluated for every item, so a failure
 * in one of them is never hidden by the order of the items.
 */
import { type BagType, formatType, type SetType } from '../ir/type.ts'
import { parts, rankOf, replaced, type Value, valueAt } from '../ir/value.ts'
import { brand } from './brand.ts'
import { setValue, show, toValue } from './convert.ts'
import { Failure, failureKind, fixedPlace, type Place } from './place.ts'

/** A set of values of a finite domain. */
export interface ValueSet<T> extends Iterable<T> {
  readonly size: number
  has(item: T): boolean
  add(item: T): void
  /** Removes the item; whether it was there. */
  delete(item: T): boolean
  clear(): void
  every(predicate: (item: T) => boolean): boolean
  some(predicate: (item: T) => boolean): boolean
  count(predicate: (item: T) => boolean): number
  sum(term: (item: T) => number): number
  filter(predicate: (item: T) => boolean): ValueSet<T>
  isSubsetOf(other: ValueSet<T>): boolean
  union(other: ValueSet<T>): ValueSet<T>
  intersection(other: ValueSet<T>): ValueSet<T>
  difference(other: ValueSet<T>): ValueSet<T>
}

/** A multiset. Iteration and predicates visit each distinct item once; `size` counts copies. */
export interface Bag<T> extends Iterable<T> {
  readonly size: number
  /** How many copies of the item there are. */
  copies(item: T): number
  has(item: T): boolean
  /** Adds one copy; more than the domain allows is a failure of the protocol. */
  add(item: T): void
  /** Removes one copy; whether there was one. */
  delete(item: T): boolean
  clear(): void
  every(predicate: (item: T) => boolean): boolean
  some(predicate: (item: T) => boolean): boolean
  count(predicate: (item: T) => boolean): number
}

abstract class CollectionView {
  protected readonly place: Place
  /** shows a place to the author: items are shown through it */
  protected readonly view: (place: Place) => unknown
  constructor(place: Place, view: (place: Place) => unknown) {
    this.place = place
    this.view = view
    brand(this, 'place', place)
  }
  protected get type(): SetType | BagType {
    return this.place.type as SetType | BagType
  }
  /** Where the item is in the layout of the collection; -1 when it is not in the domain. */
  protected rank(item: unknown): number {
    try {
      return rankOf(this.type.item, toValue(this.type.item, item, 'item'))
    } catch (error) {
      if (failureKind(error) !== undefined) return -1
      throw error
    }
  }
  protected rankInDomain(item: unknown): number {
    const rank = this.rank(item)
    if (rank < 0)
      throw new Failure('range', `${this.place.path}: ${show(item)} is not in ${formatType(this.type.item)}`)
    return rank
  }
  protected cells(): readonly Value[] {
    return parts(this.place.get())
  }
  protected write(cells: readonly Value[]): void {
    if (this.place.set === undefined) {
      throw new TypeError(`${this.place.path} is immutable: only the state of an action can be changed`)
    }
    this.place.set(cells)
  }
  /** The distinct items present, in the order of the domain. */
  protected items(): unknown[] {
    return this.cells().flatMap((cell, rank) =>
      cell === true || (cell as number) > 0
        ? [this.view(fixedPlace(this.type.item, valueAt(this.type.item, rank)))]
        : [],
    )
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items()[Symbol.iterator]()
  }
  has(item: unknown): boolean {
    const cell = this.cells()[this.rank(item)]
    return cell === true || (cell as number) > 0
  }
  clear(): void {
    this.write(this.cells().map(cell => (typeof cell === 'boolean' ? false : 0)))
  }
  every(predicate: (item: unknown) => boolean): boolean {
    return this.items().filter(item => !predicate(item)).length === 0
  }
  some(predicate: (item: unknown) => boolean): boolean {
    return this.count(predicate) > 0
  }
  count(predicate: (item: unknown) => boolean): number {
    return this.items().filter(item => predicate(item)).length
  }
}

export class SetView extends CollectionView implements ValueSet<unknown> {
  private made(items: readonly unknown[]): ValueSet<unknown> {
    return new SetView(fixedPlace(this.type, setValue(this.type.item, items)), this.view)
  }
  get size(): number {
    return this.items().length
  }
  add(item: unknown): void {
    this.write(replaced(this.cells(), this.rankInDomain(item), true))
  }
  delete(item: unknown): boolean {
    const rank = this.rank(item)
    const present = this.cells()[rank] === true
    if (present) this.write(replaced(this.cells(), rank, false))
    return present
  }
  sum(term: (item: unknown) => number): number {
    return this.items().reduce<number>((total, item) => total + term(item), 0)
  }
  filter(predicate: (item: unknown) => boolean): ValueSet<unknown> {
    return this.made(this.items().filter(item => predicate(item)))
  }
  isSubsetOf(other: ValueSet<unknown>): boolean {
    return this.every(item => other.has(item))
  }
  union(other: ValueSet<unknown>): ValueSet<unknown> {
    return this.made([...this.items(), ...other])
  }
  intersection(other: ValueSet<unknown>): ValueSet<unknown> {
    return this.filter(item => other.has(item))
  }
  difference(other: ValueSet<unknown>): ValueSet<unknown> {
    return this.filter(item => !other.has(item))
  }
}

export class BagView extends CollectionView implements Bag<unknown> {
  get size(): number {
    return this.cells().reduce<number>((n, c) => n + (c as number), 0)
  }
  copies(item: unknown): number {
    return (this.cells()[this.rank(item)] as number | undefined) ?? 0
  }
  add(item: unknown): void {
    const rank = this.rankInDomain(item)
    const copies = (this.cells()[rank] as number) + 1
    const { max } = this.type as BagType
    if (copies > max) throw new Failure('overflow', `${this.place.path}: more than ${max} copies of ${show(item)}`)
    this.write(replaced(this.cells(), rank, copies))
  }
  delete(item: unknown): boolean {
    const rank = this.rank(item)
    const copies = (this.cells()[rank] as number | undefined) ?? 0
    if (copies > 0) this.write(replaced(this.cells(), rank, copies - 1))
    return copies > 0
  }
}
