/**
 * Invents an inductive invariant that shows what is asked, or finds a path to where it is violated. In: a model, and what is
 * asked of it. Out: the conditions that show what holds, for others to prove; and a verdict on what does not hold.
 *
 * One question after the other is decided; what was learnt for one is known to the next. The search takes the word of the
 * spec for which names are interchangeable: that is not checked, as a wrong word shows where conditions are thinned out,
 * and a path is real in any case.
 */
import type { Expr } from '../../../ir/expr.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'
import type { SessionOptions } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import { candidatesOf } from '../houdini/candidates.ts'
import { largestInvariant } from '../houdini/houdini.ts'
import { sampleStates } from '../houdini/sample.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { initialFailure, violationAlong } from './counterexample.ts'
import { Inconclusive } from './inconclusive.ts'
import { LemmaWriter } from './lemmaExpr.ts'
import { neededConditions } from './neededConditions.ts'
import { type SearchProgress, searchInvariant } from './search.ts'
import { StepOracle } from './stepOracle.ts'
import { StepSession } from './stepSession.ts'
import { Vocabulary } from './vocabulary.ts'

export interface InventOptions {
  readonly session: SessionOptions
  /** whether simple invariants are looked for first, as they may make searches short; they are unless this is false */
  readonly candidates?: boolean
  readonly onProgress?: (progress: SearchProgress & { readonly name: string }) => void
}

export interface Invention {
  /** by the name of what was asked: violated, or unknown; what is not here the conditions show */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** an inductive invariant together, and nothing is shown any more when one of them is left out */
  readonly conditions: readonly Expr[]
  /** how many times a solver was asked */
  readonly queries: number
}

/** @param bad what is asked: that no such state is reachable */
export async function invent(
  system: TransitionSystem,
  bad: readonly Badness[],
  options: InventOptions,
): Promise<Invention> {
  const inventor = new Inventor(system, options)
  try {
    // Before anything is known: where there is no initial state, anything is true of all.
    const verdicts = await inventor.lookAtStart(bad)
    const open = bad.filter(({ name }) => !verdicts.has(name))
    const known = open.length > 0 && options.candidates !== false ? [...(await inventor.guess())] : []
    for (const badness of open) {
      const found = await inventor.decide(badness)
      if ('kind' in found) verdicts.set(badness.name, found)
      else {
        known.push(...found)
        inventor.know(found)
      }
    }
    const shown = open.filter(({ name }) => !verdicts.has(name))
    const needed = await inventor.needed([...new Set(known)], shown)
    if ('kind' in needed) for (const { name } of shown) verdicts.set(name, needed)
    return { verdicts, conditions: 'kind' in needed ? [] : needed, queries: inventor.queries }
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

  /** What is bad of the initial states themselves, or unknown even of these. */
  async lookAtStart(bad: readonly Badness[]): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>()
    for (const badness of bad) {
      const { name } = badness
      const oracle = new StepOracle(this.session, this.vocabulary, badness, false)
      const verdict = await orUnknown(async () => {
        const state = await oracle.badInitially()
        if (state === null) return null
        return name === 'failures' ? initialFailure(this.interpreter) : this.violation(name, [state])
      })
      if (verdict !== null) verdicts.set(name, verdict)
    }
    return verdicts
  }

  /** The simple conditions that are an inductive invariant together; from now on they are known. */
  async guess(): Promise<readonly Expr[]> {
    const states = sampleStates(this.interpreter)
    const candidates = candidatesOf(this.system.model, this.vocabulary, this.writer, states)
    const found = await orUnknown(() => largestInvariant(candidates, this.session))
    if ('kind' in found) return []
    this.know(found)
    return found
  }

  /** Conditions that, with what is known, are inductive and exclude the bad states; or why there are none. */
  async decide(badness: Badness): Promise<Verdict | readonly Expr[]> {
    const isSymmetric = this.vocabulary.interchangeable.length > 0
    for (const usesSymmetry of isSymmetric ? [true, false] : [false]) {
      const result = await orUnknown(async () => {
        const found = await this.search(badness, usesSymmetry)
        return 'kind' in found ? found : neededConditions(found, [badness], this.session)
      })
      if (result !== null) return result
    }
    throw new InternalError(`what was invented for ${badness.name} is no inductive invariant`)
  }

  private async search(badness: Badness, usesSymmetry: boolean): Promise<Verdict | readonly Expr[]> {
    const { name } = badness
    const oracle = new StepOracle(this.session, this.vocabulary, badness, usesSymmetry)
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

  /** The conditions that are needed for all that is shown, whatever they were known for; or why nobody can say. */
  async needed(conditions: readonly Expr[], shown: readonly Badness[]): Promise<readonly Expr[] | Verdict> {
    if (shown.length === 0) return []
    await this.session.forget()
    const needed = await orUnknown(() => neededConditions(conditions, shown, this.session))
    if (needed === null) throw new InternalError('what was invented is no inductive invariant')
    return needed
  }

  get queries(): number {
    return this.session.queries
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

/** What the task gives, or that a solver gave no answer. */
async function orUnknown<T>(task: () => Promise<T>): Promise<T | (Verdict & { kind: 'unknown' })> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof Inconclusive)) throw error
    return { kind: 'unknown', reason: error.reason }
  }
}
