import { describe, expect, it } from 'vitest'
import { add, less, lessEqual } from '../../../ir/arithmetic.ts'
import { integer, read } from '../../../ir/expr.ts'
import { checkStep, guardStep, type ModelSketch, modelOf, property, stateVariable } from '../../../ir/model.fixture.ts'
import type { Model } from '../../../ir/model.ts'
import { intType } from '../../../ir/type.ts'
import { differences, fingerprintOf } from './fingerprint.ts'

const n = stateVariable(0, 'n', intType(0, 9))
const grow = {
  steps: [guardStep(less(read(n), integer(9))), checkStep(lessEqual(read(n), integer(8)), 'n is in range')],
  next: { n: add(read(n), integer(1)) },
}
const stay = { next: {} }
const low = property('invariant', 'low', less(read(n), integer(5)))
const counter = (sketch: Partial<ModelSketch> = {}): Model => ({
  ...modelOf({
    variables: [n],
    initial: { next: { n: integer(0) } },
    actions: { grow, stay },
    properties: [low],
    ...sketch,
  }),
  constants: { top: 9 },
})
const changesOf = (model: Model) => differences(fingerprintOf(counter()), fingerprintOf(model))

describe('the fingerprint of a model', () => {
  it('is the same for the same model, wherever it was written and whatever its messages say', () => {
    expect(changesOf(counter())).toEqual([])
    const elsewhere = {
      ...grow,
      steps: [guardStep(less(read(n), integer(9)), 7), checkStep(lessEqual(read(n), integer(8)), 'oh')],
    }
    expect(changesOf(counter({ actions: { grow: elsewhere, stay } }))).toEqual([])
  })

  const wide = stateVariable(0, 'n', intType(0, 10))
  it.each<[string, Model]>([
    ['constants.top was 9 and is 8', { ...counter(), constants: { top: 8 } }],
    ['constants.bottom is new', { ...counter(), constants: { top: 9, bottom: 0 } }],
    ['initial has changed', counter({ initial: { next: { n: integer(1) } } })],
    ['actions.stay has changed', counter({ actions: { grow, stay: { next: { n: integer(0) } } } })],
    ['actions.grow has changed', counter({ actions: { grow: { ...grow, steps: grow.steps.slice(0, 1) }, stay } })],
    ['the order of actions has changed', counter({ actions: { stay, grow } })],
    ['properties.low has changed', counter({ properties: [{ ...low, kind: 'witness' }] })],
    ['properties.low has changed', counter({ properties: [{ ...low, body: less(read(n), integer(6)) }] })],
    ['variables.n has changed', { ...counter(), variables: [wide] }],
  ])('tells that %s', (change, model) => {
    expect(changesOf(model)).toEqual([change])
  })

  it('tells what is gone', () => {
    expect(changesOf(counter({ properties: [] }))).toEqual([
      'properties.low is gone',
      'the order of properties has changed',
    ])
  })
})
