import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import lease from '../../../spec/lease/lease.ts'
import { lower } from '../../frontend/lower.ts'
import { add, mod } from '../../ir/arithmetic.ts'
import { choose, equal, not } from '../../ir/boolean.ts'
import { StateEncoding } from '../../ir/encode.ts'
import { integer, read } from '../../ir/expr.ts'
import { Interpreter, type Outcome } from '../../ir/interpret.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import { modelOf, parameter, property, stateVariable } from '../../ir/model.fixture.ts'
import type { Model } from '../../ir/model.ts'
import { boolType, intType } from '../../ir/type.ts'
import type { Report } from '../../verdict/report.ts'
import { type ExploreOptions, explore } from './explore.ts'
import { narrowestPacking } from './narrowing.ts'
import { StateStore } from './store.ts'

const SLOW_MS = 300_000
const RANDOM_MODELS = Number(process.env.VON_RANDOM_MODELS ?? 60)

const said = ({ model: _, memory: __, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})

/** 20 cells of three values and 25 of two: 65 bits. */
const dials = Array.from({ length: 20 }, (_, i) => stateVariable(i, `dial${i}`, intType(-1, 1)))
const lamps = Array.from({ length: 25 }, (_, i) => stateVariable(dials.length + i, `lamp${i}`, boolType))
const [dial, lamp] = [parameter(0, 'dial', intType(0, 19)), parameter(0, 'lamp', intType(0, 24))]
const board: Model = modelOf({
  variables: [...dials, ...lamps],
  initial: {
    next: Object.fromEntries([
      ...dials.map((v, i) => [v.name, integer((i % 3) - 1)] as const),
      ...lamps.map(v => [v.name, equal(integer(0), integer(1))] as const),
    ]),
  },
  actions: {
    turn: {
      parameters: [dial],
      next: Object.fromEntries(
        dials.map((v, i) => {
          const turned = add(mod(add(read(v), integer(2)), integer(3)), integer(-1))
          return [v.name, choose(equal(read(dial), integer(i)), turned, read(v))] as const
        }),
      ),
    },
    press: {
      parameters: [lamp],
      next: Object.fromEntries(
        lamps.map((v, i) => [v.name, choose(equal(read(lamp), integer(i)), not(read(v)), read(v))] as const),
      ),
    },
  },
  properties: [
    property(
      'invariant',
      'notBoth',
      not(equal(add(read(dials[1] as typeof dial), read(dials[4] as typeof dial)), integer(2))),
    ),
  ],
})

describe('where a state takes a word less', () => {
  it('digits of numbers hide nothing', async () => {
    const options: ExploreOptions = { maxDepth: 3, keepGoing: true, compileAfter: 3 }
    const interpreted = await explore(board, { ...options, backend: 'interpreter' })
    const compiled = await explore(board, options)
    expect(said(compiled)).toEqual(said(interpreted))
    expect(compiled.findings.find(f => f.name === 'notBoth')?.verdict.kind).toBe('violated')
    expect(compiled.memory?.rowBytes).toBe(8 * compiled.exploration.distinct)
    const together = await explore(board, { ...options, workers: 2, shareFrom: 1 })
    expect(together.exploration.distinct).toBe(compiled.exploration.distinct)
    expect(together.exploration.generated).toBe(compiled.exploration.generated)
    expect(together.memory?.rowBytes).toBe(8 * compiled.exploration.distinct)
  })

  it(
    'cells that never change hide nothing, in random models',
    async () => {
      let narrow = 0
      for (const seed of Array.from({ length: RANDOM_MODELS }, (_, i) => i)) {
        const [model] = fc.sample(
          fc.gen().map(g => padded(drawModel(g as never, fc.nat))),
          { seed, numRuns: 1 },
        ) as [Model]
        const interpreted = await explore(model, { backend: 'interpreter', maxDepth: 6, keepGoing: true })
        const compiled = await explore(model, { compileAfter: 0, maxDepth: 6, keepGoing: true })
        if (compiled.uncompiled !== undefined) continue
        expect(said(compiled)).toEqual(said(interpreted))
        if (compiled.memory?.rowBytes === 8 * compiled.exploration.distinct) narrow++
      }
      expect(narrow).toBeGreaterThan(RANDOM_MODELS / 3)
    },
    SLOW_MS,
  )

  it('what has been seen changes nothing about the packing', () => {
    const model = lower(lease.instance({ routers: 3, term: 5, crashes: 2 }))
    const packing = narrowestPacking(model, null)
    expect(packing.bits).toBe(63)
    const store = new StateStore(3, 2 ** 20)
    const words = new Uint32Array(3)
    const encoding = new StateEncoding(model.variables)
    const interpreter = new Interpreter(model)
    const enter = (outcome: Outcome) => {
      if (outcome.kind === 'failure') return false
      encoding.encode(outcome.state, words)
      return store.insert(words, 0) >= 0
    }
    interpreter.initialStates(enter)
    for (let id = 0; id < 100; id++) {
      store.read(id, words)
      interpreter.successors(encoding.decode(words), enter)
    }
    expect(narrowestPacking(model, store)).toEqual(packing)
  })
})

/** The same model, with 90 bits more that are never written. */
function padded(model: Model): Model {
  const first = model.variables.length
  const padding = [0, 1, 2].map(i => stateVariable(first + i, `padding${i}`, intType(0, 2 ** 30 - 1)))
  const initial = { ...model.initial, next: [...model.initial.next, ...padding.map((_, i) => integer(i * 77))] }
  const actions = model.actions.map(action => ({ ...action, next: [...action.next, ...padding.map(v => read(v))] }))
  return { ...model, variables: [...model.variables, ...padding], initial, actions }
}
