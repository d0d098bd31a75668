import fc from 'fast-check'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../../spec/commit/twoPhaseCommit.ts'
import lease from '../../../spec/lease/lease.ts'
import { lower } from '../../frontend/lower.ts'
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter, type Outcome } from '../../ir/interpret.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import type { Model, State } from '../../ir/model.ts'
import { Judge } from '../../verdict/judge.ts'
import type { Choice } from './choice.ts'
import { Log, readLog } from './log.ts'
import { Random } from './random.ts'
import { Walker } from './walker.ts'
import { generatedWalking, interpretedWalking, type Walking } from './walking.ts'

/** Set VON_RANDOM_MODELS to compare more of them. */
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 150)
const STEPS = 40
const SEED = 11

/** The words of the states that a walk goes through. */
function naiveWalk(model: Model, index: number, { weights }: Choice): string[] {
  const interpreter = new Interpreter(model)
  const encoding = new StateEncoding(model.variables)
  const random = new Random(SEED, index)
  const path: string[] = []
  for (let state: State | null = null; path.length <= STEPS; ) {
    const from: State | null = state
    const outcomes: (Outcome & { kind: 'next' })[] = []
    let hasFailed = false
    const isPruned =
      from !== null && model.properties.some(p => p.kind === 'constraint' && interpreter.evaluate(p, from) !== 'holds')
    const see = (o: Outcome) => {
      if (o.kind === 'next') outcomes.push(o)
      else hasFailed = true
    }
    if (from === null) interpreter.initialStates(see)
    else if (!isPruned) interpreter.successors(from, see)
    if (outcomes.length === 0 || (hasFailed && from !== null)) return path
    let among = outcomes
    if (weights !== null && from !== null) {
      const enabled = model.actions.filter(a => outcomes.some(o => o.action === a))
      const tickets = enabled.flatMap(a => Array.from({ length: weights[model.actions.indexOf(a)] ?? 1 }, () => a))
      const action = tickets[random.below(tickets.length)]
      among = outcomes.filter(o => o.action === action)
    } else if (weights !== null) random.below(1)
    state = (among[random.below(among.length)] as (typeof among)[number]).state
    const words = new Uint32Array(encoding.words)
    encoding.encode(state, words)
    path.push(words.join())
  }
  return path
}

/** The same, by a walker; it does not end where a property is violated. */
function walkOf({ mover }: Walking, model: Model, index: number, choice: Choice, piece: number): string[] {
  const { words: width } = new StateEncoding(model.variables)
  const walker = new Walker(mover, { seed: SEED, steps: STEPS, choice, endings: { attention: 1, signals: 0 } })
  walker.begin(index, index + 1)
  const path: string[] = []
  for (let isDone = false; !isDone; ) {
    const log = new Log(mover.stateWords, new Uint32Array(1))
    isDone = walker.advance(log, piece)
    readLog(log.words, log.length, mover.stateWords, {
      enter: (_action, _step, _attention, _signals, words, at) => path.push(words.slice(at, at + width).join()) > 0,
      end: () => true,
      counted: () => {},
    })
  }
  return path
}

/** @returns the steps compared */
function compare(model: Model, choice: Choice, walks: number): number {
  const judge = new Judge(model, new Interpreter(model), undefined)
  const interpreter = new Interpreter(model)
  const walkings = [
    interpretedWalking(model, judge, false),
    ...(['wasm', 'javascript'] as const).map(backend =>
      generatedWalking(model, judge, interpreter, { backend, coverage: false }),
    ),
  ]
  let steps = 0
  for (let index = 0; index < walks; index++) {
    const expected = naiveWalk(model, index, choice)
    steps += expected.length
    for (const [i, walking] of walkings.entries()) {
      if (walking !== null) expect(walkOf(walking, model, index, choice, 1 + 7 * i)).toEqual(expected)
    }
  }
  return steps
}
const choices = (model: Model): Choice[] => [
  { weights: null },
  { weights: model.actions.map(() => 1) },
  { weights: model.actions.map((_, i) => 1 + (i % 3) * 4) },
]

it('walks the same way by the interpreter and by generated code, as a naive walk does', () => {
  const commit = lower(twoPhaseCommit.instance())
  for (const choice of choices(commit)) expect(compare(commit, choice, 5)).toBeGreaterThan(50)
  const leases = lower(lease.instance())
  for (const choice of choices(leases)) expect(compare(leases, choice, 3)).toBeGreaterThan(40)
})

it('walks the same way through random models', () => {
  let steps = 0
  fc.assert(
    fc.property(fc.gen(), fc.nat({ max: 2 }), (g, way) => {
      const model = drawModel(g as never, fc.nat)
      steps += compare(model, choices(model)[way] as Choice, 3)
    }),
    { seed: 4, numRuns: RANDOM_MODELS, endOnFailure: true },
  )
  expect(steps).toBeGreaterThan(RANDOM_MODELS * 20)
})
