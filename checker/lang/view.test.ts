import { describe, expect, it } from 'vitest'
import { recordType } from '../ir/type.ts'
import type { Value } from '../ir/value.ts'
import { toValue } from './convert.ts'
import type { Fields, RecordOf } from './domain.ts'
import { bag, bool, type Domain, int, map, oneOf, option, queue, rec, set, variant } from './index.ts'
import { toAuthor, view } from './view.ts'

/** A state of these variables that can be changed, starting from `initial`, and its plain value. */
function draftOf<const F extends Fields>(fields: F, initial: RecordOf<F>) {
  const type = recordType(Object.entries(fields).map(([name, domain]) => ({ name, type: domain.type })))
  let value = toValue(type, initial, 's')
  const set = (changed: Value) => {
    value = changed
  }
  return { s: view({ type, path: 's', get: () => value, set }) as RecordOf<F>, value: () => value }
}
const failing = (body: () => unknown) => {
  try {
    body()
  } catch (error) {
    return [(error as { kind?: string }).kind ?? (error as Error).name, (error as Error).message]
  }
  return null
}

const Point = rec({ x: int(0, 9), y: int(0, 9) })
const Site = oneOf('a', 'b')
const Shape = variant({ dot: {}, disc: { radius: int(0, 9), at: Point } })

