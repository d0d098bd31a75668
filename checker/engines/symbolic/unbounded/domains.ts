/**
 * The variables of a model as functions of identities, where some of its domains may have any size: a map of sets is a
 * predicate with two arguments, and so on. A value is made from functions, or functions from a value.
 */
import {
  type BagType,
  boolType,
  type Field,
  formatType,
  intType,
  isSubtype,
  type MapType,
  type RecordType,
  type SetType,
  type Type,
  tagType,
  type VariantType,
} from '../../../ir/type.ts'
import { defaultValue, parts, rankOf, type Value, valuesOf } from '../../../ir/value.ts'
import { anythingOf, CaseAnalysis, openArguments } from './caseAnalysis.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import {
  bagValue,
  chooseValue,
  expect,
  type Fields,
  mapValue,
  NotUniform,
  type SymbolicValue,
  scalar,
  setValue,
  termOf,
} from './symbolicValue.ts'

/** A function of the signature that the variables of a model give. */
export interface FunctionSymbol {
  readonly symbol: string
  readonly sorts: readonly Sort[]
  readonly sort: Sort
  /** what it gives: a Boolean, an integer, a name or an identity */
  readonly type: Type
}

/** What a function gives for arguments. */
export type Call = (symbol: string, sort: Sort, args: readonly Term[]) => Term

/** A function as a rule for its entries. */
export interface Table extends FunctionSymbol {
  readonly entry: (args: readonly Term[]) => Term
}

export class Domains extends CaseAnalysis {
  /** The functions that make up a variable of this type. */
  signatureOf = (type: Type, symbol: string, sorts: readonly Sort[] = []): readonly FunctionSymbol[] =>
    this.tabulate(type, symbol, () => this.anything(type), sorts)

