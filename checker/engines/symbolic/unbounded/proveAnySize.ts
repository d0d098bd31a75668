/**
 * Induction for any number of participants. In: the formulas of a family of instances. Out: which claims hold in every
 * reachable state of every instance, and for the others a step of a small instance that breaks them.
 *
 * All claims about states are relied on together. Those that some step breaks are no longer relied on, and what needed
 * them is asked again, until nothing changes; what is then left is inductive. A claim is proved only if a solver answered
 * `unsat` to each of its obligations, with nothing relied on that is not proved itself.
 */
import { openSession, type SessionOptions } from '../../../solver/session.ts'
import type { AnySizeReport, ClaimProof, InductionCounterexample } from '../../../verdict/anySize.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import { counterexampleIn, type SmallInstance } from './counterexample.ts'
import { domainsOf, type Family } from './family.ts'
import { apply } from './firstOrder.ts'
import { wayOutside, weakened } from './fragment.ts'
import type { Claim, Obligation } from './obligations.ts'
import { type Hypotheses, Queries } from './queries.ts'
import { alikeFrom } from './smallInstances.ts'
import type { Sizes } from './smt.ts'

export interface AnySizeOptions {
  /** path of the spec file, for the report */
  readonly file?: string
  /** names of claims to answer; all when absent. The others are still relied on where they hold */
  readonly properties?: readonly string[]
  readonly solver?: Omit<SessionOptions, 'logic'>
  /** told before each question */
  readonly onProgress?: (done: number, of: number) => void
}

/** Counterexamples are looked for in instances with up to so many identities of each domain. */
const MEMBERS_MAX = 4
/** Before a solver gets all the time that it may take: instances so small that their answers cost next to nothing. */
const QUICK_MAX = 2
/** What nearly all proofs that are found need less of, in the solver's own unit of work; about a second. */
const QUICK_RESOURCES = 200_000

type Outcome =
  | { readonly kind: 'proved'; readonly needed: readonly string[] }
  | { readonly kind: 'broken'; readonly counterexample: InductionCounterexample }
  | { readonly kind: 'unknown'; readonly reason: string }

export async function proveAnySize(family: Family, options: AnySizeOptions = {}): Promise<AnySizeReport> {
  const started = performance.now()
  const { protocol, obligations, sized } = family
  const { limits, ...solver } = options.solver ?? {}
  const resources = Math.min(QUICK_RESOURCES, limits?.resources ?? QUICK_RESOURCES)
  const sessions = {
    quick: await openSession({ ...solver, limits: { ...limits, resources }, logic: 'ALL' }),
    patient: await openSession({ ...solver, ...(limits !== undefined && { limits }), logic: 'ALL' }),
  }
  try {
    const quick = new Queries(sessions.quick, protocol)
    const patient = new Queries(sessions.patient, protocol)
    const least = await alikeFrom(family, sessions.patient)
    const prover = new Prover(family, least, quick, patient)
    const outcomes = await prover.settle(options.onProgress)
    const isAsked = ({ name }: Claim) => options.properties === undefined || options.properties.includes(name)
    return {
      model: protocol.model,
      file: options.file ?? null,
      constants: [...sized.keys()],
      least,
      proofs: obligations.claims.filter(isAsked).map(claim => proofOf(claim, prover.obligationsOf(claim), outcomes)),
      outside: wayOutside(protocol.variables, [...prover.hypothesesOf(obligations.claims).values()]),
      queries: quick.asked + patient.asked,
      elapsedMs: performance.now() - started,
    }
  } finally {
    await Promise.all([sessions.quick.close(), sessions.patient.close()])
  }
}

class Prover {
  private readonly family: Family
  private readonly quick: Queries
  private readonly patient: Queries
  private readonly any: Sizes
  private readonly least: number
  private readonly small = new Map<string, SmallInstance>()

  constructor(family: Family, least: number, quick: Queries, patient: Queries) {
    this.family = family
    this.least = least
    this.quick = quick
    this.patient = patient
    this.any = new Map([...family.sized.keys()].map(name => [name, null]))
  }

  hypothesesOf = (relied: readonly Claim[]): Hypotheses =>
    new Map(relied.flatMap(({ name, holds }) => (holds === null ? [] : [[name, holds]])))

  obligationsOf = ({ name }: Claim): readonly Obligation[] =>
    this.family.obligations.all.filter(({ claim }) => claim === name)

  async settle(onProgress: AnySizeOptions['onProgress']): Promise<ReadonlyMap<Obligation, Outcome>> {
    const { all, claims } = this.family.obligations
    const outcomes = new Map<Obligation, Outcome>()
    let relied = claims.filter(({ holds }) => holds !== null)
    for (;;) {
      const open = all.filter(each => !outcomes.has(each))
      for (const [i, obligation] of open.entries()) {
        onProgress?.(i, open.length)
        outcomes.set(obligation, await this.decide(obligation, relied))
      }
      const isBroken = ({ name }: Claim) =>
        all.some(each => each.claim === name && outcomes.get(each)?.kind !== 'proved')
      const lost = new Set(relied.filter(isBroken).map(({ name }) => name))
      if (lost.size === 0) return outcomes
      relied = relied.filter(({ name }) => !lost.has(name))
      for (const [obligation, outcome] of outcomes)
        if (outcome.kind === 'proved' && outcome.needed.some(name => lost.has(name))) outcomes.delete(obligation)
    }
  }

