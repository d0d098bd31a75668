/** Temporal properties of small systems, among them those on which checkers are known to have answered wrongly. */
import { describe, expect, it } from 'vitest'
import { div, guard, int, machine, oneOf, spec } from 'von'
import { lower } from '../../frontend/lower.ts'
import { type Counter, go, goalOf, reportOf, verdictIn } from './counter.fixture.ts'
import { explore } from './explore.ts'

describe('eventually', () => {
  it('is false where a cycle avoids the goal, although every path that ends reaches it', async () => {
    expect(
      await goalOf(m => {
        go(m, 'out', 0, 1)
        go(m, 'back', 1, 0)
        go(m, 'finish', 1, 2)
        for (const action of ['out', 'back', 'finish']) m.fair('weak', action)
        m.eventually('goal', s => s.n === 2)
      }),
    ).toBe('(0 1)')
  })

  it('is false on a path that joins one that has seen the goal', async () => {
    expect(
      await goalOf(m => {
        go(m, 'left', 0, 1)
        go(m, 'right', 0, 2)
        go(m, 'leftOn', 1, 3)
        go(m, 'rightOn', 2, 3)
        for (const action of ['left', 'right', 'leftOn', 'rightOn']) m.fair('strong', action)
        m.eventually('goal', s => s.n === 1)
      }),
    ).toBe('0 2 3 ...')
  })

  it('is true where all paths join behind the goal', async () => {
    expect(
      await goalOf(m => {
        go(m, 'left', 0, 1)
        go(m, 'right', 0, 2)
        go(m, 'leftOn', 1, 3)
        go(m, 'rightOn', 2, 3)
        for (const action of ['left', 'right', 'leftOn', 'rightOn']) m.fair('weak', action)
        m.eventually('goal', s => s.n === 3)
      }),
      // left and right are enabled together, and each is fair: one of them happens, and disables the other.
    ).toBe('exhausted')
  })

  it('is false of a behaviour that never leaves the initial state, when nothing is assumed', async () => {
    const declare = (m: Counter) => {
      go(m, 'finish', 0, 1)
      m.eventually('goal', s => s.n === 1)
    }
    expect(await goalOf(declare)).toBe('0 ...')
    expect(
      await goalOf(m => {
        declare(m)
        m.fair('weak', 'finish')
      }),
    ).toBe('exhausted')
  })

  it('is false where the system ends before the goal', async () => {
    expect(
      await goalOf(m => {
        go(m, 'one', 0, 1)
        m.fair('strong', 'one')
        m.eventually('goal', s => s.n === 5)
      }),
    ).toBe('0 1 ...')
  })
})

