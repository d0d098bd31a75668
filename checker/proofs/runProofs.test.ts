import { describe, expect, it } from 'vitest'
import { guard, int, machine, type ProofParts, proof, spec } from 'von'
import { standingOf } from '../verdict/evidence.ts'
import { runProofs } from './runProofs.ts'

const counter = spec('counter', { limit: 5, step: 1 }, ({ limit, step }) => {
  const m = machine({ n: int(0, 99) })
  m.init(() => ({ n: 0 }))
  m.action('up', {}, s => {
    guard(s.n < limit)
    s.n += step
  })
  m.mayEnd()
  m.invariant('atMost5', s => s.n <= 5)
  m.lemma('isSmall', s => s.n <= 50)
  m.measure('count', s => s.n)
  return m
})

type Parts = ProofParts<{ readonly limit: number; readonly step: number }>
const bounded: Parts = {
  claim: 'It counts to 5 at most.',
  assumes: [],
  leavesOpen: ['larger counters'],
  spec: counter,
  properties: ['atMost5'],
  by: { engine: 'exploration' },
  twin: { about: 'steps of two', constants: { step: 2 }, fails: 'violated' },
}
const run = async (changes: Partial<Parts>) => {
  const loaded = {
    file: '/proofs/counter/bounded.ts',
    name: 'counter/bounded',
    content: proof({ ...bounded, ...changes }),
  }
  const [evidence] = await runProofs([loaded as never])
  if (evidence === undefined) throw new Error('no evidence')
  return { ...evidence, standing: standingOf(evidence) }
}

describe('a proof', () => {
  it('stands where its claim is shown and its twin fails as it says', async () => {
    expect(await run({})).toMatchObject({
      standing: 'stands',
      attempt: { kind: 'exhausted', about: '' },
      twins: [{ attempt: { kind: 'violated', about: 'atMost5' } }],
    })
  })
  it('falls where its claim is false, and its twin is not asked then', async () => {
    expect(await run({ constants: { limit: 6 } })).toMatchObject({
      standing: 'falls',
      attempt: { kind: 'violated', about: 'atMost5' },
      twins: [{ attempt: null }],
    })
  })
  it('falls where its twin does not fail', async () => {
    const twin = { about: 'counts less far', constants: { limit: 4 }, fails: 'violated' } as const
    expect(await run({ twin })).toMatchObject({ standing: 'falls', twins: [{ attempt: { kind: 'exhausted' } }] })
  })
  it('falls where its twin fails in another way', async () => {
    const twin = { about: 'steps of two', constants: { step: 2 }, fails: 'unprovable' } as const
    expect(await run({ twin })).toMatchObject({ standing: 'falls', twins: [{ attempt: { kind: 'violated' } }] })
  })
  it('keeps the constants that its twin does not name', async () => {
    const twin = { about: 'steps of two', constants: { step: 2 }, fails: 'violated' } as const
    const {
      twins: [found],
    } = await run({ constants: { limit: 4 }, twin })
    expect(found?.attempt).toMatchObject({ kind: 'exhausted' })
  })
  it('of the largest value is wrong on either side', async () => {
    const by = { engine: 'optimum', largest: 'count', is: 5 } as const
    for (const is of [4, 6]) {
      const twin = { about: `it is ${is}`, by: { ...by, is }, fails: 'violated' } as const
      expect(await run({ properties: [], by, twin })).toMatchObject({
        standing: 'stands',
        means: 'largest count is 5: attained, and by every reachable state not exceeded',
        twins: [{ attempt: { about: 'the largest count that is attained is 5' } }],
      })
    }
  })
  it('may not name what its spec does not have', async () => {
    await expect(run({ properties: ['atMost6'] })).rejects.toThrow('no property named atMost6')
    await expect(run({ without: ['isLarge'] })).rejects.toThrow('no lemma named isLarge')
    const by = { engine: 'optimum', largest: 'sum', is: 5 } as const
    await expect(run({ by })).rejects.toThrow('no measure named sum')
  })
})

describe('a proof is refused', () => {
  it.each([
    ['without a word on what it leaves open', { leavesOpen: [] }, 'what it leaves open'],
    ['of no property', { properties: [] }, 'about properties'],
    ['with a twin that differs in nothing', { twin: { about: 'the same', fails: 'violated' } }, 'is the proof itself'],
    ['of both ends of a measure', { by: { engine: 'optimum', largest: 'count', smallest: 'count', is: 5 } }, 'one end'],
  ] as const)('%s', (_, changes, message) => {
    expect(() => proof({ ...bounded, ...(changes as Partial<Parts>) })).toThrow(message)
  })
})
