import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Evaluator } from '../../../ir/evaluator.ts'
import { ExprSource } from '../../../ir/expr.arbitrary.ts'
import type { Expr } from '../../../ir/expr.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import { drawModel } from '../../../ir/model.arbitrary.ts'
import type { Model, State } from '../../../ir/model.ts'
import { boolType, cardinality } from '../../../ir/type.ts'
import { valuesOf } from '../../../ir/value.ts'
import { StepSession } from '../pdr/stepSession.ts'
import { TransitionSystem } from '../transitionSystem.ts'
import { largestInvariant } from './houdini.ts'

/** How many random models to try; VON_RANDOM_HOUDINI tries more. */
const MODELS = Number(process.env.VON_RANDOM_HOUDINI ?? 6)
const CANDIDATES = 12
const STATES_MAX = 600

const allStates = ({ variables }: Model): State[] =>
  variables.reduce<State[]>((states, v) => states.flatMap(s => valuesOf(v.type).map(value => [...s, value])), [[]])

/** By looking at every state there could be. */
function largestByEnumeration(model: Model, candidates: readonly Expr[]): readonly Expr[] {
  const evaluator = new Evaluator(candidates)
  const interpreter = new Interpreter(model)
  const kept = new Set(candidates)
  const holds = (state: State, e: Expr) => {
    evaluator.setStates(state)
    return evaluator.closureOf(e)() === true
  }
  const drop = (state: State) => {
    for (const e of kept) if (!holds(state, e)) kept.delete(e)
  }
  interpreter.initialStates(o => o.kind === 'next' && drop(o.state))
  for (let before = -1; before !== kept.size; ) {
    before = kept.size
    for (const state of allStates(model)) {
      const isIn = [...kept].every(e => holds(state, e))
      if (isIn) interpreter.successors(state, o => o.kind === 'next' && drop(o.state))
    }
  }
  return candidates.filter(e => kept.has(e))
}

describe('the largest inductive invariant among conditions', () => {
  it('is the one that looking at all states gives', async () => {
    const sizes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const drawn = drawModel(draw, fc.nat)
        const model = { ...drawn, properties: [] }
        fc.pre(model.variables.reduce((n, v) => n * cardinality(v.type), 1) <= STATES_MAX)
        const source = new ExprSource(draw)
        const made = Array.from({ length: CANDIDATES }, () => source.ofType(boolType, model.variables, 3))
        const candidates = [...new Set(made)]
        const session = new StepSession(TransitionSystem.of(model), {})
        try {
          const found = await largestInvariant(candidates, session)
          expect(found).toEqual(largestByEnumeration(model, candidates))
          sizes.add(found.length === 0 ? 'none' : found.length === candidates.length ? 'all' : 'some')
        } finally {
          await session.close()
        }
      }),
      { seed: 5, numRuns: MODELS, endOnFailure: true },
    )
    expect(sizes).toContain('some')
  }, 300_000)
})
