import { describe, expect, it } from 'vitest'
import { directTheorem } from '../../../direct/directTheorem.ts'
import { lowerTheorem } from '../../../frontend/lowerTheorem.ts'
import type { State } from '../../../ir/model.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { TheoremFinding } from '../../../verdict/theorem.ts'
import { proveTheorem } from './prove.ts'
import { proved, theoremsIn } from './theorems.fixture.ts'

/** The inputs of the counterexample. */
function inputsOf({ verdict }: TheoremFinding): State {
  if (verdict.kind !== 'violated') throw new TypeError(`the theorem is ${verdict.kind}`)
  return verdict.counterexample.inputs
}
const bySolver = { samples: 0 }

describe('proves for all inputs', { timeout: 60_000 }, () => {
  it.each([
    [
      'what wraps around',
      "theorem('t', { a: word(32), b: word(32) }, ({ a, b }) => ((a + b) | 0) === ((b | 0) + (a | 0) | 0))",
    ],
    [
      'that products modulo 2^32 commute',
      "equivalent('t', { a: word(9), b: int(-300, 300) }, ({ a, b }) => Math.imul(a, b), ({ a, b }) => b * a)",
    ],
    [
      'with loops, assignments and early returns',
      `function log(x) { let n = 0; for (let i = 1; i < 32; i++) { if (x >>> i === 0) return n; n++ } return n }
      export default equivalent('t', { x: int(1, 2 ** 32 - 1) }, ({ x }) => log(x), ({ x }) => 31 - Math.clz32(x))`,
    ],
    [
      'about maps, records and names',
      `const inputs = { m: map(int(0, 3), word(8)), r: rec({ k: int(0, 3), on: bool }), w: oneOf('a', 'b') }
      export default theorem('t', inputs, ({ m, r, w }) => w === 'a' || w === 'b' && (r.on ? m[r.k] : 0) < 256)`,
    ],
    [
      'structures that functions return',
      "equivalent('t', { x: word(16) }, ({ x }) => ({ high: x >>> 8, low: x & 255 }), ({ x }) => ({ low: x % 256, high: Math.floor(x / 256) }))",
    ],
    [
      'with parameters that are assigned',
      `const below = (n, { most }) => { if (n > most) n = most; return n }
      export default theorem('t', { n: word(16) }, ({ n }) => { const old = n; n += 1; return below(n, { most: old }) === old })`,
    ],
    [
      'sums of many large numbers, in integers',
      `const indices = Array.from({ length: 20 }, (_, i) => i)
      const most = list => indices.reduce((most, i) => Math.max(most, list[i]), 0)
      export default theorem('t', { list: map(int(0, 19), word(32)) }, ({ list }) =>
        indices.reduce((sum, i) => sum + list[i], 0) <= 20 * most(list), { encoding: 'integers' })`,
    ],
  ])('%s', async (_, text) => {
    const { verdict, queries } = await proved(
      text.includes('export default') ? text : `export default ${text}`,
      bySolver,
    )
    expect(verdict).toEqual({ kind: 'proved' })
    expect(queries).toBe(1)
  })
})

