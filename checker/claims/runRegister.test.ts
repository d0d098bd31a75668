import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Claim, type ClaimRun, type ClaimVerdict, chapter } from 'von'
import { registerJson, registerMarkdown, registerTable } from '../report/registerText.ts'
import type { Evidence } from '../verdict/evidence.ts'
import { claimStanding, exitCodeOfRegister } from '../verdict/register.ts'
import { runRegister } from './runRegister.ts'

const cwd = path.join(import.meta.dirname, '../..')
const sharing = { check: 'spec/tutorial/sharing.ts', properties: ['neverOversold'] } as const
const oversold = { check: 'spec/tutorial/oversold.ts', properties: ['neverOversold'] } as const
const holds: ClaimRun = { ...sharing, is: 'exhausted' }
const fails: ClaimRun = { ...oversold, is: 'violated', depth: 2 }
const six: ClaimRun = { figure: 'three times two', is: 6, by: () => 3 * 2, alsoBy: () => 2 + 2 + 2 }

const attempt = { about: '', queries: 1, elapsedMs: 1 }
const evidence = (name: string, twin: 'violated' | 'proved'): Evidence => ({
  name,
  claim: 'It is so.',
  source: null,
  assumes: [],
  leavesOpen: [],
  means: 'all inputs, by a solver',
  wanted: ['proved'],
  attempt: { kind: 'proved', ...attempt },
  twins: [{ about: 'a little wrong', wanted: 'violated', attempt: { kind: twin, ...attempt } }],
})
/** What these proofs came to is known, so that no solver is needed. */
const proven: Readonly<Record<string, readonly Evidence[]>> = {
  'proofs/bits.ts': [evidence('bits#needed', 'violated'), evidence('bits#idle', 'proved')],
}

const claim = (verdict: ClaimVerdict, ...runs: ClaimRun[]): Claim => ({
  says: 'Routers are shared.',
  source: 'a paper',
  verdict,
  ...((verdict === 'HOLDS-IF' || verdict === 'UNDERDETERMINED') && { condition: 'all look for room' }),
  runs,
})
const open: Claim = { says: 'Routers are never idle.', source: 'a paper', missing: 'a spec' }
const reportsOf = (claims: Record<string, Claim>, only?: string[]) =>
  runRegister([chapter('Sharing', claims)], { cwd, known: file => proven[file], ...(only && { only }) })
async function standingOf(verdict: ClaimVerdict, ...runs: ClaimRun[]) {
  const [report] = await reportsOf({ C1: claim(verdict, ...runs) })
  if (report === undefined) throw new Error('no report')
  return {
    standing: claimStanding(report),
    exit: exitCodeOfRegister([report]),
    found: report.runs.map(each => each.found),
  }
}

describe('a verdict', () => {
  it('stands where every run is as it says, a violation among them', async () => {
    expect(await standingOf('HOLDS-IF', holds, fails)).toEqual({
      standing: 'stands',
      exit: 0,
      found: ['exhausted', 'violated after 2 steps'],
    })
  })
  it('falls where what is to hold is violated', async () => {
    expect(await standingOf('HOLDS', { ...oversold, is: 'exhausted' })).toMatchObject({ standing: 'falls', exit: 1 })
  })
  it('falls where what is to fail holds', async () => {
    expect(await standingOf('FAILS', { ...sharing, is: 'violated' })).toMatchObject({ standing: 'falls', exit: 1 })
  })
  it('falls where the counterexample is longer than it says', async () => {
    expect(await standingOf('FAILS', { ...fails, depth: 1 })).toMatchObject({ standing: 'falls', exit: 1 })
  })
  it('needs a figure that both computations come to', async () => {
    expect(await standingOf('ARITH', six)).toMatchObject({ standing: 'stands', found: ['6'] })
    expect(await standingOf('ARITH', { ...six, alsoBy: () => 7 })).toMatchObject({
      standing: 'falls',
      found: ['6, and in another way 7'],
    })
    expect(await standingOf('ARITH', { ...six, is: 5 })).toMatchObject({ standing: 'falls' })
    expect(await standingOf('ARITH', { ...six, is: 6.1, digits: 2, by: () => 6.12, alsoBy: () => 6.06 })).toMatchObject(
      {
        standing: 'stands',
      },
    )
  })
  it('tells a witness that is reached from one that is not', async () => {
    const shared: ClaimRun = { ...sharing, properties: ['shared'], is: 'reached', depth: 2 }
    expect(await standingOf('HOLDS', shared)).toMatchObject({ standing: 'stands', found: ['reached after 2 steps'] })
    const alone = { ...shared, constants: { capacity: 1 } }
    expect(await standingOf('HOLDS', alone)).toMatchObject({ standing: 'falls', found: ['violated after 0 steps'] })
  })
  it('rests on the twins of its proofs too', async () => {
    const proof: ClaimRun = { proof: 'proofs/bits.ts', theorems: ['needed'] }
    expect(await standingOf('HOLDS', proof)).toMatchObject({ standing: 'stands', found: ['proved; twin violated'] })
    const all: ClaimRun = { proof: 'proofs/bits.ts' }
    expect(await standingOf('HOLDS', all)).toMatchObject({
      standing: 'falls',
      found: ['proved; twin violated, proved'],
    })
  })
  it('rests on the largest value of a measure', async () => {
    const lag: ClaimRun = { optimum: 'spec/overlay/scheduler.ts', largest: 'lag', is: 4 }
    expect(await standingOf('HOLDS', lag)).toMatchObject({ standing: 'stands', found: ['4'] })
    expect(await standingOf('HOLDS', { ...lag, is: 5 })).toMatchObject({ standing: 'falls' })
  })
})