  private async decide(obligation: Obligation, relied: readonly Claim[]): Promise<Outcome> {
    const hypotheses = this.hypothesesOf(relied)
    const soon = await this.proof(this.quick, obligation, hypotheses)
    if (soon.kind === 'proved') return soon
    for (const sizes of this.sizesUpTo(QUICK_MAX)) {
      const broken = await this.breakIn(sizes, obligation, relied, hypotheses)
      if (broken !== null) return broken
    }
    const late = await this.proof(this.patient, obligation, hypotheses)
    if (late.kind === 'proved') return late
    for (const sizes of this.sizesUpTo(MEMBERS_MAX)) {
      if (Math.max(...sizes) <= QUICK_MAX) continue
      const broken = await this.breakIn(sizes, obligation, relied, hypotheses)
      if (broken !== null) return broken
    }
    return late
  }

  /** For any size: first what may be weaker and easier, where it is another formula. */
  private async proof(queries: Queries, obligation: Obligation, hypotheses: Hypotheses): Promise<Outcome> {
    const { step, broken } = obligation
    const instances = step.choices.flatMap(({ symbol, sorts, sort }) =>
      sorts.length === 0 ? [apply(symbol, sort)] : [],
    )
    const easier = weakened(broken, instances)
    if (easier !== broken) {
      const { answer, needed } = await queries.ask({ ...obligation, broken: easier }, hypotheses, this.any, nothing)
      if (answer.kind === 'unsat') return { kind: 'proved', needed }
    }
    const { answer, needed } = await queries.ask(obligation, hypotheses, this.any, nothing)
    if (answer.kind === 'unsat') return { kind: 'proved', needed }
    const reason =
      answer.kind === 'sat'
        ? `it is not inductive, but no instance with up to ${MEMBERS_MAX} of each shows it`
        : `the solver does not know (${answer.reason}: ${answer.detail})`
    return { kind: 'unknown', reason }
  }

  /** By their sum, smaller ones first. */
  private sizesUpTo(most: number): readonly (readonly number[])[] {
    const tuples = [...this.family.sized.keys()].reduce<readonly (readonly number[])[]>(
      all => all.flatMap(tuple => Array.from({ length: most }, (_, i) => [...tuple, i + 1])),
      [[]],
    )
    const largest = (tuple: readonly number[]) => Math.max(...tuple) * 100 + tuple.reduce((a, b) => a + b, 0)
    return tuples.filter(tuple => Math.min(...tuple) >= this.least).sort((a, b) => largest(a) - largest(b))
  }

  private async breakIn(
    tuple: readonly number[],
    obligation: Obligation,
    relied: readonly Claim[],
    hypotheses: Hypotheses,
  ): Promise<Outcome | null> {
    const instance = this.instanceOf(tuple)
    if (instance === null) return null
    const sizes: Sizes = new Map(Object.entries(instance.sizes))
    const { answer, found } = await this.patient.ask(obligation, hypotheses, sizes, async model => {
      const lookup = await model.lookup(instance.domains)
      const claim = this.family.obligations.claims.find(({ name }) => name === obligation.claim) as Claim
      return counterexampleIn(instance, obligation, claim, relied, lookup)
    })
    if (answer.kind !== 'sat') return null
    if (found !== null) return { kind: 'broken', counterexample: found }
    const text = Object.entries(instance.sizes)
      .map(([name, size]) => `${name}=${size}`)
      .join(' ')
    return { kind: 'unknown', reason: `the solver breaks it for ${text}, and the interpreter does not see it broken` }
  }

  private instanceOf(tuple: readonly number[]): SmallInstance | null {
    const key = tuple.join(' ')
    let instance = this.small.get(key)
    if (instance === undefined) {
      const { build, sized } = this.family
      const sizes = Object.fromEntries([...sized.keys()].map((name, i) => [name, tuple[i] as number]))
      const model = build(sizes)
      instance = { model, sizes, domains: domainsOf(model, sized) }
      this.small.set(key, instance)
    }
    return instance
  }
}

const nothing = async () => null

function proofOf(claim: Claim, own: readonly Obligation[], outcomes: ReadonlyMap<Obligation, Outcome>): ClaimProof {
  const { name, property, misfit } = claim
  const results = own.map(obligation => ({ obligation, outcome: outcomes.get(obligation) as Outcome }))
  const proved = results.filter(({ outcome }) => outcome.kind === 'proved')
  const reliedOn = [
    ...new Set(results.flatMap(({ outcome }) => (outcome.kind === 'proved' ? outcome.needed : []))),
  ].filter(other => other !== name)
  const failed =
    results.find(({ outcome }) => outcome.kind === 'broken') ??
    results.find(({ outcome }) => outcome.kind === 'unknown')
  const counterexample = failed?.outcome.kind === 'broken' ? failed.outcome.counterexample : undefined
  const verdict: Verdict = misfit === null ? verdictOf(failed) : { kind: 'unknown', reason: misfit.message }
  return {
    finding: {
      name,
      kind: (property?.kind ?? 'failures') as ClaimProof['finding']['kind'],
      span: property?.span ?? null,
      verdict,
    },
    proved: proved.length,
    obligations: own.length,
    reliedOn,
    ...(counterexample !== undefined && { counterexample }),
    ...(misfit !== null && { misfit }),
  }
}

function verdictOf(failed: { readonly obligation: Obligation; readonly outcome: Outcome } | undefined): Verdict {
  if (failed === undefined) return { kind: 'proved' }
  const { obligation, outcome } = failed
  if (obligation.action === null && outcome.kind === 'broken')
    return { kind: 'violated', violation: { kind: 'invariant' } }
  const what = obligation.action === null ? 'at first it may not hold' : `${obligation.step.action.name} may break it`
  return { kind: 'unknown', reason: outcome.kind === 'unknown' ? `${what}: ${outcome.reason}` : `${what}` }
}
