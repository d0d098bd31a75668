/**
 * Induction for any number of participants. In: the formulas of a family of instances. Out: which claims hold in every
 * reachable state of every instance, and for the others a step of a small instance that breaks them.
 *
 * All claims about states are relied on together. Those that some step breaks are no longer relied on, and what needed
 * them is asked again, until nothing changes; what is then left is inductive. A claim is proved only if a solver answered
 * `unsat` to each of its obligations, with nothing relied on that is not proved itself.
 */

import { Interpreter } from '../../../ir/interpret.ts'
import type { Model } from '../../../ir/model.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { formatExpr } from '../../../ir/print.ts'
import { type Answer, openSession, type SolvingOptions, sessionOptions } from '../../../solver/session.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Finding, InductionCounterexample, Limit, VacuousPremise, Verdict } from '../../../verdict/verdict.ts'
import { unknownReason } from '../unknownReason.ts'
import { counterexampleIn, type SmallInstance } from './counterexample.ts'
import { domainsOf, type Family } from './family.ts'
import { and, apply } from './firstOrder.ts'
import { wayOutside, weakened } from './fragment.ts'
import { type Claim, isOfStates, type Obligation } from './obligations.ts'
import type { SymbolicAction } from './protocol.ts'
import { type Hypotheses, Queries } from './queries.ts'
import { alikeFrom } from './smallInstances.ts'
import type { Sizes } from './smt.ts'

/** Unless its limits say more, a query gets a minute, as a question about any number may have no end. */
export interface AnySizeOptions extends SolvingOptions {
  /** path of the spec file, for the report */
  readonly file?: string
  /** names of claims to answer; all when absent. The others are still relied on where they hold */
  readonly properties?: readonly string[]
  readonly onProgress?: (progress: AnySizeProgress) => void
}
export interface AnySizeProgress {
  readonly due: number
  readonly kept: number
  readonly elapsedMs: number
}

const TIMEOUT_MS = 60_000
/** Counterexamples are looked for in instances with up to so many identities of each domain. */
const MEMBERS_MAX = 4
/** Before a solver gets all the time that it may take: instances so small that their answers cost next to nothing. */
const QUICK_MAX = 3
/** What nearly all proofs that are found need less of, in the solver's own unit of work; about a second. */
const QUICK_RESOURCES = 200_000

/** `broken` has no counterexample where it is broken at first. */
type Outcome =
  | { readonly kind: 'proved'; readonly needed: readonly string[] }
  | { readonly kind: 'broken'; readonly counterexample: InductionCounterexample | null }
  | { readonly kind: 'unknown'; readonly reason: string }

/** @throws InternalError where what a solver says does not agree with the interpreter, or with another solver */
export async function proveAnySize(family: Family, options: AnySizeOptions = {}): Promise<SolverReport> {
  const startedMs = performance.now()
  const { protocol, obligations, sized, build } = family
  const { file = null, properties, signal, onProgress } = options
  const quickSession = await sessionFor(family, options, 'quick')
  const patientSession = await sessionFor(family, options, 'patient')
  try {
    const least = await alikeFrom(family, quickSession)
    const quick = new Queries(quickSession, protocol)
    const patient = new Queries(patientSession, protocol)
    const isAsked = ({ name }: Claim) => properties === undefined || properties.includes(name) || name === 'failures'
    const prover = new Prover(family, least, quick, patient, isAsked)
    await prover.settle((due, kept) => onProgress?.({ due, kept, elapsedMs: performance.now() - startedMs }), signal)
    const model = build({})
    const findings = [
      ...obligations.claims.filter(isAsked).map(claim => prover.findingOn(claim, model)),
      ...beyondInduction(model).filter(({ name }) => properties === undefined || properties.includes(name)),
    ]
    const interpreter = new Interpreter(model)
    for (const finding of findings) rerun(model, finding, interpreter)
    const limits: readonly Limit[] = signal?.aborted === true ? [{ kind: 'interrupted' }] : []
    const outside = wayOutside(protocol.variables, [...prover.hypothesesOf(obligations.claims).values()])
    const anyNumber = { constants: [...sized.keys()], from: least, outside }
    const queries = quick.asked + patient.asked
    const elapsedMs = performance.now() - startedMs
    const solver = patientSession.title
    const solving = { solver, encoding: 'quantified', depth: null, anyNumber, queries, elapsedMs } as const
    return { model, file, engine: 'prove', solving, limits, findings }
  } finally {
    await Promise.all([quickSession.close(), patientSession.close()])
  }
}

