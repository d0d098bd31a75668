/**
 * The proofs of this repository stand, and so do the verdicts on claims, which rest on some of them: each proof is run once.
 * The tables say what they come to today.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import {
  claimStanding,
  type Evidence,
  evidenceMarkdown,
  loadProofs,
  loadRegister,
  registerMarkdown,
  runProofs,
  runRegister,
  standingOf,
} from 'von/checker'

const root = path.join(import.meta.dirname, '..')
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')

let all: readonly Evidence[]
beforeAll(async () => {
  all = await runProofs(await loadProofs('proofs', { cwd: root }), { workers: 2 })
}, 900_000)

it('proofs stand, with twins that fail, as the table of evidence says', () => {
  expect(all.filter(evidence => standingOf(evidence) !== 'stands')).toEqual([])
  expect(evidenceMarkdown(all, 'von prove --all')).toBe(textOf('proofs/EVIDENCE.md'))
})

it('verdicts on claims stand, as the table of claims says', { timeout: 600_000 }, async () => {
  const known = (file: string) => all.filter(({ name }) => `proofs/${name.split('#')[0]}.ts` === file)
  const claims = await runRegister(await loadRegister('claims', { cwd: root }), { cwd: root, known })
  expect(claims.filter(claim => !['stands', 'open'].includes(claimStanding(claim)))).toEqual([])
  expect(registerMarkdown(claims, 'von claims --write docs/CLAIMS.md')).toBe(textOf('docs/CLAIMS.md'))
})
