import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { guard, int, type Machine, machine, spec } from 'von'
import { loadSpec } from '../../frontend/loadSpec.ts'
import { lower } from '../../frontend/lower.ts'
import type { Report } from '../../verdict/report.ts'
import { simulate } from './simulate.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const modelOf = async (file: string, mutant?: string) => {
  const { spec } = await loadSpec(file, { cwd: root })
  return lower(spec.instance(mutant === undefined ? {} : (spec.mutants[mutant]?.constants as never)))
}
const options = { walks: 2000, steps: 100, seed: 7, choose: 'uniform' } as const
/** All but the time it took. */
const said = ({ model: _, exploration, ...rest }: Report) => ({
  ...rest,
  exploration: { ...exploration, elapsedMs: 0 },
})
const violated = (r: Awaited<ReturnType<typeof simulate>>) =>
  r.findings.filter(f => f.verdict.kind === 'violated').map(f => f.name)

describe('simulate', () => {
  it('finds the oversold bug, and the same again from the same seed', async () => {
    const model = await modelOf('spec/tutorial/oversold.ts')
    const report = await simulate(model, options)
    expect(violated(report)).toEqual(['neverOversold'])
    expect(said(await simulate(model, options))).toEqual(said(report))
    const [walked] = report.limits
    if (walked?.kind !== 'walks') throw new Error('how much was walked is not said')
    const replay = await simulate(model, { ...options, walk: walked.walks - 1 })
    expect(replay.findings.find(f => f.name === 'neverOversold')).toEqual(
      report.findings.find(f => f.name === 'neverOversold'),
    )
  })
  for (const choose of ['uniform', 'action'] as const) {
    it(`kills LS-9, choosing by ${choose}`, async () => {
      const report = await simulate(await modelOf('spec/lease/lease.ts', 'LS-9'), { ...options, choose })
      expect(violated(report)).toEqual(['ledger'])
    })
  }
  it('never says that what holds is exhausted', async () => {
    const report = await simulate(await modelOf('spec/lease/lease.ts'), { ...options, walks: 200 })
    for (const { kind, verdict } of report.findings) if (kind !== 'witness') expect(verdict.kind).toBe('unknown')
    const [walked] = report.limits
    expect(walked).toMatchObject({ kind: 'walks', walks: 200, steps: 100, seed: 7 })
  })
  it('tells deadlocks, failures and broken steps', async () => {
    const kinds = async (text: (m: Machine<{ n: number }>) => void) => {
      const made = spec('small', {}, () => {
        const m = machine({ n: int(0, 3) })
        m.init(() => ({ n: 0 }))
        m.action('grow', {}, s => {
          guard(s.n < 3)
          s.n++
        })
        text(m)
        return m
      })
      return violated(await simulate(lower(made.instance()), options))
    }
    expect(await kinds(() => {})).toEqual(['deadlock'])
    expect(await kinds(m => m.mayEnd())).toEqual([])
    expect(
      await kinds(m => {
        m.mayEnd()
        m.step('slow', (s, next) => next.n <= s.n)
      }),
    ).toEqual(['slow'])
    expect(
      await kinds(m => {
        m.mayEnd()
        m.action('leap', {}, s => {
          s.n += 2
        })
      }),
    ).toEqual(['failures'])
  })
})
