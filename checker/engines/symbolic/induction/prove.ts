/**
 * Proofs by induction. In: a model. Out: a report, in which `proved` means true of every reachable state, or of every step
 * from one, of an instance that need not be small enough to be explored. What is not proved is `violated` where a short
 * behaviour breaks it, and else `unknown`, with the step that induction cannot exclude. The interpreter has run again what
 * is shown of either.
 *
 * First all is tried by single steps, with all invariants assumed together; then what is left over by several steps.
 * Constraints play no part in that: what is proved holds beyond them, too. What is not is tried once more as far as they let
 * behaviours go; that is what an exploration says, so it is no more than `bounded`.
 *
 * Source: Z. Manna and A. Pnueli, "Temporal Verification of Reactive Systems: Safety", Springer 1995, chapter 1.
 */
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model, NonInterference, Property } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'
import { premisesOf } from '../../../ir/premise.ts'
import { formatExpr } from '../../../ir/print.ts'
import { selfComposition } from '../../../ir/selfComposition.ts'
import {
  openSession,
  type Session,
  type SessionOptions,
  type SolvingOptions,
  sessionOptions,
} from '../../../solver/session.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import {
  type Finding,
  inReportOrder,
  type Limit,
  type Proof,
  type VacuousPremise,
  type Verdict,
} from '../../../verdict/verdict.ts'
import type { NumberEncoding } from '../arithmetic.ts'
import { boundedCheck } from '../bmc/bmc.ts'
import { systemOf } from '../systemOf.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { type Claim, claimsOf, isAboutSteps, isInvariant, whyNotClaimed } from './claims.ts'
import type { Fault } from './fault.ts'
import { kInduction } from './kInduction.ts'
import { pairSystem, provePairs } from './pairs.ts'
import { type InductionOptions, PlainInduction } from './plainInduction.ts'

export interface ProveOptions extends SolvingOptions {
  /** names of the claims to prove; all unless given. Failures are always looked for. */
  readonly properties?: readonly string[]
  /** how many steps induction may look back, and how far from the initial states to look for violations; 3 unless given */
  readonly steps?: number
  /** `bitvectors` unless given; pairs of runs are always written with bit-vectors */
  readonly encoding?: NumberEncoding
  /** how many solvers are asked at the same time; one unless given */
  readonly workers?: number
  /** path of the spec, for the report */
  readonly file?: string
  readonly onProgress?: (progress: ProveProgress) => void
  /** opens the dialogues with solvers; `openSession` unless given */
  readonly open?: (options: SessionOptions) => Promise<Session>
}
export interface ProveProgress {
  /** what is being tried */
  readonly phase: 'induction' | 'violations' | 'longer induction'
  /** what has to be shown, and how much of it is, at present */
  readonly due: number
  readonly kept: number
  readonly elapsedMs: number
}

const STEPS = 3
/** Z3's general solver takes a third of the time that its solver for finite domains takes for these. */
const LOGIC = 'QF_UFBV'

/**
 * @throws RangeError when a property name is not one of the model's
 * @throws SpecError when the model cannot be written for a solver
 * @throws InternalError when what a solver says does not agree with the interpreter, or with another solver
 */
export async function prove(model: Model, options: ProveOptions = {}): Promise<SolverReport> {
  const run = new ProofRun(model, options)
  await run.tryAll()
  return run.report()
}

class ProofRun {
  private readonly model: Model
  private readonly options: ProveOptions
  private readonly system: TransitionSystem
  /** all that is proved or may help, and of these what a solver can be told */
  private readonly all: readonly Claim[]
  private readonly claims: readonly Claim[]
  private readonly asked: ReadonlySet<string>
  private readonly verdicts = new Map<string, Verdict>()
  private readonly proofs = new Map<Claim, Proof>()
  private readonly faults = new Map<Claim, Fault>()
  /** constraints beyond which something is not known */
  private limits: readonly Limit[] = []
  private readonly startedMs = performance.now()
  private queries = 0
  private solver = ''

