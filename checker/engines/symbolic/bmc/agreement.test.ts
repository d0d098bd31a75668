/** Bounded model checking against exploration: the same verdicts, and traces of the same length. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { drawModel, drawRefinement } from '../../../ir/model.arbitrary.ts'
import type { Model } from '../../../ir/model.ts'
import { availableSolvers } from '../../../solver/session.ts'
import { toldBy } from '../../../verdict/told.fixture.ts'
import { explore } from '../../explicit/explore.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { boundedCheck } from './bmc.ts'

const RUNS = Number(process.env.VON_RANDOM_MODELS ?? 40)
const TIMEOUT_MS = 20_000 + RUNS * 2000
/** A long campaign names what failed, and does not spend an hour on making it smaller. */
const endOnFailure = RUNS > 100
const solvers = {
  bitvectors: new SharedSolver(),
  integers: new SharedSolver({ logic: 'ALL' }),
  z3: new SharedSolver({ logic: 'QF_BV', solver: 'z3' }),
  cvc5: new SharedSolver({ logic: 'QF_BV', solver: 'cvc5' }),
}
afterAll(() => Promise.all(Object.values(solvers).map(solver => solver.close())))

/** Deep enough to see every state, and every step from it; but no deeper than this. */
const DEPTH_MAX = 12

async function expectAgreement(model: Model, solver: keyof typeof solvers = 'bitvectors'): Promise<void> {
  const explored = await explore(model, { keepGoing: true })
  const depth = Math.min(DEPTH_MAX, explored.exploration.depth + 1)
  const bounded = await boundedCheck(model, {
    depth,
    keepGoing: true,
    encoding: solver === 'integers' ? solver : 'bitvectors',
    open: solvers[solver].open,
  })
  expect(toldBy(bounded, depth)).toEqual(toldBy(explored, depth))
}

describe('bounded model checking and exploration', () => {
  it(
    'agree on random models, on verdicts and on the length of traces',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawModel(draw, fc.nat))),
        { numRuns: RUNS, seed: 19, endOnFailure },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'agree on refinements of random models',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawRefinement(draw, fc.nat, drawModel(draw, fc.nat)))),
        { numRuns: Math.ceil(RUNS / 2), seed: 19, endOnFailure },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'agree where numbers are the integers of the solver',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawModel(draw, fc.nat), 'integers')),
        { numRuns: Math.ceil(RUNS / 4), seed: 19, endOnFailure },
      )
    },
    TIMEOUT_MS,
  )

  it.for(['z3', 'cvc5'] as const)(
    'agree on random models when %s is asked',
    { timeout: TIMEOUT_MS },
    async (name, { skip }) => {
      if (!availableSolvers().includes(name)) skip(`there is no ${name} in PATH`)
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawModel(draw, fc.nat), name)),
        { numRuns: Math.ceil(RUNS / 4), seed: 20, endOnFailure },
      )
    },
  )
})
