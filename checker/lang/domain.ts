/**
 * Finite domains: each carries the static TypeScript type of its values (`T`) and its runtime type. A domain can be
 * iterated and quantified over, in the order of its values.
 */
import {
  bagType,
  boolType,
  cardinality,
  enumType,
  formatType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  type Type,
  variantType,
} from '../ir/type.ts'
import { ENUMERABLE_MAX, type Value, valuesOf } from '../ir/value.ts'
import { fieldsOf, requireRecord, requireText, typeOf } from './argument.ts'
import { brand } from './brand.ts'
import type { Bag, ValueSet } from './collections.ts'
import { bagValue, setValue, toValue } from './convert.ts'
import { DefinitionError } from './definitionError.ts'
import { failureKind } from './place.ts'
import { toAuthor } from './view.ts'

export class Domain<out T> implements Iterable<T> {
  /** Only a type: the values of this domain. */
  declare readonly values: T
  readonly type: Type
  private members: readonly T[] | undefined

  constructor(type: Type) {
    this.type = type
    brand(this, 'domain')
  }
  private all(): readonly T[] {
    this.members ??= enumerable(this.type, 'a range to go through').map(v => toAuthor(this.type, v) as T)
    return this.members
  }
  /** How many values the domain has. */
  get size(): number {
    return cardinality(this.type)
  }
  [Symbol.iterator](): Iterator<T> {
    return this.all()[Symbol.iterator]()
  }
  /** Whether `value` is in the domain. */
  has(value: unknown): boolean {
    try {
      toValue(this.type, value, 'value')
      return true
    } catch (error) {
      if (failureKind(error) !== undefined) return false
      throw error
    }
  }
  every(predicate: (value: T) => boolean): boolean {
    return this.all().filter(v => predicate(v)).length === this.all().length
  }
  some(predicate: (value: T) => boolean): boolean {
    return this.all().filter(v => predicate(v)).length > 0
  }
  /** How many values satisfy the predicate. */
  count(predicate: (value: T) => boolean): number {
    return this.all().filter(v => predicate(v)).length
  }
  sum(term: (value: T) => number): number {
    return this.all().reduce((total, v) => total + term(v), 0)
  }
  /** The set of the values that satisfy the predicate. */
  filter(predicate: (value: T) => boolean): ValueSet<T> {
    return made(
      setType(this.type),
      setValue(
        this.type,
        this.all().filter(v => predicate(v)),
      ),
    )
  }
  /** One result per value, in the order of the domain. */
  map<U>(f: (value: T) => U): U[] {
    return this.all().map(v => f(v))
  }
  toString(): string {
    return formatType(this.type)
  }
}

/** An immutable author-level value. Justified cast: the static type of a domain is that of its values. */
const made = <C>(type: Type, value: Value): C => toAuthor(type, value) as C

/** Domain of sets; `of` makes a set value. */
export class SetDomain<T> extends Domain<ValueSet<T>> {
  private readonly item: Type
  constructor(item: Type) {
    super(setType(item))
    this.item = item
  }
  of(...items: T[]): ValueSet<T> {
    return made(this.type, setValue(this.item, items))
  }
}

/** Domain of bags; `of` makes a bag value. */
export class BagDomain<T> extends Domain<Bag<T>> {
  private readonly item: Type
  private readonly max: number
  constructor(item: Type, max: number) {
    super(bagType(item, max))
    this.item = item
    this.max = max
  }
  of(...items: T[]): Bag<T> {
    return made(this.type, bagValue(this.item, this.max, items))
  }
}

export type ValueOf<D> = D extends Domain<infer T> ? T : never
export type Fields = Readonly<Record<string, Domain<unknown>>>
type Simplify<T> = { [K in keyof T]: T[K] }
export type RecordOf<F> = Simplify<{ -readonly [K in keyof F]: ValueOf<F[K]> }>
/** The state of a machine over these variables: the type of `s` in its bodies, for helpers outside them. */
export type StateOf<V extends Fields> = RecordOf<V>
export type VariantOf<C> = { [K in keyof C]: Simplify<{ kind: K } & RecordOf<C[K]>> }[keyof C]

// biome-ignore format: one line per sixteen indices
export type Index =
  | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15
  | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 29 | 30 | 31
  | 32 | 33 | 34 | 35 | 36 | 37 | 38 | 39 | 40 | 41 | 42 | 43 | 44 | 45 | 46 | 47
  | 48 | 49 | 50 | 51 | 52 | 53 | 54 | 55 | 56 | 57 | 58 | 59 | 60 | 61 | 62 | 63
/** `r0`, `r1`, ...: a union of literals and not an index signature, so that `s.lease[r]` is never `| undefined`. */
export type Id<P extends string> = `${P}${Index}`
const IDS_MAX = 64
const WORD_MAX = 32

export const bool: Domain<boolean> = new Domain(boolType)

/** The integers from `low` to `high`, both included. */
export function int(low: number, high: number): Domain<number> {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high) {
    throw new DefinitionError(
      'VON3001',
      `int(${low}, ${high}) is not a range of integers`,
      'give two integers, the smaller one first',
    )
  }
  return new Domain(intType(low, high))
}

