/** Bounded model checking against exploration: the same verdicts, and traces of the same length. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { drawModel, drawRefinement } from '../../../ir/model.arbitrary.ts'
import type { Model } from '../../../ir/model.ts'
import type { AnyReport } from '../../../verdict/report.ts'
import type { Finding } from '../../../verdict/verdict.ts'
import { explore } from '../../explicit/explore.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { boundedCheck } from './bmc.ts'

const RUNS = Number(process.env.VON_RANDOM_MODELS ?? 40)
const TIMEOUT_MS = 20_000 + RUNS * 2000
const solvers = { bitvectors: new SharedSolver(), integers: new SharedSolver({ logic: 'ALL' }) }
afterAll(async () => {
  await solvers.bitvectors.close()
  await solvers.integers.close()
})

/** What both engines can say: how many steps lead to what settles a question, if anything within the depth does. */
function told({ verdict }: Finding, depth: number): string {
  const steps = (length: number, word: string) => (length <= depth ? `${word} after ${length}` : 'nothing')
  switch (verdict.kind) {
    case 'violated':
      if (verdict.violation.kind === 'unreachable') return 'nothing'
      return verdict.trace === undefined ? 'violated at the start' : steps(verdict.trace.steps.length, 'violated')
    case 'exhausted':
      return verdict.witness === undefined ? 'nothing' : steps(verdict.witness.steps.length, 'reached')
    case 'vacuous':
      return verdict.premises.some(({ text }) => text === 'there is an initial state') ? 'no state' : 'nothing'
    case 'bounded':
      return 'nothing'
    default:
      return verdict.kind
  }
}
const toldBy = ({ findings }: AnyReport, depth: number) => findings.map(each => [each.name, told(each, depth)])

/** Deep enough to see every state, and every step from it; but no deeper than this. */
const DEPTH_MAX = 12

async function expectAgreement(model: Model, encoding: keyof typeof solvers = 'bitvectors'): Promise<void> {
  const explored = await explore(model, { keepGoing: true })
  const depth = Math.min(DEPTH_MAX, explored.exploration.depth + 1)
  const bounded = await boundedCheck(model, { depth, keepGoing: true, encoding, open: solvers[encoding].open })
  expect(toldBy(bounded, depth)).toEqual(toldBy(explored, depth))
}

describe('bounded model checking and exploration', () => {
  it(
    'agree on random models, on verdicts and on the length of traces',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawModel(draw, fc.nat))),
        { numRuns: RUNS, seed: 19 },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'agree on refinements of random models',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawRefinement(draw, fc.nat, drawModel(draw, fc.nat)))),
        { numRuns: Math.ceil(RUNS / 2), seed: 19 },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'agree where numbers are the integers of the solver',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), draw => expectAgreement(drawModel(draw, fc.nat), 'integers')),
        { numRuns: Math.ceil(RUNS / 4), seed: 19 },
      )
    },
    TIMEOUT_MS,
  )
})
