/**
 * Exploration with partial-order reduction against exploration of everything.
 *
 *     VON_RANDOM_MODELS=10000 npx vitest run --project unit checker/engines/explicit/partialOrder
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import filterLock from '../../../../bench/models/filterLock.ts'
import mcsLock from '../../../../bench/models/mcsLock.ts'
import transactionCommit from '../../../../spec/commit/transactionCommit.ts'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import lease from '../../../../spec/lease/lease.ts'
import { lower } from '../../../frontend/lower.ts'
import { add, less, lessEqual } from '../../../ir/arithmetic.ts'
import { equal, not, or } from '../../../ir/boolean.ts'
import { integer, read } from '../../../ir/expr.ts'
import { drawModel } from '../../../ir/model.arbitrary.ts'
import {
  type ActionSketch,
  checkStep,
  guardStep,
  modelOf,
  nextOf,
  property,
  stateVariable,
} from '../../../ir/model.fixture.ts'
import type { Model, Property } from '../../../ir/model.ts'
import { drawSymmetricModel } from '../../../ir/symmetricModel.arbitrary.ts'
import { intType } from '../../../ir/type.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import { type Report, vacuousActions } from '../../../verdict/report.ts'
import { explore } from '../explore.ts'

const count = Number(process.env.VON_RANDOM_MODELS ?? 200)

/** What must be the same. A premise of steps may hold only of a step that is left out: then it is not known. */
const said = (report: Report) => ({
  idle: vacuousActions(report),
  findings: report.findings
    .filter(f => f.kind !== 'temporal' && f.kind !== 'noninterference')
    .map(({ name, kind, verdict }) => ({
      name,
      kind,
      verdict: verdict.kind,
      violation: verdict.kind === 'violated' ? verdict.violation.kind : null,
    })),
})
function expectSame(reduced: Report, whole: Report): void {
  const [{ idle, findings }, expected] = [said(reduced), said(whole)]
  expect(idle).toEqual(expected.idle)
  for (const [i, finding] of findings.entries()) {
    const known = expected.findings[i]
    if (finding.kind === 'step' && finding.verdict === 'unknown')
      expect(['exhausted', 'vacuous']).toContain(known?.verdict)
    else expect(finding).toEqual(known)
  }
}

interface Seen {
  models: number
  reduced: number
  violations: number
  refused: number
}
const nothingSeen = (): Seen => ({ models: 0, reduced: 0, violations: 0, refused: 0 })

async function compare(model: Model, seen: Seen, properties?: readonly string[]): Promise<void> {
  const options = { keepGoing: true, maxStates: 5000, ...(properties && { properties }) }
  const whole = await explore(model, options)
  if (whole.limits.some(l => l.kind === 'maxStates')) return
  try {
    const reduced = await explore(model, { ...options, partialOrder: true })
    expectSame(reduced, whole)
    expect(reduced.exploration.distinct).toBeLessThanOrEqual(whole.exploration.distinct)
    seen.models++
    if (reduced.exploration.distinct < whole.exploration.distinct) seen.reduced++
    if (whole.findings.some(f => f.verdict.kind === 'violated')) seen.violations++
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    expect(error.diagnostics[0]?.code).toBe('VON4010')
    seen.refused++
  }
}