  /**
   * The value that these functions have at these arguments.
   * @param call what a function gives: as a rule, its application
   */
  variable(type: Type, symbol: string, args: readonly Term[] = [], call: Call = logic.apply): SymbolicValue {
    const part = (of: Type, name: string, more: readonly Term[] = []) =>
      this.variable(of, name, [...args, ...more], call)
    const fieldsOf = (fields: readonly Field[], prefix: string): Fields =>
      new Map(fields.map(({ name, type: of }) => [name, part(of, `${prefix}.${name}`)]))
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'enum':
        return scalar(call(symbol, this.sortOf(type), args))
      case 'record':
        return { kind: 'record', fields: fieldsOf(type.fields, symbol) }
      case 'variant': {
        const cases = type.cases.map(each => [each.name, fieldsOf(each.fields, `${symbol}.${each.name}`)] as const)
        const tag = termOf(part(tagType(type), `${symbol}.kind`))
        return { kind: 'variant', tag, cases: new Map(cases) }
      }
      case 'option': {
        const isSome = termOf(part(boolType, `${symbol}.isSome`))
        return { kind: 'option', isSome, item: part(type.item, `${symbol}.item`) }
      }
      case 'map':
        return mapValue(
          key =>
            this.look(
              type.from,
              key,
              (each, more) => part(type.to, entryName(symbol, each.label), more),
              chooseValue,
            ) ?? this.fallback(type.to),
        )
      case 'set':
        return setValue(item => {
          const entries = this.casesOf(type.item).flatMap(each => {
            const { condition, args: more } = each.match(item)
            if (condition === logic.FALSE) return []
            return [logic.and(condition, call(entryName(symbol, each.label), 'Bool', [...args, ...more]))]
          })
          return logic.or(...entries)
        })
      case 'bag':
        return bagValue(
          item =>
            this.look(
              type.item,
              item,
              (each, more) => call(entryName(symbol, each.label), 'Int', [...args, ...more]),
              logic.choose,
            ) ?? logic.int(0),
        )
      case 'queue':
        throw queues()
    }
  }

  /**
   * The other way round: what the functions must give for a variable to have the value that `read` gives.
   * @param read the value at arguments of the given sorts
   */
  tabulate(
    type: Type,
    symbol: string,
    read: (args: readonly Term[]) => SymbolicValue,
    sorts: readonly Sort[] = [],
  ): readonly Table[] {
    const table = (of: Type, name: string, entry: Table['entry']): Table => {
      return { symbol: name, sorts, sort: this.sortOf(of), type: of, entry }
    }
    const fieldsOf = (fields: readonly Field[], prefix: string, of: (value: SymbolicValue) => Fields | undefined) =>
      fields.flatMap(({ name, type: part }) =>
        this.tabulate(part, `${prefix}.${name}`, args => of(read(args))?.get(name) ?? this.anything(part), sorts),
      )
    const entries = (of: Type, result: Type, at: (value: SymbolicValue, key: SymbolicValue) => SymbolicValue) =>
      this.casesOf(of).flatMap(each =>
        this.tabulate(
          result,
          entryName(symbol, each.label),
          args => at(read(args.slice(0, sorts.length)), each.build(args.slice(sorts.length))),
          [...sorts, ...each.sorts],
        ),
      )
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'enum':
        return [table(type, symbol, args => termOf(read(args)))]
      case 'record':
        return fieldsOf(type.fields, symbol, value => expect('record', value).fields)
      case 'variant':
        return [
          table(tagType(type), `${symbol}.kind`, args => expect('variant', read(args)).tag),
          ...type.cases.flatMap(each =>
            fieldsOf(each.fields, `${symbol}.${each.name}`, value => expect('variant', value).cases.get(each.name)),
          ),
        ]
      case 'option':
        return [
          table(boolType, `${symbol}.isSome`, args => expect('option', read(args)).isSome),
          ...this.tabulate(
            type.item,
            `${symbol}.item`,
            args => expect('option', read(args)).item ?? this.anything(type.item),
            sorts,
          ),
        ]
      case 'map':
        return entries(type.from, type.to, (map, key) => expect('map', map).at(key))
      case 'set':
        return entries(type.item, boolType, (set, item) => scalar(expect('set', set).has(item)))
      case 'bag':
        return entries(type.item, intType(0, type.max), (bag, item) => scalar(expect('bag', bag).copies(item)))
      case 'queue':
        throw queues()
    }
  }
  /** The entries for arguments that are left open: equal for two values that are the same everywhere. */
  tabulated(type: Type, value: SymbolicValue): readonly Term[] {
    return this.tabulate(type, '', () => value).map(({ sorts, entry }) => entry(openArguments(sorts)))
  }
  /** A part that means nothing, as it is in a case that its value is not in. */
  private anything = (type: Type) => this.variable(type, 'anything', [], (_, sort) => anythingOf(sort))

  /** @throws NotUniform where a constant tells identities apart */
  constant(type: Type, value: Value): SymbolicValue {
    const fieldsOf = (fields: readonly Field[], list: readonly Value[]): Fields =>
      new Map(fields.map(({ name, type: part }, i) => [name, this.constant(part, list[i] as Value)]))
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'enum':
        return scalar(this.literal(type, value))
      case 'record':
        return { kind: 'record', fields: fieldsOf(type.fields, parts(value)) }
      case 'variant': {
        const [kind, ...rest] = parts(value)
        const { fields = [] } = type.cases.find(each => each.name === kind) ?? {}
        const cases = new Map([[kind as string, fieldsOf(fields, rest)]])
        return { kind: 'variant', tag: logic.name(kind as string), cases }
      }
      case 'option': {
        const item = value === null ? null : this.constant(type.item, parts(value)[0] as Value)
        return { kind: 'option', isSome: logic.bool(value !== null), item }
      }
      case 'map':
        return mapValue(key =>
          this.entry(type.from, key, parts(value), each => this.constant(type.to, each), chooseValue),
        )
      case 'set':
        return setValue(item =>
          this.entry(type.item, item, parts(value), each => logic.bool(each === true), logic.choose),
        )
      case 'bag':
        return bagValue(item =>
          this.entry(type.item, item, parts(value), each => logic.int(each as number), logic.choose),
        )
      case 'queue':
        throw queues()
    }
  }

  /** An entry of a constant table: of each identity the same, or one for each. */
  private entry<T>(
    type: Type,
    key: SymbolicValue,
    entries: readonly Value[],
    from: (entry: Value) => T,
    choose: (condition: Term, a: T, b: T) => T,
  ): T {
    const [first] = entries
    const isSame = entries.every(entry => JSON.stringify(entry) === JSON.stringify(first))
    if (isSame) return from(first as Value)
    let result: T | undefined
    for (const value of [...valuesOf(type)].reverse()) {
      const found = from(entries[rankOf(type, value)] as Value)
      const condition = this.equal(type, key, type, this.constant(type, value))
      result = result === undefined ? found : choose(condition, found, result)
    }
    return result as T
  }

  /** What a read gives that has no place to read; nothing depends on it where identities would be told apart. */
  fallback(type: Type): SymbolicValue {
    return this.constant(type, defaultValue(type))
  }

  equal(typeA: Type, a: SymbolicValue, typeB: Type, b: SymbolicValue): Term {
    switch (a.kind) {
      case 'scalar': {
        const other = termOf(b)
        if (a.term.sort === other.sort) return logic.equal(a.term, other)
        throw new NotUniform(
          `${formatType(typeA)} is compared with ${formatType(typeB)}`,
          'use option(Domain) for one of them or none',
        )
      }
      case 'record':
        return this.equalFields(fieldsOf(typeA), a.fields, fieldsOf(typeB), expect('record', b).fields)
      case 'variant': {
        const other = expect('variant', b)
        const alike = (typeA as VariantType).cases.map(({ name, fields }) => {
          const [mine, theirs] = [a.cases.get(name), other.cases.get(name)]
          const otherFields = (typeB as VariantType).cases.find(each => each.name === name)?.fields
          if (mine === undefined || theirs === undefined || otherFields === undefined) return logic.TRUE
          const isCase = logic.equal(a.tag, logic.name(name))
          return logic.implies(isCase, this.equalFields(fields, mine, otherFields, theirs))
        })
        return logic.and(logic.equal(a.tag, other.tag), ...alike)
      }
      case 'option': {
        const other = expect('option', b)
        const items =
          a.item === null || other.item === null || typeA.kind !== 'option' || typeB.kind !== 'option'
            ? logic.TRUE
            : logic.implies(a.isSome, this.equal(typeA.item, a.item, typeB.item, other.item))
        return logic.and(logic.equal(a.isSome, other.isSome), items)
      }
      case 'map': {
        const [x, y] = [typeA as MapType, typeB as MapType]
        const other = expect('map', b)
        return this.quantify('forall', x.from, key => this.equal(x.to, a.at(key), y.to, other.at(key)))
      }
      case 'set': {
        const other = expect('set', b)
        return this.quantify('forall', (typeA as SetType).item, item => logic.equal(a.has(item), other.has(item)))
      }
      case 'bag': {
        const other = expect('bag', b)
        return this.quantify('forall', (typeA as BagType).item, item => logic.equal(a.copies(item), other.copies(item)))
      }
      case 'amount':
        throw new TypeError('amounts are compared elsewhere')
    }
  }
  private equalFields(fieldsA: readonly Field[], a: Fields, fieldsB: readonly Field[], b: Fields): Term {
    return logic.and(
      ...fieldsA.map(({ name, type }, i) =>
        this.equal(type, a.get(name) as SymbolicValue, (fieldsB[i] as Field).type, b.get(name) as SymbolicValue),
      ),
    )
  }

  /** Whether a value of one type is also one of another, which may be narrower. */
  isIn(type: Type, value: SymbolicValue, from: Type): Term {
    if (isSubtype(from, type)) return logic.TRUE
    return logic.or(...this.casesOf(type).map(each => each.match(value).condition))
  }
}

const fieldsOf = (type: Type): readonly Field[] => (type as RecordType).fields
/** The function of one case of a table. */
export const entryName = (symbol: string, label: string) => (label === '' ? symbol : `${symbol}[${label}]`)
const queues = () =>
  new NotUniform('a queue is part of the state', 'queues are not supported for any number; leave that constant fixed')
