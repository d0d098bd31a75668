import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Interpreter } from './interpret.ts'
import { drawModel } from './model.arbitrary.ts'
import type { Action, Model, State } from './model.ts'
import { type Environment, naiveValue } from './naive.fixture.ts'
import { type Value, valuesOf } from './value.ts'

/** Adds to `counts` how often each branch goes either way in a state, one choice after the other. */
function countNaively(action: Action, state: State, counts: { held: number; failed: number }[]): void {
  const run = (step: number, chosen: readonly Value[]): void => {
    const missing = action.parameters[chosen.length]
    if (missing !== undefined) {
      for (const value of valuesOf(missing.type)) run(step, [...chosen, value])
      return
    }
    const env: Environment = { state, next: state, parameters: chosen, bound: {} }
    for (const [i, { when, condition, after }] of action.branches.entries()) {
      const count = counts[i]
      if (count === undefined || after !== step || naiveValue(when, env) !== true) continue
      if (naiveValue(condition, env) === true) count.held++
      else count.failed++
    }
    const at = action.steps[step]
    if (at === undefined) return
    if (at.kind === 'choose') {
      const all = valuesOf(at.variable.type)
      for (const value of naiveValue(at.when, env) ? all : all.slice(0, 1)) run(step + 1, [...chosen, value])
    } else if (naiveValue(at.condition, env)) run(step + 1, chosen)
  }
  run(0, [])
}

/** @returns up to `max` reachable states */
function statesOf(model: Model, max: number): State[] {
  const interpreter = new Interpreter(model)
  const found = new Map<string, State>()
  const enter = (state: State) => found.size < max && found.set(JSON.stringify(state), state)
  interpreter.initialStates(o => o.kind === 'next' && enter(o.state))
  for (const state of found.values()) interpreter.successors(state, o => o.kind === 'next' && enter(o.state))
  return [...found.values()]
}

it('counts the branches of random models as a naive count does', () => {
  let [turns, kinds] = [0, 0]
  fc.assert(
    fc.property(fc.gen(), g => {
      const model = drawModel(g as never, fc.nat)
      const interpreter = new Interpreter(model, { countsBranches: true })
      const naive = model.actions.map(action => action.branches.map(() => ({ held: 0, failed: 0 })))
      for (const state of statesOf(model, 15)) {
        interpreter.successors(state, () => {})
        for (const [i, action] of model.actions.entries()) countNaively(action, state, naive[i] ?? [])
      }
      const counted = model.actions.map(action =>
        interpreter.branchCounts(action).map(({ held, failed }) => ({ held, failed })),
      )
      expect(counted).toEqual(naive)
      turns += naive.flat().reduce((n, { held, failed }) => n + held + failed, 0)
      kinds += naive.flat().filter(({ held, failed }) => held > 0 && failed > 0).length
    }),
    { seed: 8, numRuns: 60, endOnFailure: true },
  )
  expect(turns).toBeGreaterThan(1500)
  expect(kinds).toBeGreaterThan(15)
})
