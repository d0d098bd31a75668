/**
 * Terms without quantifiers from terms with them: bound variables are replaced by terms, and each quantifier by what its
 * owner makes of it. In: a term of which no variable is free. Out: a simpler term over the same symbols.
 */
import type { Quantifier, Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'

/** What stands for the bound variables, by level. */
export type Environment = ReadonlyMap<number, Term>

/** Whether a part of a formula helps it to be true, to be false, or both: then it may replace it by one that says less. */
export type Polarity = 'positive' | 'negative' | 'both'
const opposite = { positive: 'negative', negative: 'positive', both: 'both' } as const

/** A quantified part, where variables around it have values. */
export interface Quantified {
  readonly quantifier: Quantifier
  readonly sort: Sort
  readonly polarity: Polarity
  /** equal for parts that are the same, whatever their polarity */
  readonly key: string
  /** what it says of a term, where it is of use in this way */
  readonly of: (x: Term, polarity: Polarity) => Term
}

export class Grounding {
  private readonly known = new Map<string, Term>()
  private readonly replace: (part: Quantified) => Term

  /** @param replace a term without quantifiers in place of a quantified one */
  constructor(replace: (part: Quantified) => Term) {
    this.replace = replace
  }

  readonly ground = (t: Term, polarity: Polarity = 'positive'): Term => this.value(t, polarity, new Map())

  private value(t: Term, polarity: Polarity, environment: Environment): Term {
    const free = [...logic.freeLevels(t)]
    if (free.length === 0 && t.height === 0) return t
    const around = free.map(level => environment.get(level) as Term)
    const key = `${t.id} ${t.height === 0 ? '' : polarity} ${free.map((level, i) => `${level}:${around[i]?.id}`)}`
    let value = this.known.get(key)
    if (value === undefined) {
      value = this.made(t, polarity, environment, around)
      this.known.set(key, value)
    }
    return value
  }

  private made(t: Term, polarity: Polarity, environment: Environment, around: readonly Term[]): Term {
    const parts = (of: Polarity) => t.args.map(arg => this.value(arg, of, environment))
    switch (t.operator) {
      case 'bound':
        return around[0] as Term
      case 'not':
        return logic.simplified(t, parts(opposite[polarity]))
      case 'and':
      case 'or':
        return logic.simplified(t, parts(polarity))
      case 'forall':
      case 'exists':
        return this.replace({
          quantifier: t.operator,
          sort: t.symbol as Sort,
          polarity,
          key: `${t.id} ${around.map(({ id }) => id)}`,
          of: (x, as) => this.value(t.args[0] as Term, as, new Map(environment).set(t.level as number, x)),
        })
      case 'if': {
        const [condition, a, b] = t.args as [Term, Term, Term]
        return logic.choose(
          this.value(condition, 'both', environment),
          this.value(a, polarity, environment),
          this.value(b, polarity, environment),
        )
      }
      default:
        return logic.simplified(t, parts('both'))
    }
  }
}

/** Over domains of given sizes: what is said of every member, or of one of them, is written out. */
export function writtenOut(membersOf: (sort: Sort) => readonly Term[]): (t: Term) => Term {
  const { ground } = new Grounding(({ quantifier, sort, of }) => {
    const said = membersOf(sort).map(x => of(x, 'both'))
    return quantifier === 'forall' ? logic.and(...said) : logic.or(...said)
  })
  return t => ground(t, 'both')
}
