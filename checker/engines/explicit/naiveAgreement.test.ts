import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawModel } from '../../ir/model.arbitrary.ts'
import { type NaiveResult, naiveSearch } from '../../ir/naiveSearch.fixture.ts'
import type { Report } from '../../verdict/report.ts'
import type { Finding } from '../../verdict/verdict.ts'
import { explore } from './explore.ts'

/** The number of steps after which a finding shows something, as a naive search counts it; undefined when it does not. */
function sightingOf({ verdict }: Finding): number | undefined {
  if (verdict.kind === 'exhausted') return verdict.witness?.steps.length
  if (verdict.kind !== 'violated' || verdict.violation.kind === 'unreachable') return undefined
  return verdict.trace === undefined ? -1 : verdict.trace.steps.length
}

function expectAgreement(report: Report, naive: NaiveResult): void {
  const { distinct, generated, depth } = report.exploration
  expect({ distinct, generated, depth }).toEqual({
    distinct: naive.distinct,
    generated: naive.generated,
    depth: naive.depth,
  })
  for (const finding of report.findings) {
    expect([finding.name, sightingOf(finding)]).toEqual([finding.name, naive.sightings.get(finding.name)])
  }
  const pruned = report.limits.reduce((n, l) => n + (l.kind === 'constraint' ? (l.pruned ?? 0) : 0), 0)
  expect(pruned).toBe(naive.pruned)
}

describe('exploration of random models', () => {
  it('agrees with a naive search on counts, verdicts and the length of traces', async () => {
    let withManyStates = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const model = drawModel(draw, fc.nat)
        const everything = naiveSearch(model, false)
        if (everything.distinct > 10) withManyStates++
        expectAgreement(await explore(model, { keepGoing: true }), everything)
        expectAgreement(await explore(model), naiveSearch(model, true))
      }),
      { seed: 1, numRuns: 80 },
    )
    // The models are not all trivial.
    expect(withManyStates).toBeGreaterThan(15)
  })
})
