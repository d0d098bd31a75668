/**
 * Explicit exploration: visits every reachable state of an instance and says what holds. In: a model. Out: a report,
 * whose traces the interpreter has run again. How successors are produced and states are stored is known to `search.ts`
 * and `store.ts` only.
 */
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model, NonInterference, Property } from '../../ir/model.ts'
import type { Premise } from '../../ir/premise.ts'
import { formatExpr } from '../../ir/print.ts'
import { Judge, type Question } from '../../verdict/judge.ts'
import type { Report } from '../../verdict/report.ts'
import { rerun } from '../../verdict/rerun.ts'
import { type Finding, inReportOrder, type Limit, type Verdict } from '../../verdict/verdict.ts'
import { Checkpoint, type CheckpointOptions } from './checkpoint/checkpoint.ts'
import { fingerprintOf } from './checkpoint/fingerprint.ts'
import type { DiskSpace } from './compiled.ts'
import { PageFile } from './kernel/pageFile.ts'
import { nonInterferenceFinding } from './nonInterference.ts'
import { PartialOrder } from './partialOrder/partialOrder.ts'
import { Rows } from './rows.ts'
import { Search } from './search.ts'
import type { SearchOptions } from './searchOptions.ts'
import { Representatives } from './symmetry/representatives.ts'
import { temporalFindings } from './temporal.ts'
import { Traces } from './traces.ts'
import { withoutStates } from './withoutStates.ts'

export interface ExploreOptions extends SearchOptions {
  /** names of the properties to check, `deadlock` among them; all unless given. Failures are always looked for. */
  readonly properties?: readonly string[]
  /** path of the spec, for the report */
  readonly file?: string
  /** keeps what was found in a folder, so that another run can go on from there */
  readonly checkpoint?: CheckpointOptions
  /**
   * stores one of all states that differ only by the names that the model declares interchangeable; off unless given. The
   * verdicts and the length of traces are the same, the counts are those of representatives.
   */
  readonly symmetry?: boolean
  /**
   * leaves out steps whose order cannot be told, as far as the properties asked for can see; off unless given. The verdicts
   * are the same, traces may be longer, and the interpreter does it. Not with symmetry, checkpoints or compaction.
   */
  readonly partialOrder?: boolean
}

/**
 * Explores `model` breadth-first. Counterexamples are shortest. Without `keepGoing` the exploration ends with the first
 * level that shows a violation: the level is finished, so that the numbers of the report do not depend on which of its
 * states came first, and what else was asked is `bounded`.
 *
 * @throws RangeError when a property name is not one of the model's, nothing is interchangeable although symmetry is asked
 * for, or options exclude each other
 * @throws SpecError when the folder for checkpoints or states cannot be used, or holds one of something else; when interchangeable
 * names are told apart; when partial-order reduction could change the answer
 * @throws InternalError when a trace cannot be run again
 */
export async function explore(model: Model, options: ExploreOptions = {}): Promise<Report> {
  if (options.partialOrder === true && (options.symmetry || options.checkpoint || options.compact)) {
    throw new RangeError('partial-order reduction cannot be had with symmetry, checkpoints or compaction')
  }
  const { disk, workers = 1, backend = 'wasm' } = options
  if (disk !== undefined && (options.partialOrder || workers > 1 || backend !== 'wasm')) {
    throw new RangeError('states on disk cannot be had with partial-order reduction, workers or other backends')
  }
  const file = disk === undefined ? null : PageFile.open(disk.folder)
  try {
    return await exploreWith(model, options, file && { file, windowBytes: disk?.windowBytes })
  } finally {
    file?.close()
  }
}

async function exploreWith(model: Model, options: ExploreOptions, disk: DiskSpace | null): Promise<Report> {
  const interpreter = new Interpreter(model, { countsBranches: true })
  const encoding = new StateEncoding(model.variables)
  const judge = new Judge(model, interpreter, options.properties)
  const representatives = options.symmetry === true ? representativesOf(model, judge) : null
  const partialOrder = options.partialOrder === true ? PartialOrder.of(model, propertiesOf(judge)) : null
  const rows = new Rows(encoding, representatives)
  const checkpoint =
    options.checkpoint === undefined
      ? null
      : await Checkpoint.open(options.checkpoint, {
          fingerprint: { ...fingerprintOf(model), ...(representatives && { symmetry: 'on' }) },
          asked: judge.questions.map(question => question.name),
          words: encoding.words,
        })
  const search = new Search(model, interpreter, rows, judge, options, checkpoint, partialOrder, disk)
  try {
    await search.run()
  } finally {
    await search.close()
    await checkpoint?.close()
  }

  const exploration = search.exploration()
  const limits = limitsOf(search)
  // Its own interpreter: looking for a trace must not count in the coverage, which is read from the first one.
  const second = new Interpreter(model)
  const traces = new Traces(second, rows, search.states)
  const answers = judge.questions.map((question): Finding => {
    const verdict =
      exploration.distinct === 0 && question.violation === null
        ? withoutStates(model, limits)
        : verdictOf(question, search, limits, traces, partialOrder ?? representatives)
    const { name, kind, property } = question
    const unrefined =
      verdict.kind === 'exhausted' || verdict.kind === 'vacuous'
        ? unrefinedBy(question, partialOrder ?? representatives)
        : []
    return { name, kind, span: property?.span ?? null, verdict, ...(unrefined.length > 0 && { unrefined }) }
  })
  const explored = {
    model,
    encoding,
    search,
    limits,
    traces,
    properties: judge.temporal,
    reducedBy: representatives !== null ? '--symmetry' : partialOrder !== null ? '--partial-order' : null,
  }
  const temporal = await temporalFindings(explored, options)
  if (options.signal?.aborted === true && limits.length === 0) limits.push({ kind: 'interrupted' })
  const paired: Finding[] = []
  for (const claim of judge.nonInterference) paired.push(await pairFinding(model, claim, limits, options))
  const findings = inReportOrder([...answers, ...temporal, ...paired])
  for (const finding of findings) rerun(model, finding, second)
  return {
    model,
    file: options.file ?? null,
    engine: 'explicit',
    interchangeable: representatives === null ? [] : model.interchangeable,
    partialOrder: partialOrder !== null,
    exploration,
    limits,
    findings,
    coverage: search.coverage(),
    memory: search.states.memoryUse,
    ...(search.uncompiled !== null && { uncompiled: search.uncompiled }),
    ...(checkpoint && { checkpoint: checkpoint.status }),
  }
}