describe('fairness', () => {
  const loop = (m: Counter) => {
    go(m, 'out', 0, 1)
    go(m, 'back', 1, 0)
    go(m, 'finish', 1, 2)
    m.fair('weak', ['out', 'back'])
    m.eventually('goal', s => s.n === 2)
  }

  it('of the weak kind does not help an action that is disabled again and again; the strong kind does', async () => {
    const withFinish = (strength: 'weak' | 'strong') => (m: Counter) => {
      loop(m)
      m.fair(strength, 'finish')
    }
    expect(await goalOf(withFinish('weak'))).toBe('(0 1)')
    expect(await goalOf(withFinish('strong'))).toBe('exhausted')
  })

  it('of the weak kind rules out a loop on which the action stays enabled', async () => {
    const declare = (m: Counter) => {
      m.action('toggle', {}, s => {
        s.on = !s.on
      })
      go(m, 'finish', 0, 1)
      m.eventually('goal', s => s.n === 1)
    }
    expect(await goalOf(declare)).toBe('0 ...')
    expect(
      await goalOf(m => {
        declare(m)
        m.fair('weak', 'toggle')
      }),
    ).toBe('(0 0)')
    expect(
      await goalOf(m => {
        declare(m)
        m.fair('weak', 'finish')
      }),
    ).toBe('exhausted')
  })

  it('of several strong conditions is met by leaving out what they cannot all have', async () => {
    // From 1 either way leads on; a fair behaviour can avoid 2 only by never coming back to 1.
    const declare = (m: Counter) => {
      go(m, 'toOne', 0, 1)
      go(m, 'toTwo', 1, 2)
      go(m, 'toThree', 1, 3)
      go(m, 'again', 3, 1)
      go(m, 'stay', 3, 4)
      go(m, 'return', 4, 3)
      m.fair('weak', ['toOne', 'stay', 'return'])
      m.fair('strong', 'toTwo')
      m.eventually('goal', s => s.n === 2)
    }
    expect(await goalOf(declare)).toBe('0 1 (3 4)')
    expect(
      await goalOf(m => {
        declare(m)
        m.fair('strong', 'again')
      }),
    ).toBe('exhausted')
  })

  it('to an action as a whole is less than to each value of its parameter', async () => {
    const declare = (each: string[]) => (m: Counter) => {
      m.action('give', { to: int(1, 2) }, (s, { to }) => {
        guard(s.n !== to)
        s.n = to
      })
      m.action('reset', {}, s => {
        s.n = 0
      })
      m.fair('weak', 'reset')
      m.fair('strong', 'give', { each })
      m.alwaysEventually('goal', s => s.n === 2)
    }
    expect(await goalOf(declare([]))).toMatch(/^\S*\(.*1.*\)$/)
    expect(await goalOf(declare(['to']))).toBe('exhausted')
  })

  it('counts a step for every action that can take it', async () => {
    // Both lead from 0 to 1: a behaviour that goes there has taken both, whichever is named.
    const declare = (m: Counter) => {
      go(m, 'first', 0, 1)
      go(m, 'second', 0, 1)
      go(m, 'back', 1, 0)
      m.fair('weak', ['first', 'back'])
      m.temporal('goal', ({ always, eventually, taken }) => always(eventually(taken('second'))))
    }
    expect(await goalOf(declare)).toBe('exhausted')
    expect(
      await goalOf(m => {
        go(m, 'first', 0, 1)
        go(m, 'second', 0, 1)
        go(m, 'back', 1, 0)
        m.fair('weak', ['first', 'back'])
        m.temporal('goal', ({ always, not, taken }) => always(not(taken('second'))))
      }),
    ).toBe('(0 1)')
  })

  it('takes a step back to the same state for stuttering', async () => {
    // `idle` never changes anything: it is neither taken nor enabled, and fairness to it assumes nothing.
    const declare = (m: Counter) => {
      m.action('idle', {}, () => {})
      go(m, 'finish', 0, 1)
      m.fair('strong', 'idle')
    }
    expect(
      await goalOf(m => {
        declare(m)
        m.temporal('goal', ({ eventually, taken }) => eventually(taken('idle')))
      }),
    ).toBe('0 ...')
    expect(
      await goalOf(m => {
        declare(m)
        m.eventually('goal', s => s.n === 1)
      }),
    ).toBe('0 ...')
  })

  it('does not make an action happen that fails', async () => {
    const report = await reportOf(m => {
      m.action('fall', {}, s => {
        guard(s.n === 0)
        s.n = s.n - 1
      })
      m.fair('strong', 'fall')
      m.eventually('goal', s => s.n !== 0)
    })
    expect(verdictIn(report, 'failures')).toMatchObject({ kind: 'violated' })
    expect(verdictIn(report, 'goal')).toMatchObject({ kind: 'violated', trace: { steps: [], loop: 0 } })
  })
})