describe('a view of the state', () => {
  it('copies what is assigned, so two parts of the state never share structure', () => {
    const { s, value } = draftOf({ p: Point, q: Point }, { p: { x: 1, y: 2 }, q: { x: 0, y: 0 } })
    s.q = s.p
    s.q.x = 7
    expect(value()).toEqual([
      [1, 2],
      [7, 2],
    ])
  })

  it('copies a literal that the author keeps hold of', () => {
    const { s, value } = draftOf({ p: Point }, { p: { x: 0, y: 0 } })
    const mine = { x: 3, y: 4 }
    s.p = mine
    mine.x = 9
    expect(value()).toEqual([[3, 4]])
  })

  it('names a place, and reads it afresh at every use', () => {
    const { s } = draftOf({ p: Point }, { p: { x: 0, y: 0 } })
    const { p } = s
    s.p = { x: 5, y: 5 }
    expect(p.x).toBe(5)
    p.x++
    expect(s.p.x).toBe(6)
  })

  it('gives scalars as they were when read', () => {
    const { s } = draftOf({ n: int(0, 9), maybe: option(int(0, 9)) }, { n: 1, maybe: 2 })
    const { n, maybe } = s
    s.n = 8
    s.maybe = null
    expect([n, maybe]).toEqual([1, 2])
  })

  it('changes parts of parts in place', () => {
    const fields = { grid: map(Site, map(int(0, 1), Point)), maybe: option(Point), shape: Shape }
    const { s, value } = draftOf(fields, {
      grid: { a: { 0: { x: 0, y: 0 }, 1: { x: 0, y: 0 } }, b: { 0: { x: 0, y: 0 }, 1: { x: 0, y: 0 } } },
      maybe: { x: 0, y: 0 },
      shape: { kind: 'disc', radius: 1, at: { x: 0, y: 0 } },
    })
    const cell = s.grid.b[1]
    if (cell !== undefined) cell.y = 3
    if (s.maybe !== null) s.maybe.x = 4
    if (s.shape.kind === 'disc') s.shape.at.y = 5
    expect(value()).toEqual([
      [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 3],
        ],
      ],
      [[4, 0]],
      ['disc', 1, [0, 5]],
    ])
  })

  it('can be spread, destructured, searched for keys and gone through like the objects it stands for', () => {
    const { s } = draftOf(
      { p: Point, m: map(Site, int(0, 9)), v: Shape },
      {
        p: { x: 1, y: 2 },
        m: { a: 3, b: 4 },
        v: { kind: 'disc', radius: 5, at: { x: 6, y: 7 } },
      },
    )
    const { x, ...rest } = s.p
    expect([{ ...s.p, y: 9 }, x, rest]).toEqual([{ x: 1, y: 9 }, 1, { y: 2 }])
    expect(Object.entries(s.m)).toEqual([
      ['a', 3],
      ['b', 4],
    ])
    expect(Object.keys(s.v)).toEqual(['kind', 'radius', 'at'])
    expect(['x' in s.p, 'z' in s.p]).toEqual([true, false])
  })

  it.each<[string, (s: ReturnType<typeof sample>['s']) => void, string, string]>([
    ['a number out of its domain', s => Object.assign(s, { n: 10 }), 'range', 's.n: 10 is not in 0..9'],
    ['what is not a number', s => Object.assign(s, { n: Number.NaN }), 'range', 's.n: NaN is not in 0..9'],
    [
      'a part of an assigned record',
      s => Object.assign(s, { p: { x: 1, y: 10 } }),
      'range',
      's.p.y: 10 is not in 0..9',
    ],
    ['a field too many', s => Object.assign(s, { p: { x: 1, y: 1, z: 1 } }), 'range', "s.p: there is no field 'z'"],
    ['an entry of a key outside the map', s => Object.assign(s.m, { 2: 1 }), 'index', 's.m[2]: 2 is not a key of s.m'],
    [
      'a field of another case',
      s => void (s.v as unknown as { radius: number }).radius,
      'variant',
      "s.v is 'dot', which has no field 'radius'",
    ],
    [
      'a field of null',
      s => void (s.maybe as { x: number }).x,
      'TypeError',
      "Cannot read properties of null (reading 'x')",
    ],
    ['an unknown variable', s => Object.assign(s, { other: 1 }), 'TypeError', 'there is no s.other'],
    ['the kind of a variant', s => Object.assign(s.v, { kind: 'disc' }), 'TypeError', 'there is no s.v.kind'],
    ['deletion', s => Reflect.deleteProperty(s.p, 'x'), 'TypeError', 's.p.x cannot be deleted'],
  ])('fails on %s', (_, body, kind, message) => {
    expect(failing(() => body(sample().s))).toEqual([kind, message])
  })

  it('keeps the state as it was when an assignment fails', () => {
    const { s, value } = sample()
    const before = value()
    failing(() => Object.assign(s, { p: { x: 0, y: 10 } }))
    expect(value()).toBe(before)
  })

  it('of a part that has meanwhile changed its case or become null, fails instead of lying', () => {
    const { s } = draftOf(
      { v: Shape, maybe: option(Point) },
      {
        v: { kind: 'disc', radius: 1, at: { x: 0, y: 0 } },
        maybe: { x: 1, y: 1 },
      },
    )
    const { maybe } = s
    const at = s.v.kind === 'disc' ? s.v.at : null
    s.v = { kind: 'dot' }
    s.maybe = null
    expect(failing(() => at?.x)).toEqual(['variant', "s.v is 'dot', which has no field 'at'"])
    expect(failing(() => maybe?.x)).toEqual(['null', 's.maybe is null'])
  })

  it('of a constant refuses every change', () => {
    const constant = <T>(domain: Domain<T>, value: T) => toAuthor(domain.type, toValue(domain.type, value, 'c')) as T
    const point = constant(Point, { x: 1, y: 1 })
    expect(failing(() => void point.x++)).toEqual([
      'TypeError',
      'value.x is immutable: only the state of an action can be changed',
    ])
    const names = constant(set(Site), set(Site).of('a'))
    const log = constant(queue(bool, 2), [true])
    const copies = constant(bag(Site, 2), bag(Site, 2).of('a'))
    for (const change of [
      () => names.add('b'),
      () => names.delete('a'),
      () => names.clear(),
      () => log.push(false),
      () => log.shift(),
      () => copies.add('a'),
      () => copies.delete('a'),
      () => copies.clear(),
    ]) {
      expect(failing(change)?.[1]).toMatch(/is immutable/)
    }
  })
})

const sample = () =>
  draftOf(
    { n: int(0, 9), p: Point, m: map(int(0, 1), int(0, 9)), v: Shape, maybe: option(Point) },
    { n: 0, p: { x: 0, y: 0 }, m: { 0: 0, 1: 0 }, v: { kind: 'dot' }, maybe: null },
  )