/** A claim about pairs of runs, unless the exploration of single runs was cut short. */
async function pairFinding(
  model: Model,
  claim: NonInterference,
  limits: readonly Limit[],
  options: ExploreOptions,
): Promise<Finding> {
  const isOver = limits.some(({ kind }) => kind === 'interrupted' || kind === 'violation')
  if (isOver) {
    const verdict: Verdict = { kind: 'unknown', reason: 'the exploration ended before pairs of runs were looked at' }
    return { name: claim.name, kind: 'noninterference', span: claim.span, verdict }
  }
  const { checkpoint: _, file: __, symmetry: ___, partialOrder: ____, ...searching } = options
  return nonInterferenceFinding(model, claim, (pairs, properties) =>
    explore(pairs, { ...searching, properties, keepGoing: false }),
  )
}

function representativesOf(model: Model, judge: Judge): Representatives {
  if (model.interchangeable.length === 0) throw new RangeError(`${model.name} declares nothing interchangeable`)
  const always = model.properties.filter(({ kind }) => kind === 'constraint' || kind === 'mayEnd')
  return Representatives.of(model, [...propertiesOf(judge), ...always])
}

const propertiesOf = (judge: Judge): Property[] =>
  judge.questions.flatMap(({ property }) => (property === null ? [] : [property]))

function limitsOf(search: Search): Limit[] {
  const { limit } = search
  const constraints = Array.from(
    search.pruned(),
    ([name, count]): Limit => ({ kind: 'constraint', name, pruned: count }),
  )
  const states = search.states.size
  const compaction: Limit[] = search.isCompacted ? [{ kind: 'compaction', probability: states ** 2 / 2 ** 65 }] : []
  return [...constraints, ...compaction, ...(limit === null ? [] : [limit])]
}

/** Why not everything is explored: neither shows of all premises whether they ever come true. */
type Reduction = PartialOrder | Representatives

function verdictOf(
  question: Question,
  search: Search,
  limits: readonly Limit[],
  traces: Traces,
  reduction: Reduction | null,
): Verdict {
  const { kind, property, pending } = question
  const { trace, violation } = traces.of(question)
  if (violation !== null) return { kind: 'violated', violation, ...(trace && { trace }) }
  if (kind === 'witness' && trace !== undefined) return { kind: 'exhausted', witness: trace }
  // a reduced search does not see all short traces first
  if (limits.length > 0 && reduction instanceof PartialOrder)
    return { kind: 'unknown', reason: 'the reduced exploration ended early' }
  if (limits.length > 0) return boundedVerdict(kind, search, limits)
  if (kind === 'witness') return { kind: 'violated', violation: { kind: 'unreachable' } }
  const missing = pending.filter(({ refines }) => refines === undefined)
  const [uncertain, certain] = [true, false].map(is =>
    missing.filter(premise => (reduction?.uncertain.has(premise.condition) ?? false) === is),
  ) as [Premise[], Premise[]]
  if (property !== null && certain.length > 0) {
    const premises = certain.map(({ condition, part, text }) => ({
      text: text ?? formatExpr(condition),
      span: property.origins.get(part) ?? property.span,
    }))
    return { kind: 'vacuous', premises }
  }
  if (uncertain.length > 0) {
    const text = uncertain.map(({ text, condition }) => text ?? formatExpr(condition)).join(', ')
    return { kind: 'unknown', reason: `the reduced exploration does not show whether this comes true: ${text}` }
  }
  return { kind: 'exhausted' }
}

/** The abstract actions that no step refines. */
const unrefinedBy = ({ pending }: Question, reduction: Reduction | null): string[] =>
  pending.flatMap(({ refines, condition }) =>
    refines === undefined || reduction?.uncertain.has(condition) ? [] : [refines.name],
  )

function boundedVerdict(kind: Question['kind'], search: Search, limits: readonly Limit[]): Verdict {
  // Whether a state is a deadlock, or an action fails in it, shows only when it is expanded.
  const depth = kind === 'deadlock' || kind === 'failures' ? search.expandedDepth : search.seenDepth
  if (depth < 0) return { kind: 'unknown', reason: 'stopped before any state was expanded' }
  return { kind: 'bounded', depth, limits }
}
