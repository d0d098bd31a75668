import { describe, expect, it } from 'vitest'
import { less } from '../ir/arithmetic.ts'
import { choose, equal } from '../ir/boolean.ts'
import { type Expr, integer, read } from '../ir/expr.ts'
import { Interpreter } from '../ir/interpret.ts'
import { guardStep, modelOf, nextOf, spanAt, stateVariable } from '../ir/model.fixture.ts'
import type { Fairness, Formula } from '../ir/temporal.ts'
import { intType } from '../ir/type.ts'
import { InternalError } from './internalError.ts'
import { LassoBehaviour } from './lasso.ts'
import { rerun } from './rerun.ts'
import type { Trace } from './trace.ts'

// 0 -> 1 -> 2 -> 1 by `step`, and 1 -> 3 by `leave`.
const n = stateVariable(0, 'n', intType(0, 3))
const is = (value: number) => equal(read(n), integer(value))
const predicate = (body: Expr): Formula => ({
  kind: 'predicate',
  predicate: { checks: [], body, span: spanAt(1), origins: new Map() },
})
const eventually = (operand: Formula): Formula => ({ kind: 'eventually', operands: [operand] })
const always = (operand: Formula): Formula => ({ kind: 'always', operands: [operand] })
const isLeft = eventually(predicate(is(3)))
const modelWith = (fairness: readonly Fairness[], formula = isLeft) =>
  modelOf({
    variables: [n],
    initial: { next: { n: integer(0) } },
    actions: {
      step: {
        steps: [guardStep(less(read(n), integer(3)))],
        next: { n: choose(is(1), integer(2), integer(1)) },
      },
      leave: { steps: [guardStep(is(1))], next: { n: integer(3) } },
    },
    temporal: [{ name: 'left', formula, span: spanAt(1) }],
    fairness,
  })
const fair = (strength: 'weak' | 'strong', action: string): Fairness => ({ strength, action, each: [] })

function through(values: readonly number[], loop?: number): Trace {
  const steps = values.slice(1).map((value, i) => ({
    action: value === values[i] ? null : value === 3 ? 'leave' : 'step',
    choices: [],
    state: [value],
  }))
  return { initialChoices: [], initial: [values[0] as number], steps, ...(loop !== undefined && { loop }) }
}
const ring = through([0, 1, 2, 1], 1)
const check =
  (trace: Trace | undefined, fairness: readonly Fairness[] = [], name = 'left') =>
  () =>
    rerun(modelWith(fairness), {
      name,
      kind: 'temporal',
      span: null,
      verdict: { kind: 'violated', violation: { kind: 'temporal' }, ...(trace && { trace }) },
    })

describe('rerun', () => {
  it.each<[string, Trace, Fairness[]]>([
    ['repeats a cycle', ring, []],
    [
      'is weakly fair to an action that is disabled now and then',
      ring,
      [fair('weak', 'leave'), fair('strong', 'step')],
    ],
    ['stutters for ever', through([0, 1], 1), []],
    ['stutters now and then', through([0, 0, 1, 2, 2, 1], 2), [fair('weak', 'step')]],
  ])('confirms a behaviour that %s', (_, trace, fairness) => {
    expect(check(trace, fairness)).not.toThrow()
  })

  it.each<[string, Trace | undefined, Fairness[]]>([
    ['is missing', undefined, []],
    ['ends', through([0, 1, 2, 1]), []],
    ['does not come back', through([0, 1, 2], 1), []],
    ['comes back to a state it does not have', through([0, 1], 5), []],
    [
      'takes a step for stuttering',
      { ...through([0, 1, 1], 1), steps: [{ action: null, choices: [], state: [1] }] },
      [],
    ],
    ['is not weakly fair', through([0, 1], 1), [fair('weak', 'leave')]],
    ['is not strongly fair', ring, [fair('strong', 'leave')]],
    ['satisfies the property', through([0, 1, 3], 2), []],
  ])('rejects a behaviour that %s', (_, trace, fairness) => {
    expect(check(trace, fairness)).toThrow(InternalError)
  })
  it('rejects a behaviour for a property that does not exist', () => {
    expect(check(ring, [], 'right')).toThrow(InternalError)
  })
})

describe('the truth of a formula', () => {
  const one = predicate(is(1))
  const grows = predicate(less(read(n), read(nextOf(n))))
  it.each<[string, Formula, boolean]>([
    ['now', predicate(is(0)), true],
    ['later', one, false],
    ['of a step', grows, true],
    ['always', always(one), false],
    ['again and again', always(eventually(one)), true],
    ['in the end', eventually(always(one)), false],
    ['until', { kind: 'until', operands: [predicate(less(read(n), integer(2))), predicate(is(2))] }, true],
    [
      'until what never comes',
      { kind: 'until', operands: [predicate(less(read(n), integer(3))), predicate(is(3))] },
      false,
    ],
    ['taken', { kind: 'taken', occurrence: { action: 'step', given: [] } }, true],
    ['never taken', eventually({ kind: 'taken', occurrence: { action: 'leave', given: [] } }), false],
    ['and', { kind: 'and', operands: [eventually(one), grows] }, true],
    ['or', { kind: 'or', operands: [one, always(grows)] }, false],
    ['implies', { kind: 'implies', operands: [grows, one] }, false],
    ['not', { kind: 'not', operands: [one] }, true],
  ])('%s', (_, formula, expected) => {
    const behaviour = new LassoBehaviour(new Interpreter(modelWith([], formula)), { ...ring, loop: 1 })
    expect(behaviour.satisfies(formula)).toBe(expected)
  })
})
