/** Proofs for any number: of the specs here, of their broken twins, and of what must be refused. */
import { describe, expect, it } from 'vitest'
import { fill, guard, ids, implies, type Machine, machine, map, oneOf, type Spec, set, spec } from 'von'
import { mutants as commitMutants } from '../../../../spec/commit/twoPhaseCommit.mutants.ts'
import twoPhaseCommit from '../../../../spec/commit/twoPhaseCommit.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import ledger from '../../../../spec/lease/ledger.ts'
import { mutants as sliceMutants } from '../../../../spec/slice/admission.mutants.ts'
import admission from '../../../../spec/slice/admission.ts'
import { lower } from '../../../frontend/lower.ts'
import type { Model } from '../../../ir/model.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { SolverReport } from '../../../verdict/report.ts'
import { type Family, familyOf, sizedBy } from './family.ts'
import { proveAnySize } from './proveAnySize.ts'

type AnySpec = Pick<Spec, 'instance'> & { readonly declared: object }

function familyOfSpec({ instance, declared }: AnySpec, constants: object = {}): Family {
  const build = (sizes: object): Model => lower(instance({ ...constants, ...sizes }))
  const numbers = Object.entries(declared).filter(([, value]) => typeof value === 'number')
  return familyOf(build, sizedBy(build, Object.fromEntries(numbers)))
}
const inductive = ['invariant', 'lemma', 'step', 'refinement', 'deadlock', 'failures']
const verdictsOf = ({ findings }: SolverReport) =>
  Object.fromEntries(
    findings.filter(({ kind }) => inductive.includes(kind)).map(each => [each.name, each.verdict.kind]),
  )
const reportOf = (of: AnySpec, constants?: object) =>
  proveAnySize(familyOfSpec(of, constants), { limits: { timeoutMs: 20_000 } })

const isLong = process.env.VON_RANDOM_SPECS !== undefined

describe('what the specs here claim of states and steps', () => {
  it.each<[string, unknown, object, readonly string[], number]>([
    ['two-phase commit', twoPhaseCommit, {}, ['resourceManagers'], 9],
    ['the ledger of leases', ledger, { capacity: isLong ? 2 : 1 }, ['routers', 'overlays'], 2],
    ['identifiers', idAllocation, {}, ['managers', 'flowIds'], 6],
    ['slice admission', admission, {}, ['services', 'nodes'], 9],
  ])('is proved for any number, from one on: %s', { timeout: 120_000 }, async (_, of, constants, any, claims) => {
    const report = await reportOf(of as AnySpec, constants)
    const verdicts = verdictsOf(report)
    expect(report.solving.anyNumber).toMatchObject({ constants: any, from: 1 })
    expect(Object.entries(verdicts).filter(([, kind]) => kind !== 'proved')).toEqual([])
    expect(Object.keys(verdicts)).toHaveLength(claims)
  })
})

interface Twin {
  readonly of: AnySpec
  readonly constants: object
  readonly violates: string
}
const twins = (of: unknown, mutants: Readonly<Record<string, Omit<Twin, 'of'>>>, names: readonly string[]) =>
  names.map((name): [string, Twin] => [name, { of: of as AnySpec, ...(mutants[name] as Omit<Twin, 'of'>) }])
describe('broken twins', () => {
  it.each([
    ...twins(twoPhaseCommit, commitMutants, ['abortsAfterCommit', 'startsPrepared']),
    ...twins(admission, sliceMutants, isLong ? ['SL-1', 'SL-2', 'SL-3', 'SL-4', 'SL-5', 'SL-9'] : []),
  ])('are not proved: %s', { timeout: 120_000 }, async (_, { of, constants, violates }) => {
    const { findings } = await reportOf(of, constants)
    const verdict = findings.find(({ name }) => name === violates)?.verdict
    expect(['unknown', 'violated']).toContain(verdict?.kind)
  })

  it('are shown by a step of a small instance', { timeout: 60_000 }, async () => {
    const report = await reportOf(twoPhaseCommit as unknown as AnySpec, { bug: 'abortsAfterVote' })
    const verdict = report.findings.find(({ name }) => name === 'consistent')?.verdict
    if (verdict?.kind !== 'unknown' || verdict.induction === undefined) throw new Error('no counterexample')
    const { instance, trace } = verdict.induction
    expect(instance?.constants.resourceManagers).toBeLessThanOrEqual(4)
    expect(trace.steps).toHaveLength(1)
  })
})

