/**
 * Every instance of every spec in this repository: its TypeScript and its model agree in all reachable states, or in a random
 * sample of them where there are very many.
 */
import { describe, expect, it } from 'vitest'
import type { ConstantValue } from 'von'
import { compareRuns, loadSpec, lower, type Spec } from 'von/checker'
import { benchmarkFiles, root, specFiles } from '../spec/files.fixture.ts'

const files = [...benchmarkFiles, ...specFiles]

/** The larger instances take a second for some thousands of states. */
const TIMEOUT_MS = 600_000
/** Set VON_DOCTOR_STATES to compare in all states of the larger instances, of which the largest has 133,705. */
const STATES_MAX = Number(process.env.VON_DOCTOR_STATES ?? 20_000)
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
      const maxStates = isBenchmark ? SAMPLE : STATES_MAX
      const report = compareRuns(instance, lower(instance), { maxStates })
      expect(report.differences).toEqual([])
      expect(report.isComplete || report.states === maxStates).toBe(true)
    },
    TIMEOUT_MS,
  )
})
