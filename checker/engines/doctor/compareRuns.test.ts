import { describe, expect, it } from 'vitest'
import { add, lessEqual } from '../../ir/arithmetic.ts'
import { choose } from '../../ir/boolean.ts'
import { type Expr, FALSE, integer, read, TRUE, type Variable } from '../../ir/expr.ts'
import type { Action, Check, FailureKind, Model, Property, Step } from '../../ir/model.ts'
import { boundVariable, forall } from '../../ir/quantifier.ts'
import { boolType, intType } from '../../ir/type.ts'
import { assert, guard, int, machine, pick, spec } from '../../lang/index.ts'
import { compareRuns } from './compareRuns.ts'
import { formatDifference } from './difference.ts'

/** A counter that may be raised by one or two, and fails above `top`. */
const counter = spec('counter', { top: 3 }, ({ top }) => {
  const m = machine({ n: int(0, 3) })
  m.init(() => ({ n: 0 }))
  m.action('raise', { by: int(1, 2) }, (s, { by }) => {
    guard(s.n < top)
    s.n += by
  })
  m.action('jump', {}, s => {
    guard(s.n === 0)
    s.n = pick(int(0, 1))
  })
  m.invariant('low', s => {
    assert(s.n !== 3, 'three')
    return s.n <= 1
  })
  m.step('rises', (s, next) => next.n > s.n)
  return m
})
const instance = counter.instance()

const span = { file: 'counter.ts', start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 }
const n: Variable = { space: 'state', name: 'n', index: 0, type: intType(0, 3) }
const nextN: Variable = { ...n, space: 'next' }
const by: Variable = { space: 'parameter', name: 'by', index: 0, type: intType(1, 2) }
const chosen: Variable = { space: 'parameter', name: 'chosen', index: 0, type: intType(0, 1) }
const anyFlag = boundVariable(0, 'x', boolType)

const guardOf = (condition: Expr): Step => ({ kind: 'guard', condition, span })
const checkOf = (condition: Expr, failure: FailureKind): Check => ({
  kind: 'check',
  condition,
  failure,
  message: failure,
  span,
})
const action = (name: string, parameters: readonly Variable[], steps: readonly Step[], next: Expr): Action => ({
  name,
  parameters,
  steps,
  next: [next],
  span,
  branches: [],
  origins: new Map(),
})
const property = (kind: Property['kind'], name: string, checks: readonly Check[], body: Expr): Property => ({
  kind,
  name,
  checks,
  body,
  span,
  origins: new Map(),
})

/** The model of the counter, with parts replaced. */
function modelWith(changes: {
  readonly initial?: Expr
  readonly raise?: Partial<Action>
  readonly jump?: Partial<Action>
  readonly low?: Partial<Property>
  readonly rises?: Partial<Property>
}): Model {
  const raised = add(read(n), read(by))
  const raise = action(
    'raise',
    [by],
    [guardOf(lessEqual(read(n), integer(2))), checkOf(lessEqual(raised, integer(3)), 'range')],
    raised,
  )
  const pickOne: Step = { kind: 'choose', variable: chosen, when: TRUE, span }
  const jump = action('jump', [], [guardOf(lessEqual(read(n), integer(0))), pickOne], read(chosen))
  const low = property(
    'invariant',
    'low',
    [checkOf(lessEqual(read(n), integer(2)), 'assert')],
    lessEqual(read(n), integer(1)),
  )
  const rises = property('step', 'rises', [], lessEqual(add(read(n), integer(1)), read(nextN)))
  return {
    name: 'counter',
    constants: {},
    variables: [n],
    initial: action('init', [], [], changes.initial ?? integer(0)),
    actions: [
      { ...raise, ...changes.raise },
      { ...jump, ...changes.jump },
    ],
    properties: [
      { ...low, ...changes.low },
      { ...rises, ...changes.rises },
    ],
    temporal: [],
    fairness: [],
    measures: [],
    nonInterference: [],
    interchangeable: [],
  }
}

const differences = (model: Model) => compareRuns(instance, model).differences.map(formatDifference)

