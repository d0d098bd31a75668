/**
 * What TypeScript itself refuses. The compiler is the test: an expected error that does not come is an error of the
 * type check. None of this code is run.
 */
import { expect, it } from 'vitest'
import {
  bag,
  bool,
  fill,
  guard,
  ids,
  int,
  machine,
  map,
  oneOf,
  option,
  pick,
  queue,
  rec,
  type StateOf,
  set,
  spec,
  variant,
} from './index.ts'

const Router = ids('r', 2)
const Overlay = ids('on', 2)
const Phase = oneOf('idle', 'busy')
const Lease = rec({ holder: Overlay, expires: int(0, 5) })
const Message = variant({ ask: { from: Router }, grant: { to: Router, until: int(0, 5) }, stop: {} })

const lease = spec('types', { routers: 2, fast: true, bug: ['none', 'forget'] }, ({ routers, fast, bug }) => {
  const variables = {
    phase: Phase,
    n: int(0, routers),
    on: bool,
    lease: map(Router, option(Lease)),
    seen: set(Message),
    sent: bag(Message, 2),
    inbox: queue(Message, 3),
  }
  const m = machine(variables)
  const start = {
    phase: 'idle' as const,
    n: 0,
    on: fast,
    lease: fill(Router, () => null),
    seen: set(Message).of(),
    sent: bag(Message, 2).of(),
    inbox: [],
  }
  m.init(() => start)
  // @ts-expect-error a variable is missing
  m.init(() => ({ ...start, phase: undefined }))
  // @ts-expect-error a value of another domain
  m.init(() => ({ ...start, phase: 'bsy' }))

  // @ts-expect-error an unknown choice
  const isForgetful = bug === 'forgot'
  // @ts-expect-error a number is no boolean
  const isFast: boolean = routers

  m.action('well-typed', { r: Router, o: Overlay }, (s, { r, o }) => {
    guard(s.phase === 'idle' && !isForgetful && !isFast)
    s.lease[r] = { holder: o, expires: 3 }
    s.lease[r].expires++
    s.seen.add({ kind: 'ask', from: r })
    s.sent.add({ kind: 'grant', to: r, until: 2 })
    s.inbox.push({ kind: 'stop' })
    s.phase = pick(Phase)
    const head = s.inbox[0]
    if (head?.kind === 'grant') s.n = head.until
  })

  m.action('literals', {}, s => {
    // @ts-expect-error a name that the domain does not have
    s.phase = 'bsy'
    // @ts-expect-error a name where a number belongs
    s.n = 'idle'
    // @ts-expect-error a number where a boolean belongs
    s.on = 1
    // @ts-expect-error a comparison that is never true
    guard(s.phase === 'bsy')
    // @ts-expect-error null where there is no option
    s.n = null
    // @ts-expect-error a condition that is not a boolean
    guard(s.n)
  })

  m.action('indices', { r: Router, o: Overlay }, (s, { r, o }) => {
    guard(s.lease[r] === null)
    // @ts-expect-error an index of another sort
    guard(s.lease[o] === null)
    // @ts-expect-error a misspelt index
    guard(s.lease.router === null)
    // @ts-expect-error an identity of another sort
    s.lease[r] = { holder: r, expires: 1 }
  })

  m.action('fields', { r: Router }, (s, { r }) => {
    // @ts-expect-error a missing field
    s.lease[r] = { holder: 'on0' }
    // @ts-expect-error a field too many
    s.lease[r] = { holder: 'on0', expires: 1, since: 0 }
    // @ts-expect-error an unknown variable
    s.phse = 'idle'
    // @ts-expect-error a null that was not ruled out
    s.lease[r].expires = 1
  })

  m.action('variants', { r: Router }, (s, { r }) => {
    // @ts-expect-error an unknown case
    s.seen.add({ kind: 'asked', from: r })
    // @ts-expect-error a field of another case
    s.seen.add({ kind: 'stop', from: r })
    // @ts-expect-error a field missing in a case
    s.sent.add({ kind: 'grant', to: r })
    const head = s.inbox[0]
    // @ts-expect-error a field that not every case has
    guard(head?.until === 1)
  })

  m.action('parameters', { r: Router }, (s, parameters) => {
    guard(s.lease[parameters.r] === null)
    // @ts-expect-error a parameter that was not declared
    guard(s.lease[parameters.q] === null)
  })
  // @ts-expect-error a parameter that is no domain
  m.action('no domain', { r: 'r0' }, () => {})

  m.invariant('holds', s => Router.every(r => s.lease[r] === null || s.n > 0))
  // @ts-expect-error a predicate must give a boolean
  m.invariant('number', s => s.n)
  m.step('steps', (s, next) => next.n >= s.n)
  // @ts-expect-error an invariant sees one state
  m.invariant('two states', (s, next) => s.n === next.n)

  const Abstract = machine({ phase: Phase, n: int(0, 9), last: queue(Message, 1), lease: map(Router, option(Lease)) })
  const abstract = spec('abstract', {}, () => Abstract).instance()
  const rest = (s: StateOf<typeof variables>) => ({ lease: s.lease, last: s.inbox })
  m.refines('mapped', abstract, s => ({ phase: s.n > 0 ? 'busy' : 'idle', n: s.n + 1, ...rest(s) }))
  m.refines('built', abstract, s => ({
    phase: s.phase,
    n: 0,
    last: [{ kind: 'stop' }],
    lease: fill(Router, () => null),
  }))
  // @ts-expect-error an abstract variable is missing
  m.refines('variable missing', abstract, s => ({ n: s.n }))
  // @ts-expect-error a value of another domain
  m.refines('other domain', abstract, s => ({ phase: 'bsy', n: s.n, ...rest(s) }))
  // @ts-expect-error an unknown variable of the concrete state
  m.refines('unknown', abstract, s => ({ phase: s.phse, n: s.n, ...rest(s) }))
  const unsized = spec('abstract', {}, () => Abstract)
  // @ts-expect-error a spec is not an instance of it
  m.refines('no instance', unsized, s => ({ phase: s.phase, n: s.n, ...rest(s) }))

  m.eventually('states', s => s.n > 0)
  m.alwaysEventually('temporal steps', (s, next) => next.n > s.n)
  m.leadsTo(
    'leads',
    s => s.on,
    (s, next) => s.n < next.n,
  )
  m.temporal('formula', ({ always, implies, eventually, taken }) =>
    always(
      implies(
        taken('indices', { r: 'r0' }),
        eventually((s, next) => s.n !== next.n),
      ),
    ),
  )
  // @ts-expect-error a predicate must give a boolean
  m.eventually('number temporal', s => s.n)
  // @ts-expect-error an unknown variable, deep in a formula
  m.temporal('unknown variable', ({ always, eventually }) => always(eventually(s => s.phse === 'idle')))
  // @ts-expect-error a condition that is not a function of the state
  m.temporal('constant', ({ always }) => always(true))
  m.fair('weak', ['indices', 'fields'], { each: 'r' })
  // @ts-expect-error an unknown strength
  m.fair('string', 'fields')
  return m
})

const notRun = {
  // @ts-expect-error the keys of a map are names or numbers
  byRecord: () => map(Lease, bool),
  mutants: () =>
    spec('mutants', { routers: 2, bug: ['none', 'forget'] }, () => machine({}), {
      instances: { large: { routers: 3 } },
      mutants: {
        // @ts-expect-error an unknown choice
        forgetful: { about: 'forgets', constants: { bug: 'forgot' }, violates: 'holds' },
        // @ts-expect-error an unknown constant
        unknown: { about: 'none', constants: { router: 3 }, violates: 'holds' },
        // @ts-expect-error no property is named
        unpinned: { about: 'none', constants: {} },
      },
    }),
}

it('is checked by the compiler', () => {
  expect([lease.name, Object.keys(notRun)]).toEqual(['types', ['byRecord', 'mutants']])
})
