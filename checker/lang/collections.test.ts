import { describe, expect, it } from 'vitest'
import type { Value } from '../ir/value.ts'
import { toValue } from './convert.ts'
import {
  type Bag,
  bag,
  bool,
  type Domain,
  div,
  eq,
  fill,
  ids,
  implies,
  int,
  mod,
  oneOf,
  queue,
  rec,
  set,
  type ValueSet,
} from './index.ts'
import { toAuthor, view } from './view.ts'

const Node = ids('n', 3)
const Pair = rec({ at: Node, n: int(0, 3) })

/** A collection that can be changed, starting from `initial`. */
function draftOf<T>(domain: Domain<T>, initial: T) {
  let value = toValue(domain.type, initial, 's')
  const set = (changed: Value) => {
    value = changed
  }
  return view({ type: domain.type, path: 's', get: () => value, set }) as T
}
const immutable = <T>(domain: Domain<T>, value: T) => toAuthor(domain.type, toValue(domain.type, value, 'c')) as T
const kindOf = (body: () => unknown) => {
  try {
    body()
  } catch (error) {
    return (error as { kind?: string }).kind ?? (error as Error).name
  }
  return null
}
const items = <T>(collection: Iterable<T>) => [...collection]

describe('a set', () => {
  const nodes = (...given: ('n0' | 'n1' | 'n2')[]): ValueSet<'n0' | 'n1' | 'n2'> => set(Node).of(...given) as never
  it('holds an item once, compares by structure, and goes through its items in the order of the domain', () => {
    const s = draftOf(set(Pair), set(Pair).of())
    s.add({ at: 'n2', n: 1 })
    s.add({ at: 'n0', n: 3 })
    s.add({ n: 1, at: 'n2' })
    expect(s.size).toBe(2)
    expect(items(s).map(x => x.at)).toEqual(['n0', 'n2'])
    expect([s.has({ at: 'n2', n: 1 }), s.has({ at: 'n2', n: 2 })]).toEqual([true, false])
    expect([s.delete({ at: 'n2', n: 1 }), s.delete({ at: 'n2', n: 1 }), s.size]).toEqual([true, false, 1])
    s.clear()
    expect(items(s)).toEqual([])
  })
  it('has no item outside its domain, but cannot be given one', () => {
    const s = draftOf(set(Node), nodes('n0'))
    expect([s.has('n7'), s.delete('n7')]).toEqual([false, false])
    expect(kindOf(() => s.add('n7'))).toBe('range')
    expect(kindOf(() => set(Node).of('n7'))).toBe('range')
  })
  it('gives values for items: removing one while going through them disturbs nothing', () => {
    const s = draftOf(set(Node), nodes('n0', 'n1', 'n2'))
    const seen: string[] = []
    for (const x of s) {
      seen.push(x)
      s.clear()
    }
    expect(seen).toEqual(['n0', 'n1', 'n2'])
  })
  it('is combined with others into new sets', () => {
    const [a, b] = [nodes('n0', 'n1'), nodes('n1', 'n2')]
    expect(items(a.union(b))).toEqual(['n0', 'n1', 'n2'])
    expect(items(a.intersection(b))).toEqual(['n1'])
    expect(items(a.difference(b))).toEqual(['n0'])
    expect([nodes('n1').isSubsetOf(a), a.isSubsetOf(b), nodes().isSubsetOf(nodes())]).toEqual([true, false, true])
    expect(items(a.filter(x => x !== 'n0'))).toEqual(['n1'])
    expect(items(a)).toEqual(['n0', 'n1'])
    expect([a.count(x => x !== 'n0'), a.sum(x => (x === 'n0' ? 5 : 2))]).toEqual([1, 7])
  })
})

describe('a bag', () => {
  it('counts copies, goes through each item once, and overflows', () => {
    const b = draftOf(bag(Node, 2), bag(Node, 2).of('n1', 'n1'))
    b.add('n0')
    expect([b.size, b.copies('n1'), b.copies('n2'), b.has('n0'), b.has('n2')]).toEqual([3, 2, 0, true, false])
    expect(items(b)).toEqual(['n0', 'n1'])
    expect([b.count(() => true), b.some(x => x === 'n2'), b.every(x => x !== 'n2')]).toEqual([2, false, true])
    expect(kindOf(() => b.add('n1'))).toBe('overflow')
    expect([b.delete('n1'), b.copies('n1'), b.delete('n2')]).toEqual([true, 1, false])
    expect([b.has('n9'), b.copies('n9'), b.delete('n9'), kindOf(() => b.add('n9'))]).toEqual([false, 0, false, 'range'])
    expect(kindOf(() => bag(bool, 1).of(true, true))).toBe('overflow')
    b.clear()
    expect(b.size).toBe(0)
  })
  it('with room for fewer copies fits where there is room for more', () => {
    const small: Bag<boolean> = immutable(bag(bool, 1), bag(bool, 1).of(true))
    expect(immutable(bag(bool, 2), small).copies(true)).toBe(1)
  })
})

