/**
 * Verdicts on temporal properties. In: a finished search. Out: a finding for each property that was asked. They are about
 * all that behaviours can do for ever, so anything but the graph of all reachable states gives no answer.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model } from '../../ir/model.ts'
import { type Formula, formatFormula, predicatesOf, type TemporalProperty } from '../../ir/temporal.ts'
import { equalValues } from '../../ir/value.ts'
import type { Span } from '../../source/span.ts'
import { LassoBehaviour } from '../../verdict/lasso.ts'
import type { Trace, TraceStep } from '../../verdict/trace.ts'
import type { Finding, Limit, VacuousPremise, Verdict } from '../../verdict/verdict.ts'
import { type Answer, Liveness } from './liveness/liveness.ts'
import { graphBytes } from './liveness/stateGraph.ts'
import type { Search } from './search.ts'
import type { SearchOptions } from './searchOptions.ts'
import type { Traces } from './traces.ts'
import { withoutStates } from './withoutStates.ts'

const TURN_MS = 25
/** states from which on the model is compiled */
const COMPILE_AFTER = 2000
const DEFAULT_MEMORY_BYTES = 2 ** 31

/** A search that has ended, and what is asked of it. */
export interface Explored {
  readonly model: Model
  readonly encoding: StateEncoding
  readonly search: Search
  /** why not every reachable state was seen */
  readonly limits: readonly Limit[]
  readonly traces: Traces
  readonly properties: readonly TemporalProperty[]
  /** the option by which not every state, or not every step, was explored */
  readonly reducedBy: string | null
}

export async function temporalFindings(explored: Explored, options: SearchOptions): Promise<Finding[]> {
  const { model, properties, traces } = explored
  if (properties.length === 0) return []
  const { distinct } = explored.search.exploration()
  const pause = pacing(options.signal)
  let liveness = distinct === 0 ? withoutStates(model, explored.limits) : await livenessOf(explored, options, pause)
  const findings: Finding[] = []
  for (const property of properties) {
    const { name, span } = property
    if (!(await pause())) liveness = INTERRUPTED
    const verdict =
      liveness instanceof Liveness ? verdictOf(property, await liveness.answer(property), model, traces) : liveness
    findings.push({ name, kind: 'temporal', span, verdict })
  }
  return findings
}

const unknown = (reason: string): Verdict => ({ kind: 'unknown', reason })
const INTERRUPTED = unknown('interrupted')

/** Or the verdict on everything, where there is no answer. */
async function livenessOf(
  explored: Explored,
  options: SearchOptions,
  pause: () => Promise<boolean>,
): Promise<Liveness | Verdict> {
  const { model, encoding, search, limits, reducedBy } = explored
  const { maxMemoryBytes = DEFAULT_MEMORY_BYTES, compileAfter = COMPILE_AFTER, backend = 'wasm' } = options
  if (reducedBy !== null) return unknown(`a reduced exploration does not show all behaviours: go without ${reducedBy}`)
  const { distinct, generated } = search.exploration()
  if (limits.length > 0) return unknown(reasonOf(limits))
  const bytes = graphBytes(distinct, generated, encoding.words)
  if (bytes > maxMemoryBytes) {
    return unknown(`the graph of all steps takes ${Math.ceil(bytes / 2 ** 20)}M of memory, which is above the limit`)
  }
  const generatedBy = distinct > compileAfter && backend !== 'interpreter' ? backend : null
  try {
    return (await Liveness.of(model, encoding, search.states, generated, generatedBy, pause)) ?? INTERRUPTED
  } catch (error) {
    if (error instanceof RangeError) return unknown(`the graph of all steps does not fit into memory: ${error.message}`)
    throw error
  }
}

type LoopingTrace = Trace & { readonly loop: number }

function verdictOf({ span, formula }: TemporalProperty, answer: Answer, model: Model, traces: Traces): Verdict {
  const interpreter = new Interpreter(model)
  const isCounterexample = (trace: LoopingTrace) => {
    const behaviour = new LassoBehaviour(interpreter, trace)
    return behaviour.unfairness(model.fairness) === null && !behaviour.satisfies(formula)
  }
  switch (answer.kind) {
    case 'holds':
      return { kind: 'exhausted' }
    case 'vacuous':
      return { kind: 'vacuous', premises: answer.premises.map(premise => vacuousPremise(premise, span)) }
    case 'broken': {
      const trace = rolledBack(shortened(traceOf(answer, traces), isCounterexample))
      return { kind: 'violated', violation: { kind: 'temporal' }, trace }
    }
    case 'failure': {
      const { check, state, next } = answer.failure
      const path = traces.pathTo(state)
      const trace = traces.along(next === null ? path : [...path, next])
      return { kind: 'violated', violation: { kind: 'propertyFailure', check }, trace }
    }
    case 'ended':
      return INTERRUPTED
    case 'tooLarge':
      return { kind: 'unknown', reason: answer.reason }
  }
}

/** A cycle of one stuttering step is no step of the trace: its last state stutters for ever. */
function traceOf({ lasso }: Answer & { kind: 'broken' }, traces: Traces): LoopingTrace {
  const { stem, cycle } = lasso
  const loop = stem.length - 1
  const isStuttering = cycle.length === 1 && cycle[0] === stem[loop]
  return { ...traces.along(isStuttering ? stem : [...stem, ...cycle]), loop }
}

/** Leaves out stuttering before and in the cycle, as far as what is left is still a counterexample. */
function shortened(trace: LoopingTrace, isCounterexample: (trace: LoopingTrace) => boolean): LoopingTrace {
  let shortest = trace
  for (let i = trace.steps.length - 1; i >= 0; i--) {
    const { steps, loop } = shortest
    if (steps[i]?.action !== null) continue
    const shorter = { ...shortest, steps: steps.toSpliced(i, 1), loop: i < loop ? loop - 1 : loop }
    if (isCounterexample(shorter)) shortest = shorter
  }
  return shortest
}

/** A step that leads into the cycle and is also its last one belongs to the cycle: the behaviour is the same. */
function rolledBack(trace: LoopingTrace): LoopingTrace {
  const { initial, steps, loop } = trace
  const stateAt = (position: number) => (position === 0 ? initial : (steps[position - 1] as TraceStep).state)
  if (loop === 0) return trace
  const last = loop === steps.length ? loop : steps.length - 1
  return equalValues(stateAt(loop - 1), stateAt(last))
    ? rolledBack({ ...trace, steps: steps.slice(0, -1), loop: loop - 1 })
    : trace
}

function vacuousPremise(premise: Formula, property: Span): VacuousPremise {
  const [predicate] = predicatesOf(premise)
  return { text: formatFormula(premise), span: predicate?.span ?? property }
}

function reasonOf(limits: readonly Limit[]): string {
  const constraint = limits.find(limit => limit.kind === 'constraint')
  if (constraint !== undefined) {
    return `behaviours may go on behind the states that constraint ${constraint.name} keeps from being explored`
  }
  return limits.some(limit => limit.kind === 'violation')
    ? 'the exploration ended with a violation, and behaviours may go on in states not seen'
    : 'behaviours may go on in states that were not seen'
}

/** Lets others run now and then; the answer is false when the work is to end. */
function pacing(signal: AbortSignal | undefined): () => Promise<boolean> {
  let turnAt = performance.now()
  return async () => {
    if (performance.now() - turnAt >= TURN_MS) {
      await nextTurn()
      turnAt = performance.now()
    }
    return signal?.aborted !== true
  }
}