type Claims = { readonly claim: (m: Votes, n: number) => void }
type Votes = Machine<{ votes: ReturnType<typeof votesOf>; state: { readonly [member: string]: 'out' | 'in' } }>
declare function votesOf(): { readonly size: number; has(member: string): boolean; add(member: string): void }

/** Members join, and something is claimed of them. */
const club = ({ claim }: Claims) =>
  spec('club', { members: 3 }, ({ members }) => {
    const Member = ids('m', members)
    const m = machine({ state: map(Member, oneOf('out', 'in')), votes: set(Member) })
    m.init(() => ({ state: fill(Member, () => 'out' as const), votes: set(Member).of() }))
    m.action('join', { member: Member }, (s, { member }) => {
      guard(s.state[member] === 'out')
      s.state[member] = 'in'
      s.votes.add(member)
    })
    m.invariant('votersAreIn', s => Member.every(each => !s.votes.has(each) || s.state[each] === 'in'))
    claim(m as unknown as Votes, members)
    m.mayEnd()
    m.interchangeable(Member)
    return m
  }) as unknown as AnySpec
const findingOn = async (claim: Claims['claim']) => {
  const report = await reportOf(club({ claim }))
  expect(verdictsOf(report).votersAreIn).toBe('proved')
  return { report, verdict: report.findings.find(({ name }) => name === 'claim')?.verdict }
}

describe('claims that depend on how many there are', () => {
  it.each<[string, Claims['claim'], RegExp]>([
    [
      'a majority',
      (m, n) => m.invariant('claim', s => s.votes.size <= Math.floor(n / 2)),
      /not the same for members=5 and members=6/,
    ],
    ['a name', m => m.invariant('claim', s => s.state.m0 === 'out'), /tells m0 from the other members/],
    ['a size', m => m.invariant('claim', s => (s.votes.size * 2) % 2 === 0), /used for more than to compare/],
  ])('are unknown, with the reason: %s', { timeout: 30_000 }, async (_, claim, reason) => {
    const { verdict } = await findingOn(claim)
    expect(verdict).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(reason) })
  })

  it.each<[string, Claims['claim'], string]>([
    ['all of them', (m, n) => m.invariant('claim', s => s.votes.size <= n), 'proved'],
    ['all but one, which join may break', (m, n) => m.invariant('claim', s => s.votes.size <= n - 1), 'unknown'],
    ['a constant, which join may break', m => m.invariant('claim', s => s.votes.size < 2), 'unknown'],
  ])('are said all the same where they count from either end: %s', { timeout: 30_000 }, async (_, claim, kind) => {
    const { verdict } = await findingOn(claim)
    expect(verdict).toMatchObject({ kind })
    if (kind === 'unknown') expect(verdict).toMatchObject({ reason: 'not inductive: join may break it' })
  })

  it('are made from the size on from which instances are alike', { timeout: 30_000 }, async () => {
    const { report, verdict } = await findingOn((m, n) => {
      m.invariant('claim', s => n > 2 || s.state.m0 === 'out')
    })
    expect(verdict).toMatchObject({ kind: 'proved' })
    expect(report.solving.anyNumber).toMatchObject({ from: 3 })
  })

  it('say where a broken first state is', { timeout: 30_000 }, async () => {
    const { verdict } = await findingOn(m => m.invariant('claim', s => s.votes.size > 0))
    expect(verdict).toMatchObject({ kind: 'violated', trace: { steps: [] } })
  })

  it('say that nothing exercises them', { timeout: 30_000 }, async () => {
    const { verdict } = await findingOn(m =>
      m.invariant('claim', s => implies(s.votes.has('m0') && s.state.m0 === 'out', s.votes.size > 1)),
    )
    expect(verdict).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('tells m0') })
    const { verdict: ofAll } = await findingOn((m, n) =>
      m.invariant('claim', s => implies(s.votes.size > n - 1 && s.votes.size < 1, s.votes.size > 1)),
    )
    expect(ofAll).toMatchObject({ kind: 'vacuous' })
  })
})

describe('actions that depend on how many there are', () => {
  const refusal = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      if (error instanceof SpecError) return error.diagnostics[0]
      throw error
    }
    return undefined
  }
  it('are refused with their place', () => {
    const found = refusal(() => familyOfSpec(twoPhaseCommit as unknown as AnySpec, { bug: 'commitsOnMajority' }))
    expect(found).toMatchObject({ code: 'VON4012', message: expect.stringContaining('a guard of decideCommit') })
    expect(found?.span?.file).toContain('twoPhaseCommit.ts')
  })
})
