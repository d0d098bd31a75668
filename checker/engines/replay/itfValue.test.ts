/** Values in the Informal Trace Format: what is written is read back, and what other tools write is read, too. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyType, anyValueOf } from '../../ir/type.arbitrary.ts'
import {
  bagType,
  boolType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  setType,
  variantType,
} from '../../ir/type.ts'
import { itfValue } from '../../report/itf.ts'
import { ItfMismatch, valueInItf } from './itfValue.ts'

const small = intType(0, 3)
const names = enumType(['a', 'b'])

describe('values in ITF', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(
        anyType.chain(type => fc.tuple(fc.constant(type), anyValueOf(type))),
        ([type, value]) => {
          const written = JSON.parse(JSON.stringify(itfValue(type, value)))
          expect(valueInItf(type, written, 'x')).toEqual(value)
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })
  it('may be numbers, and maps in any order', () => {
    expect(valueInItf(small, 2, 'x')).toBe(2)
    const entries = [
      ['b', 1],
      ['a', { '#bigint': '3' }],
    ]
    expect(valueInItf(mapType(names, small), { '#map': entries }, 'x')).toEqual([3, 1])
  })
  it.each([
    [small, { '#bigint': '4' }],
    [small, { '#bigint': 'two' }],
    [small, '2'],
    [boolType, 1],
    [names, 'c'],
    [optionType(small), null],
    [variantType([{ name: 'go', fields: [] }]), { tag: 'stop', value: { '#tup': [] } }],
    [mapType(names, small), { '#map': [['a', 1]] }],
    [
      mapType(names, small),
      {
        '#map': [
          ['a', 1],
          ['c', 1],
        ],
      },
    ],
    [setType(names), ['a']],
    [setType(names), { '#set': ['c'] }],
    [bagType(names, 2), { '#map': [['a', 3]] }],
    [queueType(small, 1), [1, 1]],
    [queueType(small, 1), { '#set': [] }],
  ])('are refused where they are none of %o', (type, itf) => {
    expect(() => valueInItf(type, itf, 'x')).toThrow(ItfMismatch)
  })
})
