import { describe, expect, it } from 'vitest'
import type { State } from '../ir/model.ts'
import { assert, fill, guard, ids, int, machine, map, oneOf, option, pick, set, spec, variant } from '../lang/index.ts'
import type { Instance } from '../lang/spec.ts'
import { DirectRun, type Outcome } from './directRun.ts'

const commit = spec('two-phase commit', { managers: 3 }, ({ managers }) => {
  const Manager = ids('rm', managers)
  const Message = variant({ prepared: { rm: Manager }, commit: {}, abort: {} })
  const m = machine({
    rm: map(Manager, oneOf('working', 'prepared', 'committed', 'aborted')),
    tm: oneOf('init', 'committed', 'aborted'),
    prepared: set(Manager),
    messages: set(Message),
  })
  m.init(() => ({
    rm: fill(Manager, () => 'working' as const),
    tm: 'init',
    prepared: set(Manager).of(),
    messages: set(Message).of(),
  }))
  m.action('receivePrepared', { r: Manager }, (s, { r }) => {
    guard(s.tm === 'init' && s.messages.has({ kind: 'prepared', rm: r }))
    s.prepared.add(r)
  })
  m.action('commit', {}, s => {
    guard(s.tm === 'init' && Manager.every(r => s.prepared.has(r)))
    s.tm = 'committed'
    s.messages.add({ kind: 'commit' })
  })
  m.action('abort', {}, s => {
    guard(s.tm === 'init')
    s.tm = 'aborted'
    s.messages.add({ kind: 'abort' })
  })
  m.action('prepare', { r: Manager }, (s, { r }) => {
    guard(s.rm[r] === 'working')
    s.rm[r] = 'prepared'
    s.messages.add({ kind: 'prepared', rm: r })
  })
  m.action('chooseToAbort', { r: Manager }, (s, { r }) => {
    guard(s.rm[r] === 'working')
    s.rm[r] = 'aborted'
  })
  m.action('receiveCommit', { r: Manager }, (s, { r }) => {
    guard(s.messages.has({ kind: 'commit' }))
    s.rm[r] = 'committed'
  })
  m.action('receiveAbort', { r: Manager }, (s, { r }) => {
    guard(s.messages.has({ kind: 'abort' }))
    s.rm[r] = 'aborted'
  })
  m.invariant('consistent', s =>
    Manager.every(a => Manager.every(b => !(s.rm[a] === 'aborted' && s.rm[b] === 'committed'))),
  )
  m.step('decisionsStand', (s, next) => s.tm === 'init' || next.tm === s.tm)
  return m
})

/** All reachable states; throws on a failure or on a property that does not hold. */
function explore(instance: Instance): Map<string, State> {
  const run = new DirectRun(instance)
  const states = new Map<string, State>()
  const reach = (outcome: Outcome) => {
    if (outcome.kind === 'failure') throw new Error(outcome.message)
    states.set(JSON.stringify(outcome.state), outcome.state)
    return outcome.state
  }
  run.initialStates().forEach(reach)
  const [invariant, step] = instance.machine.properties
  if (invariant === undefined || step === undefined) throw new Error('two properties are expected')
  // a map visits what is added while it is gone through
  for (const state of states.values()) {
    expect(run.evaluate(invariant, state)).toBe(true)
    for (const { outcome } of run.successors(state)) expect(run.evaluate(step, state, reach(outcome))).toBe(true)
  }
  return states
}

/** A machine with one number and what a test needs beside it. */
const counter = (declare: (m: ReturnType<typeof counterMachine>) => void) =>
  spec('counter', {}, () => {
    const m = counterMachine()
    m.init(() => ({ n: 0, maybe: null }))
    declare(m)
    return m
  }).instance()
const counterMachine = () => machine({ n: int(0, 3), maybe: option(int(0, 1)) })

const outcomesOf = (body: Parameters<ReturnType<typeof counterMachine>['action']>[2]) => {
  const run = new DirectRun(counter(m => m.action('act', {}, body)))
  return run.successors([0, null]).map(({ outcome }) => outcome)
}

