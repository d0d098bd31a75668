import { expect, it } from 'vitest'
import type { Attempt, Evidence } from '../verdict/evidence.ts'
import { exitCodeOfEvidence } from '../verdict/evidence.ts'
import { evidenceJson, evidenceMarkdown, evidenceTable } from './evidenceText.ts'

const attempt = (kind: Attempt['kind'], about = ''): Attempt => ({ kind, about, queries: 2, elapsedMs: 40 })
const evidence = (own: Attempt, twin: Attempt | null, wanted: Attempt['kind'] = 'violated'): Evidence => ({
  name: 'scheduler/lag',
  claim: 'The lag is bounded.',
  source: 'theorem 3',
  assumes: ['equal weights'],
  leavesOpen: ['other sizes'],
  means: 'induction',
  wanted: ['proved', 'exhausted'],
  attempt: own,
  twins: [{ about: 'a mutant | of two', wanted, attempt: twin }],
})
const stands = evidence(attempt('proved'), attempt('violated', 'lagBound'))
const falls = evidence(attempt('bounded'), null)
const twinHolds = evidence(attempt('proved'), attempt('proved'))
const open = evidence(attempt('unknown', 'lagBound: the solver took too long'), null)

it('never takes less than what was wanted for a proof', () => {
  expect([[stands], [stands, falls], [stands, open], [open, twinHolds], []].map(exitCodeOfEvidence)).toEqual([
    0, 1, 3, 1, 3,
  ])
  expect(exitCodeOfEvidence([evidence(attempt('proved'), attempt('unknown'))])).toBe(3)
})

it('tells what each proof and its twin came to, and what is amiss below', () => {
  expect(evidenceTable([stands, falls, open, twinHolds])).toBe(
    `stands  scheduler/lag  proved   induction  twin violated: lagBound  4 queries  80 ms
falls   scheduler/lag  bounded  induction  twin not asked           2 queries  40 ms
  bounded; wanted proved or exhausted: The lag is bounded.
open    scheduler/lag  unknown  induction  twin not asked           2 queries  40 ms
  unknown: lagBound: the solver took too long; wanted proved or exhausted: The lag is bounded.
falls   scheduler/lag  proved   induction  twin proved              4 queries  80 ms
  its twin is proved; wanted violated: a mutant | of two

1 of 4 proofs stand, twins and all; 2 fall; 1 open
`,
  )
})

it('writes a file in which nothing changes from run to run', () => {
  const written = evidenceMarkdown([stands], 'von prove --all')
  expect(written).toContain(
    '| [scheduler/lag](scheduler/lag.ts) | The lag is bounded. | induction | **proved** | a mutant \\| of two: **violated**, lagBound |',
  )
  expect(written).toContain('**scheduler/lag** (theorem 3)\n\n- assumes: equal weights\n- leaves open: other sizes\n')
  const slower = { ...stands, attempt: { ...stands.attempt, queries: 9, elapsedMs: 9000 } }
  expect(evidenceMarkdown([slower], 'von prove --all')).toBe(written)
})

it('is a document, too', () => {
  expect(JSON.parse(evidenceJson([twinHolds]))).toMatchObject({
    format: 'von-evidence',
    proofs: [{ standing: 'falls', twins: [{ attempt: { kind: 'proved' } }] }],
  })
})
