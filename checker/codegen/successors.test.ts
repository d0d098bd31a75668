import fc from 'fast-check'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../spec/lease/idAllocation.ts'
import lease from '../../spec/lease/lease.ts'
import sharing from '../../spec/tutorial/sharing.ts'
import { lower } from '../frontend/lower.ts'
import { div, less, max, min, mod, subtract } from '../ir/arithmetic.ts'
import { choose, equal } from '../ir/boolean.ts'
import { Evaluator } from '../ir/evaluator.ts'
import { integer, read, type Variable } from '../ir/expr.ts'
import { Interpreter, type Outcome } from '../ir/interpret.ts'
import { drawModel } from '../ir/model.arbitrary.ts'
import { modelOf, parameter, property, stateVariable } from '../ir/model.fixture.ts'
import type { Model, State } from '../ir/model.ts'
import { boolType, type IntType, intType } from '../ir/type.ts'
import type { Loops } from './counters.ts'
import type { Backend } from './expander.ts'
import { GeneratedModel } from './generated.fixture.ts'
import { WITNESS_FAILED } from './program.ts'
import { NotCompilable } from './terms.ts'

/** Set VON_RANDOM_MODELS to compare more of them. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 150)

/** Of the less frequent way to generate code, as many states as are quick. */
const FEW = 200

/** Compares the code of both back ends with the interpreter. @returns how many states there were */
function compare(model: Model, max: number): number {
  const [first, ...others] = [
    compareOne(model, max, 'wasm', 'counted'),
    compareOne(model, max, 'javascript', 'counted'),
    compareOne(model, Math.min(max, FEW), 'wasm', 'appended'),
    compareOne(model, Math.min(max, FEW), 'javascript', 'appended'),
  ] as [number, ...number[]]
  expect(others).toEqual([first, Math.min(first, FEW), Math.min(first, FEW)])
  return first
}

/** Compares generated code with the interpreter on up to `max` reachable states. @returns how many there were */
function compareOne(model: Model, max: number, backend: Backend, loops: Loops): number {
  const generated = new GeneratedModel(model, backend, loops)
  const interpreter = new Interpreter(model, { countsBranches: true })
  const seen = new Map<string, State>()
  const enter = (state: State) => {
    const words = generated.words(state)
    if (seen.size < max && !seen.has(words)) seen.set(words, state)
    return words
  }
  interpreter.initialStates(o => o.kind === 'next' && enter(o.state))
  const fired = model.actions.map(() => 0)
  let expanded = 0
  let selfLoops = 0
  for (const [words, state] of seen) {
    const outcomes: Outcome[] = []
    const isPruned = constraintsOf(model).some(p => interpreter.evaluate(p, state) === 'fails')
    if (!isPruned) {
      interpreter.successors(state, o => void outcomes.push(o))
      expanded++
    }
    const steps = outcomes.flatMap(o =>
      o.kind === 'next' ? [{ action: model.actions.indexOf(o.action), words: enter(o.state) }] : [],
    )
    for (const { action } of steps) fired[action] = (fired[action] ?? 0) + 1
    const expansion = generated.expand(state)
    expect(expansion.isPruned).toBe(isPruned)
    const others = steps.filter(s => s.words !== words)
    selfLoops += steps.length - others.length
    expect(expansion.appended).toEqual(loops === 'appended' ? steps : others)
    expect(expansion.hasLoop).toBe(loops === 'counted' && others.length < steps.length)
    const stepSignals = stepTopics(generated, interpreter, state, outcomes)
    const failed = !isPruned && (outcomes.some(o => o.kind === 'failure') || constraintFails(model, interpreter, state))
    expect(expansion.signals).toBe(stepSignals | (failed ? 1 : 0))
    expect(generated.inspect(state)).toBe(stateTopics(generated, interpreter, state))
  }
  expect(generated.selfLoops).toBe(loops === 'counted' ? selfLoops : 0)
  expect(model.actions.map((_, i) => generated.counts.fired(i))).toEqual(fired)
  // the interpreter counts a guard for all choices made before it, as the generated code does
  for (const [i, action] of model.actions.entries()) {
    const counts = interpreter.guardCounts(action).map(({ passed, refused }) => ({ passed, refused }))
    expect(generated.counts.guards(i, expanded)).toEqual(counts)
    const branches = interpreter.branchCounts(action).map(({ held, failed }) => ({ held, failed }))
    expect(generated.counts.branches(i)).toEqual(branches)
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
  const witnesses = program.model.properties.filter(p => p.kind === 'witness')
  const hasFailed = witnesses.some(p => typeof interpreter.evaluate(p, state) !== 'string')
  return program.stateTopics.reduce(
    (bits, t, i) => bits | (signalOf(t, interpreter, state, state) ? 1 << i : 0),
    hasFailed ? 1 << WITNESS_FAILED : 0,
  )
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
  expect(compare(lower(twoPhaseCommit.instance({ resourceManagers: 3 })), 5000)).toBe(4 ** 3 + 6 ** 3 + 2 ** 3)
  expect(compare(lower(idAllocation.instance()), 500)).toBe(500)
  expect(compare(lower(lease.instance()), 1000)).toBe(1000)
})

it('agrees with the interpreter where cells cross the words of a state, and on the largest integers', () => {
  const REACH = 2 ** 31 - 1
  // widths of 3, 7, 12, 31 and 32 bits: cells begin at every other position
  const widths = [intType(-3, 3), intType(1, 100), intType(-2000, 2000), intType(0, 2 ** 30), intType(-REACH, REACH)]
  const variables = Array.from({ length: 15 }, (_, i) => stateVariable(i, `v${i}`, widths[i % 5] as IntType))
  const [sign, index] = [parameter(0, 'sign', boolType), parameter(1, 'index', intType(0, 14))]
  const ends = variables.map((v, i) => {
    const { low, high } = v.type as IntType
    const end = choose(read(sign), integer(high), integer(low))
    const other = min(integer(high), max(integer(low), subtract(integer(0), read(v))))
    return [v.name, choose(equal(read(index), integer(i)), end, i % 2 === 0 ? read(v) : other)] as const
  })
  const [divisor, dividend] = [variables[0], variables[2]] as [Variable, Variable]
  const quotient = div(read(dividend), read(divisor))
  const model = modelOf({
    variables,
    initial: { next: Object.fromEntries(variables.map(v => [v.name, integer((v.type as IntType).low)])) },
    actions: {
      jump: { parameters: [sign, index], next: Object.fromEntries(ends) },
      divide: { next: { v0: mod(read(dividend), read(divisor)), v5: min(integer(3), max(integer(-3), quotient)) } },
    },
    properties: [property('invariant', 'small', less(read(variables[4] as Variable), integer(REACH)))],
  })
  expect(compare(model, 500)).toBe(500)
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
    { seed: 1, numRuns: RANDOM_MODELS, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(RANDOM_MODELS * 0.6)
})
