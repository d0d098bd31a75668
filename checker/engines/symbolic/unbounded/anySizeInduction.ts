/**
 * Induction for any number of participants. In: the formulas of a family of instances. Out: the claims that hold in all
 * reachable states of every instance, with what their proofs rely on, and why the others are not proved.
 *
 * All claims about states are relied on together; those that some step breaks are relied on no longer. A claim is proved
 * only if a solver answered `unsat` to each of its obligations, with nothing relied on that is not proved itself.
 */
import type { Model } from '../../../ir/model.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { formatExpr } from '../../../ir/print.ts'
import type { Session } from '../../../solver/session.ts'
import type { InductionCounterexample, Proof, VacuousPremise } from '../../../verdict/verdict.ts'
import { type Answer, greatestSubset, type Questions } from '../induction/greatestSubset.ts'
import { unknownReason } from '../unknownReason.ts'
import { counterexampleIn, type SmallInstance } from './counterexample.ts'
import { domainsOf, type Family } from './family.ts'
import { and, type Term } from './firstOrder.ts'
import {
  breaking,
  type Claim,
  type GuardFormula,
  guardsBeforeChecks,
  isOfStates,
  type Obligation,
} from './obligations.ts'
import type { SymbolicAction } from './protocol.ts'
import { Queries, type Question } from './queries.ts'
import { identitiesIn } from './rolling.ts'
import type { Sizes } from './smt.ts'

/** Counterexamples are looked for in instances with up to so many identities of each domain. */
const MEMBERS_MAX = 4
/** That a premise can be true is looked for first in an instance with so many. */
const FEW = 3

/** Why a claim is not proved. */
export type Fault =
  | { readonly kind: 'initial' }
  | { readonly kind: 'step'; readonly reason: string; readonly counterexample: InductionCounterexample }
  | { readonly kind: 'unknown'; readonly reason: string }

type Due = { readonly claim: Claim; readonly obligation: Obligation }

export class AnySizeInduction {
  readonly proved = new Map<Claim, Proof>()
  readonly unproved = new Map<Claim, Fault>()
  private readonly family: Family
  private readonly least: number
  private readonly queries: readonly Queries[]
  private readonly constants: readonly string[]
  private readonly guards = new Map<Obligation, readonly GuardFormula[]>()
  private readonly small = new Map<string, SmallInstance>()

  /**
   * @param least from how many on the formulas are those of the instances
   * @param sessions one for each obligation that is asked about at the same time
   */
  constructor(family: Family, least: number, sessions: readonly Session[]) {
    this.family = family
    this.least = least
    this.constants = [...family.sized.keys()]
    this.queries = sessions.map(session => new Queries(session, family.protocol, this.constants))
  }

  get asked(): number {
    return this.queries.reduce((sum, { asked }) => sum + asked, 0)
  }

  /** @param claims what to prove; those about states are relied on as well */
  async run(
    claims: readonly Claim[],
    { signal, onProgress }: Pick<Questions<Claim, Obligation, Fault>, 'signal' | 'onProgress'>,
  ): Promise<void> {
    const { all } = this.family.obligations
    const due = claims.flatMap(claim =>
      all.filter(each => each.claim === claim.name).map((obligation): Due => ({ claim, obligation })),
    )
    const { stands, fallen } = await greatestSubset<Claim, Obligation, Fault>({
      claims: claims.filter(({ misfit }) => misfit === null),
      due,
      ask: (each, standing, worker) => this.answer(each, standing, this.queries[worker] as Queries),
      workers: this.queries.length,
      signal,
      ...(onProgress && { onProgress }),
    })
    for (const [claim, obligations] of stands) {
      const needs = new Set([...obligations.values()].flatMap(each => [...each]))
      const guards = [...obligations.keys()].flatMap(obligation => this.guards.get(obligation) ?? [])
      this.proved.set(claim, {
        steps: claim.holds === null ? 0 : 1,
        needs: [...needs].filter(each => each !== claim).map(({ name }) => name),
        guards: claim.name === 'failures' ? guardsBeforeChecks(this.family.protocol) : guards.map(placeOf),
      })
    }
    for (const [claim, fault] of fallen) this.unproved.set(claim, fault)
  }

  private async answer(
    { claim, obligation }: Due,
    standing: readonly Claim[],
    queries: Queries,
  ): Promise<Answer<Claim, Fault>> {
    const { guards } = obligation
    const hypotheses = hypothesesOf(obligation.kind === 'initially' ? [] : standing)
    const assumed = new Map<Claim | GuardFormula, Term>(hypotheses)
    for (const guard of guards) assumed.set(guard, guard.condition)
    const question = questionOf(obligation, obligation.broken)
    const { answer, needed, isComplete } = await queries.ask(question, assumed, claim.name)
    if (answer.kind === 'unsat') {
      this.guards.set(
        obligation,
        guards.filter(guard => needed.includes(guard)),
      )
      return { kind: 'kept', needs: new Set([...hypotheses.keys()].filter(each => needed.includes(each))) }
    }
    const fault = await this.faultIn(obligation, claim, hypotheses, queries)
    if (fault !== null)
      return fault.kind === 'unknown' ? { kind: 'open', fault } : { kind: 'broken', faults: new Map([[claim, fault]]) }
    const why =
      answer.kind === 'unknown'
        ? unknownReason(answer)
        : isComplete
          ? `it is not inductive, but no instance with up to ${MEMBERS_MAX} of each shows it`
          : 'for every participant it speaks of there is another, without end'
    return { kind: 'open', fault: { kind: 'unknown', reason: `${whatBreaks(obligation)}: ${why}` } }
  }

