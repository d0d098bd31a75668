/**
 * Formulas over domains of any size without quantifiers. In: terms that are said to be true. Out: terms without
 * quantifiers that are true in some structure wherever the former are: "there is an x" is said of a constant of its own, its
 * witness, and "for every x" of the terms at hand.
 *
 * Each quantified part becomes an atom, from which follows what the part says of each of these terms; so a part is written
 * once, however often it occurs, and only in the direction that matters.
 *
 * If no more terms turn up, nothing was left out: then one has a model exactly where the other has. That is so in
 * effectively propositional logic, and wherever no chain of "for every x there is a y" and of functions leads from a domain
 * back to itself.
 *
 * Source: Y. Ge and L. de Moura, "Complete Instantiation for Quantified Formulas in Satisfiability Modulo Theories", CAV
 * 2009, section 3; O. Padon et al., "Ivy: Safety Verification by Interactive Generalization", PLDI 2016, section 3.
 */
import { anythingOf } from './caseAnalysis.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { Grounding, type Quantified } from './grounding.ts'

/** Proofs need less; formulas that speak of ever more terms are stopped here: so many of a domain, so many facts. */
const TERMS_MAX = 40
const FACTS_MAX = 20_000

/** What is said of every term at hand. */
interface Universal {
  readonly sort: Sort
  readonly say: (x: Term) => void
  /** of how many it has been said */
  done: number
}

export class Instantiation {
  private readonly grounding = new Grounding(part => this.atomOf(part))
  private readonly atoms = new Map<string, Term>()
  private readonly demanded = new Set<string>()
  private readonly universals: Universal[] = []
  private readonly terms = new Map<Sort, Set<Term>>()
  private readonly collected = new Set<Term>()
  private readonly facts: Term[] = []
  /** The atoms, and the witnesses. */
  readonly constants: Term[] = []

  /** The term to say instead; what its quantified parts say is left to `saturated`. */
  said(term: Term): Term {
    const ground = this.grounding.ground(term)
    this.collect(ground)
    return ground
  }

  /**
   * What follows from the quantified parts of all that was said.
   * @param sorts the domains, of which each has a member
   * @returns whether that is all of what they say
   */
  saturated(sorts: Iterable<Sort>): { readonly facts: readonly Term[]; readonly isComplete: boolean } {
    const { facts, universals } = this
    for (const sort of sorts) if (this.termsOf(sort).size === 0) this.termsOf(sort).add(anythingOf(sort))
    for (;;) {
      // Terms that turn up on the way have to wait, until all is said of those that are there.
      const terms = new Map([...this.terms].map(([sort, each]) => [sort, [...each]]))
      if ([...terms.values()].some(({ length }) => length > TERMS_MAX)) return { facts, isComplete: false }
      const before = facts.length
      for (const each of universals) {
        const here = terms.get(each.sort) ?? []
        for (const x of here.slice(each.done)) each.say(x)
        each.done = here.length
        if (facts.length > FACTS_MAX) return { facts, isComplete: false }
      }
      if (facts.length === before) return { facts, isComplete: true }
    }
  }

  private atomOf(part: Quantified): Term {
    let atom = this.atoms.get(part.key)
    if (atom === undefined) {
      atom = this.constant('part', 'Bool')
      this.atoms.set(part.key, atom)
    }
    if (part.polarity !== 'negative') this.demand(part, atom, 'positive')
    if (part.polarity !== 'positive') this.demand(part, atom, 'negative')
    return atom
  }

  private demand({ key, quantifier, sort, of }: Quantified, atom: Term, polarity: 'positive' | 'negative'): void {
    const demand = `${key} ${polarity}`
    if (this.demanded.has(demand)) return
    this.demanded.add(demand)
    const say = (x: Term) => {
      const said = of(x, polarity)
      const fact = polarity === 'positive' ? logic.implies(atom, said) : logic.implies(said, atom)
      this.facts.push(fact)
      this.collect(fact)
    }
    const isUniversal = (quantifier === 'forall') === (polarity === 'positive')
    if (isUniversal) this.universals.push({ sort, say, done: 0 })
    else say(this.constant('witness', sort))
  }

  private constant(kind: string, sort: Sort): Term {
    const constant = logic.apply(`${kind} ${this.constants.length}`, sort)
    this.constants.push(constant)
    return constant
  }

  private termsOf(sort: Sort): Set<Term> {
    let terms = this.terms.get(sort)
    if (terms === undefined) {
      terms = new Set()
      this.terms.set(sort, terms)
    }
    return terms
  }

  /** Terms of a domain that a formula speaks of. */
  private collect(ground: Term): void {
    if (this.collected.has(ground)) return
    this.collected.add(ground)
    for (const arg of ground.args) this.collect(arg)
    if (ground.operator === 'apply' && logic.isDomain(ground.sort)) this.termsOf(ground.sort).add(ground)
  }
}