describe('the direct run', () => {
  // the counts that TLC gives for Gray and Lamport's specification, for n = 3: 288
  it.each([1, 2, 3, 4])('reaches 4^n + 6^n + 2^n states of two-phase commit with n = %i', managers => {
    expect(explore(commit.instance({ managers })).size).toBe(4 ** managers + 6 ** managers + 2 ** managers)
  })

  it('goes through parameters by rank, the last one fastest, and leaves out what is disabled', () => {
    const instance = counter(m =>
      m.action('set', { a: int(0, 1), b: int(0, 2) }, (s, { a, b }) => {
        guard(a + b !== 2)
        s.n = a + b
      }),
    )
    const choices = new DirectRun(instance).successors([0, null]).map(({ outcome }) => outcome.choices)
    expect(choices).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 2],
    ])
  })

  it('answers pick with every value, also under branches that earlier answers lead to', () => {
    const Small = int(0, 1)
    const outcomes = outcomesOf(s => {
      s.n = pick(Small)
      if (s.n === 1) s.maybe = pick(Small)
    })
    expect(outcomes).toEqual([
      { kind: 'next', choices: [0], state: [0, null] },
      { kind: 'next', choices: [1, 0], state: [1, [0]] },
      { kind: 'next', choices: [1, 1], state: [1, [1]] },
    ])
  })

  it('gives one initial state for every sequence of picks in init', () => {
    const instance = spec('picked', {}, () => {
      const m = machine({ a: int(0, 1), b: int(0, 1) })
      m.init(() => ({ a: pick(int(0, 1)), b: pick(int(0, 1)) }))
      m.action('stay', {}, () => {})
      return m
    }).instance()
    const states = new DirectRun(instance).initialStates().map(outcome => outcome.kind === 'next' && outcome.state)
    expect(states).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ])
  })

  it('undoes what a body did before a guard refused it', () => {
    const instance = counter(m =>
      m.action('act', {}, s => {
        s.n = 3
        guard(s.n === 0)
      }),
    )
    expect(new DirectRun(instance).successors([0, null])).toEqual([])
  })

  it('lets a failure before a false guard stand, and not one after it', () => {
    expect(
      outcomesOf(s => {
        s.n = 4
        guard(false)
      }),
    ).toMatchObject([{ kind: 'failure', failure: 'range', message: 's.n: 4 is not in 0..3' }])
    expect(
      outcomesOf(s => {
        guard(false)
        s.n = 4
      }),
    ).toEqual([])
  })

  it('names the kind of every failure', () => {
    const kinds = (body: Parameters<typeof outcomesOf>[0]) =>
      outcomesOf(body).map(outcome => outcome.kind === 'failure' && outcome.failure)
    const record = () => null as unknown as { field: number }
    expect(kinds(s => assert(s.n > 0))).toEqual(['assert'])
    expect(
      kinds(s => {
        s.n = record().field
      }),
    ).toEqual(['null'])
    expect(
      kinds(() => {
        throw new Error('mine')
      }),
    ).toEqual(['throw'])
  })

  it('lets a body fail for some answers and succeed for others', () => {
    const outcomes = outcomesOf(s => {
      s.n += pick(int(2, 4))
    })
    expect(outcomes.map(({ kind }) => kind)).toEqual(['next', 'next', 'failure'])
  })

  it('refuses a property that changes the state', () => {
    const instance = counter(m => {
      m.action('stay', {}, () => {})
      m.invariant('meddles', s => {
        s.n = 1
        return true
      })
    })
    const [meddles] = instance.machine.properties
    if (meddles === undefined) throw new Error('no property')
    expect(new DirectRun(instance).evaluate(meddles, [0, null])).toMatchObject({ kind: 'failure', failure: 'throw' })
  })

  it('tells a property that fails from one that is false', () => {
    const instance = counter(m => {
      m.action('stay', {}, () => {})
      m.invariant('isNull', s => s.maybe === null)
      m.invariant('asserts', s => {
        assert(s.maybe === null, 'a value')
        return true
      })
    })
    const run = new DirectRun(instance)
    const values = instance.machine.properties.map(property => run.evaluate(property, [0, [1]]))
    expect(values).toEqual([false, { kind: 'failure', failure: 'assert', message: 'a value' }])
  })
})
