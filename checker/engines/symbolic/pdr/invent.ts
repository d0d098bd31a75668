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
import type { EnumType } from '../../../ir/type.ts'
import type { SessionOptions } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { rerun } from '../../../verdict/rerun.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import type { Badness } from './badness.ts'
import { initialFailure, violationAlong } from './counterexample.ts'
import { Inconclusive } from './inconclusive.ts'
import { objectionTo, withoutNeedless } from './invariantCheck.ts'
import { LemmaWriter } from './lemmaExpr.ts'
import { type SearchProgress, searchInvariant } from './search.ts'
import { StepOracle } from './stepOracle.ts'
import { Vocabulary } from './vocabulary.ts'

export interface InventOptions {
  readonly session: SessionOptions
  readonly onProgress?: (progress: SearchProgress & { readonly name: string }) => void
}

export interface Invention {
  /** by the name of what was asked */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** an inductive invariant together; shows all that is proved, and no longer does when any of them is left out */
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
  const verdicts = new Map<string, Verdict>()
  let known = given
  for (const badness of bad) {
    const { verdict, conditions } = await inventor.decide(badness, known)
    verdicts.set(badness.name, verdict)
    known = [...known, ...conditions]
  }
  const proved = bad.filter(({ name }) => verdicts.get(name)?.kind === 'proved')
  if (proved.length === 0) return { verdicts, conditions: [] }
  return { verdicts, conditions: await inventor.confirmed(known, proved) }
}

class Inventor {
  private readonly system: TransitionSystem
  private readonly options: InventOptions
  private readonly interpreter: Interpreter

  constructor(system: TransitionSystem, options: InventOptions) {
    this.system = system
    this.options = options
    this.interpreter = new Interpreter(system.model)
  }

  /** Conditions that, with what is known, are inductive and exclude the bad states; or why there are none. */
  async decide(badness: Badness, known: readonly Expr[]): Promise<{ verdict: Verdict; conditions: readonly Expr[] }> {
    const { interchangeable } = this.system.model
    try {
      for (const types of interchangeable.length === 0 ? [[]] : [interchangeable, []]) {
        const result = await this.search(badness, known, types)
        if ('kind' in result) return { verdict: result, conditions: [] }
        const needed = await withoutNeedless(result, known, this.system, [badness], this.session(`${badness.name}-needed`))
        if (needed !== null) return { verdict: { kind: 'proved' }, conditions: needed }
      }
    } catch (error) {
      if (error instanceof Inconclusive) return { verdict: { kind: 'unknown', reason: error.reason }, conditions: [] }
      throw error
    }
    throw new InternalError(`what was invented for ${badness.name} is no inductive invariant`)
  }

  /** The conditions that are needed for all that is proved, after a check of each from scratch. */
  async confirmed(conditions: readonly Expr[], proved: readonly Badness[]): Promise<readonly Expr[]> {
    const { system } = this
    const needed =
      proved.length === 1 ? conditions : await withoutNeedless(conditions, [], system, proved, this.session('needed'))
    const objection =
      needed === null ? 'it is not preserved' : await objectionTo(needed, system, proved, this.session('check'))
    if (objection !== null) throw new InternalError(`what was invented is no inductive invariant: ${objection}`)
    return needed ?? []
  }

  private async search(
    badness: Badness,
    known: readonly Expr[],
    interchangeable: readonly EnumType[],
  ): Promise<Verdict | readonly Expr[]> {
    const { system, interpreter } = this
    const { model } = system
    const { name } = badness
    const vocabulary = new Vocabulary(model, interchangeable)
    const oracle = new StepOracle(system, vocabulary, badness, known, this.session(name))
    try {
      const start = await oracle.badInitially()
      if (start !== null && name === 'failures') return initialFailure(interpreter)
      const onProgress = (progress: SearchProgress) => this.options.onProgress?.({ ...progress, name })
      const result =
        start !== null ? ({ kind: 'path', states: [start] } as const) : await searchInvariant(oracle, onProgress)
      if (result.kind === 'path') return this.violation(name, result.states)
      const writer = new LemmaWriter(vocabulary)
      return result.lemmas.map(({ cubes }) => writer.express(cubes))
    } finally {
      await oracle.close()
    }
  }
  private violation(name: string, states: Parameters<typeof violationAlong>[3]): Verdict {
    const { model } = this.system
    const verdict = violationAlong(model, this.interpreter, name, states)
    rerun(model, { name, kind: 'invariant', span: null, verdict }, this.interpreter)
    return verdict
  }
  private session(part: string): SessionOptions {
    const { session } = this.options
    const { dump } = session
    return dump === undefined ? session : { ...session, dump: { ...dump, name: `${dump.name}-${part}` } }
  }
}