describe('a queue', () => {
  const make = (...given: number[]) => draftOf(queue(int(0, 9), 3), given)
  it('is first in, first out, and bounded at both ends', () => {
    const q = make()
    expect([q.push(1, 2), q.push(3), q.length]).toEqual([2, 3, 3])
    expect(kindOf(() => q.push(4))).toBe('overflow')
    expect([q.shift(), q.shift(), q.shift(), q.length]).toEqual([1, 2, 3, 0])
    expect(kindOf(() => q.shift())).toBe('empty')
    expect(kindOf(() => q.push(10))).toBe('range')
    expect(kindOf(() => make(1, 2, 3, 4))).toBe('overflow')
  })
  it('is read like an array', () => {
    const q = make(4, 5)
    expect([q[0], q[1], q[2], q.length, q.includes(5), q.includes(6)]).toEqual([4, 5, undefined, 2, true, false])
    expect([q.every((x, i) => x > i), q.some(x => x === 4), q.reduce((a, x) => a + x, 0), items(q)]).toEqual([
      true,
      true,
      9,
      [4, 5],
    ])
    expect(items(q.filter(x => x > 4))).toEqual([5])
    expect([...q, 6]).toEqual([4, 5, 6])
    expect(kindOf(() => make().reduce((a, x) => a + x))).toBe('TypeError')
  })
  it('compares entries by structure', () => {
    expect(draftOf(queue(Pair, 2), [{ at: 'n1', n: 2 }]).includes({ n: 2, at: 'n1' })).toBe(true)
  })
  it('gives entries as values, which stay what they were', () => {
    const q = draftOf(queue(Pair, 2), [{ at: 'n1', n: 2 }])
    const [head] = q
    q.shift()
    expect(head?.n).toBe(2)
    expect(kindOf(() => Object.assign(head as object, { n: 1 }))).toBe('TypeError')
  })
  it('refuses what a bounded queue cannot do', () => {
    const q = make(1)
    const change = () => {
      q[0] = 2
    }
    expect(kindOf(change)).toBe('TypeError')
    expect(() => q.pop()).toThrow("a queue has no 'pop'")
  })
})

describe('predicates', () => {
  /** How many items a predicate is asked about that decides at the first. */
  const visits = (collection: { [method: string]: unknown }, method: string, answer: unknown) => {
    let asked = 0
    ;(collection[method] as (f: () => unknown) => unknown)(() => {
      asked++
      return answer
    })
    return asked
  }
  it.each([
    ['a domain', () => Node, 3],
    ['a set', () => set(Node).of('n0', 'n1'), 2],
    ['a bag', () => bag(Node, 2).of('n0', 'n1'), 2],
    ['a queue', () => draftOf(queue(Node, 3), ['n0', 'n0', 'n1']), 3],
  ])('of %s see every item, so that no failure in one of them is hidden', (_, make, count) => {
    const collection = make() as never
    expect([visits(collection, 'every', false), visits(collection, 'some', true)]).toEqual([count, count])
  })
})

describe('a domain', () => {
  it('goes through its values in order', () => {
    expect([items(int(-1, 1)), items(bool), items(oneOf('b', 'a')), int(0, 4).size]).toEqual([
      [-1, 0, 1],
      [false, true],
      ['b', 'a'],
      5,
    ])
    expect(items(rec({ a: bool, n: int(0, 1) })).map(r => ({ ...r }))).toEqual([
      { a: false, n: 0 },
      { a: false, n: 1 },
      { a: true, n: 0 },
      { a: true, n: 1 },
    ])
  })
  it('counts, sums, filters, maps, and knows its values', () => {
    const Small = int(1, 3)
    expect([
      Small.count(x => x > 1),
      Small.sum(x => x * x),
      items(Small.filter(x => x !== 2)),
      Small.map(x => -x),
    ]).toEqual([2, 14, [1, 3], [-1, -2, -3]])
    expect([Small.has(3), Small.has(4), Small.has('3'), Pair.has({ at: 'n0', n: 0 }), Pair.has({ at: 'n0' })]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
  })
})

describe('functions of bodies', () => {
  it('div rounds down, mod has the sign of the divisor, and neither divides by zero', () => {
    expect([div(7, 2), div(-7, 2), div(7, -2), mod(7, 3), mod(-7, 3), mod(7, -3)]).toEqual([3, -4, -4, 1, 2, -2])
    expect([kindOf(() => div(1, 0)), kindOf(() => mod(1, 0))]).toEqual(['division', 'division'])
  })
  it('implies is false for true and false only', () => {
    expect([implies(true, true), implies(true, false), implies(false, true), implies(false, false)]).toEqual([
      true,
      false,
      true,
      true,
    ])
  })
  it('fill gives every key its value', () => {
    expect(fill(Node, n => n === 'n1')).toEqual({ n0: false, n1: true, n2: false })
    expect(fill(int(-1, 0), n => n * 2)).toEqual({ '-1': -2, 0: 0 })
  })
  it('eq compares by structure, whatever the values were made of', () => {
    const pair = immutable(Pair, { at: 'n0', n: 1 })
    expect([eq(pair, { n: 1, at: 'n0' }), eq(pair, { n: 2, at: 'n0' })]).toEqual([true, false])
    expect([eq(set(bool).of(true), set(bool).of(true, true)), eq(set(bool).of(true), set(bool).of())]).toEqual([
      true,
      false,
    ])
    expect([
      eq(bag(bool, 2).of(true), bag(bool, 2).of(true, true)),
      eq(draftOf(queue(bool, 2), [true]), [true]),
    ]).toEqual([false, true])
    expect([eq<unknown>(null, pair), eq<unknown>(null, null), eq(1, 1), eq('a', 'a')]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })
})
