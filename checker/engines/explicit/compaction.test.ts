/** What is reported when states are known by their hashes only. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../../spec/commit/twoPhaseCommit.ts'
import { lower } from '../../frontend/lower.ts'
import { add, less } from '../../ir/arithmetic.ts'
import { equal } from '../../ir/boolean.ts'
import { integer, read, TRUE } from '../../ir/expr.ts'
import { guardStep, modelOf, property, stateVariable } from '../../ir/model.fixture.ts'
import type { Model } from '../../ir/model.ts'
import { intType } from '../../ir/type.ts'
import type { Report } from '../../verdict/report.ts'
import { type ExploreOptions, explore } from './explore.ts'

/** Three counters from 0 to 9, in 25 bits each, that may be broken: then all may not be 9. */
const counters = (limit: number): Model => {
  const variables = ['a', 'b', 'c'].map((name, i) => stateVariable(i, name, intType(0, 2 ** 25 - 1)))
  const grow = variables.map((v): [string, object] => [
    `grow_${v.name}`,
    { steps: [guardStep(less(read(v), integer(9)))], next: { [v.name]: add(read(v), integer(1)) } },
  ])
  return modelOf({
    variables,
    initial: { next: { a: integer(0), b: integer(0), c: integer(0) } },
    actions: Object.fromEntries(grow),
    properties: [
      property('mayEnd', 'mayEnd', TRUE),
      property('invariant', 'small', less(variables.map(v => read(v)).reduce(add), integer(limit))),
      property('witness', 'halfway', equal(variables.map(v => read(v)).reduce(add), integer(13))),
    ],
  })
}
const wide = counters(100)
const compact: ExploreOptions = { compact: true, compileAfter: 0 }
const kinds = ({ findings }: Report) => findings.map(({ name, verdict }) => [name, verdict.kind])

it('finds the same, and says that something may have been missed, and how likely', async () => {
  const exact = await explore(wide)
  for (const workers of [1, 2]) {
    const report = await explore(wide, { ...compact, workers, shareFrom: 1 })
    const { distinct, generated, depth } = exact.exploration
    expect(distinct).toBe(1000)
    expect(report.exploration).toMatchObject({ distinct, generated, depth, frontier: 0 })
    expect(report.limits).toEqual([{ kind: 'compaction', probability: distinct ** 2 / 2 ** 65 }])
    // Whatever was exhausted, but for witnesses that were found, is so no longer.
    for (const { name, verdict } of report.findings) {
      if (verdict.kind === 'exhausted') expect([name, verdict.witness]).not.toEqual([name, undefined])
      else expect(['bounded', 'unknown']).toContain(verdict.kind)
    }
    expect(report.findings.some(({ verdict }) => verdict.kind === 'bounded')).toBe(true)
  }
})

it('shows violations as before: they are run again', async () => {
  const broken = counters(27)
  const violations = (report: Report) => kinds(report).filter(([, kind]) => kind === 'violated')
  const report = await explore(broken, compact)
  expect(violations(report)).toEqual(violations(await explore(broken)))
  expect(violations(report)).not.toEqual([])
})

it('changes nothing where all is exact: narrow states, an interpreter, other generated code', async () => {
  const narrow = lower(twoPhaseCommit.instance({ resourceManagers: 4 }))
  expect((await explore(narrow, compact)).limits).toEqual([])
  expect((await explore(wide, { compact: true, backend: 'interpreter' })).limits).toEqual([])
  expect((await explore(wide, { ...compact, backend: 'javascript' })).limits).toEqual([])
})

it('is told by whatever goes on from a checkpoint of it, with or without compaction', async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'von-compaction-'))
  try {
    const folder = path.join(place, 'run')
    const part = await explore(wide, { ...compact, maxStates: 20, checkpoint: { folder } })
    expect(part.limits.map(limit => limit.kind)).toContain('compaction')
    const exact = await explore(wide)
    for (const how of [compact, {}, { backend: 'interpreter' }] as const) {
      const { limits, exploration } = await explore(wide, { ...how, checkpoint: { folder, resume: true } })
      const { distinct } = exploration
      expect(distinct).toBe(exact.exploration.distinct)
      expect(limits).toEqual([{ kind: 'compaction', probability: distinct ** 2 / 2 ** 65 }])
    }
  } finally {
    rmSync(place, { recursive: true })
  }
})