/** Counters that mostly go their own ways: what is worth reducing. */
function drawCounters(below: (n: number) => number): Model {
  const variables = Array.from({ length: 3 + below(2) }, (_, i) => stateVariable(i, `n${i}`, intType(0, 3)))
  const one = () => variables[below(variables.length)] as (typeof variables)[number]
  const action = (): ActionSketch => {
    const [own, other] = [one(), one()]
    const up = add(read(own), integer(1))
    const steps = [guardStep(less(read(own), integer(1 + below(3))))]
    if (below(3) === 0) steps.push(guardStep(lessEqual(read(other), integer(below(3)))))
    const checks = below(6) === 0 ? [checkStep(not(equal(read(other), integer(3))), 'other is 3')] : []
    const value = below(5) === 0 ? integer(below(3)) : up
    return {
      steps: [...steps, ...checks, checkStep(lessEqual(value, integer(3)), 'too large')],
      next: { [own.name]: value },
    }
  }
  const state = (kind: 'invariant' | 'witness' | 'mayEnd', i: number): Property =>
    property(kind, `${kind}${i}`, not(equal(add(read(one()), read(one())), integer(below(6)))))
  const [grows, other] = [one(), one()]
  // whenever one has changed, the other is small then
  const together = or(equal(read(nextOf(grows)), read(grows)), lessEqual(read(nextOf(other)), integer(1)))
  return modelOf({
    variables,
    initial: { next: Object.fromEntries(variables.map(v => [v.name, integer(0)])) },
    actions: Object.fromEntries(Array.from({ length: 2 + below(5) }, (_, i) => [`action${i}`, action()])),
    properties: [
      ...(below(2) === 0 ? [state('invariant', 0)] : []),
      ...(below(3) === 0 ? [state('witness', 0)] : []),
      ...(below(2) === 0
        ? [property('step', 'step', below(2) === 0 ? together : lessEqual(read(grows), read(nextOf(grows))))]
        : []),
      ...(below(2) === 0 ? [state('mayEnd', 0)] : []),
    ],
  })
}

describe('partial-order reduction', () => {
  it.each<[string, number, (draw: fc.GeneratorValue) => Model]>([
    ['models of counters', 40, draw => drawCounters(n => draw(fc.nat, { max: n - 1 }))],
    ['models over the whole language', 0, draw => drawModel(draw, fc.nat)],
    ['models over names', 0, draw => drawSymmetricModel(draw, fc.nat)],
  ])(`gives the same verdicts on ${count} random %s`, { timeout: 1000 * count }, async (_, percent, drawn) => {
    const seen = nothingSeen()
    await fc.assert(
      fc.asyncProperty(fc.gen(), draw => compare(drawn(draw), seen)),
      { seed: 21, numRuns: count, endOnFailure: true },
    )
    expect(seen.reduced).toBeGreaterThanOrEqual((count * percent) / 100)
    expect(seen.violations).toBeGreaterThan(count / 10)
  })

  it('explores one order of steps that have nothing to do with each other', async () => {
    const variables = Array.from({ length: 5 }, (_, i) => stateVariable(i, `n${i}`, intType(0, 3)))
    const actions = variables.map((n): [string, ActionSketch] => [
      n.name,
      { steps: [guardStep(less(read(n), integer(3)))], next: { [n.name]: add(read(n), integer(1)) } },
    ])
    const first = variables[0] as (typeof variables)[number]
    const model = modelOf({
      variables,
      initial: { next: Object.fromEntries(variables.map(v => [v.name, integer(0)])) },
      actions: Object.fromEntries(actions),
      properties: [
        property('witness', 'end', equal(read(first), integer(3))),
        property('mayEnd', 'mayEnd', equal(read(first), integer(3))),
      ],
    })
    const whole = await explore(model)
    expect(whole.exploration.distinct).toBe(4 ** 5)
    const blind = await explore(model, { partialOrder: true, properties: ['deadlock'] })
    // one path: three steps of each
    expect(blind.exploration).toMatchObject({ distinct: 16, depth: 15 })
    expectSame(await explore(model, { partialOrder: true }), whole)
  })

  it('does not leave out for ever what a loop could put off', async () => {
    const [spin, n] = [stateVariable(0, 'spin', intType(0, 1)), stateVariable(1, 'n', intType(0, 1))]
    const model = modelOf({
      variables: [spin, n],
      initial: { next: { spin: integer(0), n: integer(0) } },
      actions: {
        on: { steps: [guardStep(equal(read(spin), integer(0)))], next: { spin: integer(1) } },
        off: { steps: [guardStep(equal(read(spin), integer(1)))], next: { spin: integer(0) } },
        break: { next: { n: integer(1) } },
      },
      properties: [property('invariant', 'whole', equal(read(n), integer(0)))],
    })
    const { findings } = await explore(model, { partialOrder: true })
    expect(findings[0]?.verdict.kind).toBe('violated')
  })

  it('keeps the order of steps that a property sees in the next state only', async () => {
    const [a, c] = [stateVariable(0, 'a', intType(0, 1)), stateVariable(1, 'c', intType(0, 1))]
    const model = modelOf({
      variables: [a, c],
      initial: { next: { a: integer(0), c: integer(1) } },
      actions: {
        raise: { steps: [guardStep(equal(read(a), integer(0)))], next: { a: integer(1) } },
        reset: { steps: [guardStep(equal(read(c), integer(1)))], next: { c: integer(0) } },
      },
      properties: [
        property('step', 'afterReset', or(equal(read(nextOf(a)), read(a)), equal(read(nextOf(c)), integer(0)))),
        property('mayEnd', 'mayEnd', equal(read(a), integer(1))),
      ],
    })
    const { findings } = await explore(model, { partialOrder: true })
    expect(findings[0]?.verdict.kind).toBe('violated')
  })

  it('says nothing of states that it did not get to', async () => {
    const model = lower(idAllocation.instance())
    const { findings } = await explore(model, { partialOrder: true, maxStates: 100, properties: ['idUnique'] })
    expect(findings.find(f => f.name === 'idUnique')?.verdict.kind).toBe('unknown')
  })
})

