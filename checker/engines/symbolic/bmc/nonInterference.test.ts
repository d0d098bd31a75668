/**
 * Pairs of runs that a solver tells apart, against a naive comparison of all pairs: whether there are any, and how short.
 *
 *     VON_RANDOM_MODELS=2000 VON_RANDOM_SEED=7 npx vitest run --project unit bmc/nonInterference
 */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { integer, TRUE } from '../../../ir/expr.ts'
import { drawModel, drawNonInterference } from '../../../ir/model.arbitrary.ts'
import { modelOf, spanAt, stateVariable } from '../../../ir/model.fixture.ts'
import type { NonInterference } from '../../../ir/model.ts'
import { naivePairs } from '../../../ir/naivePairs.fixture.ts'
import { intType } from '../../../ir/type.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { Finding } from '../../../verdict/verdict.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { boundedCheck } from './bmc.ts'
import { pairFinding } from './nonInterference.ts'

const numRuns = Number(process.env.VON_RANDOM_MODELS ?? 40)
const seed = Number(process.env.VON_RANDOM_SEED ?? 5)
const DEPTH = 5

const solver = new SharedSolver()
afterAll(() => solver.close())

describe('pairs of runs', () => {
  it('are not known to be alike where they are too large for a solver', async () => {
    const variables = [stateVariable(0, 'n', intType(0, 9))]
    const claim = { name: 'isolation', high: [], body: TRUE, checks: [], span: spanAt(1), origins: new Map() }
    const model = { ...modelOf({ variables, initial: { next: { n: integer(0) } } }), nonInterference: [claim] }
    const { finding } = await pairFinding(model, claim, pairs => {
      throw new SpecError({ code: 'VON4011', message: `${pairs.name} cannot be written`, related: [] })
    })
    expect(finding.verdict).toEqual({ kind: 'unknown', reason: 'test-isolation cannot be written' })
  })
  it('are told apart where a comparison of all pairs does so, by as few steps', {
    timeout: 20_000 + 3000 * numRuns,
  }, async () => {
    const seen = { broken: 0, bounded: 0, failing: 0 }
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const model = drawNonInterference(draw, fc.nat, drawModel(draw, fc.nat))
        const { toldApartAt, failsAt, distinct } = naivePairs(model, model.nonInterference[0] as NonInterference)
        const options = { depth: DEPTH, properties: ['isolation'], keepGoing: true, open: solver.open }
        const { findings } = await boundedCheck(model, options)
        const { verdict } = findings.find(({ name }) => name === 'isolation') as Finding
        // of what happens behind a failing step nothing is known, at the same depth it is
        if (failsAt !== null && failsAt <= DEPTH && (toldApartAt === null || toldApartAt > failsAt)) {
          seen.failing++
          expect(verdict.kind).toBe('unknown')
        } else if (toldApartAt !== null && toldApartAt <= DEPTH) {
          seen.broken++
          expect(verdict.kind).toBe('violated')
          expect(verdict.kind === 'violated' && verdict.trace?.steps.length).toBe(toldApartAt)
        } else {
          seen.bounded++
          expect(verdict.kind).toBe(distinct === 0 ? 'vacuous' : 'bounded')
        }
      }),
      { seed, numRuns, endOnFailure: true },
    )
    for (const [what, many] of Object.entries(seen)) expect([what, many >= numRuns / 30]).toEqual([what, true])
  })
})
