import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, less } from '../../ir/arithmetic.ts'
import { equal } from '../../ir/boolean.ts'
import { Evaluator } from '../../ir/evaluator.ts'
import { ExprSource } from '../../ir/expr.arbitrary.ts'
import { integer, read } from '../../ir/expr.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import { checkStep, guardStep, modelOf, property, spanAt, stateVariable } from '../../ir/model.fixture.ts'
import type { Measure, Model } from '../../ir/model.ts'
import { naiveSearch } from '../../ir/naiveSearch.fixture.ts'
import { intType } from '../../ir/type.ts'
import type { Report } from '../../verdict/report.ts'
import { lastState } from '../../verdict/trace.ts'
import { explore } from '../explicit/explore.ts'
import { type Ask, type Optimum, optimum } from './optimum.ts'

const exploring =
  (maxDepth?: number): Ask<Report> =>
  (model, name) =>
    explore(model, { properties: [name], ...(maxDepth !== undefined && { maxDepth }) })
const seek = exploring()

const n = stateVariable(0, 'n', intType(0, 9))
const measureOf = (body: Measure['body'], checks: Measure['checks'] = []): Measure => ({
  name: 'm',
  checks,
  body,
  span: spanAt(1),
  origins: new Map(),
})
/** Counts from 2 up to 7. */
const counter = (checks = [checkStep(less(read(n), integer(9)), 'check')]) =>
  modelOf({
    variables: [n],
    initial: { next: { n: integer(2) } },
    actions: {
      up: { steps: [guardStep(less(read(n), integer(7))), ...checks], next: { n: add(read(n), integer(1)) } },
    },
    properties: [property('mayEnd', 'mayEnd', equal(read(n), integer(7)))],
  })
const value = (answer: Optimum<Report>) => (answer.kind === 'found' ? answer.value : answer.kind)

describe('optimum', () => {
  it('finds both ends, with a trace to each', async () => {
    const largest = await optimum(counter(), measureOf(read(n)), 'largest', { seek })
    expect(largest).toMatchObject({ value: 7, beyond: { kind: 'exhausted' }, trace: { steps: { length: 5 } } })
    const smallest = await optimum(counter(), measureOf(read(n)), 'smallest', { seek })
    expect(smallest).toMatchObject({ value: 2, beyond: { kind: 'exhausted' }, trace: { steps: [] } })
  })
  it('says how far it has looked, where that is not everywhere', async () => {
    const found = await optimum(counter(), measureOf(read(n)), 'largest', { seek: exploring(3) })
    expect(found).toMatchObject({ value: 5, beyond: { kind: 'bounded', depth: 3 } })
  })
  it('asks another engine whether there is more, and goes on from what that finds', async () => {
    const found = await optimum(counter(), measureOf(read(n)), 'largest', { seek: exploring(3), settle: seek })
    expect(found).toMatchObject({ value: 7, beyond: { kind: 'exhausted' } })
    const open = await optimum(counter(), measureOf(read(n)), 'largest', { seek: exploring(3), settle: exploring(2) })
    expect(open).toMatchObject({ value: 5, beyond: { kind: 'bounded', depth: 3 } })
  })
  it('shows a protocol that fails, or a measure that does, instead of a value', async () => {
    const failing = counter([checkStep(less(read(n), integer(6)), 'check')])
    const found = await optimum(failing, measureOf(read(n)), 'largest', { seek })
    expect(found).toMatchObject({ kind: 'fails', report: { findings: [{}, { verdict: { kind: 'violated' } }] } })
    const measure = measureOf(read(n), [checkStep(less(read(n), integer(6)), 'check')])
    expect(value(await optimum(counter(), measure, 'largest', { seek }))).toBe('fails')
  })

  it('agrees with a naive search on random models', { timeout: 120_000 }, async () => {
    const runs = Number(process.env.VON_RANDOM_SPECS ?? 40)
    let settled = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.constantFrom('largest' as const, 'smallest' as const), async (draw, direction) => {
        const drawn = drawModel(draw, fc.nat)
        const model: Model = { ...drawn, properties: drawn.properties.filter(({ kind }) => kind === 'mayEnd') }
        const body = new ExprSource(draw).ofType(intType(-3, 4), model.variables, 3)
        const found = await optimum(model, measureOf(body), direction, { seek })
        if (found.kind === 'fails') {
          const { distinct, sightings: seen } = naiveSearch(model, false)
          expect(seen.has('failures') || distinct === 0).toBe(true)
          return
        }
        settled++
        expect(found.beyond.kind).toBe('exhausted')
        const evaluator = new Evaluator([body])
        evaluator.setStates(lastState(found.trace))
        expect(evaluator.closureOf(body)()).toBe(found.value)
        const limit = integer(found.value)
        const beyond = direction === 'largest' ? less(limit, body) : less(body, limit)
        const witnesses = [property('witness', 'attained', equal(body, limit)), property('witness', 'beyond', beyond)]
        const { sightings } = naiveSearch({ ...model, properties: witnesses }, false)
        expect(['attained', 'beyond'].filter(name => sightings.has(name))).toEqual(['attained'])
      }),
      { seed: 24, numRuns: runs, endOnFailure: true },
    )
    expect(settled).toBeGreaterThan(runs / 4)
  })
})
