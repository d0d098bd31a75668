import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import transactionCommit from './transactionCommit.ts'
import twoPhaseCommit from './twoPhaseCommit.ts'

const holds = { violated: [], inconclusive: [] }

describe('transaction commit', () => {
  it.each([1, 2, 3, 4, 5])('holds for %i resource managers, in 3^n + 2^n - 1 states', async n => {
    // Nobody has committed: each is working, prepared or aborted. Somebody has: each is prepared or committed.
    expect(await verdicts(transactionCommit, { resourceManagers: n })).toMatchObject({
      distinct: 3 ** n + 2 ** n - 1,
      violated: [],
      // one resource manager alone takes no step after its decision
      inconclusive: n === 1 ? ['decisionsAreFinal'] : [],
    })
  })

  it('has the numbers that TLC gives for 3 resource managers', async () => {
    // tlaplus/Examples, transaction_commit/manifest.json: 34 distinct, 94 in total, depth 7 counting states, not steps.
    expect(await verdicts(transactionCommit)).toMatchObject({ distinct: 34, generated: 94, depth: 6 })
  })
})

describe('two-phase commit', () => {
  it.each([1, 2, 3, 4, 5])('holds for %i resource managers, in 4^n + 6^n + 2^n states', async n => {
    // Per resource manager: 4 states while votes are collected, 6 after an abort, 2 after a commit.
    expect(await verdicts(twoPhaseCommit, { resourceManagers: n })).toMatchObject({
      distinct: 4 ** n + 6 ** n + 2 ** n,
      ...holds,
    })
  })

  it('has the numbers that TLC gives for 3 resource managers', async () => {
    // tlaplus/Examples, transaction_commit/manifest.json: 288 distinct, 1146 in total, depth 11 counting states.
    expect(await verdicts(twoPhaseCommit)).toMatchObject({ distinct: 288, generated: 1146, depth: 10 })
  })

  it.each(Object.entries(twoPhaseCommit.mutants))('%s is killed by its property', async (_, mutant) => {
    // Consistency and final decisions follow from the refinement, which says nothing of what must happen.
    const { violated } = await verdicts(twoPhaseCommit, mutant.constants)
    const isOfSafety = mutant.violates !== 'nobodyBlocks'
    expect(violated).toEqual([...new Set([mutant.violates, ...(isOfSafety ? ['commitsAtomically'] : [])])])
    expect(await verdicts(twoPhaseCommit, { ...mutant.constants, bug: 'none' })).toMatchObject(holds)
  })
})
