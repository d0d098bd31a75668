/** Specs on which direct run and model once differed, or which were refused: found by random specs, then reduced. */
import { describe, expect, it } from 'vitest'
import { lower } from '../../frontend/lower.ts'
import {
  bag,
  bool,
  eq,
  fill,
  guard,
  ids,
  int,
  type Machine,
  machine,
  map,
  oneOf,
  option,
  pick,
  queue,
  rec,
  set,
  spec,
  variant,
} from '../../lang/index.ts'
import { compareRuns } from './compareRuns.ts'
import { formatDifference } from './difference.ts'

const Letter = oneOf('a', 'b', 'c')
const Digit = int(0, 3)

/** Builds the machine as a spec, compares its runs, and returns how many states and failures there were. */
// biome-ignore lint/suspicious/noExplicitAny: machines of any variables
function agreement(build: () => Machine<any>) {
  const instance = spec('regression', {}, build).instance()
  const report = compareRuns(instance, lower(instance))
  expect(report.differences.map(formatDifference)).toEqual([])
  return { states: report.states, failures: report.outcomes.failures }
}

describe('direct run and model agree on', () => {
  it('an option of a boolean as a condition, once it is known not to be null', () => {
    const { states } = agreement(() => {
      const m = machine({ on: option(bool), n: Digit })
      m.init(() => ({ on: null, n: 0 }))
      m.action('choose', {}, s => {
        s.on = pick(bool)
      })
      m.action('act', {}, s => {
        if (s.on !== null ? s.on : true) s.n = 1
      })
      m.invariant('known', s => s.on === null || (s.on ? s.n <= 1 : s.n >= 0))
      return m
    })
    expect(states).toBe(6)
  })

  it('a condition that is false in every state, before a part that is then missing', () => {
    agreement(() => {
      const m = machine({ q: queue(Digit, 2), n: Digit })
      m.init(() => ({ q: [], n: 0 }))
      m.action('push', { x: Digit }, (s, { x }) => {
        guard(s.q.length < 2)
        s.q.push(x)
      })
      m.action('read', {}, s => {
        if (s.q.length === 0) return
        s.n = (s.q[0] ?? 0) > 1 ? 1 : 0
      })
      m.invariant('head', s => s.q.length === 0 || (s.q[0] as number) < 4)
      return m
    })
  })

  it('keys, spreads and operands that are one of two values', () => {
    agreement(() => {
      const m = machine({
        chosen: option(Letter),
        n: map(Letter, Digit),
        r: rec({ f: Digit, g: Digit }),
        x: set(Letter),
        y: set(Letter),
      })
      m.init(() => ({
        chosen: null,
        n: fill(Letter, () => 0),
        r: { f: 0, g: 0 },
        x: set(Letter).of('a'),
        y: set(Letter).of(),
      }))
      m.action('choose', { l: Letter }, (s, { l }) => {
        s.chosen = l
      })
      m.action('key', {}, s => {
        s.n[s.chosen !== null ? s.chosen : 'a'] = 1
      })
      m.action('spread', { isOne: bool }, (s, { isOne }) => {
        const start = isOne ? { f: 1, g: 2 } : { f: 2, g: 1 }
        s.r = { ...start, f: s.n.a }
      })
      m.action('combine', { isOne: bool }, (s, { isOne }) => {
        s.x = s.x.union(isOne ? s.y.union(set(Letter).of('b')) : s.y)
      })
      m.action('loop', { isOne: bool }, (s, { isOne }) => {
        for (const l of isOne ? s.x : set(Letter).of('c')) s.y.add(l)
      })
      return m
    })
  })

  it('a part that is read afresh through a name for what it is a part of', () => {
    agreement(() => {
      const State = variant({ idle: {}, busy: { since: Digit } })
      const m = machine({ r: rec({ state: State, n: Digit }) })
      m.init(() => ({ r: { state: { kind: 'idle' }, n: 0 } }))
      m.action('act', { x: Digit }, (s, { x }) => {
        const part = s.r
        part.state = { kind: 'busy', since: x }
        if (part.state.kind === 'busy') part.n = part.state.since
      })
      return m
    })
  })

  it('the entries of an object of the body under a computed key', () => {
    agreement(() => {
      const m = machine({ l: Letter, n: Digit })
      m.init(() => ({ l: 'a', n: 0 }))
      m.action('act', { to: Letter }, (s, { to }) => {
        const weight = fill(Letter, l => (l === 'b' ? 2 : 1))
        s.l = to
        s.n = weight[s.l]
      })
      m.invariant('flag', s => {
        const isFirst = fill(Letter, l => l === 'a')
        return isFirst[s.l] || s.n >= 0
      })
      return m
    })
  })

  it('methods of an option that is known not to be null', () => {
    agreement(() => {
      const m = machine({ n: option(Digit), on: bool })
      m.init(() => ({ n: null, on: false }))
      m.action('act', { q: option(queue(bool, 2)) }, (s, { q }) => {
        guard(q !== null)
        guard(q.every(x => x))
        s.on = q.includes(true)
      })
      m.action('choose', { x: option(Digit) }, (s, { x }) => {
        s.n = x
      })
      m.invariant('known', s => s.n === null || int(0, 2).has(s.n) || s.n === 3)
      return m
    })
  })

  it('sets and bags whose items may be null', () => {
    const Maybe = option(int(0, 1))
    const { failures } = agreement(() => {
      const m = machine({ x: set(Maybe), b: bag(Maybe, 1), o: Maybe, n: Digit })
      m.init(() => ({ x: set(Maybe).of(1), b: bag(Maybe, 1).of(null), o: null, n: 0 }))
      m.action('add', { o: Maybe }, (s, { o }) => {
        s.x.add(o)
        s.o = o
        s.n = s.b.copies(o)
      })
      m.action('delete', { o: Maybe }, (s, { o }) => {
        if (s.x.delete(o) && !s.b.delete(o)) s.b.add(s.o)
      })
      m.action('one or none', {}, s => {
        s.x.delete(s.o === null ? 1 : null)
      })
      m.invariant('has', s => s.x.has(s.o) && s.x.has(1) && s.b.has(null))
      return m
    })
    expect(Object.keys(failures)).toEqual(['overflow'])
  })

  it('scalars spread from a map, which stay what they were', () => {
    agreement(() => {
      const m = machine({ x: map(Letter, Letter), y: Letter })
      m.init(() => ({ x: fill(Letter, () => 'a' as const), y: 'a' }))
      m.action('act', {}, s => {
        const before = { ...s.x, b: 'b' as const }
        s.x = fill(Letter, () => 'c' as const)
        s.y = before.a
      })
      return m
    })
  })

  it('items that would be outside the domain: they are in no set, and adding them fails', () => {
    const Item = rec({ n: int(0, 2) })
    const { failures } = agreement(() => {
      const m = machine({ x: set(Item), n: Digit })
      m.init(() => ({ x: set(Item).of({ n: 1 }), n: 0 }))
      m.action('count', {}, s => {
        guard(s.n < 3)
        s.n++
      })
      m.action('delete', {}, s => {
        s.x.delete({ n: s.n + 1 })
      })
      m.action('add', {}, s => s.x.add({ n: s.n + 1 }))
      m.invariant('has', s => s.x.has({ n: s.n + 1 }))
      return m
    })
    expect(Object.keys(failures)).toEqual(['range'])
  })

  it('the order in which a bad key, a guard and a bad value are met', () => {
    const { failures } = agreement(() => {
      const Key = int(0, 2)
      const refuse = (x: number) => {
        guard(x > 3)
        return x
      }
      const m = machine({ x: map(Key, Digit) })
      m.init(() => ({ x: fill(Key, () => 0) }))
      m.action('guarded', { k: Digit }, (s, { k }) => {
        s.x[k] = refuse(k)
      })
      m.action('value', { k: Digit }, (s, { k }) => {
        s.x[k] = k + 2
      })
      m.action('compound', { k: Digit }, (s, { k }) => {
        s.x[k] = (s.x[k] as number) + 1
      })
      return m
    })
    expect(Object.keys(failures).sort()).toEqual(['index', 'range'])
  })

  it('a value missing where one is needed: null, and what is behind the end of a queue', () => {
    const { failures } = agreement(() => {
      const Node = ids('n', 2)
      const m = machine({ q: queue(Node, 1), o: option(Node), v: Node, all: option(set(Node)) })
      m.init(() => ({ q: [], o: null, v: 'n0', all: null }))
      m.action('behind', {}, s => {
        s.v = s.q[0] as 'n0'
      })
      m.action('null', {}, s => {
        s.v = s.o as 'n0'
      })
      m.action('loop', {}, s => {
        for (const x of s.all as Iterable<'n0'>) s.v = x
      })
      return m
    })
    expect(failures).toEqual({ null: 3 })
  })

  it('bags with room for fewer copies, stored where there is room for more', () => {
    agreement(() => {
      const m = machine({ small: bag(bool, 1), large: bag(bool, 2) })
      m.init(() => ({ small: bag(bool, 1).of(true), large: bag(bool, 2).of() }))
      m.action('copy', {}, s => {
        s.large = s.small
      })
      m.action('add', {}, s => {
        guard(s.large.copies(true) < 2)
        s.large.add(true)
      })
      return m
    })
  })

  it('collections with little room, stored where there is more, and then filled', () => {
    agreement(() => {
      const m = machine({ small: bag(bool, 1), large: bag(bool, 2), short: queue(bool, 1), long: queue(bool, 2) })
      m.init(() => ({ small: bag(bool, 1).of(true), large: bag(bool, 2).of(), short: [true], long: [] }))
      m.action('act', {}, s => {
        s.large = s.small
        s.large.add(true)
        s.long = s.short
        s.long.push(false)
      })
      return m
    })
  })

  it('arrays written out on both sides of eq', () => {
    agreement(() => {
      const m = machine({ n: Digit })
      m.init(() => ({ n: 0 }))
      m.action('act', { x: Digit }, (s, { x }) => {
        const pair = [x, s.n]
        if (eq(pair, [1, 0])) s.n = 2
      })
      return m
    })
  })

  it('a choice between null and a place that is known to be null', () => {
    const { states } = agreement(() => {
      const m = machine({ chosen: option(rec({ f: option(bool), g: bool })), on: bool })
      m.init(() => ({ chosen: null, on: false }))
      m.action('turn', {}, s => {
        s.on = !s.on
      })
      m.action('reset', {}, s => {
        s.chosen = null
        s.chosen = s.on ? null : s.chosen
      })
      m.action('choose', {}, s => {
        s.chosen = { f: null, g: s.on }
      })
      return m
    })
    expect(states).toBe(6)
  })

  it('a key of the state, or of a table, that is missing on some paths', () => {
    const { failures } = agreement(() => {
      const m = machine({ at: option(Letter), n: map(Letter, Digit) })
      m.init(() => ({ at: null, n: fill(Letter, () => 0) }))
      m.action('go', { to: option(Letter) }, (s, { to }) => {
        s.at = to
      })
      m.action('read', { x: Letter }, (s, { x }) => {
        const key = x === 'a' ? null : x
        if (s.n[key !== null ? key : 'a'] < 1) s.n[(x === 'b' ? null : x) as 'a']++
      })
      m.action('follow', {}, s => {
        s.n[s.at as 'a'] = 0
      })
      m.action('look', { x: Letter }, (s, { x }) => {
        const weights: Record<string, 1 | 2> = { a: 1, b: 2 }
        const key = s.at === 'a' ? 'b' : s.at === 'b' ? 'a' : undefined
        s.n[x] = weights[key as string] ?? 0
      })
      return m
    })
    expect(Object.keys(failures)).toEqual(['index'])
  })

  it('items of a queue that are known to be null, and are kept', () => {
    const { states } = agreement(() => {
      const m = machine({ q: queue(option(bool), 2) })
      m.init(() => ({ q: [] }))
      m.action('act', { x: option(bool) }, (s, { x }) => {
        s.q = [null, x]
        s.q = s.q.filter(y => y !== true)
      })
      return m
    })
    expect(states).toBe(4)
  })
})
