import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Evaluator } from '../../../ir/evaluator.ts'
import type { Expr } from '../../../ir/expr.ts'
import { Interpreter, type Outcome } from '../../../ir/interpret.ts'
import { drawModel, drawRefinement } from '../../../ir/model.arbitrary.ts'
import type { Model, State } from '../../../ir/model.ts'
import { naiveSearch } from '../../../ir/naiveSearch.fixture.ts'
import { TransitionSystem } from '../transitionSystem.ts'
import { badnessOf, deadlockOf, failuresOf } from './badness.ts'
import { invent } from './invent.ts'

/** How many random models to try; VON_RANDOM_INVENTIONS tries more. */
const MODELS = Number(process.env.VON_RANDOM_INVENTIONS ?? 6)

/** What exploration finds violated, and what inventing invariants does, by name. */
async function compared(model: Model) {
  const system = TransitionSystem.of(model)
  const isAsked = (kind: string) => kind === 'invariant' || kind === 'step' || kind === 'refinement'
  const properties = model.properties.filter(({ kind }) => isAsked(kind))
  const bad = [...properties.map(p => badnessOf(system, p)), deadlockOf(system), failuresOf(system)]
  const { verdicts, conditions } = await invent(system, bad, { session: {} })
  const { sightings } = naiveSearch(model, false)
  const names = bad.map(({ name }) => name)
  return {
    explored: names.map(name => [name, sightings.has(name) ? 'violated' : 'shown']),
    invented: names.map(name => [name, verdicts.get(name)?.kind ?? 'shown']),
    conditions,
  }
}

/** By going through all reachable states. */
function expectTrueOfAll(model: Model, conditions: readonly Expr[]): void {
  const evaluator = new Evaluator(conditions)
  const interpreter = new Interpreter(model)
  const reached = new Map<string, State>()
  const visit = (o: Outcome) => o.kind === 'next' && reached.set(JSON.stringify(o.state), o.state)
  interpreter.initialStates(visit)
  for (const state of reached.values()) {
    evaluator.setStates(state)
    for (const condition of conditions) expect(evaluator.closureOf(condition)()).toBe(true)
    interpreter.successors(state, visit)
  }
}

describe('invented invariants', () => {
  it(
    'show what exploration finds true of random models, and paths are found to all else',
    async () => {
      const seen = { violated: 0, shown: 0, withConditions: 0 }
      await fc.assert(
        fc.asyncProperty(fc.gen(), async draw => {
          const { properties, ...rest } = drawModel(draw, fc.nat)
          const drawn = { ...rest, properties: properties.filter(({ kind }) => kind !== 'constraint') }
          const model = draw(fc.nat, { max: 2 }) === 0 ? drawRefinement(draw, fc.nat, drawn) : drawn
          const { explored, invented, conditions } = await compared(model)
          expect(invented).toEqual(explored)
          expectTrueOfAll(model, conditions)
          for (const [, kind] of explored) seen[kind as 'violated' | 'shown']++
          if (conditions.length > 0) seen.withConditions++
        }),
        { seed: 3, numRuns: MODELS, endOnFailure: true },
      )
      expect(Math.min(seen.violated, seen.shown, seen.withConditions)).toBeGreaterThan(0)
    },
    60_000 * MODELS,
  )
})