  constructor(model: Model, options: ProveOptions) {
    this.model = model
    this.options = options
    const all = claimsOf(model)
    const provable = [...all, ...model.temporal, ...model.nonInterference].map(({ name }) => name)
    const { properties = provable } = options
    const unknown = properties.find(name => !provable.includes(name))
    if (unknown !== undefined) throw new RangeError(`${model.name} has no claim named ${unknown}`)
    this.asked = new Set([...properties, 'failures'])
    // invariants that nobody asked for may still help
    this.all = all.filter(claim => isInvariant(claim) || this.asked.has(claim.name))
    this.system = systemOf(withoutConstraints(model), { integers: options.encoding === 'integers' })
    this.claims = this.all.filter(claim => {
      const reason = whyNotClaimed(this.system, claim)
      if (reason !== null) this.verdicts.set(claim.name, unwritten(reason))
      return reason === null
    })
  }

  async tryAll(): Promise<void> {
    const { system, claims } = this
    const options = this.inductionOptions('')
    const induction = await PlainInduction.begin(system, claims, [], options)
    let hasStates = true
    try {
      const start = await induction.hasInitialState()
      hasStates = start.kind !== 'unsat'
      if (hasStates) await induction.run(options)
      for (const [claim, proof] of induction.proved) this.proofs.set(claim, proof)
      this.doubtFailures()
      for (const [claim, fault] of induction.unproved) this.faults.set(claim, fault)
      await this.findVacuous(induction)
    } finally {
      this.queries += induction.queries
      await induction.close()
    }
    if (!hasStates) return await this.withoutStates()
    const open = () => claims.filter(claim => !this.proofs.has(claim) && !this.verdicts.has(claim.name))
    await this.proveWithinConstraints(open())
    if (open().length > 0 && !this.isAborted) await this.lookBack(open, await this.findViolations(open()))
    for (const claim of this.model.nonInterference) if (this.asked.has(claim.name)) await this.comparePairs(claim)
  }

  /** The same in states where all constraints are true, and on steps from them. */
  private async proveWithinConstraints(open: readonly Claim[]): Promise<void> {
    const { model } = this
    const constraints = model.properties.filter(({ kind }) => kind === 'constraint')
    if (constraints.length === 0 || open.length === 0 || this.isAborted) return
    const system = systemOf(model, { integers: this.options.encoding === 'integers' })
    const claims = open.filter(claim => whyNotClaimed(system, claim) === null)
    const options = this.inductionOptions('constrained-')
    const induction = await PlainInduction.begin(system, claims, this.provedInvariants, options)
    try {
      await induction.run(options)
      const limits = constraints.map(({ name }): Limit => ({ kind: 'constraint', name, pruned: null }))
      for (const { name } of induction.proved.keys()) this.verdicts.set(name, { kind: 'bounded', depth: null, limits })
      if (induction.proved.size > 0) this.limits = limits
      for (const [claim, fault] of induction.unproved) this.faults.set(claim, fault)
    } finally {
      this.queries += induction.queries
      await induction.close()
    }
  }

  /** A claim about pairs of runs. */
  private async comparePairs(claim: NonInterference): Promise<void> {
    if (this.isAborted) return
    const { model } = this
    const failures = this.claims.find(({ kind }) => kind === 'failures')
    if (failures === undefined || !this.proofs.has(failures)) {
      const reason = 'a step may fail, and its run leads no further: see failures'
      this.verdicts.set(claim.name, { kind: 'unknown', reason })
      return
    }
    const composed = selfComposition(model, claim)
    const system = pairSystem(model, claim, composed)
    if (typeof system === 'string') {
      this.verdicts.set(claim.name, unwritten(system))
      return
    }
    const options = this.inductionOptions(`${claim.name}-`)
    const { verdict, queries } = await provePairs(model, claim, system, this.provedInvariants, options)
    this.queries += queries
    this.verdicts.set(claim.name, verdict)
    if (verdict.kind === 'unknown' && !this.isAborted) await this.findViolations([claim])
  }

