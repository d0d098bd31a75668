/**
 * Verdicts on random systems against all of their lassos.
 *
 *     VON_RANDOM_BEHAVIOURS=10000 VON_RANDOM_SEED=7 npx vitest run --project unit naiveLassos
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFairness, formatFormula } from '../../../ir/temporal.ts'
import type { Trace } from '../../../verdict/trace.ts'
import { explore } from '../explore.ts'
import { drawSystem, type System } from './behaviours.arbitrary.ts'
import { isFair, isLasso, isTrue, type NaiveLasso, naiveCounterexample } from './naiveLassos.fixture.ts'

const count = Number(process.env.VON_RANDOM_BEHAVIOURS ?? 300)
const seed = Number(process.env.VON_RANDOM_SEED ?? 20_260_101)
/** States of the lassos that the reference goes through. */
const LENGTH = 6

function lassoOf({ initial, steps, loop }: Trace): NaiveLasso {
  const states = [initial, ...steps.map(({ state }) => state)].map(([n]) => n as number)
  // The last state is the one where the loop begins, unless it stutters for ever.
  return loop === states.length - 1 ? { states, next: loop } : { states: states.slice(0, -1), next: loop as number }
}

const described = ({ model, ways, initial }: System) =>
  [
    `from ${initial}: ${ways.map(way => `${way.action}${way.p} ${way.from}->${way.to}`).join(', ')}`,
    ...model.fairness.map(formatFairness),
    ...model.temporal.map(({ formula }) => formatFormula(formula)),
  ].join('\n')

it(`verdicts on ${count} random systems agree with a look at all their lassos`, { timeout: 1000 * count }, async () => {
  const kinds = new Map<string, number>()
  let fair = 0
  await fc.assert(
    fc.asyncProperty(fc.gen(), async draw => {
      const system = drawSystem(draw, fc.nat)
      const { model } = system
      const report = await explore(model, { keepGoing: true, compileAfter: draw(fc.nat, { max: 7 }) === 0 ? 0 : 1000 })
      const verdict = report.findings.find(({ name }) => name === 'property')?.verdict
      const formula = model.temporal[0]?.formula
      if (verdict === undefined || formula === undefined) throw new Error('there is no verdict')
      kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1)
      if (verdict.kind !== 'violated') {
        expect(naiveCounterexample(system, formula, LENGTH), described(system)).toBe(null)
        return
      }
      const lasso = lassoOf(verdict.trace as Trace)
      expect(
        [isLasso(system, lasso), isFair(system, lasso), isTrue(system, lasso, formula, 0)],
        described(system),
      ).toEqual([true, true, false])
      if (model.fairness.length > 0) fair++
    }),
    { seed, numRuns: count },
  )
  // All verdicts come about, and not only where nothing is assumed.
  expect([...kinds.keys()].sort()).toEqual(['exhausted', 'vacuous', 'violated'])
  expect(kinds.get('exhausted')).toBeGreaterThan(count / 10)
  expect(fair).toBeGreaterThan(count / 10)
})
