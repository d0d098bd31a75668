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
  /** whether simple invariants are looked for first, as they may make searches short; they are unless this is false */
  readonly candidates?: boolean
  readonly onProgress?: (progress: SearchProgress & { readonly name: string }) => void
}

export interface Invention {
  /** by the name of what was asked */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** an inductive invariant together, which shows all that is proved, and not when any of them is left out */
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
    // Before anything is known: where there is no initial state, anything is true of all.
    const verdicts = await inventor.lookAtStart(bad)
    let known = given
    inventor.know(given)
    const open = bad.filter(({ name }) => !verdicts.has(name))
    if (open.length > 0 && options.candidates !== false) known = [...known, ...(await inventor.guess())]
    for (const badness of open) {
      const { verdict, conditions } = await inventor.decide(badness)
      verdicts.set(badness.name, verdict)
      known = [...known, ...conditions]
      inventor.know(conditions)
    }
    const proved = bad.filter(({ name }) => verdicts.get(name)?.kind === 'proved')
    const confirmed = await inventor.confirmed([...new Set(known)], proved)
    if (!('kind' in confirmed)) return { verdicts, conditions: confirmed }
    for (const { name } of proved) verdicts.set(name, confirmed)
    return { verdicts, conditions: [] }
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
  async decide(badness: Badness): Promise<{ verdict: Verdict; conditions: readonly Expr[] }> {
    const isSymmetric = this.vocabulary.interchangeable.length > 0
    for (const usesSymmetry of isSymmetric ? [true, false] : [false]) {
      const result = await orUnknown(async () => {
        const found = await this.search(badness, usesSymmetry)
        return 'kind' in found ? found : neededConditions(found, [badness], this.session)
      })
      if (result === null) continue
      if ('kind' in result) return { verdict: result, conditions: [] }
      return { verdict: { kind: 'proved' }, conditions: result }
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

  /** The conditions that are needed for all that is proved, checked from scratch; or why they could not be checked. */
  async confirmed(conditions: readonly Expr[], proved: readonly Badness[]): Promise<readonly Expr[] | Verdict> {
    if (proved.length === 0) return []
    await this.session.forget()
    return orUnknown(async () => {
      const needed = await neededConditions(conditions, proved, this.session)
      const objection =
        needed === null ? 'it is not preserved' : await objectionTo(needed, this.system, proved, this.named('check'))
      if (needed === null || objection !== null) {
        throw new InternalError(`what was invented is no inductive invariant: ${objection}`)
      }
      return needed
    })
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
