/**
 * Invents an inductive invariant that shows what is asked, or finds a path to where it is violated. In: a model, and what is
 * asked of it. Out: a verdict on each question, and the conditions that prove those that hold.
 *
 * One question after the other is decided; what was learnt for one is known to the next. In the end the conditions are
 * checked from scratch. The search takes the word of the spec for which names are interchangeable: that is not checked, as
 * a wrong word shows in the check of what was learnt, and a path is real in any case.
 */
import type { Expr } from '../../../ir/expr.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'
import type { SessionOptions } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { candidatesOf } from '../houdini/candidates.ts'
import { largestInvariant } from '../houdini/houdini.ts'
import { sampleStates } from '../houdini/sample.ts'
import { initialFailure, violationAlong } from './counterexample.ts'
import { Inconclusive } from './inconclusive.ts'
import { objectionTo } from './invariantCheck.ts'
import { LemmaWriter } from './lemmaExpr.ts'
import { neededConditions } from './neededConditions.ts'
import { type SearchProgress, searchInvariant } from './search.ts'
import { StepOracle } from './stepOracle.ts'
import { StepSession } from './stepSession.ts'
import { Vocabulary } from './vocabulary.ts'

export interface InventOptions {
  readonly session: SessionOptions
  /** first looks for simple invariants, which may be needed or not */
  readonly candidates?: boolean
  readonly onProgress?: (progress: SearchProgress & { readonly name: string }) => void
}

export interface Invention {
  /** by the name of what was asked */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** an inductive invariant together, which shows all that is proved */
  readonly conditions: readonly Expr[]
}

/**
 * @param bad what is asked: that no such state is reachable
 * @param given conditions that are an inductive invariant together, such as lemmas that were proved
 */
export async function invent(
  system: TransitionSystem,
  bad: readonly Badness[],
  given: readonly Expr[],
  options: InventOptions,
): Promise<Invention> {
  const inventor = new Inventor(system, options)
  try {
    const verdicts = new Map<string, Verdict>()
    let known = given
    inventor.know(given)
    if (options.candidates === true) known = [...known, ...(await inventor.guess())]
    for (const badness of bad) {
      const { verdict, conditions } = await inventor.decide(badness)
      verdicts.set(badness.name, verdict)
      known = [...known, ...conditions]
      inventor.know(conditions)
    }
    const proved = bad.filter(({ name }) => verdicts.get(name)?.kind === 'proved')
    return { verdicts, conditions: proved.length === 0 ? [] : await inventor.confirmed(known, proved) }
  } finally {
    await inventor.close()
  }
}

class Inventor {
  private readonly system: TransitionSystem
  private readonly options: InventOptions
  private readonly interpreter: Interpreter
  private readonly vocabulary: Vocabulary
  private readonly writer: LemmaWriter
  private readonly session: StepSession

  constructor(system: TransitionSystem, options: InventOptions) {
    this.system = system
    this.options = options
    this.interpreter = new Interpreter(system.model)
    this.vocabulary = new Vocabulary(system.model)
    this.writer = new LemmaWriter(this.vocabulary)
    this.session = new StepSession(system, this.named('search'))
  }

  /** Relies on these from now on. */
  know(conditions: readonly Expr[]): void {
    this.session.know(conditions)
  }

  /** The simple conditions that are an inductive invariant together; from now on they are known. */
  async guess(): Promise<readonly Expr[]> {
    const states = sampleStates(this.interpreter)
    const candidates = candidatesOf(this.system.model, this.vocabulary, this.writer, states)
    const found = await largestInvariant(candidates, this.session)
    this.know(found)
    return found
  }

  /** Conditions that, with what is known, are inductive and exclude the bad states; or why there are none. */
  async decide(badness: Badness): Promise<{ verdict: Verdict; conditions: readonly Expr[] }> {
    const isSymmetric = this.vocabulary.interchangeable.length > 0
    try {
      for (const usesSymmetry of isSymmetric ? [true, false] : [false]) {
        const result = await this.search(badness, usesSymmetry)
        if ('kind' in result) return { verdict: result, conditions: [] }
        const needed = await neededConditions(result, [badness], this.session)
        if (needed !== null) return { verdict: { kind: 'proved' }, conditions: needed }
      }
    } catch (error) {
      if (!(error instanceof Inconclusive)) throw error
      return { verdict: { kind: 'unknown', reason: error.reason }, conditions: [] }
    }
    throw new InternalError(`what was invented for ${badness.name} is no inductive invariant`)
  }

  private async search(badness: Badness, usesSymmetry: boolean): Promise<Verdict | readonly Expr[]> {
    const { name } = badness
    const oracle = new StepOracle(this.session, this.vocabulary, badness, usesSymmetry)
    const start = await oracle.badInitially()
    if (start !== null) return name === 'failures' ? initialFailure(this.interpreter) : this.violation(name, [start])
    const result = await searchInvariant(oracle, progress => this.options.onProgress?.({ ...progress, name }))
    return result.kind === 'path'
      ? this.violation(name, result.states)
      : result.lemmas.map(({ cubes }) => this.writer.express(cubes))
  }
  private violation(name: string, states: readonly State[]): Verdict {
    const { model } = this.system
    const verdict = violationAlong(model, this.interpreter, name, states)
    rerun(model, { name, kind: 'invariant', span: null, verdict }, this.interpreter)
    return verdict
  }

  /** The conditions that are needed for all that is proved, after a check of them from scratch. */
  async confirmed(conditions: readonly Expr[], proved: readonly Badness[]): Promise<readonly Expr[]> {
    const objection = await objectionTo(conditions, this.system, proved, this.named('check'))
    if (objection !== null) throw new InternalError(`what was invented is no inductive invariant: ${objection}`)
    return conditions
  }

  close(): Promise<void> {
    return this.session.close()
  }
  private named(part: string): SessionOptions {
    const { session } = this.options
    const { dump } = session
    return dump === undefined ? session : { ...session, dump: { ...dump, name: `${dump.name}-${part}` } }
  }
}