describe('finds inputs for which a theorem is false', { timeout: 60_000 }, () => {
  it('one among 2^32, that no sample is', async () => {
    const finding = await proved("export default theorem('t', { x: word(32) }, ({ x }) => Math.imul(x, 3) !== 1234567)")
    expect(finding).toMatchObject({ samples: 2000, queries: 1, verdict: { by: 'solver' } })
    expect(Math.imul(inputsOf(finding)[0] as number, 3)).toBe(1234567)
  })
  it('by samples, before a solver is started', async () => {
    const finding = await proved("export default theorem('t', { x: word(32) }, ({ x }) => (x | 0) >= 0)")
    expect(finding).toMatchObject({ queries: 0, verdict: { by: 'sampling' } })
    expect(inputsOf(finding)[0]).toBeGreaterThanOrEqual(2 ** 31)
  })
  it('with the values of both functions, as they run', async () => {
    const text = "export default equivalent('t', { x: word(32) }, ({ x }) => x | 0, ({ x }) => x)"
    const finding = await proved(text, bySolver)
    const [x] = inputsOf(finding) as [number]
    expect(finding.verdict).toMatchObject({
      counterexample: { observed: { truth: false, sides: [`${x | 0}`, `${x}`] } },
    })
  })
  it('for which a function fails', async () => {
    const text = "export default theorem('t', { a: word(8), b: word(8) }, ({ a, b }) => div(a, b) <= a)"
    const finding = await proved(text, bySolver)
    expect(inputsOf(finding)[1]).toBe(0)
    expect(finding.verdict).toMatchObject({
      counterexample: {
        failed: { failure: 'division' },
        observed: { truth: { kind: 'failure', message: 'division by zero' } },
      },
    })
  })
  it('for which an assertion is false', async () => {
    const text =
      "export default theorem('t', { a: word(32) }, ({ a }) => { assert(a !== 77, 'not this one'); return true })"
    const finding = await proved(text, bySolver)
    expect(inputsOf(finding)).toEqual([77])
    expect(finding.verdict).toMatchObject({ counterexample: { failed: { message: 'not this one' } } })
  })
})

describe('claims nothing', { timeout: 60_000 }, () => {
  it('where the premise is true of no inputs', async () => {
    const text = "export default theorem('t', { a: word(8) }, ({ a }) => implies(Math.imul(a, a) === 3, a < 9))"
    expect((await proved(text, bySolver)).verdict).toMatchObject({
      kind: 'vacuous',
      premises: [{ text: 'a * a === 3' }],
    })
  })
  it('but of two functions, which have no premise, whatever they look like', async () => {
    const never = '({ a }) => Math.imul(a, a) !== 3 || a < 9'
    const text = `export default equivalent('t', { a: word(8) }, ${never}, () => true)`
    expect((await proved(text, bySolver)).verdict).toEqual({ kind: 'proved' })
  })
  it('but where a premise is met only by what the solver finds', async () => {
    const text = "export default theorem('t', { a: word(32) }, ({ a }) => implies(a === 123456789, (a & 1) === 1))"
    expect(await proved(text)).toMatchObject({ verdict: { kind: 'proved' }, queries: 2 })
  })
  it('where the solver gives up', async () => {
    const text =
      "export default equivalent('t', { a: word(26), b: word(26) }, ({ a, b }) => (a + b) * (a - b), ({ a, b }) => a * a - b * b)"
    const { verdict } = await proved(text, { ...bySolver, session: { limits: { timeoutMs: 300 } } })
    expect(verdict).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('out of time') })
  })
  it('where it is cancelled', async () => {
    const session = { signal: AbortSignal.abort() }
    const text = "export default theorem('t', { a: word(8) }, ({ a }) => a < 256)"
    expect(
      (await proved(text.replace('a < 256', 'Math.imul(a, a) !== 3'), { ...bySolver, session })).verdict,
    ).toMatchObject({
      kind: 'unknown',
      reason: 'interrupted',
    })
  })
})

it('refuses to go on where model and functions differ', async () => {
  const [theorem] = theoremsIn("export default theorem('t', { a: word(8) }, ({ a }) => a < 200)")
  if (theorem === undefined) throw new TypeError('no theorem')
  // the functions are others than those that the model was made of
  const observe = directTheorem(theorem.inputs, { kind: 'holds', body: ({ a }: { a: number }) => a >= 200 })
  const session = () => Promise.reject(new TypeError('no solver is needed'))
  await expect(proveTheorem(lowerTheorem(theorem, theorem.claim), { observe, session })).rejects.toThrow(InternalError)
})

it('draws the same samples for the same seed', async () => {
  const text = "export default theorem('t', { a: word(32), b: word(32) }, ({ a, b }) => a !== b)"
  const [first, again, other] = [
    await proved(text, { seed: 5 }),
    await proved(text, { seed: 5 }),
    await proved(text, { seed: 6 }),
  ]
  expect(inputsOf(first)).toEqual(inputsOf(again))
  expect(inputsOf(first)).not.toEqual(inputsOf(other))
})
