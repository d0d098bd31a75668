/**
 * Loops over a domain rolled up again. A body that goes through a domain leaves a formula that names each identity; if it
 * says of each what it says of the others, it is a formula about all of them, and names none.
 *
 * Whatever is rolled up is checked for every identity of the instance at hand, so the meaning there stays the same. What
 * does not say the same of all is left as it is, and refused later, because it names identities.
 */
import type { Domains } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'

const isIdentity = (t: Term) => t.operator === 'name' && t.sort !== '$Name'
export const identitiesIn = (t: Term): readonly Term[] => logic.visit([t]).filter(isIdentity)

/** A function may be something else for so many identities, such as those that are named around it. */
const EXCEPTIONS_MAX = 2

let made = 0

export class Rolling {
  private readonly domains: Domains
  private readonly kept = new Map<Term, Term>()

  constructor(domains: Domains) {
    this.domains = domains
  }

  /** Conjunctions and disjunctions that say the same of every identity become quantifiers. */
  readonly rolled = (t: Term): Term => {
    const only = t.sort === 'Bool' ? identitiesIn(t).find(each => this.domains.sizeOf(each.sort) === 1) : undefined
    // What is said of the only one is said of all.
    return only === undefined ? this.parts(t) : this.rolled(logic.forall(only.sort, x => logic.exchanged(t, only, x)))
  }

  private readonly parts = (t: Term): Term => {
    if (identitiesIn(t).length === 0) return t
    let result = this.kept.get(t)
    if (result === undefined) {
      result = logic.isQuantifier(t.operator)
        ? logic.quantified(t.operator, t.symbol as Sort, x => this.parts(logic.opened(t, x)))
        : this.junction(logic.rebuilt(t, t.args.map(this.parts)))
      this.kept.set(t, result)
    }
    return result
  }

  private junction(junction: Term): Term {
    const { operator } = junction
    if (operator !== 'and' && operator !== 'or') return junction
    const build = operator === 'and' ? logic.and : logic.or
    const quantifier = operator === 'and' ? logic.forall : logic.exists
    const parts = new Set(junction.args)
    for (const part of junction.args) {
      if (!parts.has(part)) continue
      for (const identity of identitiesIn(part)) {
        const alike = this.domains.identitiesOf(identity.sort).map(other => logic.exchanged(part, identity, other))
        if (alike.length < 2 || !alike.every(each => parts.has(each)) || !isAlone(part, identity)) continue
        for (const each of alike) parts.delete(each)
        parts.add(this.rolled(quantifier(identity.sort, x => logic.exchanged(part, identity, x))))
        return this.rolled(build(...parts))
      }
    }
    return junction
  }

  /**
   * A function of identities, given by what it is for identities of the instance, as a function of any.
   * @returns null where it is not the same for all of them
   */
  function(sorts: readonly Sort[], entry: (args: readonly Term[]) => Term): ((args: readonly Term[]) => Term) | null {
    // Functions are made inside of others, so that no two may have the same parameters.
    const parameters = sorts.map(sort => logic.apply(`parameter ${made++}`, sort))
    const generic = entry(parameters)
    const body = identitiesIn(generic).length === 0 ? generic : this.pattern(parameters, [], entry)
    if (body === null) return null
    return args => parameters.reduce((t, parameter, i) => logic.exchanged(t, parameter, args[i] as Term), body)
  }

  /** @param given the first arguments, which are identities */
  private pattern(
    parameters: readonly Term[],
    given: readonly Term[],
    entry: (args: readonly Term[]) => Term,
  ): Term | null {
    const parameter = parameters[given.length]
    if (parameter === undefined) return this.rolled(entry(given))
    const all = this.domains.identitiesOf(parameter.sort)
    const patterns = new Map(all.map(each => [each, this.pattern(parameters, [...given, each], entry)] as const))
    for (const first of all.slice(0, EXCEPTIONS_MAX + 1)) {
      const sample = patterns.get(first) ?? null
      if (sample === null) return null
      const isAlike = (each: Term) => patterns.get(each) === logic.exchanged(sample, first, each)
      const exceptions = all.filter(each => !isAlike(each))
      const isFew = exceptions.length <= Math.min(EXCEPTIONS_MAX, all.length - 2)
      if (exceptions.length > 0 && !isFew) continue
      return exceptions.reduce<Term | null>(
        (rest, each) => {
          const there = patterns.get(each) ?? null
          return rest === null || there === null ? null : logic.choose(logic.equal(parameter, each), there, rest)
        },
        logic.exchanged(sample, first, parameter),
      )
    }
    return null
  }
}

/** Whether a part names no other identity of the same domain. */
const isAlone = (part: Term, identity: Term) =>
  identitiesIn(part).every(other => other === identity || other.sort !== identity.sort)
