import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyType, smallType, typeAndValues } from './type.arbitrary.ts'
import { boolType, cardinality, enumType, intType, isSubtype, joinTypes, mapType, queueType, setType } from './type.ts'
import { defaultValue, equalValues, formatValue, isMember, rankOf, valuesOf } from './value.ts'

const runs = { seed: 1, numRuns: 300 }

describe('the enumeration of a type', () => {
  it('lists as many values as the type has, all different and all of the type', () => {
    fc.assert(
      fc.property(smallType(300), type => {
        const values = valuesOf(type)
        expect(values).toHaveLength(cardinality(type))
        expect(new Set(values.map(v => JSON.stringify(v))).size).toBe(values.length)
        expect(values.every(v => isMember(type, v))).toBe(true)
      }),
      runs,
    )
  })

  it('is inverse to the rank of a value', () => {
    fc.assert(
      fc.property(smallType(300), type => {
        for (const [rank, value] of valuesOf(type).entries()) expect(rankOf(type, value)).toBe(rank)
      }),
      runs,
    )
  })

  it('gives no rank to what is not a value of the type', () => {
    fc.assert(
      fc.property(typeAndValues(smallType(300), 0), typeAndValues(anyType, 1), ({ type }, { values: [value] }) => {
        const isValue = valuesOf(type).some(v => JSON.stringify(v) === JSON.stringify(value))
        expect(rankOf(type, value) >= 0).toBe(isValue)
        expect(isMember(type, value)).toBe(isValue)
      }),
      runs,
    )
  })

  it('is refused for types of too many values', () => {
    expect(() => valuesOf(setType(intType(1, 17)))).toThrow(RangeError)
  })
})

describe('values', () => {
  it('are equal exactly when their text is', () => {
    fc.assert(
      fc.property(typeAndValues(smallType(20), 2), ({ values: [a, b] }) => {
        expect(equalValues(a ?? null, b ?? null)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
      runs,
    )
  })

  it('have a default of every type', () => {
    fc.assert(
      fc.property(anyType, type => isMember(type, defaultValue(type))),
      runs,
    )
  })

  it('are written as an author would read them', () => {
    const r = enumType(['r1', 'r2'])
    expect(formatValue(mapType(r, intType(0, 9)), [3, 4])).toBe('[r1: 3, r2: 4]')
    expect(formatValue(setType(r), [false, true])).toBe('{r2}')
    expect(formatValue(queueType(boolType, 2), [true])).toBe('<true>')
  })
})

describe('subtypes', () => {
  it('hold only values of the type above', () => {
    fc.assert(
      fc.property(smallType(50), smallType(50), (a, b) => {
        const isIncluded = valuesOf(a).every(v => isMember(b, v))
        if (isSubtype(a, b)) expect(isIncluded).toBe(true)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('are joined by a type that holds the values of both', () => {
    fc.assert(
      fc.property(smallType(50), smallType(50), (a, b) => {
        const join = joinTypes(a, b)
        if (join === null) return
        expect([...valuesOf(a), ...valuesOf(b)].every(v => isMember(join, v))).toBe(true)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('are the join themselves when one includes the other', () => {
    const narrow = queueType(intType(0, 1), 1)
    const wide = queueType(intType(0, 5), 3)
    expect(joinTypes(narrow, wide)).toBe(wide)
    expect(joinTypes(wide, narrow)).toBe(wide)
  })
})
