import { describe, expect, it } from 'vitest'
import { theoremsIn } from '../engines/symbolic/theorem/theorems.fixture.ts'
import { proveTheorems } from '../theorems/proveTheorems.ts'
import { theoremExitCode } from '../verdict/theorem.ts'
import { theoremJson } from './theoremJson.ts'
import { theoremText } from './theoremText.ts'

const parity = `export default theorems(
  theorem('sumOfOdds', { a: word(32), b: word(32) }, ({ a, b }) => implies((a & b & 1) === 1, ((a + b) & 1) === 0), {
    twins: { eitherIsOdd: ({ a, b }) => implies(((a | b) & 1) === 1, ((a + b) & 1) === 0) },
  }),
  equivalent('absolute', { n: int(-(2 ** 31), 2 ** 31 - 1) }, ({ n }) => n < 0 ? -n | 0 : n, ({ n }) => Math.abs(n)),
)`
const withoutTimes = (text: string) => text.replace(/\(\d+(\.\d+)? m?s\)/, '(TIME)').replace(/z3 [\d.]+/i, 'Z3 VERSION')

describe('a report on theorems', { timeout: 60_000 }, () => {
  it('shows inputs for which a theorem is false, what its functions give, and how twins are refuted', async () => {
    const report = await proveTheorems(theoremsIn(parity), { file: 'parity.ts', samples: 50 })
    expect(withoutTimes(theoremText(report))).toMatch(
      /^parity\.ts\n\nviolated {2}absolute {2}\(by sampling\)\n[\s\S]*false: -2147483648 === 2147483648\n\nn +-2147483648\none function +-2147483648\nthe other +2147483648\n\nproved +sumOfOdds +for all inputs\n {2}refuted +twin eitherIsOdd +a = .*\nviolated +absolute +n = -2147483648\n\nviolated: 2 theorems, 1 query, .*\(TIME\)\n$/,
    )
    expect(theoremExitCode(report)).toBe(1)
    expect(JSON.parse(theoremJson(report))).toMatchObject({
      format: 'von-theorems',
      file: 'parity.ts',
      isProved: false,
      theorems: [
        {
          name: 'sumOfOdds',
          verdict: { kind: 'proved' },
          twins: [{ name: 'eitherIsOdd', verdict: { kind: 'violated' } }],
        },
        {
          name: 'absolute',
          inputs: [{ name: 'n', type: '-2147483648..2147483647' }],
          verdict: {
            kind: 'violated',
            by: 'sampling',
            inputs: { n: -(2 ** 31) },
            failed: null,
            observed: { truth: false, sides: ['-2147483648', '2147483648'] },
          },
        },
      ],
    })
  })

  it('says that a twin is true that must be false, and exits with 1', async () => {
    const text = `export default theorem('small', { n: word(8) }, ({ n }) => n * n < 65026, {
      twins: { stillTrue: ({ n }) => n * n < 65030 } })`
    const report = await proveTheorems(theoremsIn(text))
    expect(theoremText(report)).toMatch(
      /proved +small[\s\S]* {2}true +twin stillTrue +it must be false\n\ntwin not refuted: 1 theorem/,
    )
    expect(theoremExitCode(report)).toBe(1)
  })

  it('says that a premise is never true, and exits with 3', async () => {
    const text = "export default theorem('never', { n: word(8) }, ({ n }) => implies((n & 1) + (n & 1) === 1, n < 9))"
    const report = await proveTheorems(theoremsIn(text))
    expect(theoremText(report)).toMatch(
      /vacuous {2}never {2}its premise is never true\nnever true .* a premise of never\n\nvacuous: 1 theorem/,
    )
    expect(theoremExitCode(report)).toBe(3)
  })

  it('says why it is unknown, and exits with 3', async () => {
    const text = "export default theorem('large', { n: word(32) }, ({ n }) => Math.imul(n, n) !== 3)"
    const signal = AbortSignal.abort()
    const report = await proveTheorems(theoremsIn(text), { session: { signal } })
    expect(theoremText(report)).toMatch(/unknown {2}large {2}interrupted\n\nunknown: 1 theorem/)
    expect(theoremExitCode(report)).toBe(3)
  })

  it('takes a twin for the theorem where it is asked to', async () => {
    const report = await proveTheorems(theoremsIn(parity), { twin: 'eitherIsOdd', workers: 2 })
    expect(report.proofs.map(({ finding }) => [finding.theorem.name, finding.verdict.kind])).toEqual([
      ['sumOfOdds', 'violated'],
    ])
  })

  it('is the same with several workers', async () => {
    const kinds = async (workers: number) => {
      const { proofs } = await proveTheorems(theoremsIn(parity), { workers })
      return proofs.map(({ finding, twins }) => [finding, ...twins.map(twin => twin.finding)].map(f => f.verdict.kind))
    }
    expect(await kinds(3)).toEqual(await kinds(1))
  })
})