describe('with partial-order reduction', () => {
  it.each([
    ['transaction commit', transactionCommit, {}],
    ['two-phase commit', twoPhaseCommit, {}],
    ['identifiers', idAllocation, {}],
    ['leases', lease, { attempts: 1 }],
    ['the queue lock', mcsLock, {}],
    ['the filter lock', filterLock, {}],
  ] as const)('%s has the verdicts that it has without', async (_, { instance }, constants) => {
    const model = lower(instance({ ...constants }))
    const seen = nothingSeen()
    await compare(model, seen)
    for (const { name, kind } of model.properties) {
      if (kind === 'invariant' || kind === 'step' || kind === 'witness') await compare(model, seen, [name])
    }
    await compare(model, seen, ['deadlock'])
    expect(seen.refused).toBe(0)
  })
  it.each([
    ['two-phase commit', twoPhaseCommit],
    ['identifiers', idAllocation],
    ['leases', lease],
  ] as const)('%s: what kills a mutant still does', { timeout: 60_000 }, async (_, { instance, mutants }) => {
    for (const { constants, violates } of Object.values(mutants)) {
      const model = lower(instance({ ...constants }))
      if (model.temporal.some(each => each.name === violates)) continue
      const { findings } = await explore(model, { partialOrder: true, properties: [violates] })
      expect(findings.find(f => f.name === violates)?.verdict.kind).toBe('violated')
    }
  })
})

describe('is refused, with the place,', () => {
  const n = stateVariable(0, 'n', intType(0, 3))
  const modelWith = (claim: Property) =>
    modelOf({
      variables: [n],
      initial: { next: { n: integer(0) } },
      actions: {
        stay: {},
        grow: { steps: [guardStep(less(read(n), integer(3)))], next: { n: add(read(n), integer(1)) } },
      },
      properties: [claim],
    })
  it.each([
    ['for a constraint', property('constraint', 'few', less(read(n), integer(2)))],
    ['for a property that stuttering breaks', property('step', 'grows', less(read(n), read(nextOf(n))))],
  ])('%s', async (_, claim) => {
    const refused = explore(modelWith(claim), { partialOrder: true })
    await expect(refused).rejects.toThrow(/VON4010/)
  })
  it('not for one that stuttering keeps', async () => {
    const claim = property('step', 'never shrinks', lessEqual(read(n), read(nextOf(n))))
    const { findings } = await explore(modelWith(claim), { partialOrder: true })
    expect(findings[0]?.verdict.kind).toBe('exhausted')
  })
})