function sessionFor({ protocol }: Family, options: AnySizeOptions, name: 'quick' | 'patient') {
  const { limits } = options
  const quick = { resources: Math.min(QUICK_RESOURCES, limits?.resources ?? QUICK_RESOURCES) }
  const own = { timeoutMs: TIMEOUT_MS, ...limits, ...(name === 'quick' && quick) }
  return openSession({
    logic: 'ALL',
    ...sessionOptions({ ...options, limits: own }, `${protocol.model.name}-any-${name}`),
  })
}

class Prover {
  private readonly family: Family
  private readonly quick: Queries
  private readonly patient: Queries
  private readonly any: Sizes
  private readonly isAsked: (claim: Claim) => boolean
  private readonly least: number
  private readonly vacuous = new Map<string, readonly VacuousPremise[]>()
  private readonly outcomes = new Map<Obligation, Outcome>()
  private readonly small = new Map<string, SmallInstance>()

  constructor(family: Family, least: number, quick: Queries, patient: Queries, isAsked: (claim: Claim) => boolean) {
    this.isAsked = isAsked
    this.family = family
    this.least = least
    this.quick = quick
    this.patient = patient
    this.any = new Map([...family.sized.keys()].map(name => [name, null]))
  }

  hypothesesOf = (relied: readonly Claim[]): Hypotheses =>
    new Map(relied.flatMap(({ name, holds }) => (holds === null ? [] : [[name, holds]])))

  private readonly obligationsOf = ({ name }: Claim): readonly Obligation[] =>
    this.family.obligations.all.filter(({ claim }) => claim === name)

  async settle(onProgress: (due: number, kept: number) => void, signal: AbortSignal | undefined): Promise<void> {
    const { outcomes } = this
    const claims = this.family.obligations.claims.filter(claim => claim.holds !== null || this.isAsked(claim))
    const all = claims.flatMap(this.obligationsOf)
    const isAborted = () => signal?.aborted === true
    const isLost = (claim: Claim) =>
      this.obligationsOf(claim).some(each => ['broken', 'unknown'].includes(outcomes.get(each)?.kind ?? ''))
    let relied = claims.filter(({ holds }) => holds !== null)
    for (;;) {
      const lost = (name: string) => claims.some(each => each.name === name && isLost(each))
      for (const obligation of all.filter(each => !outcomes.has(each))) {
        if (isAborted()) return
        // One step that breaks a claim is enough.
        if (lost(obligation.claim)) continue
        onProgress(all.length, [...outcomes.values()].filter(({ kind }) => kind === 'proved').length)
        const outcome = await this.decide(obligation, relied)
        if (isAborted()) return
        outcomes.set(obligation, outcome)
      }
      const fallen = relied.filter(isLost).map(({ name }) => name)
      if (fallen.length === 0) break
      relied = relied.filter(({ name }) => !fallen.includes(name))
      for (const [obligation, outcome] of outcomes) {
        const isShaken = outcome.kind === 'proved' && outcome.needed.some(name => fallen.includes(name))
        if (isShaken && !lost(obligation.claim)) outcomes.delete(obligation)
      }
    }
    for (const claim of claims) {
      if (isAborted()) return
      if (!isLost(claim)) await this.findVacuous(claim, relied)
    }
  }