  /** No initial state: the other claims are about nothing at all. */
  private async withoutStates(): Promise<void> {
    await this.findViolations(
      this.claims.filter(claim => this.asked.has(claim.name)),
      0,
    )
  }

  /** A constraint that cannot be evaluated is a failure, too, and constraints play no part here. */
  private doubtFailures(): void {
    const constraint = this.model.properties.find(({ kind, checks }) => kind === 'constraint' && checks.length > 0)
    const failures = this.claims.find(({ kind }) => kind === 'failures')
    if (constraint === undefined || failures === undefined || !this.proofs.delete(failures)) return
    const reason = `no action fails; whether ${constraint.name}, a constraint, fails was not looked at`
    this.faults.set(failures, { kind: 'unknown', reason })
  }

  /** Premises that are true of no state: what they are about never happens. */
  private async findVacuous(induction: PlainInduction): Promise<void> {
    for (const claim of induction.proved.keys()) {
      const { property, name, kind } = claim
      if (property === null || kind === 'lemma' || !this.asked.has(name)) continue
      const premises: VacuousPremise[] = []
      for (const { condition, part, text, refines } of premisesOf(property)) {
        if (refines !== undefined || this.isAborted) continue
        const premise: Claim = { ...claim, property: { ...property, checks: [], body: condition } }
        const isWritten = whyNotClaimed(this.system, premise) === null
        if (!isWritten || (await induction.isPossible(claim, premise.property as Predicate))) continue
        premises.push({ text: text ?? formatExpr(condition), span: property.origins.get(part) ?? property.span })
      }
      if (premises.length > 0) this.verdicts.set(name, { kind: 'vacuous', premises })
    }
  }

  /**
   * Short behaviours that break what is open.
   * @returns for each claim, how many steps from an initial state it is known not to be broken; -1 for none
   */
  private async findViolations<C extends { readonly name: string }>(
    open: readonly C[],
    depth = this.steps,
  ): Promise<ReadonlyMap<C, number>> {
    this.tell('violations', open.length, 0)
    const properties = open.map(({ name }) => name)
    const report = await boundedCheck(this.model, { ...this.boundedOptions, depth, properties })
    this.queries += report.solving.queries
    const isOver = report.limits.some(({ kind }) => kind === 'noLonger')
    const clear = new Map<C, number>()
    for (const claim of open) {
      const verdict = report.findings.find(({ name }) => name === claim.name)?.verdict
      if (verdict?.kind === 'violated' || verdict?.kind === 'vacuous') this.verdicts.set(claim.name, verdict)
      if (verdict?.kind === 'bounded') clear.set(claim, isOver ? depth : (verdict.depth ?? depth))
    }
    return clear
  }

  /** Longer and longer induction; what it proves may help shorter ones. */
  private async lookBack(open: () => readonly Claim[], clear: ReadonlyMap<Claim, number>): Promise<void> {
    // behaviours beyond constraints were not looked at
    if (this.model.properties.some(({ kind }) => kind === 'constraint')) return
    for (let k = 1; k <= this.steps && !this.isAborted; k++) {
      // a claim about steps must not be broken on the steps from the first k states, which are as many as k steps
      const isReady = (claim: Claim) => (clear.get(claim) ?? -1) >= (isAboutSteps(claim) ? k : k - 1)
      const claims = open().filter(isReady)
      if (claims.length === 0) return
      this.tell('longer induction', this.steps, k - 1)
      const known = this.provedInvariants
      const session = await this.openSession(`induction-k${k}`)
      try {
        const { proved, queries } = await kInduction(this.system, claims, known, k, session, this.options.signal)
        this.queries += queries
        const others = [...this.proofs.keys()].filter(isInvariant).map(({ name }) => name)
        for (const [claim, needs] of proved)
          this.proofs.set(claim, { steps: k, needs: [...others, ...needs], guards: null })
        if ([...proved.keys()].some(isInvariant)) k = 0
      } finally {
        await session.close()
      }
    }
  }

