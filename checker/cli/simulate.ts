/** `von simulate`: takes random walks through an instance and prints what they met. */
import { simulate as walkAtRandom } from '../engines/simulate/simulate.ts'
import type { Choose } from '../engines/simulate/walk.ts'
import { lower } from '../frontend/lower.ts'
import { requireProperties } from './check.ts'
import { endWith } from './endWith.ts'
import { onInterrupt } from './interrupt.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'

export interface SimulateRequest extends OpenRequest {
  readonly properties: readonly string[]
  readonly walks: number
  readonly steps: number
  readonly seed: number | undefined
  readonly walk: number | undefined
  readonly choose: Choose
  readonly coverage: boolean
}

export async function simulate(shell: ShellShape, request: SimulateRequest): Promise<void> {
  const interrupt = onInterrupt()
  const progress = progressOn(shell)
  try {
    const { instance } = await openInstance(shell, request)
    const model = lower(instance)
    const { properties, walks, steps, walk, choose, spec: file } = request
    requireProperties(model, properties)
    const seed = request.seed ?? Math.floor(Math.random() * 2 ** 31)
    const report = await walkAtRandom(model, {
      walks,
      steps,
      seed,
      choose,
      file,
      ...(walk !== undefined && { walk }),
      ...(properties.length > 0 && { properties }),
      onProgress: progress.show,
      signal: interrupt.signal,
    })
    progress.clear()
    endWith(shell, report, request)
  } finally {
    progress.clear()
    interrupt.stop()
  }
}
