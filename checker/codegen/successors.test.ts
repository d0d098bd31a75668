import fc from 'fast-check'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../spec/lease/idAllocation.ts'
import lease from '../../spec/lease/lease.ts'
import sharing from '../../spec/tutorial/sharing.ts'
import { lower } from '../frontend/lower.ts'
import { Evaluator } from '../ir/evaluator.ts'
import { type GuardCount, Interpreter, type Outcome } from '../ir/interpret.ts'
import { drawModel } from '../ir/model.arbitrary.ts'
import type { Model, State } from '../ir/model.ts'
import { GeneratedModel } from './generated.fixture.ts'
import { NotCompilable } from './terms.ts'

/** Compares the generated code with the interpreter on up to `max` reachable states. @returns how many there were */
function compare(model: Model, max: number): number {
  const generated = new GeneratedModel(model)
  const interpreter = new Interpreter(model)
  const seen = new Map<string, State>()
  const enter = (state: State) => {
    const words = generated.words(state)
    if (seen.size < max && !seen.has(words)) seen.set(words, state)
    return words
  }
  interpreter.initialStates(o => o.kind === 'next' && enter(o.state))
  const fired = model.actions.map(() => 0)
  for (const [words, state] of seen) {
    const outcomes: Outcome[] = []
    const isPruned = constraintsOf(model).some(p => interpreter.evaluate(p, state) === 'fails')
    if (!isPruned) interpreter.successors(state, o => void outcomes.push(o))
    const steps = outcomes.flatMap(o =>
      o.kind === 'next' ? [{ action: model.actions.indexOf(o.action), words: enter(o.state) }] : [],
    )
    for (const { action } of steps) fired[action] = (fired[action] ?? 0) + 1
    const expansion = generated.expand(state)
    expect(expansion.isPruned).toBe(isPruned)
    expect(expansion.appended).toEqual(steps.filter(s => s.words !== words))
    expect(expansion.hasLoop).toBe(steps.some(s => s.words === words))
    const stepSignals = stepTopics(generated, interpreter, state, outcomes)
    const failed = !isPruned && (outcomes.some(o => o.kind === 'failure') || constraintFails(model, interpreter, state))
    expect(expansion.signals).toBe(stepSignals | (failed ? 1 : 0))
    expect(generated.inspect(state)).toBe(stateTopics(generated, interpreter, state))
  }
  expect(generated.counters().fired).toEqual(fired)
  // the interpreter counts a guard for all choices made before it, as the generated code does
  for (const [i, action] of model.actions.entries()) {
    const counts = interpreter.guardCounts(action)
    const { passed, asked } = generated.counters()
    expect(passed[i]).toEqual(counts.map(g => g.passed))
    const own = asked[i]?.map((n, k) => n ?? (counts[k] as GuardCount).passed + (counts[k] as GuardCount).refused)
    expect(own).toEqual(counts.map(g => g.passed + g.refused))
  }
  return seen.size
}
const constraintsOf = (model: Model) => model.properties.filter(p => p.kind === 'constraint')
const constraintFails = (model: Model, interpreter: Interpreter, state: State) =>
  constraintsOf(model).some(p => typeof interpreter.evaluate(p, state) !== 'string')

function signalOf(
  topic: GeneratedModel['program']['stateTopics'][number],
  interpreter: Interpreter,
  state: State,
  next: State,
) {
  const { property, premise } = topic
  if (premise !== null) {
    const evaluator = new Evaluator([premise])
    evaluator.setStates(state, next)
    return evaluator.closureOf(premise)() === true
  }
  const result = interpreter.evaluate(property, state, next)
  return typeof result !== 'string' || result === (property.kind === 'witness' ? 'holds' : 'fails')
}
function stateTopics({ program }: GeneratedModel, interpreter: Interpreter, state: State): number {
  return program.stateTopics.reduce((bits, t, i) => bits | (signalOf(t, interpreter, state, state) ? 1 << i : 0), 0)
}
function stepTopics(
  { program }: GeneratedModel,
  interpreter: Interpreter,
  state: State,
  outcomes: readonly Outcome[],
): number {
  return outcomes.reduce(
    (bits, o) =>
      o.kind === 'failure'
        ? bits
        : program.stepTopics.reduce((b, t, i) => b | (signalOf(t, interpreter, state, o.state) ? 2 << i : 0), bits),
    0,
  )
}

it('agrees with the interpreter on the specs', () => {
  expect(compare(lower(sharing.instance()), 1000)).toBe(13)
  expect(compare(lower(twoPhaseCommit.instance({ resourceManagers: 4 })), 5000)).toBe(4 ** 4 + 6 ** 4 + 2 ** 4)
  expect(compare(lower(idAllocation.instance()), 2000)).toBe(1369)
  expect(compare(lower(lease.instance()), 3000)).toBe(3000)
})

it('agrees with the interpreter on random models', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.gen(), g => {
      const model = drawModel(g as never, fc.nat)
      try {
        compare(model, 200)
        compared++
      } catch (error) {
        if (!(error instanceof NotCompilable)) throw error
      }
    }),
    { seed: 1, numRuns: 150, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(100)
})
