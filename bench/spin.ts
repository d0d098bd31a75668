/**
 * Spin's side of a comparison: a Promela twin, compiled to a verifier by `spin -a` and gcc. Bounds of the search (hash
 * table, stack) are set to what the twin turns out to need, so that Spin neither loses time nor memory by a wrong guess.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Contender, Counts } from './contender.ts'
import { type Measurement, measure } from './measure.ts'
import type { BenchModel, Constants } from './models.ts'
import { root } from './von.ts'

export type SpinSearch = 'dfs' | 'bfs'

/** More than any search here takes; the verifier gives up beyond. */
const memoryLimitMegabytes = 6144

export const compilerFlags: Readonly<Record<SpinSearch, readonly string[]>> = {
  dfs: ['-O2', '-DSAFETY', '-DNOREDUCE', `-DMEMLIM=${memoryLimitMegabytes}`],
  bfs: ['-O2', '-DSAFETY', '-DNOREDUCE', `-DMEMLIM=${memoryLimitMegabytes}`, '-DBFS'],
}

const spareDepth = 10

/** @returns first line of what a tool says about its version; null when it is not installed */
export function versionOf(tool: string, flag: string): string | null {
  const { stdout, error } = spawnSync(tool, [flag], { encoding: 'utf8' })
  return error === undefined ? (stdout.trim().split('\n')[0] ?? '') : null
}

export const hasSpin = () => versionOf('spin', '-V') !== null && versionOf('gcc', '--version') !== null

/**
 * Compiles the twin, in a folder of its own below out/, and explores it once to learn what the search needs.
 *
 * @param expected number of states to provide for; more is no fault, only slower
 * @param seed which of the verifier's hash functions to use, 0 to 499
 * @throws Error when the twin cannot be compiled
 */
export function spin(
  model: BenchModel,
  constants: Constants,
  search: SpinSearch,
  expected: number,
  seed: number,
): Contender {
  const directory = path.join(root, 'out/bench', [model.name, ...Object.values(constants), search].join('-'))
  mkdirSync(directory, { recursive: true })
  const defines = Object.entries(constants).map(([name, value]) => `-D${macroName(name)}=${value}`)
  const generation = completed('spin', [...defines, '-a', path.join(root, model.twin)], directory)
  const compilation = completed('gcc', [...compilerFlags[search], '-o', 'pan', 'pan.c'], directory)

  const hashBits = Math.max(10, Math.ceil(Math.log2(2 * expected)))
  const explore = (depth: number) =>
    completed(path.join(directory, 'pan'), ['-n', '-E', `-w${hashBits}`, `-m${depth}`, `-h${seed}`], directory)
  // A search counts its depth from elsewhere than its limit, by a few steps.
  const depthLimit = outcome(explore(expected + spareDepth).stdout).depth + spareDepth
  return {
    name: `spin ${search}`,
    preparationSeconds: generation.cpuSeconds + compilation.cpuSeconds,
    run() {
      const { stdout, ...costs } = explore(depthLimit)
      return { counts: outcome(stdout).counts, storedBytes: null, ...costs }
    },
  }
}

/** `resourceManagers` is `RESOURCE_MANAGERS` to the preprocessor. */
const macroName = (constant: string) => constant.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()

function completed(command: string, args: readonly string[], directory: string): Measurement {
  const measurement = measure(command, args, directory)
  if (measurement.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${measurement.stdout}`)
  return measurement
}

/**
 * Reads a verifier's report.
 *
 * @throws Error unless it says that everything was seen without an error
 */
export function outcome(report: string): { counts: Counts; depth: number } {
  const number = (pattern: RegExp) => Number(pattern.exec(report)?.[1] ?? Number.NaN)
  const depth = number(/depth reached (\d+), errors: 0$/m)
  const distinct = number(/^\s*(\d+) states, stored$/m)
  // Spin prints eight digits: more than 99,999,999 is rounded, as in 1.235584e+08. So many states are refused.
  const transitions = number(/^\s*([\d.e+]+) transitions \(= stored\+matched\)$/m)
  const isIncomplete = /not completed|too small|out of memory|memory limit/.test(report)
  if (isIncomplete || Number.isNaN(depth + distinct + transitions)) throw new Error(`Spin did not see all:\n${report}`)
  return { counts: { distinct, generated: transitions < 1e8 ? transitions : null }, depth }
}