  report(): SolverReport {
    const { model, asked } = this
    const { file } = this.options
    const order = [...model.properties.map(({ name }) => name), 'deadlock', 'failures']
    const answers = this.all
      .filter(({ name }) => asked.has(name))
      .map((claim): Finding => {
        const { name, kind, property } = claim
        return { name, kind, span: property?.span ?? null, verdict: this.verdictOn(claim) }
      })
      .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    const temporal = model.temporal
      .filter(({ name }) => asked.has(name))
      .map(({ name, span }): Finding => {
        const reason = 'induction says nothing of what must happen; explore it with von check'
        return { name, kind: 'temporal', span, verdict: { kind: 'unknown', reason } }
      })
    const paired = model.nonInterference
      .filter(({ name }) => asked.has(name))
      .map(({ name, span }): Finding => {
        const verdict = this.verdicts.get(name) ?? { kind: 'unknown', reason: 'interrupted' }
        return { name, kind: 'noninterference', span, verdict }
      })
    const findings = inReportOrder([...answers, ...temporal, ...paired])
    const interpreter = new Interpreter(model)
    for (const finding of findings) rerun(model, finding, interpreter)
    const limits: readonly Limit[] = this.isAborted ? [{ kind: 'interrupted' }] : this.limits
    const { queries, elapsedMs, solver } = this
    const { encoding = 'bitvectors' } = this.options
    const solving = { solver, encoding, depth: null, queries, elapsedMs }
    return { model, file: file ?? null, engine: 'prove', solving, limits, findings }
  }
  private verdictOn(claim: Claim): Verdict {
    const decided = this.verdicts.get(claim.name)
    if (decided !== undefined) return decided
    const proof = this.proofs.get(claim)
    if (proof !== undefined) return { kind: 'proved', proof }
    const fault = this.faults.get(claim)
    switch (fault?.kind) {
      case 'step': {
        const { counterexample } = fault
        const { trace } = counterexample
        const reason =
          trace.steps.length === 0 && trace.failing === undefined
            ? 'not inductive: a state that may be unreachable breaks it'
            : 'not inductive: a step from a state that may be unreachable breaks it'
        return { kind: 'unknown', reason, induction: counterexample }
      }
      case 'initial':
        return { kind: 'unknown', reason: 'broken initially, but no solver finds how' }
      case 'unknown':
        return { kind: 'unknown', reason: fault.reason }
      case undefined:
        return { kind: 'unknown', reason: 'interrupted' }
    }
  }

  private get steps(): number {
    return this.options.steps ?? STEPS
  }
  private get isAborted(): boolean {
    return this.options.signal?.aborted === true
  }
  private get elapsedMs(): number {
    return performance.now() - this.startedMs
  }
  private tell(phase: ProveProgress['phase'], due: number, kept: number): void {
    this.options.onProgress?.({ phase, due, kept, elapsedMs: this.elapsedMs })
  }
  /** What is true of every reachable state. */
  private get provedInvariants(): Property[] {
    return [...this.proofs.keys()].flatMap(claim =>
      isInvariant(claim) && claim.property !== null ? [claim.property] : [],
    )
  }
  /** @param prefix of the names of files for queries */
  private inductionOptions(prefix: string): InductionOptions {
    const { workers = 1, signal } = this.options
    return {
      openSession: name => this.openSession(prefix + name),
      workers,
      signal,
      onProgress: ({ due, kept }) => this.tell('induction', due, kept),
    }
  }
  private get boundedOptions() {
    const { steps: _, file: __, onProgress: ___, encoding: ____, ...solving } = this.options
    return { ...solving, keepGoing: true }
  }
  private async openSession(name: string): Promise<Session> {
    const { encoding, open = openSession } = this.options
    const logic = encoding === 'integers' ? 'ALL' : LOGIC
    const session = await open({ logic, ...sessionOptions(this.options, `${this.model.name}-${name}`) })
    this.solver = session.title
    return session
  }
}

const unwritten = (reason: string): Verdict => ({
  kind: 'unknown',
  reason: `it cannot be written for a solver: ${reason}`,
})
/** Properties of the same names stay the same objects. */
const withoutConstraints = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'constraint'),
})
