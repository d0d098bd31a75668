/** `von optimum`: the largest and smallest values of the measures of a spec. */
import { type Direction, type Optimum, optimum } from '../engines/optimum/optimum.ts'
import type { NumberEncoding } from '../engines/symbolic/arithmetic.ts'
import { lower } from '../frontend/lower.ts'
import type { Measure, Model } from '../ir/model.ts'
import { valueEngines } from '../proofs/valueEngines.ts'
import { optimumJson, optimumText } from '../report/optimumText.ts'
import type { AnyReport } from '../verdict/report.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { endWith } from './endWith.ts'
import { interruptible } from './interrupt.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import type { ShellShape } from './shell.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface OptimumRequest extends OpenRequest, SolvingRequest {
  /** asks a solver, to so many steps; explores when absent */
  readonly depth: number | undefined
  readonly encoding: NumberEncoding
  /** names of measures; with neither, both of every measure are asked */
  readonly largest: readonly string[]
  readonly smallest: readonly string[]
}

export async function findOptima(shell: ShellShape, request: OptimumRequest): Promise<void> {
  const model = lower((await openInstance(shell, request)).instance)
  const { depth, encoding, spec: file } = request
  const means = { encoding, ...(depth !== undefined && { depth }) }
  const questions = questionsOf(model, request)
  await interruptible(async signal => {
    const engines = valueEngines(means, { ...solvingOptions(request), file, signal })
    const found: (Optimum<AnyReport> & { kind: 'found' })[] = []
    for (const { measure, direction } of questions) {
      const answer = await optimum(model, measure, direction, { ...engines, signal })
      if (answer.kind === 'fails') return endWith(shell, answer.report, { ...request, coverage: false })
      found.push(answer)
    }
    const { instance, mutant } = request
    const subject = { ...(instance !== undefined && { instance }), ...(mutant !== undefined && { mutant }) }
    const answer = { model, file, found }
    shell.print(
      shell.isJson ? optimumJson(answer, subject) : optimumText(answer, subject, { cwd: shell.cwd, ...shell.stdout }),
    )
    const isSettled = found.every(({ beyond }) => beyond.kind === 'exhausted' || beyond.kind === 'proved')
    if (signal.aborted) shell.exitWith(exitCodes.interrupted)
    else shell.exitWith(isSettled ? exitCodes.yes : exitCodes.inconclusive)
  })
}

/** @throws UsageError where the spec has no such measure, or none at all */
function questionsOf(
  { name, measures }: Model,
  { largest, smallest }: OptimumRequest,
): readonly { readonly measure: Measure; readonly direction: Direction }[] {
  if (measures.length === 0) {
    throw new UsageError({ message: `${name} has no measure`, help: "declare one: m.measure('load', s => s.load)" })
  }
  const named = (asked: string) => {
    const measure = measures.find(each => each.name === asked)
    if (measure !== undefined) return measure
    const names = measures.map(each => each.name)
    throw unknownName('measure', asked, names)
  }
  const asked = [
    ...largest.map(each => ({ measure: named(each), direction: 'largest' as const })),
    ...smallest.map(each => ({ measure: named(each), direction: 'smallest' as const })),
  ]
  if (asked.length > 0) return asked
  return measures.flatMap(measure => [
    { measure, direction: 'largest' },
    { measure, direction: 'smallest' },
  ])
}
