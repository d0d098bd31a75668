/**
 * Bounded model checking: asks a solver for behaviours of at most so many steps that settle what is asked. In: a model and a
 * depth. Out: a report; counterexamples and witnesses are shortest, and the interpreter has run them again. What was not
 * found is `bounded`, or `unknown` where the solver gave no answer, and never more than that.
 *
 * Questions about states and steps come first (`stepSearch.ts`), then those about behaviours that go on for ever
 * (`temporal.ts`) and about pairs of runs (`nonInterference.ts`), as in an exploration.
 */
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model, NonInterference } from '../../../ir/model.ts'
import type { TemporalProperty } from '../../../ir/temporal.ts'
import { Judge } from '../../../verdict/judge.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { rerun } from '../../../verdict/rerun.ts'
import { type Finding, inReportOrder, type Limit, type Verdict } from '../../../verdict/verdict.ts'
import { systemOf } from '../systemOf.ts'
import { Lassos } from './lassos.ts'
import { pairFinding } from './nonInterference.ts'
import { type BmcOptions, sessionFor } from './options.ts'
import { StepSearch, withoutStates } from './stepSearch.ts'
import { temporalFindings } from './temporal.ts'

export type { BmcOptions, BmcProgress } from './options.ts'

/**
 * @throws RangeError when a property name is not one of the model's
 * @throws SpecError when the model cannot be written for a solver
 * @throws InternalError when a trace cannot be run again, or solvers disagree
 */
export async function boundedCheck(model: Model, options: BmcOptions): Promise<SolverReport> {
  const { encoding = 'bitvectors', keepGoing = false, file, depth, signal, onProgress } = options
  const startedMs = performance.now()
  const elapsedMs = () => performance.now() - startedMs
  const interpreter = new Interpreter(model)
  const judge = new Judge(model, interpreter, options.properties)
  const system = systemOf(model, { integers: encoding === 'integers' })
  const steps = new StepSearch(system, interpreter, judge, options)
  let furtherQueries = 0
  const onDepth = (at: number, open: number, queries = 0) =>
    onProgress?.({ depth: at, open, queries: steps.queries + queries, elapsedMs: elapsedMs() })

  await steps.run(onDepth)
  const findings = steps.findings()
  /** The verdict on what is left, if it is not to be looked at. */
  const whyLeft = (): Verdict | null => {
    if (!steps.hasStates) return withoutStates(model)
    if (signal?.aborted === true) return { kind: 'unknown', reason: 'interrupted' }
    if (keepGoing || findings.every(({ verdict }) => verdict.kind !== 'violated')) return null
    return { kind: 'unknown', reason: 'the search ended with a violation before this was looked at' }
  }

  const isLeft = whyLeft()
  if (isLeft !== null) findings.push(...judge.temporal.map(each => left('temporal', each, isLeft)))
  else if (judge.temporal.length > 0) {
    const lassos = new Lassos(system, interpreter, await sessionFor(model, options, 'bmc-loops'))
    try {
      const looking = { depth, keepGoing, signal, onDepth }
      findings.push(...(await temporalFindings(judge.temporal, lassos, looking)))
    } finally {
      await lassos.close()
    }
    furtherQueries += lassos.queries
  }
  for (const claim of judge.nonInterference) {
    const verdict = whyLeft()
    if (verdict !== null) {
      findings.push(left('noninterference', claim, verdict))
      continue
    }
    const { finding, queries } = await pairFinding(model, claim, (pairs, properties) =>
      boundedCheck(pairs, { ...options, properties, keepGoing: false }),
    )
    furtherQueries += queries
    findings.push(finding)
  }

  for (const finding of findings) rerun(model, finding, interpreter)
  const solving = {
    solver: steps.solver,
    encoding,
    depth: Math.max(0, steps.depth),
    queries: steps.queries + furtherQueries,
    elapsedMs: elapsedMs(),
  }
  const limits = limitsOf(steps, findings, depth)
  return { model, file: file ?? null, engine: 'bmc', solving, limits, findings: inReportOrder(findings) }
}

/** Behaviours that go on for ever may stutter, and so have as many steps as were asked for. */
function limitsOf(steps: StepSearch, findings: readonly Finding[], depth: number): Limit[] {
  const limits = steps.limits()
  const isOver = limits.some(({ kind }) => kind === 'noLonger')
  const loops = findings.some(({ kind, verdict }) => kind === 'temporal' && verdict.kind === 'bounded')
  return isOver && loops ? [...limits, { kind: 'maxDepth', depth }] : limits
}

const left = (
  kind: 'temporal' | 'noninterference',
  { name, span }: TemporalProperty | NonInterference,
  verdict: Verdict,
): Finding => ({ name, kind, span, verdict })
