import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '../header/fields.ts'
import { type Patch, patched } from '../patched.fixture.ts'
import { NONE } from '../words.ts'
import * as bitVectorCode from './bitVector.ts'
import { buildBitVector } from './buildBitVector.ts'
import { buildClassifier } from './buildClassifier.ts'
import { buildCutTree } from './buildCutTree.ts'
import { bitVectorMutants, cutTreeMutants } from './classifier.mutants.fixture.ts'
import { classify } from './classify.ts'
import * as cutTreeCode from './cutTree.ts'
import { LONGEST_LEAF, matchCutTree, TREES, workOf } from './cutTree.ts'
import { DOMAIN, firstMatch, type Range, type Rule } from './rule.ts'
import { packetsFor, type RuleSetKind, ruleSet } from './ruleSets.fixture.ts'

/** Runs of the random tests; VON_RANDOM_RULES asks for others, and for sets of 10,000 rules where it asks for more. */
const RUNS = Number(process.env.VON_RANDOM_RULES ?? 300)

const large: [RuleSetKind, number][] = [
  ['acl', 10_000],
  ['fw', 10_000],
]

/** A range of a field: a value, a prefix, all, or any; ends are often those of the field. */
const range = (field: number): fc.Arbitrary<Range> => {
  const [least, most] = DOMAIN[field] as Range
  const value = fc.oneof(
    fc.integer({ min: least, max: most }),
    fc.constantFrom(least, least + 1, most - 1, most, (most + 1) / 2),
  )
  const prefix = fc.tuple(value, fc.integer({ min: 0, max: 31 })).map(([of, bits]): Range => {
    const size = Math.min(2 ** bits, most + 1)
    const low = Math.floor(of / size) * size
    return [low, low + size - 1]
  })
  const any = fc.tuple(value, value).map(([a, b]): Range => [Math.min(a, b), Math.max(a, b)])
  return fc.oneof(
    value.map((n): Range => [n, n]),
    prefix,
    any,
    fc.constant<Range>([least, most]),
  )
}
const rule = fc.tuple(range(0), range(1), range(2), range(3), range(4)).map((ranges): Rule => ({ ranges }))
/** Sets with rules that are there twice, and sets whose rules share ranges. */
const rules = fc.oneof(
  fc.array(rule, { maxLength: 40 }),
  fc.array(rule, { minLength: 1, maxLength: 4 }).chain(few =>
    fc.array(fc.tuple(...few.map(() => fc.nat(few.length - 1)), fc.nat(few.length - 1)), { maxLength: 80 }).map(picks =>
      picks.map(
        (pick): Rule => ({
          ranges: DOMAIN.map(
            (_, field) => few[pick[field % pick.length] as number]?.ranges[field],
          ) as unknown as Rule['ranges'],
        }),
      ),
    ),
  ),
)

/** Packets at the ends of the rules' ranges, beside them, and anywhere. */
function packetsAround(all: readonly Rule[], seed: number, count: number): number[][] {
  const drawn = packetsFor(all.length === 0 ? [{ ranges: DOMAIN }] : all, count, seed)
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: FIELDS }, (_, field) => {
      const beside = (i + field) % 7 === 0 ? 1 : (i + field) % 11 === 0 ? -1 : 0
      const [least, most] = DOMAIN[field] as Range
      return Math.min(most, Math.max(least, (drawn[i * FIELDS + field] as number) + beside))
    }),
  )
}