/** The unsigned numbers of so many bits, 1 to 32: `x >>> 0` is a `word(32)`. */
export function word(bits: number): Domain<number> {
  if (!Number.isInteger(bits) || bits < 1 || bits > WORD_MAX) {
    throw new DefinitionError(
      'VON3001',
      `word(${bits}): a word has 1 to ${WORD_MAX} bits`,
      'give the number of bits; for other ranges, int(low, high)',
    )
  }
  return int(0, 2 ** bits - 1)
}

/** The given names. */
export function oneOf<const A extends readonly string[]>(...names: A): Domain<A[number]> {
  if (names.length === 0) throw new DefinitionError('VON3002', 'oneOf() has no values', 'name at least one value')
  for (const name of names) requireText(name, 'what oneOf(...) names', "oneOf('a', 'b'); for numbers, int(low, high)")
  distinct('oneOf', names)
  return new Domain(enumType(names))
}

/** `count` identities: `ids('r', 2)` has `r0` and `r1`. At most 64. */
export function ids<P extends string>(prefix: P, count: number): Domain<Id<P>> {
  if (!Number.isInteger(count) || count < 1 || count > IDS_MAX) {
    throw new DefinitionError('VON3003', `ids('${prefix}', ${count}): the count must be 1 to ${IDS_MAX}`)
  }
  return new Domain(enumType(Array.from({ length: count }, (_, i) => `${prefix}${i}`)))
}

export function rec<const F extends Fields>(fields: F): Domain<RecordOf<F>> {
  return new Domain(recordType(fieldsOf(fields, 'the fields of a record', 'rec({ field: Domain })')))
}

const VARIANT = 'variant({ ask: { field: Domain }, done: {} })'
/** Tagged union: a value is `{ kind: 'prepare', ...fields of prepare }`. */
export function variant<const C extends Readonly<Record<string, Fields>>>(cases: C): Domain<VariantOf<C>> {
  requireRecord(cases, 'the cases of a variant', VARIANT)
  const list = Object.entries(cases)
  if (list.length === 0) throw new DefinitionError('VON3002', 'variant({}) has no cases', 'name at least one case')
  const typed = list.map(([name, fields]) => ({ name, fields: fieldsOf(fields, `the case '${name}'`, VARIANT) }))
  for (const { name, fields } of typed) {
    if (fields.some(field => field.name === 'kind')) {
      throw new DefinitionError(
        'VON3004',
        `case '${name}' has a field 'kind'`,
        "'kind' is the tag itself: rename the field",
      )
    }
  }
  return new Domain(variantType(typed))
}

/** `null` or a value of `domain`. */
export function option<T>(domain: Domain<T>): Domain<T | null> {
  const type = typeOf(domain, 'what option(...) may be')
  if (type.kind === 'option') {
    throw new DefinitionError(
      'VON3005',
      'option(option(...)) has two nulls that cannot be told apart',
      'use a variant with named cases',
    )
  }
  return new Domain(optionType(type))
}

/** Total map: one entry for every value of `keys`, which are names or integers. */
export function map<K extends string | number, V>(keys: Domain<K>, values: Domain<V>): Domain<{ [P in K]: V }> {
  const from = typeOf(keys, 'the keys of a map')
  const to = typeOf(values, 'the values of a map')
  if (from.kind !== 'enum' && from.kind !== 'int') {
    throw new DefinitionError(
      'VON3006',
      `the keys of a map are names or integers, not ${keys}`,
      'use nested maps for composite keys',
    )
  }
  enumerable(from, 'the keys of a map')
  return new Domain(mapType(from, to))
}
export function set<T>(items: Domain<T>): SetDomain<T> {
  const item = typeOf(items, 'the items of a set')
  enumerable(item, 'the items of a set')
  return new SetDomain<T>(item)
}
/** Multiset with at most `max` copies of each item. */
export function bag<T>(items: Domain<T>, max: number): BagDomain<T> {
  const item = typeOf(items, 'the items of a bag')
  enumerable(item, 'the items of a bag')
  if (!Number.isInteger(max) || max < 1)
    throw new DefinitionError('VON3007', `bag(..., ${max}): the largest number of copies must be at least 1`)
  return new BagDomain<T>(item, max)
}
/** First-in first-out queue of at most `capacity` items: `push`, `shift`, `length`, `q[0]`. */
export function queue<T>(items: Domain<T>, capacity: number): Domain<T[]> {
  const item = typeOf(items, 'the items of a queue')
  if (!Number.isInteger(capacity) || capacity < 1)
    throw new DefinitionError('VON3007', `queue(..., ${capacity}): the capacity must be at least 1`)
  return new Domain(queueType(item, capacity))
}

function distinct(what: string, names: readonly string[]): void {
  const twice = names.find((n, i) => names.indexOf(n) !== i)
  if (twice !== undefined) throw new DefinitionError('VON3008', `${what} names '${twice}' twice`)
}
/** @throws DefinitionError where there are too many values to go through */
export function enumerable(type: Type, role: string) {
  const count = cardinality(type)
  if (count > ENUMERABLE_MAX) {
    throw new DefinitionError(
      'VON3009',
      `${count === Number.POSITIVE_INFINITY ? 'more than 2^53' : count} values are too many for ${role} (at most ${ENUMERABLE_MAX})`,
      'make the domain smaller, or keep the items in a queue or a bag over a smaller domain',
    )
  }
  return valuesOf(type)
}

// recognised by the front end: they may be called inside bodies, with constants
for (const make of [int, word, oneOf, ids, rec, variant, option, map, set, bag, queue])
  brand(make, 'intrinsic', 'domain')