  /** Premises that are true in no state, of no instance. */
  private async findVacuous({ name, property, misfit }: Claim, relied: readonly Claim[]): Promise<void> {
    if (property === null || misfit !== null || property.kind === 'lemma') return
    const { state, actions } = this.family.protocol
    const hypotheses = this.hypothesesOf(relied)
    const few = Math.max(this.least, QUICK_MAX)
    const several = this.sizesOf([...this.family.sized.keys()].map(() => few))
    const premises: VacuousPremise[] = []
    for (const { condition, part, text, refines } of premisesOf(property)) {
      if (refines !== undefined) continue
      const premise = { ...property, checks: [], body: condition }
      const after = isOfStates(property) ? [null] : actions
      const isPossible = async (step: SymbolicAction | null): Promise<boolean> => {
        const holds = this.family.protocol.holds(premise, state, step?.next ?? state)
        const broken = step === null ? holds : and(...step.steps.map(each => each.condition), holds)
        const choices = step?.choices ?? []
        const question: Obligation = { claim: name, kind: 'now', action: '', choices, broken }
        const soon = await this.quick.ask(question, hypotheses, several, nothing)
        if (soon.answer.kind === 'sat') return true
        return (await this.quick.ask(question, hypotheses, this.any, nothing)).answer.kind !== 'unsat'
      }
      let found = false
      for (const step of after) found ||= await isPossible(step)
      const span = property.origins.get(part) ?? property.span
      if (!found) premises.push({ text: text ?? formatExpr(condition), span })
    }
    if (premises.length > 0) this.vacuous.set(name, premises)
  }
  /** @param model the instance that the user asked for */
  findingOn(claim: Claim, model: Model): Finding {
    const { name } = claim
    const property = model.properties.find(each => each.name === name)
    const kind = (property?.kind ?? name) as Finding['kind']
    return { name, kind, span: property?.span ?? null, verdict: this.verdictOn(claim, model) }
  }
  private verdictOn(claim: Claim, model: Model): Verdict {
    const { name, misfit } = claim
    if (misfit !== null) {
      const reason = `it cannot be said for any number: ${misfit.reason} (line ${misfit.span.line}); ${misfit.help}`
      return { kind: 'unknown', reason }
    }
    const needed = new Set<string>()
    let unknown: Verdict | null = null
    let isComplete = true
    for (const obligation of this.obligationsOf(claim)) {
      const outcome = this.outcomes.get(obligation)
      const what = whatBreaks(obligation)
      if (outcome?.kind === 'proved') for (const each of outcome.needed) needed.add(each)
      else if (outcome?.kind === 'unknown') unknown ??= { kind: 'unknown', reason: `${what}: ${outcome.reason}` }
      else if (outcome === undefined) isComplete = false
      else if (obligation.kind === 'initially') return violatedAtFirst(claim, model)
      else
        return {
          kind: 'unknown',
          reason: `not inductive: ${what}`,
          induction: outcome.counterexample as InductionCounterexample,
        }
    }
    if (unknown !== null) return unknown
    if (!isComplete) return { kind: 'unknown', reason: 'interrupted' }
    const premises = this.vacuous.get(name)
    if (premises !== undefined) return { kind: 'vacuous', premises }
    needed.delete(name)
    return { kind: 'proved', proof: { steps: 1, needs: [...needed], guards: null } }
  }

  private async decide(obligation: Obligation, relied: readonly Claim[]): Promise<Outcome> {
    const hypotheses = this.hypothesesOf(relied)
    const soon = await this.proof(this.quick, obligation, hypotheses)
    if (soon.kind === 'proved') return soon
    for (const sizes of this.sizesUpTo(QUICK_MAX)) {
      const broken = await this.breakIn(this.quick, sizes, obligation, hypotheses)
      if (broken !== null) return broken
    }
    const late = await this.proof(this.patient, obligation, hypotheses)
    if (late.kind === 'proved') return late
    for (const sizes of this.sizesUpTo(MEMBERS_MAX)) {
      if (Math.max(...sizes) <= QUICK_MAX) continue
      const broken = await this.breakIn(this.patient, sizes, obligation, hypotheses)
      if (broken !== null) return broken
    }
    return late
  }