/** Whether a packet's rule is the first that matches, for random rules and packets at and around their ends. */
function examineVectors({ matchBitVector }: typeof bitVectorCode, numRuns: number): void {
  const many = ruleSet('fw', 100, 1)
  const image = buildBitVector(many)
  for (const packet of packetsAround(many, 1, 300)) expect(matchBitVector(image, packet)).toBe(firstMatch(many, packet))
  fc.assert(
    fc.property(rules, all => {
      const image = buildBitVector(all)
      for (const packet of packetsAround(all, all.length, 60))
        expect(matchBitVector(image, packet)).toBe(firstMatch(all, packet))
    }),
    { seed: 1, numRuns },
  )
}
function examineTrees({ matchCutTree }: typeof cutTreeCode, numRuns: number): void {
  const options = fc.record({
    apart: fc.boolean(),
    leafMax: fc.integer({ min: 1, max: 5 }),
    replicationMax: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(rules, options, (all, chosen) => {
      const image = buildCutTree(all, chosen)
      for (const packet of packetsAround(all, all.length, 60))
        expect(matchCutTree(image, packet)).toBe(firstMatch(all, packet))
    }),
    { seed: 1, numRuns },
  )
}

describe('bit vectors and cut trees', () => {
  it('find the first rule that matches, for any rules and packets', () => {
    examineVectors(bitVectorCode, RUNS)
    examineTrees(cutTreeCode, RUNS)
  })

  it.each<[RuleSetKind, number]>([['acl', 1000], ['fw', 1000], ...(RUNS > 300 ? large : [])])(
    'find the first rule of %s sets of %d rules',
    (kind, count) => {
      const all = ruleSet(kind, count, 1)
      const trees = buildCutTree(all)
      // of more rules, bit vectors have hundreds of megabytes
      const vectors = count > 1000 ? trees : buildBitVector(all)
      const packets = packetsAround(all, 2, 1000)
      const expected = packets.map(packet => firstMatch(all, packet))
      expect(packets.map(packet => classify(vectors, packet))).toEqual(expected)
      expect(packets.map(packet => classify(trees, packet))).toEqual(expected)
      // neither always the same rule nor always the last
      expect(new Set(expected).size).toBeGreaterThan(Math.min(count, 1500) / 4)
    },
  )

  it('find none where there are no rules', () => {
    const packet = [1, 2, 3, 4, 5]
    for (const image of [buildBitVector([]), buildCutTree([])]) expect(classify(image, packet)).toBe(NONE)
  })

  it('find the first of many rules that are alike', () => {
    const all = Array.from(
      { length: 200 },
      (): Rule => ({
        ranges: [
          [5, 9],
          [0, 9],
          [0, 9],
          [0, 9],
          [6, 6],
        ],
      }),
    )
    for (const image of [buildBitVector(all), buildCutTree(all)]) {
      expect(classify(image, [5, 0, 0, 9, 6])).toBe(0)
      expect(classify(image, [4, 0, 0, 9, 6])).toBe(NONE)
    }
  })

  it('refuse a range that is empty, or that leaves its field', () => {
    const of = (sourcePort: Range): Rule => ({ ranges: [[0, 1], [0, 1], sourcePort, [0, 1], [0, 1]] })
    for (const build of [buildBitVector, buildCutTree]) {
      expect(() => build([of([0, 7]), of([7, 6])])).toThrow('rule 1, field 2: 7 to 6 is no range within 0 to 65535')
      expect(() => build([of([0, 65536])])).toThrow('rule 0, field 2: 0 to 65536 is no range within 0 to 65535')
      expect(() => build([of([0.5, 7])])).toThrow(RangeError)
    }
  })
})

describe('cut trees', () => {
  it('copy no rule more often than asked, and say how much work is left', () => {
    // Every two of these overlap, so that every cut copies: crosses of ranges of sources and of destinations.
    const all = Array.from({ length: 200 }, (_, i): Rule => {
      const stripe: Range = [i * 1000, i * 1000 + 999]
      return {
        ranges: [
          i % 2 === 0 ? stripe : [0, 2 ** 28],
          i % 2 === 1 ? stripe : [0, 2 ** 28],
          [0, 65535],
          [0, 65535],
          [6, 6],
        ],
      }
    })
    const loose = buildCutTree(all, { replicationMax: 100 })
    const tight = buildCutTree(all, { replicationMax: 1 })
    expect(tight.length).toBeLessThan(loose.length / 4)
    expect(workOf(tight)).toBeGreaterThan(workOf(loose))
    for (const packet of packetsAround(all, 3, 1000)) expect(matchCutTree(tight, packet)).toBe(firstMatch(all, packet))
  })

  it('are several where wildcards would be copied too often', () => {
    expect(buildCutTree(ruleSet('acl', 1000, 1))[TREES]).toBe(1)
    const image = buildCutTree(ruleSet('fw', 3000, 1))
    expect(image[TREES]).toBe(4)
    expect(image[LONGEST_LEAF]).toBeLessThan(20)
  })
})

describe('a classifier', () => {
  it('has the same image for the same rules', () => {
    expect(buildClassifier(ruleSet('fw', 500, 3))).toEqual(buildClassifier(ruleSet('fw', 500, 3)))
  })

  it('has bit vectors where trees would leave too much to be compared, and there is room for them', () => {
    // Nested in all fields at once: any cut leaves nearly all on one side or copies nearly all.
    const nested = (count: number) =>
      Array.from({ length: count }, (_, i): Rule => {
        const inner = (most: number): Range => [0 + (count - i), most - (count - i)]
        return { ranges: [inner(0xffffffff), inner(0xffffffff), inner(65535), inner(65535), [0, 255]] }
      })
    const chosen = buildClassifier(nested(300))
    expect(chosen.kind).toBe('bit vectors')
    for (const packet of packetsAround(nested(300), 4, 500))
      expect(classify(chosen.image, packet)).toBe(firstMatch(nested(300), packet))
    expect(buildClassifier(ruleSet('acl', 1000, 1)).kind).toBe('cut trees')
  })
})

it.each(Object.entries<Patch>(bitVectorMutants))('mutant %s of bit vectors is caught', async (_, patch) => {
  const code = (await patched('classifier/bitVector.ts', patch)) as typeof bitVectorCode
  expect(() => examineVectors(code, RUNS)).toThrow()
})
it.each(Object.entries<Patch>(cutTreeMutants))('mutant %s of cut trees is caught', async (_, patch) => {
  const code = (await patched('classifier/cutTree.ts', patch)) as typeof cutTreeCode
  expect(() => examineTrees(code, RUNS)).toThrow()
})
