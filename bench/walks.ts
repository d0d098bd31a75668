/**
 * Random walks of our command, on their own. No ratio: Spin has no compiled counterpart. Its simulation interprets the
 * model, and takes one walk for each call; its verifiers only search.
 */
import path from 'node:path'
import { measure } from './measure.ts'
import type { BenchModel, Constants } from './models.ts'
import { root } from './von.ts'

export interface Walks {
  readonly walks: number
  /** of all walks, the same in every run */
  readonly steps: number
  /** one number for each run, of the whole process */
  readonly cpuSeconds: readonly number[]
}

/** @throws Error when the walks do not end as they must: without a violation, and without an answer */
export function walkRandomly(
  model: BenchModel,
  constants: Constants,
  walks: number,
  seed: number,
  runs: number,
): Walks {
  const args = [
    path.join(root, 'bin/von.js'),
    ...['simulate', model.spec, '--json', '--walks', `${walks}`, '--seed', `${seed}`],
    ...model.properties.flatMap(name => ['--property', name]),
    ...Object.entries(constants).flatMap(([name, value]) => ['--const', `${name}=${value}`]),
  ]
  const all = Array.from({ length: runs }, () => {
    const { stdout, exitCode, cpuSeconds } = measure(process.execPath, args, root)
    if (exitCode !== 3) throw new Error(`von simulate ${model.spec} ended with exit code ${exitCode}\n${stdout}`)
    // Each walk begins with an initial state, which counts as generated and is no step.
    return { steps: JSON.parse(stdout).exploration.generated - walks, cpuSeconds }
  })
  const [first] = all
  if (first === undefined) throw new RangeError('nothing was measured')
  return { walks, steps: first.steps, cpuSeconds: all.map(run => run.cpuSeconds) }
}
