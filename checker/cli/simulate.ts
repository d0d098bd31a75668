/** `von simulate`: takes random walks through an instance and prints what they met. */
import type { Choice } from '../engines/simulate/choice.ts'
import { simulate as walkAtRandom } from '../engines/simulate/simulate.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import { requireProperties } from './check.ts'
import { endWith } from './endWith.ts'
import { interruptible } from './interrupt.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface SimulateRequest extends OpenRequest {
  readonly properties: readonly string[]
  readonly walks: number
  readonly steps: number
  readonly seed: number | undefined
  readonly walk: number | undefined
  readonly choose: 'uniform' | 'action' | undefined
  /** each `action=weight` */
  readonly weights: readonly string[]
  readonly workers: number | undefined
  readonly backend: 'wasm' | 'javascript' | 'interpreter'
  readonly coverage: boolean
}

export async function simulate(shell: ShellShape, request: SimulateRequest): Promise<void> {
  const { instance } = await openInstance(shell, request)
  const model = lower(instance)
  const { properties, walks, steps, walk, workers, backend, coverage, spec: file } = request
  requireProperties(model, properties)
  const seed = request.seed ?? Math.floor(Math.random() * 2 ** 31)
  const choice = choiceOf(model, request)
  const progress = progressOn(shell)
  const report = await interruptible(signal =>
    walkAtRandom(model, {
      walks,
      steps,
      seed,
      choice,
      backend,
      coverage,
      file,
      ...(workers !== undefined && { workers }),
      ...(walk !== undefined && { walk }),
      ...(properties.length > 0 && { properties }),
      onProgress: progress.show,
      signal,
    }),
  ).finally(progress.clear)
  endWith(shell, report, request)
}

const WEIGHT_MAX = 1_000_000

/** @throws UsageError for a weight that is none, or of no action */
function choiceOf({ actions }: Model, { choose, weights }: SimulateRequest): Choice {
  if (choose === 'uniform' && weights.length > 0) {
    throw new UsageError({ message: '--weight is for actions, not for --choose uniform', help: 'leave --choose out' })
  }
  if (choose !== 'action' && weights.length === 0) return { weights: null }
  const given = new Map(weights.map(weightIn))
  const names = actions.map(action => action.name)
  const unknown = [...given.keys()].find(name => !names.includes(name))
  if (unknown !== undefined) throw unknownName('action', unknown, names)
  return { weights: names.map(name => given.get(name) ?? 1) }
}
function weightIn(text: string): [string, number] {
  const [, name, digits] = /^(.+)=(\d+)$/.exec(text) ?? []
  const weight = Number(digits)
  if (name !== undefined && weight >= 1 && weight <= WEIGHT_MAX) return [name, weight]
  throw new UsageError({
    message: `--weight cannot be '${text}'`,
    help: `write --weight action=5, with an integer from 1 to ${WEIGHT_MAX}; every other action has weight 1`,
  })
}
