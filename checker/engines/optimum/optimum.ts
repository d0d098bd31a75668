/**
 * The largest or smallest value that a measure has in any reachable state, with both sides of the answer: a trace to a
 * state that has it, and why none goes beyond. In: a model, a measure of it, and engines that decide invariants.
 *
 * Each question is an invariant, "the measure is at most n", so that any engine can answer it: a counterexample attains
 * more than n, and a verdict that there is none bounds the measure. The range in between is halved until it is empty.
 */
import { lessEqual } from '../../ir/arithmetic.ts'
import { Evaluator } from '../../ir/evaluator.ts'
import { integer } from '../../ir/expr.ts'
import type { Measure, Model, Property } from '../../ir/model.ts'
import type { IntType } from '../../ir/type.ts'
import { InternalError } from '../../verdict/internalError.ts'
import { lastState, type Trace } from '../../verdict/trace.ts'
import type { Finding, Verdict } from '../../verdict/verdict.ts'

export type Direction = 'largest' | 'smallest'

/** Decides one property of a model, by name; the property is an invariant of the model that is given. */
export type Ask<R extends Answers> = (model: Model, property: string) => Promise<R>
/** What a report of an engine has in it. */
export interface Answers {
  readonly findings: readonly Finding[]
}

export interface OptimumOptions<R extends Answers> {
  /** finds states beyond a bound, or says how far it has looked */
  readonly seek: Ask<R>
  /** asked once `seek` finds no more: proves that there are none */
  readonly settle?: Ask<R>
  readonly signal?: AbortSignal
}

export type Optimum<R extends Answers> =
  | {
      readonly kind: 'found'
      readonly measure: Measure
      readonly direction: Direction
      readonly value: number
      /** ends in a state that has the value */
      readonly trace: Trace
      /** of the claim that no reachable state goes beyond it: how far that is known */
      readonly beyond: Verdict
      /** how many questions were asked */
      readonly queries: number
    }
  /** the protocol, or the measure itself, fails: what was asked is in the report, beside the violation */
  | { readonly kind: 'fails'; readonly measure: Measure; readonly direction: Direction; readonly report: R }

/**
 * Cost: about log2 of the range of the measure's type in questions to `seek`, fewer where its traces go far.
 * @throws what the engines throw
 */
export async function optimum<R extends Answers>(
  model: Model,
  measure: Measure,
  direction: Direction,
  options: OptimumOptions<R>,
): Promise<Optimum<R>> {
  const search = new Search<R>(model, measure, direction, options.signal)
  // Any state at all is beyond this.
  return search.from(await search.ask(options.seek, search.low - 1), options)
}

const isFinal = ({ kind }: Verdict) => kind === 'exhausted' || kind === 'proved'

type Answer<R> =
  /** a state goes beyond the bound */
  | { readonly kind: 'attained'; readonly trace: Trace }
  /** none was found to do so */
  | { readonly kind: 'bounded'; readonly verdict: Verdict; readonly report: R }
  | { readonly kind: 'fails'; readonly report: R }

type Climb<R> =
  | { readonly kind: 'highest'; readonly trace: Trace; readonly beyond: Verdict }
  | { readonly kind: 'fails'; readonly report: R }

/** One measure, as numbers that are to be as large as possible. */
class Search<R extends Answers> {
  private readonly sign: 1 | -1
  readonly low: number
  private readonly high: number
  private readonly model: Model
  private readonly measure: Measure
  private readonly direction: Direction
  private readonly signal: AbortSignal | undefined
  private readonly evaluator: Evaluator
  private queries = 0

  constructor(model: Model, measure: Measure, direction: Direction, signal: AbortSignal | undefined) {
    const { low, high } = measure.body.type as IntType
    this.model = model
    this.measure = measure
    this.direction = direction
    this.signal = signal
    this.sign = direction === 'largest' ? 1 : -1
    this.low = direction === 'largest' ? low : -high
    this.high = direction === 'largest' ? high : -low
    this.evaluator = new Evaluator([measure.body])
  }

  async from(start: Answer<R>, options: OptimumOptions<R>): Promise<Optimum<R>> {
    if (start.kind !== 'attained') return this.failing(start.report)
    const climbed = await this.climb(options.seek, start.trace)
    if (climbed.kind === 'fails') return this.failing(climbed.report)
    const { settle } = options
    if (settle === undefined || isFinal(climbed.beyond) || this.isAborted)
      return this.found(climbed.trace, climbed.beyond)
    const settled = await this.ask(settle, this.valueAt(climbed.trace))
    // Further than the first engine has looked.
    if (settled.kind === 'attained') return this.from(settled, options)
    if (settled.kind === 'fails') return this.failing(settled.report)
    return this.found(climbed.trace, isFinal(settled.verdict) ? settled.verdict : climbed.beyond)
  }

  private found(trace: Trace, beyond: Verdict): Optimum<R> {
    const { measure, direction, queries } = this
    return { kind: 'found', measure, direction, value: this.sign * this.valueAt(trace), trace, beyond, queries }
  }
  private failing(report: R): Optimum<R> {
    return { kind: 'fails', measure: this.measure, direction: this.direction, report }
  }
  private get isAborted(): boolean {
    return this.signal?.aborted === true
  }

  private valueAt(trace: Trace): number {
    this.evaluator.setStates(lastState(trace))
    return this.sign * (this.evaluator.closureOf(this.measure.body)() as number)
  }

  /** Whether a reachable state has more than `bound`. */
  async ask(engine: Ask<R>, bound: number): Promise<Answer<R>> {
    this.queries++
    const property = this.within(bound)
    const report = await engine({ ...this.model, properties: [...this.model.properties, property] }, property.name)
    const verdict = report.findings.find(({ name }) => name === property.name)?.verdict
    if (verdict?.kind === 'violated' && verdict.violation.kind === 'invariant' && verdict.trace !== undefined) {
      if (this.valueAt(verdict.trace) > bound) return { kind: 'attained', trace: verdict.trace }
      throw new InternalError(`the trace for '${property.name}' keeps to it`)
    }
    const hasFailed = report.findings.some(each => each.verdict.kind === 'violated')
    return hasFailed || verdict === undefined ? { kind: 'fails', report } : { kind: 'bounded', verdict, report }
  }

  /** Halves the range above the end of a trace until nothing is found in it. */
  private async climb(engine: Ask<R>, start: Trace): Promise<Climb<R>> {
    let trace = start
    let ceiling = this.high
    let beyond: Verdict | null = null
    while (beyond === null || (this.valueAt(trace) < ceiling && !this.isAborted)) {
      const bound = Math.floor((this.valueAt(trace) + ceiling) / 2)
      const answer = await this.ask(engine, bound)
      if (answer.kind === 'fails') return answer
      if (answer.kind === 'attained') trace = answer.trace
      else [ceiling, beyond] = [bound, answer.verdict]
    }
    return { kind: 'highest', trace, beyond }
  }

  /** The invariant that no state has more than `bound`. */
  private within(bound: number): Property {
    const { name, body, ...rest } = this.measure
    const limit = integer(this.sign * bound)
    const isLargest = this.sign === 1
    return {
      ...rest,
      kind: 'invariant',
      name: `${name} ${isLargest ? '<=' : '>='} ${this.sign * bound}`,
      body: isLargest ? lessEqual(body, limit) : lessEqual(limit, body),
    }
  }
}
