import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import lease from '../../../../spec/lease/lease.ts'
import { loadSpec } from '../../../frontend/loadSpec.ts'
import { lower } from '../../../frontend/lower.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { Model } from '../../../ir/model.ts'
import { lemmaLines } from '../../../report/lemmaText.ts'
import { TransitionSystem } from '../transitionSystem.ts'
import { type Badness, badnessOf, failuresOf } from './badness.ts'
import { invent } from './invent.ts'
import { objectionTo } from './invariantCheck.ts'

/** All broken twins and more specs; else one of each kind. */
const ALL = process.env.VON_INVENT_ALL !== undefined
const TWINS = ['commitsOnMajority', 'abortsAfterCommit', 'startsPrepared']

/** The model without the lemmas that its author has found. */
const withoutLemmas = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'lemma'),
})
const named = (system: TransitionSystem, names: readonly string[]): Badness[] =>
  names.map(name =>
    name === 'failures'
      ? failuresOf(system)
      : badnessOf(system, system.model.properties.find(p => p.name === name) as Model['properties'][number]),
  )
async function inventFor(model: Model, names: readonly string[], candidates = true) {
  const system = TransitionSystem.of(withoutLemmas(model))
  const { verdicts, conditions } = await invent(system, named(system, names), [], { session: {}, candidates })
  return { verdicts, conditions, kinds: names.map(name => verdicts.get(name)?.kind) }
}

describe('of the shipped specs', () => {
  it.each([
    ['by guesses and a search', true],
    ['by a search alone', false],
  ])(
    'two-phase commit is proved to be consistent and to refine transaction commit, %s',
    async (_, candidates) => {
      const model = lower(twoPhaseCommit.instance({ resourceManagers: candidates ? 3 : 2 }))
      const { kinds, conditions } = await inventFor(model, ['consistent', 'commitsAtomically', 'failures'], candidates)
      expect(kinds).toEqual(['proved', 'proved', 'proved'])
      expect(conditions.length).toBeGreaterThan(3)
    },
    120_000,
  )
  it('leases are proved to keep the ledger and to be unanimous', async () => {
    const model = lower(lease.instance({ routers: 2, overlays: 1, attempts: 1 }))
    expect((await inventFor(model, ['ledger', 'unanimous', 'failures'])).kinds).toEqual(['proved', 'proved', 'proved'])
  }, 120_000)
  it.runIf(ALL)('identifiers are proved to be unique', async () => {
    expect((await inventFor(lower(idAllocation.instance()), ['idUnique', 'idQuarantine'])).kinds).toEqual(['proved', 'proved'])
  }, 120_000)

  const ofSafety = Object.entries(twoPhaseCommit.mutants).filter(([, { violates }]) => violates !== 'nobodyBlocks')
  it.each(ofSafety.filter(([name]) => ALL || TWINS.includes(name)))(
    'the broken twin %s is not proved, and a trace shows why',
    async (_, { constants, violates }) => {
      const { verdicts } = await inventFor(lower(twoPhaseCommit.instance(constants)), [violates])
      expect(verdicts.get(violates)).toMatchObject({ kind: 'violated', trace: { steps: expect.anything() } })
    },
    60_000,
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
    const model = lower(twoPhaseCommit.instance({ resourceManagers: 3 }))
    const { conditions } = await inventFor(model, ['consistent'])
    const source = readFileSync('spec/commit/twoPhaseCommit.ts', 'utf8')
    const lines = lemmaLines(
      conditions.map((condition, i) => ({ name: `invented${i + 1}`, condition })),
      source,
    )
    expect(lines.join('\n')).toContain('ResourceManager.every(r => ')
    const again = await pasted(lines)
    const lemmas = again.properties.filter(p => p.name.startsWith('invented'))
    expect(lemmas.length).toBe(conditions.length)
    expect(lemmas.flatMap(({ checks }) => checks)).toEqual([])
    const system = TransitionSystem.of(again)
    const bodies: Expr[] = lemmas.map(({ body }) => body)
    const objection = (some: readonly Expr[]) => objectionTo(some, system, named(system, ['consistent']), {})
    expect(await objection(bodies)).toBe(null)
    // nothing is there that is not needed
    expect(await objection(bodies.slice(1))).not.toBe(null)
  }, 180_000)
})