describe('formulas', () => {
  const ring = (m: Counter) => {
    for (const i of [0, 1, 2]) go(m, `to${(i + 1) % 3}`, i, (i + 1) % 3)
    m.fair('weak', ['to0', 'to1', 'to2'])
  }
  it.each<[string, (m: Counter) => void, string]>([
    ['always eventually', m => m.alwaysEventually('goal', s => s.n === 2), 'exhausted'],
    ['always eventually, of what never happens', m => m.alwaysEventually('goal', s => s.n === 3), '(0 1 2)'],
    [
      'leads to',
      m =>
        m.leadsTo(
          'goal',
          s => s.n === 1,
          s => s.n === 0,
        ),
      'exhausted',
    ],
    [
      'leads to what never comes',
      m =>
        m.leadsTo(
          'goal',
          s => s.n === 1,
          s => s.on,
        ),
      '(0 1 2)',
    ],
    [
      'until',
      m =>
        m.until(
          'goal',
          s => s.n < 2,
          s => s.n === 2,
        ),
      'exhausted',
    ],
    [
      'until, given up too early',
      m =>
        m.until(
          'goal',
          s => s.n < 1,
          s => s.n === 2,
        ),
      '(0 1 2)',
    ],
    [
      'until, of what never comes',
      m =>
        m.until(
          'goal',
          s => s.n < 3,
          s => s.n === 3,
        ),
      '(0 1 2)',
    ],
    [
      'a step predicate',
      m => m.temporal('goal', ({ always, eventually }) => always(eventually((s, next) => next.n < s.n))),
      'exhausted',
    ],
    [
      'a step predicate that stuttering makes false',
      m => m.temporal('goal', ({ always }) => always((s, next) => next.n !== s.n)),
      '0 (0 1 2)',
    ],
    [
      'eventually always',
      m => m.temporal('goal', ({ always, eventually }) => eventually(always(s => s.n < 2))),
      '(0 1 2)',
    ],
    [
      'an assumption',
      m =>
        m.temporal('goal', ({ always, eventually, implies }) =>
          implies(always(eventually(s => s.n === 1)), always(eventually(s => s.n === 2))),
        ),
      'exhausted',
    ],
    [
      'an assumption that no fair behaviour meets',
      m =>
        m.temporal('goal', ({ always, eventually, implies }) => implies(eventually(always(s => s.n === 1)), s => s.on)),
      'vacuous',
    ],
    [
      'a premise that never comes true',
      m =>
        m.leadsTo(
          'goal',
          s => s.n === 4,
          s => s.n === 5,
        ),
      'vacuous',
    ],
    [
      'the occurrence of an action',
      m => m.temporal('goal', ({ leadsTo, taken }) => leadsTo(taken('to1'), taken('to0'))),
      'exhausted',
    ],
  ])('%s', async (_, declare, expected) => {
    const found = await goalOf(m => {
      ring(m)
      declare(m)
    })
    // A behaviour may begin anywhere on the ring; what matters is which states it repeats.
    expect(found).toBe(expected)
  })

  it('fail where a predicate has no value, in the nearest such state, or on such a step', async () => {
    const failing = async (declare: (m: Counter) => void) =>
      await goalOf(m => {
        go(m, 'one', 0, 1)
        go(m, 'two', 1, 2)
        go(m, 'back', 2, 1)
        declare(m)
      })
    expect(await failing(m => m.alwaysEventually('goal', s => div(6, s.n - 2) < 0))).toBe('0 1 2')
    expect(await failing(m => m.alwaysEventually('goal', (s, next) => div(6, s.n + next.n - 3) < 0))).toBe('0 1 2')
    expect(await failing(m => m.alwaysEventually('goal', (s, next) => div(6, s.n + next.n - 4) < 0))).toBe('0 1 2 2')
  })
})

it('names are checked like those of other properties', async () => {
  const declare = (m: Counter) => {
    go(m, 'one', 0, 1)
    m.eventually('goal', s => s.n === 1)
    m.eventually('other', s => s.n === 1)
  }
  const report = await reportOf(declare, { properties: ['goal'] })
  expect(report.findings.map(({ name }) => name)).toEqual(['goal', 'failures'])
  await expect(reportOf(declare, { properties: ['gaol'] })).rejects.toThrow('gaol')
})

it('a phase of its own: an enumeration, several initial states', async () => {
  const { instance } = spec('phases', {}, () => {
    const m = machine({ phase: oneOf('idle', 'busy', 'done') })
    m.init(() => ({ phase: 'idle' as const }))
    m.action('start', {}, s => {
      guard(s.phase === 'idle')
      s.phase = 'busy'
    })
    m.action('finish', {}, s => {
      guard(s.phase === 'busy')
      s.phase = 'done'
    })
    m.fair('weak', ['start', 'finish'])
    m.mayEnd()
    m.leadsTo(
      'served',
      s => s.phase === 'busy',
      s => s.phase === 'done',
    )
    m.until(
      'patient',
      s => s.phase !== 'done',
      s => s.phase === 'busy',
    )
    return m
  })
  const report = await explore(lower(instance()))
  expect(report.findings.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
    ['served', 'exhausted'],
    ['patient', 'exhausted'],
    ['failures', 'exhausted'],
  ])
})
