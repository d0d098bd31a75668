import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../classifier/ruleSets.fixture.ts'
import { type Patch, patched } from '../patched.fixture.ts'
import { NONE, type Words } from '../words.ts'
import { buildLookup, type LookupEntry } from './buildLookup.ts'
import { mutants } from './lookup.mutants.fixture.ts'
import * as lookupCode from './lookup.ts'
import { BUCKET_MASK, indexOf, isTable, RANGE_FIRST, RANGE_SIZE, SEED } from './lookup.ts'

const word = fc.integer({ min: 0, max: 0xffffffff })

/** Ids near each other, at the ends of all numbers, and anywhere. */
const ids = fc.uniqueArray(
  fc.oneof(
    word,
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }).map(n => 0xffffffff - n),
    fc.integer({ min: 0, max: 40 }).map(n => 0x7fffffe0 + n),
  ),
  { maxLength: 60 },
)
const entries = ids.chain(all =>
  fc
    .array(fc.integer({ min: 0, max: 0xfffffffe }), { minLength: all.length, maxLength: all.length })
    .map(indices => all.map((id, i): LookupEntry => [id, indices[i] as number])),
)

/** What a lookup means: the index of the entry with this id. */
const linearIndexOf = (all: readonly LookupEntry[], id: number) => all.find(entry => entry[0] === id)?.[1] ?? NONE

/** Fails where a word is read that is not there. */
const guarded = (table: Words, length: number) =>
  new Proxy(table, {
    get(target, key) {
      if (!(Number(key) < length)) throw new Error(`word ${String(key)} of ${length} was read`)
      return target[Number(key)]
    },
  })

/** Lookups in the tables of random entries, for their ids, the ids beside and opposite of them, and any others. */
function examine(code: typeof lookupCode, numRuns: number): void {
  fc.assert(
    fc.property(entries, fc.array(word, { maxLength: 20 }), (all, others) => {
      const table = buildLookup(all)
      expect(code.isTable(table, table.length)).toBe(true)
      const near = all.flatMap(([id]) => [id - 1, id, id + 1, id ^ 0x80000000].map(n => n >>> 0))
      for (const id of [...near, ...others, 0, 0xffffffff])
        expect([id, code.indexOf(table, id)]).toEqual([id, linearIndexOf(all, id)])
    }),
    { seed: 1, numRuns },
  )
}

/** No part of an image may be missing, and none named that is not there. */
function examineShapes(code: typeof lookupCode): void {
  const table = buildLookup([
    [1, 0],
    [2, 1],
    [900, 2],
  ])
  expect(code.isTable(table, table.length)).toBe(true)
  expect(code.isTable(table, table.length - 1)).toBe(false)
  expect(code.isTable(table, 3)).toBe(false)
  for (const [at, value] of [
    [RANGE_SIZE, 3],
    [BUCKET_MASK, 1],
    [BUCKET_MASK, 2],
    [RANGE_SIZE, 0xffffffff],
    // so long that the buckets would begin where they do, going round
    [RANGE_SIZE, 2 ** 32 - 8 * 2 ** 26 + 2],
  ] as const)
    expect(code.isTable(table.with(at, value), table.length)).toBe(false)
}

describe('a table', () => {
  it('is found to have what a linear search finds, for ids that it has, their neighbours, and any others', () => {
    examine(lookupCode, 500)
  })

  it('has another seed where ids cannot all be placed by the first one', () => {
    const random = randomNumbers(1)
    const some = Array.from({ length: 1000 }, () =>
      Array.from({ length: 6 }, (_, i): LookupEntry => [Math.floor(random() * 2 ** 32), i]),
    ).filter(all => buildLookup(all)[SEED] !== 0)
    expect(some.length).toBeGreaterThan(0)
    for (const all of some) for (const [id, index] of all) expect(indexOf(buildLookup(all), id)).toBe(index)
  })

  it('answers for each of 256 ids as a linear search does, whichever of them it has', () => {
    for (let seed = 0; seed < 300; seed++) {
      const has = (id: number) => Math.imul(id + 1, 0x9e3779b1 + 2 * seed) >>> 16 < ((seed % 11) * 6554) % 65536
      const all = Array.from({ length: 256 }, (_, id) => id).flatMap(id =>
        has(id & 0xffff) ? [[id, 255 - id] as const] : [],
      )
      const table = buildLookup(all)
      for (let id = 0; id < 256; id++) expect(indexOf(table, id)).toBe(linearIndexOf(all, id))
    }
  })

  it('has the words of a range and of buckets that are filled well, for many ids', () => {
    const delegated = Array.from({ length: 20_000 }, (_, i): LookupEntry => [0x80000000 + i, i])
    const scattered = Array.from({ length: 20_000 }, (_, i): LookupEntry => [Math.imul(i + 1, 0x9e3779b1) >>> 1, i])
    const dense = buildLookup(delegated)
    expect(dense.length).toBe(4 + 20_000 + 8)
    const hashed = buildLookup(scattered)
    expect(hashed.length).toBe(4 + 8 * 8192)
    const both = buildLookup([...delegated, ...scattered])
    expect(both.length).toBe(dense.length + hashed.length - 4 - 8)
    for (const [table, all] of [
      [dense, delegated],
      [hashed, scattered],
      [both, delegated],
      [both, scattered],
    ] as const)
      for (const [id, index] of all) if (indexOf(table, id) !== index) throw new Error(`id ${id}`)
  })

  it('is refused by name and remedy where ids or indices are wrong', () => {
    expect(() =>
      buildLookup([
        [7, 0],
        [3, 1],
        [7, 2],
      ]),
    ).toThrow('id 7 is there twice')
    expect(() => buildLookup([[-1, 0]])).toThrow('-1 is no id: ids are whole numbers from 0 to 2^32 - 1')
    expect(() => buildLookup([[1, NONE]])).toThrow('id 1 cannot have index 4294967295')
  })
})

describe('an image from elsewhere', () => {
  it('is never read outside, whatever its words, where isTable is true of it', () => {
    let accepted = 0
    const head = fc.tuple(
      word,
      fc.oneof(fc.integer({ min: 0, max: 40 }), word),
      fc.constantFrom(0, 1, 3, 2, 7, 0xffffffff),
      word,
    )
    fc.assert(
      fc.property(head, fc.array(word, { maxLength: 60 }), fc.array(word, { minLength: 1 }), (first, rest, some) => {
        // half of them have the length that their first words ask for
        const asked = (first[RANGE_SIZE] as number) + 8 * ((first[BUCKET_MASK] as number) + 1)
        const image = [
          ...first,
          ...(asked <= 104 && rest.length % 2 === 0 ? Array.from({ length: asked }, (_, i) => rest[i] ?? i) : rest),
        ]
        if (!isTable(image, image.length)) return
        accepted++
        const ids = [...some, ...image, (first[RANGE_FIRST] as number) + (first[RANGE_SIZE] as number)]
        for (const id of ids) expect(indexOf(guarded(image, image.length), id >>> 0)).toBeGreaterThanOrEqual(0)
      }),
      { seed: 1, numRuns: 2000 },
    )
    expect(accepted).toBeGreaterThan(200)
  })

  it('is no table where a word is missing, or more buckets are named than there are', () => {
    examineShapes(lookupCode)
  })
})

it.each(Object.entries<Patch>(mutants))('mutant %s is caught', async (_, patch) => {
  const code = (await patched('lookup/lookup.ts', patch)) as typeof lookupCode
  expect(() => {
    examineShapes(code)
    examine(code, 500)
  }).toThrow()
})