  /** For any size: first what may be weaker and easier, where it is another formula. */
  private async proof(queries: Queries, obligation: Obligation, hypotheses: Hypotheses): Promise<Outcome> {
    const { choices, broken } = obligation
    const instances = choices.flatMap(({ symbol, sorts, sort }) => (sorts.length === 0 ? [apply(symbol, sort)] : []))
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
        : unknownReason(answer as Answer & { readonly kind: 'unknown' })
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
    queries: Queries,
    tuple: readonly number[],
    obligation: Obligation,
    hypotheses: Hypotheses,
  ): Promise<Outcome | null> {
    const instance = this.instanceOf(tuple)
    const sizes: Sizes = this.sizesOf(tuple)
    const { answer, found } = await queries.ask(obligation, hypotheses, sizes, async model => {
      if (obligation.kind === 'initially') return null
      const lookup = await model.lookup(instance.domains)
      const claim = this.family.obligations.claims.find(({ name }) => name === obligation.claim) as Claim
      return counterexampleIn(instance, obligation, claim, [...hypotheses.keys()], lookup)
    })
    if (answer.kind !== 'sat') return null
    if (found !== null || obligation.kind === 'initially') return { kind: 'broken', counterexample: found }
    const text = [...sizes].map(([name, size]) => `${name} ${size}`).join(', ')
    return { kind: 'unknown', reason: `a solver breaks it with ${text}, and the interpreter does not see it broken` }
  }

  private sizesOf = (tuple: readonly number[]): ReadonlyMap<string, number> =>
    new Map([...this.family.sized.keys()].map((name, i) => [name, tuple[i] as number]))

  private instanceOf(tuple: readonly number[]): SmallInstance {
    const key = tuple.join(' ')
    let instance = this.small.get(key)
    if (instance === undefined) {
      const { build, sized } = this.family
      const model = build(Object.fromEntries(this.sizesOf(tuple)))
      instance = { model, domains: domainsOf(model, sized) }
      this.small.set(key, instance)
    }
    return instance
  }
}

const nothing = async () => null

const whatBreaks = ({ kind, action }: Obligation): string => {
  if (kind === 'now') return 'some state may break it'
  return kind === 'initially' ? 'it may not hold at first' : `${action} may break it`
}

/** What is not about states and steps. */
const beyondInduction = ({ temporal, nonInterference }: Model): readonly Finding[] => [
  ...temporal.map(({ name, span }): Finding => {
    const reason = 'induction says nothing of what must happen; explore it with von check'
    return { name, kind: 'temporal', span, verdict: { kind: 'unknown', reason } }
  }),
  ...nonInterference.map(({ name, span }): Finding => {
    const reason = 'pairs of runs are looked at in one instance at a time; leave out --unbounded'
    return { name, kind: 'noninterference', span, verdict: { kind: 'unknown', reason } }
  }),
]

/** Instances differ in their initial states; the one asked for may have none that shows it. */
function violatedAtFirst({ name }: Claim, model: Model): Verdict {
  const property = model.properties.find(each => each.name === name)
  const interpreter = new Interpreter(model)
  let violated: Verdict | null = null
  interpreter.initialStates(outcome => {
    if (outcome.kind === 'failure' || property === undefined) return
    const { choices, state } = outcome
    const found = interpreter.evaluateInitial(property, state)
    if (found === 'holds' || violated !== null) return
    const violation =
      found !== 'fails'
        ? ({ kind: 'propertyFailure', check: found.failed } as const)
        : property.refinement === undefined
          ? ({ kind: 'invariant' } as const)
          : ({ kind: 'refinement', refinement: property.refinement } as const)
    violated = { kind: 'violated', violation, trace: { initialChoices: choices, initial: state, steps: [] } }
  })
  return violated ?? { kind: 'unknown', reason: 'it does not hold at first in other instances; von check says more' }
}
