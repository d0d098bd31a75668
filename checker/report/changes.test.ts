import { describe, expect, it } from 'vitest'
import type { State } from '../ir/model.ts'
import {
  bagType,
  boolType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  type Type,
  variantType,
} from '../ir/type.ts'
import { formatValue, type Value } from '../ir/value.ts'
import { type Change, changes, difference } from './changes.ts'

const router = enumType(['r0', 'r1'])
const grant = recordType([
  { name: 'owner', type: router },
  { name: 'expires', type: intType(0, 9) },
])
const between = (type: Type, before: Value, after: Value): readonly Change[] =>
  changes([{ space: 'state', name: 'x', index: 0, type }], [before], [after])
const told = (list: readonly Change[]) =>
  list.map(({ path, type, before, after }) => `${path} ${formatValue(type, before)} -> ${formatValue(type, after)}`)

describe('the changes between two states', () => {
  it('are none between equal states, even where they are not the same objects', () => {
    expect(
      between(
        mapType(router, grant),
        [
          ['r0', 1],
          ['r1', 2],
        ],
        [
          ['r0', 1],
          ['r1', 2],
        ],
      ),
    ).toEqual([])
  })

  it('name the smallest parts that differ, by the paths an author writes', () => {
    const lease = mapType(router, optionType(grant))
    expect(told(between(lease, [[['r0', 1]], null], [[['r0', 2]], null]))).toEqual(['x[r0].expires 1 -> 2'])
    expect(told(between(lease, [[['r0', 1]], null], [null, [['r1', 3]]]))).toEqual([
      'x[r0] {owner: r0, expires: 1} -> null',
      'x[r1] null -> {owner: r1, expires: 3}',
    ])
  })

  it('go into a variant as long as it stays of one kind', () => {
    const job = variantType([
      { name: 'idle', fields: [] },
      { name: 'busy', fields: [{ name: 'left', type: intType(0, 3) }] },
    ])
    expect(told(between(job, ['busy', 3], ['busy', 2]))).toEqual(['x.left 3 -> 2'])
    expect(told(between(job, ['busy', 1], ['idle']))).toEqual(['x busy{left: 1} -> idle'])
  })

  it('come in the order of the variables', () => {
    const variables = ['a', 'b'].map((name, index) => ({ space: 'state' as const, name, index, type: boolType }))
    const [before, after]: [State, State] = [
      [false, false],
      [true, true],
    ]
    expect(changes(variables, before, after).map(change => change.path)).toEqual(['a', 'b'])
  })
})

describe('the difference of a collection', () => {
  const of = (type: Type, before: Value, after: Value) => difference({ path: 'x', type, before, after })

  it('lists what a set gained and lost', () => {
    expect(of(setType(router), [true, false], [false, true])).toEqual({ added: ['r1'], removed: ['r0'] })
  })

  it('counts the copies that a bag gained and lost', () => {
    expect(of(bagType(router, 3), [3, 0], [1, 1])).toEqual({ added: ['r1'], removed: ['r0 x2'] })
  })

  it('tells what left the head of a queue and what joined its tail', () => {
    const queue = queueType(router, 3)
    expect(of(queue, ['r0', 'r1'], ['r1', 'r0'])).toEqual({ added: ['r0'], removed: ['r0'] })
    expect(of(queue, ['r0'], ['r0', 'r1'])).toEqual({ added: ['r1'], removed: [] })
    expect(of(queue, ['r0', 'r1'], [])).toEqual({ added: [], removed: ['r0', 'r1'] })
  })

  it('is none for a queue that was rewritten, nor for a scalar', () => {
    expect(of(queueType(router, 3), ['r0', 'r0'], ['r1'])).toBeNull()
    expect(of(boolType, false, true)).toBeNull()
  })
})