describe('the comparison of direct run and model', () => {
  it('finds no difference from a faithful model, and tells what it compared', () => {
    // by hand: 0 raises to 1 and 2, 1 to 2 and 3, 2 to 3 or fails; two jumps from 0; twice disabled at 3
    expect(compareRuns(instance, modelWith({}))).toEqual({
      states: 4,
      isComplete: true,
      comparisons: 1 + 4 + 6 + 1 + 6,
      outcomes: { next: 1 + 5 + 2, disabled: 2 + 3, failures: { range: 1 } },
      differences: [],
    })
  })

  it('reports another initial state', () => {
    expect(differences(modelWith({ initial: integer(1) }))).toEqual([
      'init()\n  in     \n  direct n = 0\n  model  n = 1',
    ])
  })

  it('reports another next state, with state, parameters and both outcomes', () => {
    const next = [add(read(n), integer(1))]
    expect(differences(modelWith({ raise: { next } }))[0]).toBe(
      'raise(by = 2)\n  in     n = 0\n  direct n = 2\n  model  n = 1',
    )
  })

  it('reports an action that is enabled in one of the two only', () => {
    expect(differences(modelWith({ raise: { steps: [guardOf(FALSE)] } }))[0]).toBe(
      'raise(by = 1)\n  in     n = 0\n  direct n = 1\n  model  disabled',
    )
    expect(
      differences(modelWith({ jump: { steps: [{ kind: 'choose', variable: chosen, when: TRUE, span }] } })),
    ).toEqual(expect.arrayContaining(['jump()\n  in     n = 1\n  direct disabled\n  model  n = 0; or nothing changes']))
  })

  it('reports a choice that the model does not have', () => {
    const steps = modelWith({}).actions[1]?.steps.map(step =>
      step.kind === 'choose' ? { ...step, when: FALSE } : step,
    )
    expect(differences(modelWith({ jump: { steps: steps ?? [] } }))).toEqual([
      'jump()\n  in     n = 0\n  direct nothing changes; or n = 1\n  model  nothing changes',
    ])
  })

  it('reports a failure of another kind, unless the check is about all items at once', () => {
    const model = modelWith({})
    const [first] = model.actions[0]?.steps ?? []
    if (first === undefined) throw new Error('raise has a guard')
    const inRange = lessEqual(add(read(n), read(by)), integer(3))
    expect(differences(modelWith({ raise: { steps: [first, checkOf(inRange, 'overflow')] } }))).toEqual([
      'raise(by = 2)\n  in     n = 2\n  direct failure (range): s.n: 4 is not in 0..3\n  model  failure (overflow): overflow',
    ])
    const forAll = forall(anyFlag, lessEqual(add(read(n), read(by)), choose(read(anyFlag), integer(3), integer(4))))
    expect(differences(modelWith({ raise: { steps: [first, checkOf(forAll, 'overflow')] } }))).toEqual([])
  })

  it('reports another truth value, and a failure, of a property', () => {
    expect(differences(modelWith({ low: { body: TRUE } }))).toEqual([
      'low()\n  in     n = 2\n  direct false\n  model  true',
    ])
    expect(differences(modelWith({ low: { checks: [] } }))).toEqual([
      'low()\n  in     n = 3\n  direct failure (assert): three\n  model  false',
    ])
    expect(differences(modelWith({ rises: { body: FALSE } }))[0]).toBe(
      'rises(-> n = 1)\n  in     n = 0\n  direct true\n  model  false',
    )
  })

  it('compares a sample when there are more states than allowed, the same one for the same seed', () => {
    const sample = (seed: number) => compareRuns(instance, modelWith({}), { maxStates: 2, seed })
    expect(sample(1)).toMatchObject({ states: 2, isComplete: false, differences: [] })
    expect(sample(1)).toEqual(sample(1))
  })

  it('stops after the number of differences asked for', () => {
    const report = compareRuns(instance, modelWith({ rises: { body: FALSE } }), { maxDifferences: 1 })
    expect(report.differences).toHaveLength(1)
  })
})
