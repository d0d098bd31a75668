import { describe, expect, it } from 'vitest'
import { add, less } from '../ir/arithmetic.ts'
import { equal, not } from '../ir/boolean.ts'
import { integer, read } from '../ir/expr.ts'
import {
  checkStep,
  chooseStep,
  guardStep,
  modelOf,
  nextOf,
  parameter,
  property,
  stateVariable,
} from '../ir/model.fixture.ts'
import { intType } from '../ir/type.ts'
import { InternalError } from './internalError.ts'
import { rerun } from './rerun.ts'
import type { Trace } from './trace.ts'
import type { Finding, Verdict, Violation } from './verdict.ts'

// n starts at 0 or 1, grows by 1 or 2 up to 5, and must not become 7: the check says so.
const n = stateVariable(0, 'n', intType(0, 9))
const by = parameter(0, 'by', intType(1, 2))
const first = parameter(0, 'first', intType(0, 1))
const below7 = checkStep(less(add(read(n), read(by)), integer(7)), 'n is 7')
const below4 = checkStep(less(read(n), integer(4)), 'n is too large to tell')
const model = modelOf({
  variables: [n],
  initial: {
    steps: [chooseStep(first), checkStep(equal(read(first), integer(0)), 'only 0 works')],
    next: { n: read(first) },
  },
  actions: {
    grow: {
      parameters: [by],
      steps: [guardStep(not(equal(read(n), integer(6)))), below7],
      next: { n: add(read(n), read(by)) },
    },
  },
  properties: [
    property('invariant', 'below3', less(read(n), integer(3))),
    property('invariant', 'checked', less(read(n), integer(9)), [below4]),
    property('step', 'slow', less(read(nextOf(n)), add(read(n), integer(2)))),
    property('witness', 'is2', equal(read(n), integer(2))),
    property('mayEnd', 'mayEnd', equal(read(n), integer(5))),
  ],
})
const initialCheck = model.initial.steps.find(s => s.kind === 'check')

/** A trace that grows by these amounts from 0. */
function growing(...amounts: number[]): Trace {
  const sum = (list: readonly number[]) => list.reduce((total, amount) => total + amount, 0)
  const steps = amounts.map((amount, i) => ({
    action: 'grow',
    choices: [amount],
    state: [sum(amounts.slice(0, i + 1))],
  }))
  return { initialChoices: [0], initial: [0], steps }
}
const finding = (name: string, kind: Finding['kind'], verdict: Verdict): Finding => ({
  name,
  kind,
  span: null,
  verdict,
})
const violated = (name: string, violation: Violation, trace?: Trace): Finding =>
  finding(name, violation.kind === 'step' ? 'step' : 'invariant', {
    kind: 'violated',
    violation,
    ...(trace && { trace }),
  })
const failing = (trace: Trace, choices: number[]): Trace => ({
  ...trace,
  failing: { action: 'grow', choices, check: below7 },
})
const actionFailure: Violation = { kind: 'actionFailure', action: 'grow', check: below7 }

describe('rerun', () => {
  it.each<[string, Finding]>([
    ['a state that breaks an invariant', violated('below3', { kind: 'invariant' }, growing(2, 1))],
    ['a step that breaks a step property', violated('slow', { kind: 'step' }, growing(1, 2))],
    ['a check of a property', violated('checked', { kind: 'propertyFailure', check: below4 }, growing(2, 2))],
    ['a check of an action', violated('failures', actionFailure, failing(growing(2, 2, 1), [2]))],
    ['a deadlock', violated('deadlock', { kind: 'deadlock' }, growing(2, 2, 2))],
    ['a witness', finding('is2', 'witness', { kind: 'exhausted', witness: growing(1, 1) })],
    ['what needs no trace', violated('is9', { kind: 'unreachable' })],
  ])('confirms %s', (_, good) => {
    expect(() => rerun(model, good)).not.toThrow()
  })

  it('confirms a check of the initial action, by the choices that it made', () => {
    if (initialCheck?.kind !== 'check') throw new Error('no check')
    const violation = (choices: number[]): Violation => ({
      kind: 'actionFailure',
      action: 'init',
      check: initialCheck,
      choices,
    })
    expect(() => rerun(model, violated('failures', violation([1])))).not.toThrow()
    expect(() => rerun(model, violated('failures', violation([0])))).toThrow(InternalError)
  })

  const good = growing(2, 1)
  const [step1, step2] = good.steps
  if (step1 === undefined || step2 === undefined) throw new Error('no steps')
  it.each<[string, Trace]>([
    ['starts elsewhere', { ...good, initial: [1], steps: [{ ...step1, state: [3] }] }],
    ['starts by other picks', { ...good, initialChoices: [1] }],
    ['leaves out a step', { ...good, steps: [step2] }],
    ['names another action', { ...good, steps: [step1, { ...step2, action: 'shrink' }] }],
    ['names other choices', { ...good, steps: [step1, { ...step2, choices: [2] }] }],
    ['reaches another state', { ...good, steps: [step1, { ...step2, state: [4] }] }],
    ['ends too early', { ...good, steps: [step1] }],
    ['goes on from where nothing is enabled', growing(2, 2, 2, 1)],
  ])('rejects a trace that %s', (_, bad) => {
    expect(() => rerun(model, violated('below3', { kind: 'invariant' }, bad))).toThrow(InternalError)
  })

  it.each<[string, Finding]>([
    ['a step property that holds on the last step', violated('slow', { kind: 'step' }, growing(2, 1))],
    ['a step property without a step', violated('slow', { kind: 'step' }, growing())],
    [
      'a check of a property that passes',
      violated('checked', { kind: 'propertyFailure', check: below4 }, growing(2, 1)),
    ],
    ['a property that fails rather than being false', violated('checked', { kind: 'invariant' }, growing(2, 2))],
    ['a check of an action that passes', violated('failures', actionFailure, failing(growing(2, 2, 1), [1]))],
    ['a failure that the trace does not show', violated('failures', actionFailure, growing(2, 2, 1))],
    ['a deadlock where an action is enabled', violated('deadlock', { kind: 'deadlock' }, growing(2, 2))],
    ['a violation without a trace', violated('below3', { kind: 'invariant' })],
    ['a property that does not exist', violated('other', { kind: 'invariant' }, good)],
    ['a witness elsewhere', finding('is2', 'witness', { kind: 'exhausted', witness: growing(1) })],
  ])('rejects %s', (_, bad) => {
    expect(() => rerun(model, bad)).toThrow(InternalError)
  })

  const inductive = (from: number, by: number, to: number, assumed = ['below3']): Finding => {
    const trace: Trace = {
      initialChoices: [],
      initial: [from],
      steps: [{ action: 'grow', choices: [by], state: [to] }],
    }
    const induction = { assumed, violation: { kind: 'invariant' }, trace } as const
    return finding('below3', 'invariant', { kind: 'unknown', reason: 'not inductive', induction })
  }
  it('confirms a step that induction cannot exclude, wherever it begins', () => {
    expect(() => rerun(model, inductive(2, 2, 4))).not.toThrow()
  })
  it.each<[string, Finding]>([
    ['begins where something that is assumed is false', inductive(3, 1, 4)],
    ['begins where something that is assumed is not defined', inductive(4, 1, 5, ['checked'])],
    ['assumes something that does not exist', inductive(2, 2, 4, ['below8'])],
    ['is no step of the model', inductive(2, 2, 5)],
    ['breaks nothing', inductive(1, 1, 2)],
  ])('rejects a step that %s', (_, bad) => {
    expect(() => rerun(model, bad)).toThrow(InternalError)
  })
})
