/** The greatest set of claims that carry each other, against its definition. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, greatestSubset } from './greatestSubset.ts'

/** Claims are numbers; an obligation is kept where all that it needs is assumed. Null: nobody can tell. */
interface Obligation {
  readonly needs: readonly number[] | null
}
type Case = readonly (readonly Obligation[])[]
const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 7 }).chain(count => {
  const needs = fc.uniqueArray(fc.nat({ max: count }), { maxLength: 3 })
  // a need beyond the last claim is one that nobody meets
  const obligation = fc.record({ needs: fc.option(needs, { freq: 30 }) })
  return fc.array(fc.array(obligation, { maxLength: 3 }), { minLength: count, maxLength: count })
})

/** Leaves out what cannot be kept, until all that is left can be. */
function byDefinition(obligations: Case): Set<number> {
  const left = new Set(obligations.keys())
  for (let size = -1; size !== left.size; ) {
    size = left.size
    for (const claim of left) {
      const isKept = obligations[claim]?.every(({ needs }) => needs?.every(need => left.has(need)))
      if (isKept !== true) left.delete(claim)
    }
  }
  return left
}

interface Run {
  readonly workers?: number
  readonly abortAfter?: number
}
async function found(obligations: Case, { workers = 1, abortAfter = Number.POSITIVE_INFINITY }: Run = {}) {
  const controller = new AbortController()
  let asked = 0
  const result = await greatestSubset<number, Obligation, string>({
    claims: [...obligations.keys()],
    due: obligations.flatMap((all, claim) => all.map(obligation => ({ claim, obligation }))),
    async ask({ claim, obligation: { needs } }, assumed): Promise<Answer<number, string>> {
      if (++asked > abortAfter) controller.abort()
      await null
      if (needs === null) return { kind: 'open', fault: 'open' }
      if (needs.every(need => assumed.includes(need))) return { kind: 'kept', needs: new Set(needs) }
      return { kind: 'broken', faults: new Map([[claim, 'broken']]) }
    },
    workers,
    signal: controller.signal,
  })
  return { ...result, asked }
}

describe('the greatest set of claims that carry each other', () => {
  it.each([1, 2, 3])('is the one of its definition, with %i workers', async workers => {
    await fc.assert(
      fc.asyncProperty(cases, async obligations => {
        const { stands, fallen } = await found(obligations, { workers })
        const expected = byDefinition(obligations)
        expect(new Set(stands.keys())).toEqual(expected)
        expect(new Set([...stands.keys(), ...fallen.keys()])).toEqual(new Set(obligations.keys()))
        for (const [claim, kept] of stands) {
          expect([...kept.keys()]).toEqual(obligations[claim])
          for (const [{ needs }, told] of kept) expect(told).toEqual(new Set(needs))
        }
      }),
      { numRuns: 300, seed: 20 },
    )
  })

  it('holds in part when it is interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat({ max: 8 }), async (obligations, abortAfter) => {
        const { stands } = await found(obligations, { abortAfter })
        const expected = byDefinition(obligations)
        for (const [claim, kept] of stands) {
          expect(expected.has(claim)).toBe(true)
          for (const needs of kept.values()) for (const need of needs) expect(stands.has(need)).toBe(true)
        }
      }),
      { numRuns: 300, seed: 20 },
    )
  })

  it('asks again only about what needs something that has fallen', async () => {
    // 2 falls last; 0 needs it, 1 does not
    const { asked, stands } = await found([[{ needs: [2] }], [{ needs: [0] }, { needs: [] }], [{ needs: [3] }]])
    expect(stands.size).toBe(0)
    expect(asked).toBe(6)
  })

  it('drops all that one answer breaks', async () => {
    const { fallen } = await greatestSubset<string, string, string>({
      claims: ['a', 'b', 'c'],
      due: ['a', 'b', 'c'].map(claim => ({ claim, obligation: claim })),
      ask: async ({ claim }) =>
        claim === 'a'
          ? { kind: 'broken', faults: new Map(['a', 'c'].map(each => [each, 'by a'])) }
          : { kind: 'kept', needs: new Set<string>() },
      workers: 1,
    })
    expect(fallen).toEqual(new Map(['a', 'c'].map(each => [each, 'by a'])))
  })
})
