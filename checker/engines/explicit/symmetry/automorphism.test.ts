import { describe, expect, it } from 'vitest'
import {
  assert,
  bag,
  bool,
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
} from 'von'
import filterLock from '../../../../bench/models/filterLock.ts'
import mcsLock from '../../../../bench/models/mcsLock.ts'
import idAllocation from '../../../../spec/lease/idAllocation.ts'
import lease from '../../../../spec/lease/lease.ts'
import { lower } from '../../../frontend/lower.ts'
import type { Model } from '../../../ir/model.ts'
import { enumType } from '../../../ir/type.ts'
import { type Diagnostic, SpecError } from '../../../source/diagnostic.ts'
import { sourceTextOf } from './place.fixture.ts'
import { Representatives } from './representatives.ts'

const P = ids('p', 3)
const variables = {
  busy: map(P, bool),
  holder: option(P),
  uses: map(P, int(0, 3)),
  seen: set(P),
  waiting: queue(P, 2),
  met: map(P, set(P)),
  sent: bag(rec({ from: P, to: P }), 1),
  phase: variant({ open: {}, closed: { by: P } }),
  turn: oneOf('p0', 'nobody'),
}
const start = () => ({
  busy: fill(P, () => false),
  holder: null,
  uses: fill(P, () => 0),
  seen: set(P).of(),
  waiting: [],
  met: fill(P, () => set(P).of()),
  sent: variables.sent.of(),
  phase: { kind: 'open' as const },
  turn: 'nobody' as const,
})
type M = Machine<ReturnType<typeof stateOf>>
declare function stateOf(): Parameters<Parameters<ReturnType<typeof machine<typeof variables>>['invariant']>[1]>[0]

/** A model over interchangeable processes. */
function modelOf(declare: (m: M) => void, init: () => ReturnType<typeof stateOf> = start): Model {
  const made = spec('processes', {}, () => {
    const m = machine(variables)
    m.init(init)
    declare(m)
    m.action('stay', {}, () => {})
    m.interchangeable(P)
    return m
  })
  return lower(made.instance())
}
function refusalOf(model: Model): Diagnostic | null {
  try {
    Representatives.of(model, model.properties)
    return null
  } catch (error) {
    if (error instanceof SpecError) return error.diagnostics[0] as Diagnostic
    throw error
  }
}
const accepts = (declare: (m: M) => void, init?: () => ReturnType<typeof stateOf>) =>
  expect(refusalOf(modelOf(declare, init))).toBe(null)
/** @param place the source text that is pointed at */
const refuses = (declare: (m: M) => void, place: string, message: string, init?: () => ReturnType<typeof stateOf>) => {
  const refusal = refusalOf(modelOf(declare, init))
  expect(refusal).toMatchObject({ code: 'VON4008', message: expect.stringContaining(message) })
  expect(refusal?.span && sourceTextOf(refusal.span)).toBe(place)
}

describe('what treats names alike is accepted', () => {
  it('parameters, quantifiers, loops over all names and picks', () => {
    accepts(m => {
      m.action('take', { p: P }, (s, { p }) => {
        guard(s.holder === null && !s.busy[p])
        s.holder = p
        s.busy[p] = true
        for (const other of P) if (other !== p && s.uses[other] > 0) s.uses[other]--
      })
      m.action('give', {}, s => {
        guard(s.holder !== null)
        const to = pick(P)
        s.met[s.holder].add(to)
        s.sent = variables.sent.of()
        s.sent.add({ from: s.holder, to })
        s.phase = { kind: 'closed', by: s.holder }
        s.holder = to
      })
      m.action('queueUp', { p: P }, (s, { p }) => {
        guard(s.waiting.length < 2 && !s.waiting.includes(p))
        s.waiting.push(p)
      })
      m.action('serve', {}, s => {
        guard(s.waiting.length > 0)
        const first = s.waiting.shift() ?? null
        s.holder = first
      })
      m.invariant('few', s => P.count(p => s.busy[p]) <= 3 && P.sum(p => s.uses[p]) < 5)
      m.step('once', (s, next) => P.every(p => !s.busy[p] || next.busy[p]))
      m.mayEnd(s => s.phase.kind === 'open' || s.busy[s.phase.by])
    })
  })
  it('a constant name where it makes no difference', () => {
    accepts(m => {
      m.action('all', {}, s => {
        s.busy.p2 = true
        s.busy.p0 = true
        s.busy.p1 = true
      })
      m.invariant('none', s => !(s.busy.p0 || s.busy.p2 || s.busy.p1))
    })
  })
  it('initial states that are alike as a whole', () => {
    accepts(
      () => {},
      () => ({ ...start(), holder: pick(P) }),
    )
  })
  it('a name of a domain that is not interchangeable, although it is spelt alike', () => {
    accepts(m =>
      m.action('turn', {}, s => {
        s.turn = s.turn === 'p0' ? 'nobody' : 'p0'
      }),
    )
  })
})

