/**
 * Proofs by induction with lemmas that nobody wrote. In: a model. Out: a report as of a proof by induction, and the lemmas.
 *
 * What induction alone proves needs no lemma. For the rest lemmas are invented; then induction proves it again, from a model
 * in which they stand beside the author's own. So what is `proved` was proved by the engine that proves, which knows
 * nothing of where a lemma comes from.
 */
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model, Property } from '../../../ir/model.ts'
import { sessionOptions } from '../../../solver/session.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Finding, Verdict } from '../../../verdict/verdict.ts'
import { type ProveOptions, prove } from '../induction/prove.ts'
import { systemOf } from '../systemOf.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { type Badness, badnessOf, deadlockOf, failuresOf } from './badness.ts'
import { type Invention, type InventOptions, invent } from './invent.ts'

export interface InventProofOptions extends Omit<ProveOptions, 'onProgress'>, Pick<InventOptions, 'candidates'> {
  /** during the search: what it is for, how many steps from the initial states it describes, and lemmas so far */
  readonly onProgress?: (progress: InventProgress) => void
}
export interface InventProgress {
  /** what is asked; null while nothing is searched for */
  readonly name: string | null
  readonly frames: number
  readonly lemmas: number
  readonly elapsedMs: number
}

/** A lemma's name in a report, and in a spec that it is pasted into, begins with this. */
const LEMMA = 'invented'

/**
 * @throws RangeError when a property name is not one of the model's
 * @throws SpecError when the model cannot be written for a solver
 * @throws InternalError when what was found cannot be confirmed
 */
export async function inventProof(model: Model, options: InventProofOptions = {}): Promise<SolverReport> {
  const startedMs = performance.now()
  const { onProgress, candidates, ...shared } = options
  const elapsedMs = () => performance.now() - startedMs
  const tell = (progress: Omit<InventProgress, 'elapsedMs'>) => onProgress?.({ ...progress, elapsedMs: elapsedMs() })
  const proving = { steps: 0, ...shared, onProgress: () => tell({ name: null, frames: 0, lemmas: 0 }) }

  const plain = await prove(model, proving)
  const open = plain.findings.filter(isOpen)
  if (open.length === 0 || plain.limits.some(({ kind }) => kind === 'interrupted')) return { ...plain, invented: [] }

  const system = systemOf(withoutConstraints(model))
  const { verdicts, conditions, queries } = await invent(
    system,
    open.map(f => badnessFor(system, f)),
    {
      session: sessionOptions(options, model.name),
      ...(candidates !== undefined && { candidates }),
      onProgress: tell,
    },
  )
  const lemmas = lemmasOf(model, conditions)
  const names = open.filter(({ name }) => !verdicts.has(name)).map(({ name }) => name)
  const proof =
    names.length === 0
      ? null
      : await prove({ ...model, properties: [...model.properties, ...lemmas] }, { ...proving, properties: names })

  const proved = new Map(proof?.findings.map(finding => [finding.name, finding]))
  const findings = plain.findings.map((finding): Finding => {
    const verdict = verdicts.get(finding.name)
    if (verdict !== undefined) return { ...finding, verdict: withinConstraints(model, verdict) }
    return names.includes(finding.name) ? (proved.get(finding.name) ?? finding) : finding
  })
  const interpreter = new Interpreter(model)
  for (const finding of findings) if (finding.verdict.kind === 'violated') rerun(model, finding, interpreter)
  return {
    ...plain,
    findings,
    limits:
      options.signal?.aborted === true
        ? [{ kind: 'interrupted' }]
        : ([plain.limits, proof?.limits ?? []].find(({ length }) => length > 0) ?? []),
    solving: {
      ...plain.solving,
      queries: plain.solving.queries + queries + (proof?.solving.queries ?? 0),
      elapsedMs: elapsedMs(),
    },
    invented: lemmas.map(({ name, body }) => ({ name, condition: body })),
  }
}

/** What a search may decide. */
const isOpen = ({ kind, verdict }: Finding): boolean =>
  verdict.kind === 'unknown' && kind !== 'temporal' && kind !== 'noninterference' && kind !== 'witness'

function badnessFor(system: TransitionSystem, { name, kind }: Finding): Badness {
  if (kind === 'deadlock') return deadlockOf(system)
  if (kind === 'failures') return failuresOf(system)
  return badnessOf(system, system.model.properties.find(p => p.name === name) as Property)
}

/** The conditions as lemmas, but for those that the spec claims itself; under names that it does not use. */
function lemmasOf(model: Model, conditions: Invention['conditions']): Property[] {
  const claims = model.properties.filter(({ kind }) => kind === 'invariant' || kind === 'lemma')
  const isClaimed = (condition: Property['body']) => claims.some(p => p.checks.length === 0 && p.body === condition)
  const isFree = (name: string) => model.properties.every(p => p.name !== name)
  let number = 0
  const nextName = (): string => {
    const name = `${LEMMA}${++number}`
    return isFree(name) ? name : nextName()
  }
  const { span } = model.initial
  return conditions
    .filter(condition => !isClaimed(condition))
    .map(body => ({ kind: 'lemma', name: nextName(), checks: [], body, span, origins: new Map() }))
}

/** Constraints play no part in proofs; a violation counts where a constrained search would find it, too. */
function withinConstraints(model: Model, verdict: Verdict): Verdict {
  if (verdict.kind !== 'violated' || verdict.trace === undefined) return verdict
  const { initial, steps, failing } = verdict.trace
  const interpreter = new Interpreter(model)
  const states = [initial, ...steps.map(({ state }) => state)]
  const isLeft = failing !== undefined || verdict.violation.kind === 'deadlock'
  const left = isLeft ? states : states.slice(0, -1)
  const constraints = model.properties.filter(({ kind }) => kind === 'constraint')
  const broken = constraints.find(c => left.some(state => interpreter.evaluate(c, state) === 'fails'))
  if (broken === undefined) return verdict
  return { kind: 'unknown', reason: `it is violated beyond the constraint ${broken.name}, where nobody looks` }
}
const withoutConstraints = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'constraint'),
})
