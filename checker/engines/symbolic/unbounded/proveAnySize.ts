/**
 * Proofs for any number of participants. In: the formulas of a family of instances. Out: a report, in which `proved` means
 * true of all reachable states of every instance. For what is not proved it has a step of a small instance that breaks it.
 */

import { Interpreter } from '../../../ir/interpret.ts'
import type { Model } from '../../../ir/model.ts'
import { openSession, type Session, type SolvingOptions, sessionOptions } from '../../../solver/session.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Finding, Limit, Verdict } from '../../../verdict/verdict.ts'
import { AnySizeInduction } from './anySizeInduction.ts'
import type { Family } from './family.ts'
import type { Claim } from './obligations.ts'
import { alikeFrom } from './smallInstances.ts'

/** Unless its limits say more, a query gets a minute. */
export interface AnySizeOptions extends SolvingOptions {
  /** path of the spec file, for the report */
  readonly file?: string
  /** names of claims to answer; all when absent. The others are still relied on where they hold */
  readonly properties?: readonly string[]
  /** how many solvers are asked at the same time; one unless given */
  readonly workers?: number
  readonly onProgress?: (progress: AnySizeProgress) => void
}
export interface AnySizeProgress {
  readonly due: number
  readonly kept: number
  readonly elapsedMs: number
}

const TIMEOUT_MS = 60_000

/** @throws InternalError where what a solver says does not agree with the interpreter, or with another solver */
export async function proveAnySize(family: Family, options: AnySizeOptions = {}): Promise<SolverReport> {
  const startedMs = performance.now()
  const elapsed = () => performance.now() - startedMs
  const { build, sized, obligations } = family
  const { file = null, properties, workers = 1, signal, onProgress } = options
  const isAsked = ({ name }: { readonly name: string }) =>
    properties === undefined || properties.includes(name) || name === 'failures'
  const sessions: Session[] = []
  try {
    for (let i = 1; i <= workers; i++) sessions.push(await sessionFor(family, options, `any-${i}`))
    const [session] = sessions as [Session]
    const from = await alikeFrom(family, session)
    const induction = new AnySizeInduction(family, from, sessions)
    const claims = obligations.claims.filter(claim => claim.holds !== null || isAsked(claim))
    await induction.run(claims, {
      signal,
      onProgress: ({ due, kept }) => onProgress?.({ due, kept, elapsedMs: elapsed() }),
    })
    const model = build({})
    const findings: Finding[] = []
    for (const claim of claims.filter(isAsked)) findings.push(await findingOn(claim, induction, model))
    findings.push(...beyondInduction(model).filter(isAsked))
    const interpreter = new Interpreter(model)
    for (const finding of findings) rerun(model, finding, interpreter)
    const limits: readonly Limit[] = signal?.aborted === true ? [{ kind: 'interrupted' }] : []
    const solving = {
      solver: session.title,
      encoding: 'quantified',
      depth: null,
      anyNumber: { constants: [...sized.keys()], from },
      queries: induction.asked,
      elapsedMs: elapsed(),
    } as const
    return { model, file, engine: 'prove', solving, limits, findings }
  } finally {
    await Promise.all(sessions.map(each => each.close()))
  }
}

function sessionFor({ protocol }: Family, options: AnySizeOptions, name: string) {
  const limits = { timeoutMs: TIMEOUT_MS, ...options.limits }
  return openSession({ logic: 'ALL', ...sessionOptions({ ...options, limits }, `${protocol.model.name}-${name}`) })
}

/** @param model the instance that the user asked for */
async function findingOn(claim: Claim, induction: AnySizeInduction, model: Model): Promise<Finding> {
  const { name } = claim
  const property = model.properties.find(each => each.name === name)
  const kind = (property?.kind ?? name) as Finding['kind']
  return { name, kind, span: property?.span ?? null, verdict: await verdictOn(claim, induction, model) }
}
async function verdictOn(claim: Claim, induction: AnySizeInduction, model: Model): Promise<Verdict> {
  const { misfit } = claim
  if (misfit !== null) {
    const reason = `it cannot be said for any number: ${misfit.reason} (line ${misfit.span.line}); ${misfit.help}`
    return { kind: 'unknown', reason }
  }
  const proof = induction.proved.get(claim)
  if (proof !== undefined) {
    const premises = await induction.vacuousPremisesOf(claim)
    return premises.length > 0 ? { kind: 'vacuous', premises } : { kind: 'proved', proof }
  }
  const fault = induction.unproved.get(claim)
  switch (fault?.kind) {
    case 'initial':
      return violatedAtFirst(claim, model)
    case 'step':
      return { kind: 'unknown', reason: fault.reason, induction: fault.counterexample }
    case 'unknown':
      return fault
    case undefined:
      return { kind: 'unknown', reason: 'interrupted' }
  }
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