describe('what tells names apart is refused, with its place', () => {
  it('a constant name in a guard', () => {
    refuses(
      m =>
        m.action('take', { p: P }, (s, { p }) => {
          guard(!s.busy[p])
          guard(p !== 'p1')
          s.busy[p] = true
        }),
      `p !== 'p1'`,
      'a guard of take tells p0 and p1 apart',
    )
  })
  it('a check that looks at one name', () => {
    refuses(
      m =>
        m.action('use', { p: P }, (s, { p }) => {
          s.uses[p] = s.busy.p0 ? s.uses[p] + 1 : s.uses[p]
        }),
      's.uses[p]',
      'a check of use tells p0 and p1 apart',
    )
  })
  it('a failure for one name where others are only refused', () => {
    const use = (m: M) =>
      m.action('use', {}, s => {
        assert(!s.busy.p0)
        guard(!s.busy.p1 && !s.busy.p2)
      })
    refuses(use, 'assert(!s.busy.p0)', 'a check of use tells p0 and p1 apart')
  })
  it('an assignment of one name', () => {
    const elect = (m: M) =>
      m.action('elect', { p: P }, (s, { p }) => {
        s.uses[p] = 0
        s.holder = 'p2'
      })
    // an exchange of p0 and p1 makes no difference, moving on all names does
    refuses(elect, 's.holder', 'what elect does to holder tells p0, p1 and p2 apart')
    expect(refusalOf(modelOf(elect))?.note).toBe('it is about p2; if they changed places it would mean something else')
  })
  it('the first of several', () => {
    const model = modelOf(m =>
      m.action('elect', {}, s => {
        for (const p of P) {
          if (s.busy[p]) {
            s.holder = p
            break
          }
        }
      }),
    )
    expect(refusalOf(model)?.message).toBe('what elect does to holder tells p0 and p1 apart')
  })
  it('an order of names', () => {
    refuses(
      m => m.invariant('ordered', s => P.every(p => p !== 'p1' || !s.busy[p] || s.busy.p0)),
      `P.every(p => p !== 'p1' || !s.busy[p] || s.busy.p0)`,
      'ordered tells p0 and p1 apart',
    )
  })
  it('one part of a property', () => {
    refuses(
      m => m.witness('some', s => P.some(p => s.busy[p]) && s.uses.p0 > 1),
      's.uses.p0 > 1',
      'some tells p0 and p1 apart',
    )
  })
  it.each(['constraint', 'step', 'invariant'] as const)('a %s', kind => {
    const model = modelOf(m => m[kind]('notFirst', (s: { holder: string | null }) => s.holder !== 'p0'))
    expect(refusalOf(model)?.message).toBe('notFirst tells p0 and p1 apart')
  })
  it('where states may end', () => {
    expect(refusalOf(modelOf(m => m.mayEnd(s => s.busy.p0)))?.message).toBe('mayEnd tells p0 and p1 apart')
  })
  it('a check of a property', () => {
    const model = modelOf(m => m.invariant('isFirst', s => s.holder === null || s.uses[s.holder] < 4))
    expect(refusalOf(model)).toBe(null)
    const failing = modelOf(m => m.invariant('first', s => s.busy.p0 || s.busy[s.holder as 'p0']))
    expect(refusalOf(failing)?.message).toBe('a check of first tells p0 and p1 apart')
  })
  it('initial states', () => {
    const refusal = refusalOf(
      modelOf(
        () => {},
        () => ({ ...start(), holder: 'p0' }),
      ),
    )
    expect(refusal).toMatchObject({
      message: 'init tells p0 and p1 apart',
      note: 'if they changed places in an initial state, there would be one in which holder is p1',
    })
  })
})

describe('of the specs', () => {
  const named = (prefix: string, n: number) => enumType(Array.from({ length: n }, (_, i) => `${prefix}${i}`))
  it('leases, identifiers and the queue lock are symmetric', () => {
    for (const model of [
      lower(lease.instance({ routers: 3, overlays: 2, attempts: 1, losses: 1, duplicates: 1 })),
      lower(idAllocation.instance({ managers: 3, flowIds: 3 })),
      lower(mcsLock.instance({ processes: 5 })),
    ]) {
      expect(refusalOf(model)).toBe(null)
    }
  })
  it('the filter lock is not, as one process is the first victim', () => {
    const model = { ...lower(filterLock.instance()), interchangeable: [named('p', 3)] }
    expect(refusalOf(model)?.note).toContain('victim is [1: p1, 2: p1]')
  })
  it('twelve processes that hold names of each other are too many', () => {
    expect(refusalOf(lower(mcsLock.instance({ processes: 9 })))).toMatchObject({
      code: 'VON4009',
      message: 'too many interchangeable names: 9 of p0',
    })
  })
})
