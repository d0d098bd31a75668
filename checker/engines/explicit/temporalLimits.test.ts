/** Where temporal properties get no answer, since not all behaviours are known. */
import { describe, expect, it } from 'vitest'
import { bool, fill, guard, ids, int, machine, map, spec } from 'von'
import { lower } from '../../frontend/lower.ts'
import { type Counter, goalOf, reportOf, verdictIn } from './counter.fixture.ts'
import { type ExploreOptions, explore } from './explore.ts'

describe('no answer', () => {
  const declare = (m: Counter) => {
    m.action('up', {}, s => {
      guard(s.n < 5)
      s.n++
    })
    m.fair('weak', 'up')
    m.eventually('goal', s => s.n === 5)
  }
  it('is given under a constraint that keeps states from being explored', async () => {
    const report = await reportOf(m => {
      declare(m)
      m.constraint('small', s => s.n < 3)
    })
    expect(verdictIn(report, 'goal')).toEqual({
      kind: 'unknown',
      reason: 'behaviours may go on behind the states that constraint small keeps from being explored',
    })
  })
  it('is held back by no constraint that is always true', async () => {
    expect(
      await goalOf(m => {
        declare(m)
        m.constraint('all', s => s.n < 6)
      }),
    ).toBe('exhausted')
  })
  it.each<[string, ExploreOptions]>([
    ['states', { maxStates: 3 }],
    ['depth', { maxDepth: 3 }],
  ])('is given when the %s were limited', async (_, options) => {
    expect(verdictIn(await reportOf(declare, options), 'goal')).toMatchObject({ kind: 'unknown' })
  })
  it.each<[string, ExploreOptions]>([
    ['--symmetry', { symmetry: true }],
    ['--partial-order', { partialOrder: true }],
  ])('is given on an exploration that is reduced by %s', async (option, options) => {
    const { instance } = spec('clients', {}, () => {
      const Client = ids('c', 2)
      const m = machine({ asked: map(Client, bool) })
      m.interchangeable(Client)
      m.init(() => ({ asked: fill(Client, () => false) }))
      m.action('ask', { c: Client }, (s, { c }) => {
        guard(!s.asked[c])
        s.asked[c] = true
      })
      m.mayEnd()
      m.fair('weak', 'ask')
      m.eventually('goal', s => Client.every(c => s.asked[c]))
      return m
    })
    const model = lower(instance())
    expect(verdictIn(await explore(model), 'goal').kind).toBe('exhausted')
    expect(verdictIn(await explore(model, options), 'goal')).toEqual({
      kind: 'unknown',
      reason: `a reduced exploration does not show all behaviours: go without ${option}`,
    })
  })
  it('is given after a violation, unless the exploration goes on', async () => {
    const withViolation = (m: Counter) => {
      declare(m)
      m.invariant('low', s => s.n < 2)
    }
    expect(verdictIn(await reportOf(withViolation, { keepGoing: false }), 'goal')).toMatchObject({ kind: 'unknown' })
    expect(await goalOf(withViolation)).toBe('exhausted')
  })
  it('is given when the graph does not fit into memory', async () => {
    const { instance } = spec('long', {}, () => {
      const m = machine({ n: int(0, 20_000) })
      m.init(() => ({ n: 0 }))
      m.action('up', {}, s => {
        guard(s.n < 20_000)
        s.n++
      })
      m.mayEnd()
      m.eventually('goal', s => s.n === 20_000)
      return m
    })
    const report = await explore(lower(instance()), { maxMemoryBytes: 800_000, compileAfter: Number.POSITIVE_INFINITY })
    expect(report.exploration.distinct).toBe(20_001)
    expect(verdictIn(report, 'goal')).toEqual({
      kind: 'unknown',
      reason: 'the graph of all steps takes 1M of memory, which is above the limit',
    })
  })
})
