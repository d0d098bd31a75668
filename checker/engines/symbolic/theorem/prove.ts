/**
 * Proves a theorem, or finds inputs for which it is false. First its functions are run on samples, beside the model that
 * was made of them: where the two differ, nothing may be concluded from the model. Then a solver is asked for inputs for
 * which the claim is false. What either finds is shown only if the reference interpreter and the functions themselves,
 * run on these inputs, agree that it is false.
 */
import { NotCompilable } from '../../../codegen/terms.ts'
import type { State } from '../../../ir/model.ts'
import { formatExpr } from '../../../ir/print.ts'
import { interpreted, type Theorem } from '../../../ir/theorem.ts'
import { formatValue } from '../../../ir/value.ts'
import type { Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Observation, TheoremCounterexample, TheoremFinding, TheoremVerdict } from '../../../verdict/theorem.ts'
import type { VacuousPremise } from '../../../verdict/verdict.ts'
import { arithmeticFor, type NumberEncoding } from '../arithmetic.ts'
import { unknownReason } from '../unknownReason.ts'
import { type Formula, formulaOf, HOLDS } from './formula.ts'
import { samples as drawn } from './samples.ts'

export interface TheoremOptions {
  /** runs the functions of the theorem as they are */
  readonly observe: (inputs: State) => Observation
  /** inputs to try before the solver is asked (2000) */
  readonly samples?: number
  /** of the samples (1) */
  readonly seed?: number
  /** how numbers are written for the solver (bitvectors) */
  readonly encoding?: NumberEncoding
  /** gives a session for this encoding, which is left as it was; called only if a solver is needed */
  readonly session: () => Promise<Session>
}

/** @throws InternalError where model and functions differ */
export async function proveTheorem(theorem: Theorem, options: TheoremOptions): Promise<TheoremFinding> {
  const start = performance.now()
  const proof = new TheoremProof(theorem, options)
  const verdict = await proof.verdict()
  return {
    theorem,
    verdict,
    samples: proof.samples,
    queries: proof.queries,
    elapsedMs: performance.now() - start,
  }
}

class TheoremProof {
  samples = 0
  queries = 0
  private readonly theorem: Theorem
  private readonly options: TheoremOptions
  private readonly interpret: ReturnType<typeof interpreted>
  /** those that no sample has made true so far */
  private unmet

  constructor(theorem: Theorem, options: TheoremOptions) {
    this.theorem = theorem
    this.options = options
    this.interpret = interpreted(theorem)
    this.unmet = theorem.premises.map(({ condition, part }) => ({
      condition,
      part,
      holds: interpreted({ ...theorem, checks: [], body: condition }),
    }))
  }

  async verdict(): Promise<TheoremVerdict> {
    const found = this.sampled()
    if (found !== null) return { kind: 'violated', counterexample: found, by: 'sampling' }
    let formula: Formula
    try {
      formula = formulaOf(
        this.theorem,
        this.unmet.map(({ condition }) => condition),
        arithmeticFor(this.options.encoding ?? 'bitvectors'),
      )
    } catch (error) {
      if (error instanceof NotCompilable) return { kind: 'unknown', reason: error.message }
      throw error
    }
    const session = await this.options.session()
    session.tell(`(push)\n${formula.commands}`)
    const verdict = (await this.asked(session, formula)) ?? (await this.vacuous(session, formula)) ?? { kind: 'proved' }
    session.tell('(pop)')
    return verdict
  }

  private sampled(): TheoremCounterexample | null {
    const { samples = 2000, seed = 1 } = this.options
    for (const inputs of drawn(this.theorem.inputs, samples, seed)) {
      this.samples++
      const found = this.judged(inputs)
      if (found !== null) return found
      this.unmet = this.unmet.filter(({ holds }) => holds(inputs) !== 'holds')
    }
    return null
  }

  /** Null where the claim is true of the inputs. */
  private judged(inputs: State): TheoremCounterexample | null {
    const evaluation = this.interpret(inputs)
    const observed = this.options.observe(inputs)
    const failed = typeof evaluation === 'string' ? null : evaluation.failed
    // A check may fail where JavaScript computes on, as with `x!` on a null; the other way round, the model is wrong.
    if (failed === null && observed.truth !== (evaluation === 'holds')) {
      const truth = typeof observed.truth === 'boolean' ? String(observed.truth) : observed.truth.message
      throw new InternalError(
        `${this.theorem.name}: the model ${evaluation}, its functions give '${truth}' for ${this.shown(inputs)}`,
      )
    }
    return evaluation === 'holds' ? null : { inputs, failed, observed }
  }
  private shown(inputs: State): string {
    return this.theorem.inputs
      .map(({ name, type }, i) => `${name} = ${formatValue(type, inputs[i] ?? null)}`)
      .join(', ')
  }

  /** Null where there are no inputs for which the claim is false. */
  private async asked(session: Session, formula: Formula): Promise<TheoremVerdict | null> {
    this.queries++
    const answer = await session.check([`(not ${HOLDS})`])
    if (answer.kind === 'unsat') return null
    if (answer.kind === 'unknown') return { kind: 'unknown', reason: unknownReason(answer) }
    const inputs = formula.decode(await session.values(formula.cells))
    const counterexample = this.judged(inputs)
    if (counterexample === null) {
      throw new InternalError(
        `${this.theorem.name}: a solver found it false for ${this.shown(inputs)}, where it is true`,
      )
    }
    return { kind: 'violated', counterexample, by: 'solver' }
  }

  /** Null where each premise is true of some inputs. */
  private async vacuous(session: Session, { conditions }: Formula): Promise<TheoremVerdict | null> {
    const never: VacuousPremise[] = []
    const { origins, span } = this.theorem
    for (const [i, { condition, part }] of this.unmet.entries()) {
      this.queries++
      const answer = await session.check([conditions[i] as string])
      if (answer.kind === 'unknown') {
        return { kind: 'unknown', reason: `whether its premise is ever true: ${unknownReason(answer)}` }
      }
      if (answer.kind === 'unsat') never.push({ text: formatExpr(condition), span: origins.get(part) ?? span })
    }
    return never.length === 0 ? null : { kind: 'vacuous', premises: never }
  }
}
