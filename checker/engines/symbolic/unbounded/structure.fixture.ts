/**
 * First-order terms by their definition: the value of a term in a structure with so many members, quantifiers by going
 * through all of them. It shares nothing with a solver.
 */
import type { Variable } from '../../../ir/expr.ts'
import type { State } from '../../../ir/model.ts'
import { defaultValue, type Value } from '../../../ir/value.ts'
import type { Domains } from './domains.ts'
import { boundBy, type Sort, type Term } from './firstOrder.ts'

/** Identities are their names. */
export class Structure {
  private readonly domains: Domains
  private readonly functions = new Map<string, Value>()

  constructor(domains: Domains) {
    this.domains = domains
  }

  /** The functions of variables, as they are where the variables have these values. */
  with(variables: readonly Pick<Variable, 'name' | 'type'>[], values: State, prefix = ''): this {
    const { domains } = this
    for (const [i, { name, type }] of variables.entries()) {
      const value = domains.constant(type, values[i] as Value)
      for (const { symbol, sorts, entry } of domains.tabulate(type, `${prefix}${name}`, () => value))
        for (const args of this.tuples(sorts))
          this.functions.set(
            keyOf(
              symbol,
              args.map(a => a.symbol as Value),
            ),
            this.valueOf(entry(args)),
          )
    }
    return this
  }

  tuples(sorts: readonly Sort[]): readonly (readonly Term[])[] {
    return sorts.reduce<readonly (readonly Term[])[]>(
      (tuples, sort) => tuples.flatMap(tuple => this.domains.identitiesOf(sort).map(each => [...tuple, each])),
      [[]],
    )
  }

  isTrue = (term: Term): boolean => this.valueOf(term) === true

  valueOf(term: Term, bound: ReadonlyMap<number, Value> = new Map()): Value {
    const value = (i: number) => this.valueOf(term.args[i] as Term, bound)
    const number = (i: number) => value(i) as number
    switch (term.operator) {
      case 'true':
      case 'false':
        return term.operator === 'true'
      case 'int':
        return term.value as number
      case 'name':
        return term.symbol as string
      case 'bound':
        return bound.get(term.level as number) as Value
      case 'apply':
        return this.application(
          term,
          term.args.map((_, i) => value(i)),
        )
      case 'not':
        return value(0) !== true
      case 'and':
        return term.args.every((_, i) => value(i) === true)
      case 'or':
        return term.args.some((_, i) => value(i) === true)
      case 'equal':
        return value(0) === value(1)
      case 'if':
        return value(0) === true ? value(1) : value(2)
      case 'less':
        return number(0) < number(1)
      case 'lessEqual':
        return number(0) <= number(1)
      case 'add':
        return number(0) + number(1)
      case 'subtract':
        return number(0) - number(1)
      case 'multiply':
        return number(0) * number(1)
      case 'div':
        return Math.floor(number(0) / number(1))
      case 'mod':
        return number(0) - number(1) * Math.floor(number(0) / number(1))
      case 'forall':
      case 'exists': {
        const { level } = boundBy(term)
        const inside = (member: Term) =>
          this.valueOf(term.args[0] as Term, new Map(bound).set(level as number, member.symbol as string)) === true
        const members = this.domains.identitiesOf(term.symbol as Sort)
        return term.operator === 'forall' ? members.every(inside) : members.some(inside)
      }
    }
  }

  private application({ symbol, sort }: Term, args: readonly Value[]): Value {
    if (symbol?.startsWith('any ')) return this.anyOf(sort)
    const value = this.functions.get(keyOf(symbol as string, args))
    if (value === undefined) throw new TypeError(`no value of ${symbol}(${args.join(', ')})`)
    return value
  }
  /** Nothing may depend on it. */
  private anyOf(sort: Sort): Value {
    if (sort === 'Bool') return defaultValue({ kind: 'bool', key: 'bool' })
    if (sort === 'Int') return 0
    return this.domains.identitiesOf(sort)[0]?.symbol ?? ''
  }
}

const keyOf = (symbol: string, args: readonly Value[]) => `${symbol}(${args.join(',')})`
