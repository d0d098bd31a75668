import { describe, expect, it } from 'vitest'
import { add, lessEqual } from './arithmetic.ts'
import { equal, not } from './boolean.ts'
import { FALSE, integer, read, TRUE } from './expr.ts'
import { Interpreter, type Outcome } from './interpret.ts'
import {
  checkStep,
  chooseStep,
  guardStep,
  type ModelSketch,
  modelOf,
  nextOf,
  parameter,
  property,
  stateVariable,
} from './model.fixture.ts'
import type { Model, State } from './model.ts'
import { intType } from './type.ts'

const n = stateVariable(0, 'n', intType(0, 9))
const a = parameter(0, 'a', intType(0, 1))
const b = parameter(1, 'b', intType(0, 2))

const counter = (sketch: Omit<ModelSketch, 'variables' | 'initial'>): Model =>
  modelOf({ variables: [n], initial: { next: { n: integer(0) } }, ...sketch })

const outcomes = (model: Model, state?: State): string[] => {
  const interpreter = new Interpreter(model)
  const seen: string[] = []
  const visit = (o: Outcome) =>
    seen.push(`${o.action.name}(${o.choices}) ${o.kind === 'next' ? `-> ${o.state}` : `! ${o.check.message}`}`)
  if (state === undefined) interpreter.initialStates(visit)
  else interpreter.successors(state, visit)
  return seen
}

describe('Interpreter', () => {
  it('visits actions in order, and of each the choices in order, the last one fastest', () => {
    const model = counter({
      actions: {
        reset: { next: { n: integer(0) } },
        jump: { parameters: [a, b], next: { n: add(add(read(n), read(a)), read(b)) } },
      },
    })
    expect(outcomes(model, [5])).toEqual([
      'reset() -> 0',
      'jump(0,0) -> 5',
      'jump(0,1) -> 6',
      'jump(0,2) -> 7',
      'jump(1,0) -> 6',
      'jump(1,1) -> 7',
      'jump(1,2) -> 8',
    ])
  })

  it('makes an initial state of every pick', () => {
    const first = parameter(0, 'first', intType(0, 2))
    const model = modelOf({ variables: [n], initial: { steps: [chooseStep(first)], next: { n: read(first) } } })
    expect(outcomes(model)).toEqual(['init(0) -> 0', 'init(1) -> 1', 'init(2) -> 2'])
  })

  it('counts only one value of a pick that is not reached', () => {
    const model = counter({
      actions: {
        maybe: { parameters: [a], steps: [chooseStep(b, equal(read(a), integer(1)))], next: { n: read(b) } },
      },
    })
    expect(outcomes(model, [0])).toEqual(['maybe(0,0) -> 0', 'maybe(1,0) -> 0', 'maybe(1,1) -> 1', 'maybe(1,2) -> 2'])
  })

  it('ends an action at the first check that fails, with the choices made so far', () => {
    const model = counter({
      actions: {
        step: {
          parameters: [a],
          steps: [
            checkStep(equal(read(a), integer(0)), 'a is not 0'),
            chooseStep(b),
            checkStep(lessEqual(read(b), integer(0)), 'b is too large'),
            checkStep(FALSE, 'always'),
          ],
        },
      },
    })
    expect(outcomes(model, [0])).toEqual([
      'step(0,0) ! always',
      'step(0,1) ! b is too large',
      'step(0,2) ! b is too large',
      'step(1) ! a is not 0',
    ])
  })

  it('lets a guard before a failing check disable the action', () => {
    const steps = [guardStep(equal(read(n), integer(1))), checkStep(FALSE, 'bad')]
    const model = counter({ actions: { step: { steps } } })
    expect(outcomes(model, [0])).toEqual([])
    expect(outcomes(model, [1])).toEqual(['step() ! bad'])
  })

  it('counts each guard for every choice that it decides', () => {
    const [early, onA, onB] = [
      guardStep(not(equal(read(n), integer(9)))),
      guardStep(equal(read(a), integer(1))),
      guardStep(lessEqual(read(b), integer(0))),
    ]
    const model = counter({ actions: { step: { parameters: [a, b], steps: [early, onA, onB] } } })
    const interpreter = new Interpreter(model)
    const visited: Outcome[] = []
    for (const state of [[0], [9]]) interpreter.successors(state, o => visited.push(o))
    expect(visited.map(o => o.choices)).toEqual([[1, 0]])
    const [step] = model.actions
    expect(step && interpreter.guardCounts(step)).toEqual([
      { guard: early, passed: 6, refused: 6 },
      { guard: onA, passed: 3, refused: 3 },
      { guard: onB, passed: 1, refused: 2 },
    ])
  })

  it('evaluates a property of states and of steps, or names the check that failed', () => {
    const check = checkStep(lessEqual(read(n), integer(7)), 'too large')
    const small = property('invariant', 'small', lessEqual(read(n), integer(3)), [check])
    const grows = property('step', 'grows', lessEqual(read(n), read(nextOf(n))))
    const interpreter = new Interpreter(counter({ properties: [small, grows] }))
    expect([[3], [4], [8]].map(state => interpreter.evaluate(small, state))).toEqual([
      'holds',
      'fails',
      { failed: check },
    ])
    expect([interpreter.evaluate(grows, [1], [2]), interpreter.evaluate(grows, [2], [1])]).toEqual(['holds', 'fails'])
  })

  it('evaluates properties while successors are being visited', () => {
    const even = property('invariant', 'isZero', equal(read(n), integer(0)))
    const model = counter({
      actions: { jump: { parameters: [a], next: { n: add(read(n), read(a)) } } },
      properties: [even],
    })
    const interpreter = new Interpreter(model)
    const seen: unknown[] = []
    interpreter.successors([0], o => {
      if (o.kind === 'next') seen.push(o.state, interpreter.evaluate(even, o.state))
    })
    expect(seen).toEqual([[0], 'holds', [1], 'fails'])
  })

  it('refuses a model whose picks are not numbered after the parameters', () => {
    const model = counter({ actions: { step: { parameters: [a], steps: [chooseStep(a, TRUE)] } } })
    expect(() => new Interpreter(model)).toThrow('out of order')
  })
})
