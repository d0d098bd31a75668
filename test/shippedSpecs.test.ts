/** Every instance of every spec in this repository: its TypeScript and its model agree in all reachable states. */
import { globSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConstantValue } from 'von'
import { compareRuns, loadSpec, lower, type Spec } from 'von/checker'

const root = path.join(import.meta.dirname, '..')
const files = globSync('{spec,bench/models}/**/*.ts', { cwd: root })
  .filter(file => !/\.(test|fixture|mutants)\.ts$|bench\/models\/models/.test(file))
  .sort()

/** The larger instances take a second for every two thousand states. */
const TIMEOUT_MS = 600_000
/** Of the benchmark models, which are larger still, as many states as are quick. */
const SAMPLE = 3000

it('finds the specs', () => {
  expect(files).toEqual(expect.arrayContaining(['spec/lease/lease.ts', 'spec/commit/twoPhaseCommit.ts']))
})

describe.each(files)('%s', async file => {
  const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
  const isBenchmark = file.startsWith('bench/')
  it.each(['default', ...Object.keys(spec.instances)])(
    'runs as its model says, instance %s',
    name => {
      const instance = spec.instance(spec.instances[name] as Readonly<Record<string, ConstantValue>> | undefined)
      const report = compareRuns(instance, lower(instance), { maxStates: isBenchmark ? SAMPLE : 1_000_000 })
      expect(report.differences).toEqual([])
      if (!isBenchmark) expect(report.isComplete).toBe(true)
    },
    TIMEOUT_MS,
  )
})
