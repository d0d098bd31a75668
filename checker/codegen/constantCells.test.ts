import fc from 'fast-check'
import { expect, it } from 'vitest'
import { add, less } from '../ir/arithmetic.ts'
import { and, equal, not, or } from '../ir/boolean.ts'
import { StateEncoding } from '../ir/encode.ts'
import { integer, read, TRUE } from '../ir/expr.ts'
import { Interpreter } from '../ir/interpret.ts'
import { drawModel } from '../ir/model.arbitrary.ts'
import { type ActionSketch, guardStep, modelOf, stateVariable } from '../ir/model.fixture.ts'
import type { Model, State } from '../ir/model.ts'
import { boolType, intType } from '../ir/type.ts'
import { constantCells } from './constantCells.ts'
import { programOf } from './program.ts'
import { bitsOf } from './repacking.ts'
import { NotCompilable } from './terms.ts'

const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 200)

/** The cells of the states that are reachable within so many states; of the initial ones for a limit of 0. */
function reachableCells(model: Model, limit: number): number[][] {
  const { fields } = programOf(model, () => false).packing
  const interpreter = new Interpreter(model)
  const encoding = new StateEncoding(model.variables)
  const words = new Uint32Array(encoding.words)
  const seen = new Map<string, State>()
  const enter = (state: State) => {
    encoding.encode(state, words)
    if (!seen.has(words.join())) seen.set(words.join(), state)
  }
  interpreter.initialStates(outcome => outcome.kind !== 'failure' && enter(outcome.state))
  for (const state of seen.values()) {
    if (seen.size > limit) break
    interpreter.successors(state, outcome => {
      if (outcome.kind !== 'failure') enter(outcome.state)
      return false
    })
  }
  return [...seen.values()].map(state => {
    encoding.encode(state, words)
    return fields.map(({ bit, width, low }) => low + bitsOf(words, bit, width))
  })
}
const sameIn = (states: readonly (readonly number[])[]) =>
  new Set(states[0]?.keys().filter(cell => states.every(cells => cells[cell] === states[0]?.[cell])))
function constantIn(model: Model): number[] {
  const initial = reachableCells(model, 0)
  return [
    ...constantCells(
      programOf(model, () => false),
      initial,
      sameIn(initial),
    ),
  ]
}

const busy = stateVariable(0, 'busy', boolType)
const number = stateVariable(1, 'number', intType(0, 3))
const sentZero = stateVariable(2, 'sentZero', boolType)
/** Requests are numbered from 1, and their number is sent while one is under way. */
const requests = (begin: ActionSketch) =>
  modelOf({
    variables: [busy, number, sentZero],
    initial: { next: { busy: not(TRUE), number: integer(0), sentZero: not(TRUE) } },
    actions: {
      begin,
      send: {
        steps: [guardStep(read(busy))],
        next: { busy: not(TRUE), sentZero: or(read(sentZero), equal(read(number), integer(0))) },
      },
    },
  })

it('finds cells that do not change because of what two others say together', () => {
  const next = { busy: TRUE, number: add(read(number), integer(1)) }
  expect(constantIn(requests({ steps: [guardStep(less(read(number), integer(3)))], next }))).toEqual([2])
})

it('does not find them in the same model, when a request can have the number 0', () => {
  expect(constantIn(requests({ next: { busy: TRUE } }))).toEqual([1])
  expect(sameIn(reachableCells(requests({ next: { busy: TRUE } }), 100))).toEqual(new Set([1]))
})

it('finds cells that are constant only together', () => {
  const [a, b] = [stateVariable(0, 'a', boolType), stateVariable(1, 'b', boolType)]
  const model = modelOf({
    variables: [a, b],
    initial: { next: { a: TRUE, b: TRUE } },
    actions: { swap: { next: { a: read(b), b: read(a) } } },
  })
  expect(constantIn(model)).toEqual([0, 1])
})

it('does not know what three cells say together', () => {
  const [p, q, r, never] = ['p', 'q', 'r', 'never'].map((name, i) => stateVariable(i, name, boolType)) as [
    typeof busy,
    typeof busy,
    typeof busy,
    typeof busy,
  ]
  const all = and(read(p), read(q), read(r))
  const flip = (...flipped: (typeof p)[]) => ({ next: Object.fromEntries(flipped.map(v => [v.name, not(read(v))])) })
  const model = modelOf({
    variables: [p, q, r, never],
    initial: { next: Object.fromEntries([p, q, r, never].map(v => [v.name, not(TRUE)])) },
    actions: { one: flip(p, q), two: flip(q, r), three: { steps: [guardStep(all)], ...flip(never) } },
  })
  expect(sameIn(reachableCells(model, 100))).toEqual(new Set([3]))
  expect(constantIn(model)).toEqual([])
})

it('calls no cell constant that changes in a reachable state, in random models', () => {
  let found = 0
  fc.assert(
    fc.property(fc.gen(), g => {
      const model = drawModel(g as never, fc.nat)
      try {
        const claimed = constantIn(model)
        const same = sameIn(reachableCells(model, 300))
        for (const cell of claimed) expect(same).toContain(cell)
        found += claimed.length
      } catch (error) {
        if (!(error instanceof NotCompilable)) throw error
      }
    }),
    { seed: 1, numRuns: RANDOM_MODELS, endOnFailure: true },
  )
  expect(found).toBeGreaterThan(RANDOM_MODELS / 10)
})