  /** Where a small instance breaks the claim, smaller ones first. */
  private async faultIn(
    obligation: Obligation,
    claim: Claim,
    hypotheses: ReadonlyMap<Claim, Term>,
    queries: Queries,
  ): Promise<Fault | null> {
    const question = questionOf(obligation, breaking(obligation))
    const relied = [...hypotheses.keys()].map(({ name }) => name)
    for (const sizes of this.sizesUpTo(MEMBERS_MAX)) {
      const instance = this.instanceOf(sizes)
      const { answer, found } = await queries.askOf(sizes, question, hypotheses.values(), async model =>
        obligation.kind === 'initially'
          ? null
          : counterexampleIn(instance, obligation, claim, relied, await model.functions(instance.domains)),
      )
      if (answer.kind !== 'sat') continue
      if (obligation.kind === 'initially') return { kind: 'initial' }
      if (found !== null)
        return { kind: 'step', reason: `not inductive: ${whatBreaks(obligation)}`, counterexample: found }
      const text = [...sizes].map(([name, size]) => `${name} ${size}`).join(', ')
      return {
        kind: 'unknown',
        reason: `${whatBreaks(obligation)}: a solver breaks it with ${text}, and the interpreter does not see it broken`,
      }
    }
    return null
  }

  /** Premises of the claim that are true in no state, of no instance. */
  async vacuousPremisesOf({ name, property }: Claim): Promise<readonly VacuousPremise[]> {
    if (property === null || property.kind === 'lemma') return []
    const { protocol } = this.family
    const [queries] = this.queries as [Queries]
    const relied = hypothesesOf([...this.proved.keys()])
    const few = Math.max(this.least, FEW)
    const several = new Map(this.constants.map(constant => [constant, few]))
    const steps = isOfStates(property) ? [null] : protocol.actions
    const premises: VacuousPremise[] = []
    for (const { condition, part, text, refines } of premisesOf(property)) {
      if (refines !== undefined) continue
      const premise = { ...property, checks: [], body: condition }
      const isPossible = async (step: SymbolicAction | null): Promise<boolean> => {
        const taken = step === null ? [] : step.steps.map(each => each.condition)
        const term = and(...taken, protocol.holds(premise, protocol.state, step?.next ?? protocol.state))
        // What names an identity cannot be asked of any number.
        if (identitiesIn(term).length > 0) return true
        const question: Question = { term, choices: step?.choices ?? [], hasState: true }
        const soon = await queries.askOf(several, question, relied.values(), async () => null)
        return soon.answer.kind === 'sat' || (await queries.ask(question, relied, name)).answer.kind !== 'unsat'
      }
      let found = false
      for (const step of steps) found ||= await isPossible(step)
      const span = property.origins.get(part) ?? property.span
      if (!found) premises.push({ text: text ?? formatExpr(condition), span })
    }
    return premises
  }

  private sizesUpTo(most: number): readonly Sizes[] {
    const tuples = this.constants.reduce<readonly (readonly number[])[]>(
      all => all.flatMap(tuple => Array.from({ length: most }, (_, i) => [...tuple, i + 1])),
      [[]],
    )
    const order = (tuple: readonly number[]) => Math.max(...tuple) * 100 + tuple.reduce((a, b) => a + b, 0)
    return tuples
      .filter(tuple => Math.min(...tuple) >= this.least)
      .sort((a, b) => order(a) - order(b))
      .map(tuple => new Map(this.constants.map((name, i) => [name, tuple[i] as number])))
  }

  private instanceOf(sizes: Sizes): SmallInstance {
    const key = [...sizes.values()].join(' ')
    let instance = this.small.get(key)
    if (instance === undefined) {
      const { build, sized } = this.family
      const model: Model = build(Object.fromEntries(sizes))
      instance = { model, domains: domainsOf(model, sized) }
      this.small.set(key, instance)
    }
    return instance
  }
}

const hypothesesOf = (claims: readonly Claim[]): ReadonlyMap<Claim, Term> =>
  new Map(claims.flatMap(claim => (claim.holds === null ? [] : [[claim, claim.holds]])))
const questionOf = ({ kind, choices }: Obligation, term: Term): Question => {
  return { term, choices, hasState: kind !== 'initially' }
}
const placeOf = ({ action, span }: GuardFormula) => ({ action, span })

const whatBreaks = ({ kind, action }: Obligation): string => {
  if (kind === 'now') return 'some state may break it'
  return kind === 'initially' ? 'it may not hold at first' : `${action} may break it`
}