describe('a register', () => {
  it('lists what is open, and does not count it for a success', async () => {
    const all = await reportsOf({ C1: claim('HOLDS', holds), C2: open })
    expect(all.map(claimStanding)).toEqual(['stands', 'open'])
    expect([exitCodeOfRegister(all), exitCodeOfRegister(all.slice(1))]).toEqual([0, 3])
    expect(registerTable(all)).toContain('1 of 1 verdict stand; 1 open')
    expect(registerMarkdown(all, 'von claims')).toContain(
      '| C2 | Routers are never idle. (a paper) | **open** | missing: a spec |',
    )
    expect(JSON.parse(registerJson(all))).toMatchObject({ format: 'von-claims', claims: [{}, { standing: 'open' }] })
  })
  it('tells the command for each run', async () => {
    const [report] = await reportsOf({ C1: claim('HOLDS', { ...holds, constants: { capacity: 3 } }) })
    expect(report?.runs).toMatchObject([
      {
        command: 'von check spec/tutorial/sharing.ts --const capacity=3 --property neverOversold',
        // By hand: none, 2 x 3 x 2 with one lease, and 3 x 4 with two.
        figures: '25 states, depth 3',
      },
    ])
  })
  it('runs the claims that are asked for', async () => {
    const all = await reportsOf({ C1: claim('HOLDS', holds), C2: claim('FAILS', fails) }, ['C2'])
    expect(all.map(({ id }) => id)).toEqual(['C2'])
  })
  it.each([
    ['a property', { ...sharing, properties: ['fair'], is: 'exhausted' }],
    ['an instance', { ...sharing, instance: 'huge', is: 'exhausted' }],
    ['a mutant', { ...sharing, mutant: 'M-1', is: 'exhausted' }],
    ['a theorem', { proof: 'proofs/bits.ts', theorems: ['sum'] }],
    ['a measure', { optimum: 'spec/overlay/scheduler.ts', largest: 'sum', is: 4 }],
  ] as const)('does not take %s that there is not', async (_, run) => {
    await expect(reportsOf({ C1: claim('HOLDS', run) })).rejects.toThrow(RangeError)
  })
})

describe('a chapter is refused', () => {
  it.each([
    ['HOLDS without a run', claim('HOLDS')],
    ['HOLDS where the run fails', claim('HOLDS', fails)],
    ['FAILS where none fails', claim('FAILS', holds)],
    ['HOLDS-IF without the other side', claim('HOLDS-IF', holds)],
    ['HOLDS-IF without a condition', { ...claim('HOLDS', holds, fails), verdict: 'HOLDS-IF' as const }],
    ['ARITH on a condition', { ...claim('ARITH', six), condition: 'sums are sums' }],
  ])('with %s', (_, refused) => {
    expect(() => chapter('Sharing', { C1: refused })).toThrow('claim C1')
  })
})
