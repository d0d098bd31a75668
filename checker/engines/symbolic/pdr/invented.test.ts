import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import lease from '../../../../spec/lease/lease.ts'
import { loadSpec } from '../../../frontend/loadSpec.ts'
import { lower } from '../../../frontend/lower.ts'
import type { Model, Property } from '../../../ir/model.ts'
import { lemmaText } from '../../../report/lemmaText.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { prove } from '../induction/prove.ts'
import { inventProof } from './inventProof.ts'

/** All broken twins and more specs; else one of each kind. */
const ALL = process.env.VON_INVENT_ALL !== undefined
const TWINS = ['commitsOnMajority', 'startsPrepared']

/** The model without the lemmas that its author has found. */
const withoutLemmas = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'lemma'),
})
const proved = (model: Model, names: readonly string[], candidates = true) =>
  inventProof(withoutLemmas(model), { properties: names, candidates })
const kinds = ({ findings }: SolverReport) => Object.fromEntries(findings.map(f => [f.name, f.verdict.kind]))

describe('of the shipped specs', () => {
  it.each([['by guesses and a search', true], ...(ALL ? [['by a search alone', false] as const] : [])] as const)(
    'two-phase commit is proved to be consistent and to refine transaction commit, %s',
    async (_, candidates) => {
      const model = lower(twoPhaseCommit.instance({ resourceManagers: 3 }))
      const report = await proved(model, ['consistent', 'commitsAtomically'], candidates)
      expect(kinds(report)).toEqual({ consistent: 'proved', commitsAtomically: 'proved', failures: 'proved' })
      expect(report.invented?.length).toBeGreaterThan(3)
    },
    300_000,
  )
  it('leases are proved to keep the ledger and to be unanimous', async () => {
    const model = lower(lease.instance({ routers: 2, overlays: 1, attempts: 1 }))
    const report = await proved(model, ['ledger', 'unanimous'])
    expect(kinds(report)).toEqual({ ledger: 'proved', unanimous: 'proved', failures: 'proved' })
  }, 300_000)
  it.runIf(ALL)(
    'identifiers are proved to be unique',
    async () => {
      const report = await proved(lower(idAllocation.instance()), ['idUnique', 'idQuarantine'])
      expect(kinds(report)).toEqual({ idUnique: 'proved', idQuarantine: 'proved', failures: 'proved' })
    },
    300_000,
  )

  const ofSafety = Object.entries(twoPhaseCommit.mutants).filter(([, { violates }]) => violates !== 'nobodyBlocks')
  it.each(ofSafety.filter(([name]) => ALL || TWINS.includes(name)))(
    'the broken twin %s is not proved, and a trace shows why',
    async (_, { constants, violates }) => {
      const { findings } = await proved(lower(twoPhaseCommit.instance(constants)), [violates])
      expect(findings.find(({ name }) => name === violates)?.verdict).toMatchObject({ kind: 'violated', trace: {} })
    },
    300_000,
  )
})

describe('what was invented', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'von-pasted-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The spec with lemmas pasted in front of the end of its builder, as the front end reads it. */
  async function pasted(lines: readonly string[]): Promise<Model> {
    const source = readFileSync('spec/commit/twoPhaseCommit.ts', 'utf8')
    const text = source
      .replaceAll("from './", `from '${path.resolve('spec/commit')}/`)
      .replace(/\n( *return m\n)/, `\n${lines.join('\n')}\n$1`)
    const file = path.join(folder, 'pasted.ts')
    writeFileSync(file, text)
    const { spec } = await loadSpec(file)
    return lower(spec.instance({ resourceManagers: 3 }))
  }

  it('can be pasted into the spec, where it is the same and proves the same', async () => {
    const { spec } = await loadSpec('spec/commit/twoPhaseCommit.ts')
    const model = lower(spec.instance({ resourceManagers: 3 }))
    const { invented = [] } = await proved(model, ['consistent'])
    const { domains, lemmas: lines } = lemmaText(model, invented)
    expect(domains).toEqual([])
    expect(lines.join('\n')).toContain('ResourceManager.every(r => ')
    const again = await pasted(lines)
    const lemmas = again.properties.filter(p => p.name.startsWith('invented'))
    expect(lemmas.map(({ name }) => name)).toEqual(invented.map(({ name }) => name))
    expect(lemmas.flatMap(({ checks }) => checks)).toEqual([])
    const [first, ...others] = lemmas as [Property, ...Property[]]
    const without = (some: readonly Property[]): Model => ({
      ...again,
      properties: again.properties.filter(p => p.kind !== 'lemma' || some.includes(p)),
    })
    const properties = ['consistent', ...lemmas.map(({ name }) => name)]
    const report = await prove(without(lemmas), { properties, steps: 0 })
    expect(new Set(Object.values(kinds(report)))).toEqual(new Set(['proved']))
    // nothing is there that is not needed
    const lacking = await prove(without(others), { properties: ['consistent'], steps: 0 })
    expect([first.name, kinds(lacking).consistent]).toEqual([first.name, 'unknown'])
  }, 300_000)
})
