/**
 * What the types of a model become where some of its domains may have any size. A type whose values can be told by
 * identities and finite parts falls into cases: each is a choice of the finite parts, and has the identities as arguments.
 * `variant({ prepared: { from: ResourceManager }, commit: {} })` has the cases `prepared(from)` and `commit`.
 */
import { type EnumType, type Field, formatType, type Type } from '../../../ir/type.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { expect, type Fields, NotUniform, type SymbolicValue, scalar, termOf } from './symbolicValue.ts'

/** One way that a value of a type can be, up to identities. */
export interface Case {
  /** '' where there is only one */
  readonly label: string
  readonly sorts: readonly Sort[]
  readonly build: (args: readonly Term[]) => SymbolicValue
  /** when a value is in this case, and its identities */
  readonly match: (value: SymbolicValue) => { readonly condition: Term; readonly args: readonly Term[] }
}

/** Arguments that stand for any. */
export const openArguments = (sorts: readonly Sort[]): readonly Term[] =>
  sorts.map((sort, i) => logic.apply(`argument ${i} ${sort}`, sort))

/** A term of the sort; which one, is left open. */
export const anythingOf = (sort: Sort): Term => logic.apply(`any ${sort}`, sort)

/** More cases than this are too many to write out. */
const CASES_MAX = 512

export class CaseAnalysis {
  private readonly sorts = new Map<string, { readonly sort: Sort; readonly type: EnumType }>()
  private readonly kept = new Map<Type, readonly Case[]>()

  /** @param domains the domains of any size, by the name of the constant that says how many there are */
  constructor(domains: ReadonlyMap<Sort, EnumType>) {
    for (const [sort, type] of domains) for (const value of type.values) this.sorts.set(value, { sort, type })
  }

  /** How many identities a sort has in the instance at hand. */
  sizeOf(sort: Sort): number {
    return [...this.sorts.values()].find(each => each.sort === sort)?.type.values.length ?? 0
  }
  /** The first sort that has so many identities in the instance at hand. */
  sortOfSize(size: number): Sort | undefined {
    return [...this.sorts.values()].find(({ type }) => type.values.length === size)?.sort
  }
  identitiesOf(sort: Sort): readonly Term[] {
    const domain = [...this.sorts.values()].find(each => each.sort === sort)?.type
    return (domain?.values ?? []).map(value => logic.identity(value, sort))
  }

  /** The sort of any size that the type is, or is a part of. */
  unboundedSortOf(type: Type): Sort | null {
    if (type.kind !== 'enum') return null
    const found = type.values.map(value => this.sorts.get(value)?.sort)
    const [first] = found
    if (found.every(sort => sort === first)) return first ?? null
    throw new NotUniform(
      `${formatType(type)} mixes names of a domain of any size with others`,
      'use option(Domain) for one of them or none',
    )
  }
  private isWhole = (type: EnumType) => type.values.every(value => this.sorts.get(value)?.type === type)

  sortOf(type: Type): Sort {
    if (type.kind === 'bool') return 'Bool'
    if (type.kind === 'int') return 'Int'
    return this.unboundedSortOf(type) ?? '$Name'
  }

  literal = (type: Type, value: Value): Term => logic.literal(value, this.sortOf(type))

  casesOf(type: Type): readonly Case[] {
    let cases = this.kept.get(type)
    if (cases === undefined) {
      cases = this.makeCases(type)
      if (cases.length > CASES_MAX)
        throw new NotUniform(
          `${formatType(type)} has more than ${CASES_MAX} cases to tell apart`,
          'use smaller constants for what stays finite',
        )
      this.kept.set(type, cases)
    }
    return cases
  }

