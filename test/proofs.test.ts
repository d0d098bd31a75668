/** The proofs of this repository stand, and the table of evidence says what they come to today. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { evidenceMarkdown, loadProofs, runProofs, standingOf } from 'von/checker'

const root = path.join(import.meta.dirname, '..')

it('stand, with twins that fail, as the table of evidence says', { timeout: 900_000 }, async () => {
  const all = await runProofs(await loadProofs('proofs', { cwd: root }), { workers: 2 })
  expect(all.filter(evidence => standingOf(evidence) !== 'stands')).toEqual([])
  expect(evidenceMarkdown(all, 'von prove --all')).toBe(readFileSync(path.join(root, 'proofs/EVIDENCE.md'), 'utf8'))
})
