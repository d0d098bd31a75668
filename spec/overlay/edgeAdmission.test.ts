import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import edgeAdmission from './edgeAdmission.ts'

const holds = { violated: [], inconclusive: [] }

describe('admission', () => {
  it('by lines overloads none, whatever fails', async () => {
    // By hand: nobody, one of 3 flows on either line, or 3 x 2 ways to have one on each; after a failure nobody or one of 3.
    expect(await verdicts(edgeAdmission)).toMatchObject({ distinct: 1 + 6 + 6 + 1 + 3, ...holds })
  })
  it('at the edge does so where nothing fails', async () => {
    expect(await verdicts(edgeAdmission, { admission: 'edge', mayFail: false })).toMatchObject({
      distinct: 13,
      ...holds,
    })
  })
  it('at the edge lets flows meet that were promised the same units', async () => {
    expect((await verdicts(edgeAdmission, { flows: 2, admission: 'edge' })).violated).toEqual(['noOverload'])
  })
})