  private makeCases(type: Type): readonly Case[] {
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'enum': {
        const sort = this.unboundedSortOf(type)
        if (sort !== null) return [this.identityCase(type as EnumType, sort)]
        return valuesOf(type).map(value => {
          const literal = this.literal(type, value)
          return {
            label: String(value),
            sorts: [],
            build: () => scalar(literal),
            match: other => ({ condition: logic.equal(termOf(other), literal), args: [] }),
          }
        })
      }
      case 'record':
        return this.productOf(type.fields).map(({ label, sorts, build, match }) => ({
          label,
          sorts,
          build: args => ({ kind: 'record', fields: build(args) }),
          match: value => match(expect('record', value).fields),
        }))
      case 'variant':
        return type.cases.flatMap(each =>
          this.productOf(each.fields).map(({ label, sorts, build, match }) => ({
            label: label === '' ? each.name : `${each.name} ${label}`,
            sorts,
            build: (args: readonly Term[]): SymbolicValue => ({
              kind: 'variant',
              tag: logic.name(each.name),
              cases: new Map([[each.name, build(args)]]),
            }),
            match: (value: SymbolicValue) => {
              const { tag, cases } = expect('variant', value)
              const fields = cases.get(each.name)
              if (fields === undefined) return this.noMatch(sorts)
              const { condition, args } = match(fields)
              return { condition: logic.and(logic.equal(tag, logic.name(each.name)), condition), args }
            },
          })),
        )
      case 'option':
        return [
          {
            label: 'null',
            sorts: [],
            build: () => ({ kind: 'option', isSome: logic.FALSE, item: null }),
            match: value => ({ condition: logic.not(expect('option', value).isSome), args: [] }),
          },
          ...this.casesOf(type.item).map(
            ({ label, sorts, build, match }): Case => ({
              label: label === '' ? 'some' : `some ${label}`,
              sorts,
              build: args => ({ kind: 'option', isSome: logic.TRUE, item: build(args) }),
              match: value => {
                const { isSome, item } = expect('option', value)
                if (item === null) return this.noMatch(sorts)
                const { condition, args } = match(item)
                return { condition: logic.and(isSome, condition), args }
              },
            }),
          ),
        ]
      default:
        throw new NotUniform(
          `${formatType(type)} is an item, a key or the range of a quantifier`,
          'these can be made of identities, names, numbers, records, variants and options',
        )
    }
  }
  private identityCase(type: EnumType, sort: Sort): Case {
    if (!this.isWhole(type))
      throw new NotUniform(`${formatType(type)} is only a part of ${sort}`, 'quantify over all of the domain')
    return {
      label: '',
      sorts: [sort],
      build: ([x]) => scalar(x as Term),
      match: value => ({ condition: logic.TRUE, args: [termOf(value)] }),
    }
  }
  /** Arguments that are never looked at. */
  private noMatch = (sorts: readonly Sort[]) => ({
    condition: logic.FALSE,
    args: sorts.map(anythingOf),
  })

  private productOf(fields: readonly Field[]): readonly {
    readonly label: string
    readonly sorts: readonly Sort[]
    readonly build: (args: readonly Term[]) => Fields
    readonly match: (fields: Fields) => { readonly condition: Term; readonly args: readonly Term[] }
  }[] {
    const [first, ...rest] = fields
    if (first === undefined)
      return [{ label: '', sorts: [], build: () => new Map(), match: () => ({ condition: logic.TRUE, args: [] }) }]
    const others = this.productOf(rest)
    return this.casesOf(first.type).flatMap(head =>
      others.map(tail => ({
        label: [head.label, tail.label].filter(label => label !== '').join(' '),
        sorts: [...head.sorts, ...tail.sorts],
        build: (args: readonly Term[]): Fields =>
          new Map([
            [first.name, head.build(args.slice(0, head.sorts.length))],
            ...tail.build(args.slice(head.sorts.length)),
          ]),
        match: (value: Fields) => {
          const [a, b] = [head.match(value.get(first.name) as SymbolicValue), tail.match(value)]
          return { condition: logic.and(a.condition, b.condition), args: [...a.args, ...b.args] }
        },
      })),
    )
  }

  /** Whether `body` is true of every value of the type, or of some. */
  quantify(quantifier: 'forall' | 'exists', type: Type, body: (value: SymbolicValue) => Term): Term {
    const over = quantifier === 'forall' ? logic.forallAll : logic.existsAll
    const parts = this.casesOf(type).map(({ sorts, build }) => over(sorts, args => body(build(args))))
    return quantifier === 'forall' ? logic.and(...parts) : logic.or(...parts)
  }

  /** What a table, which has an entry for each case, gives for a key. */
  protected look<T>(
    type: Type,
    key: SymbolicValue,
    entry: (each: Case, args: readonly Term[]) => T,
    choose: (condition: Term, a: T, b: T) => T,
  ): T | undefined {
    let result: T | undefined
    for (const each of [...this.casesOf(type)].reverse()) {
      const { condition, args } = each.match(key)
      if (condition === logic.FALSE) continue
      const found = entry(each, args)
      result = result === undefined ? found : choose(condition, found, result)
    }
    return result
  }
}
