/** Temporal properties under fairness, as a user sees them. */
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { ReportDocument } from '../../checker/report/document.ts'
import { Playground } from './playground.ts'

/** Two clients share a server, which serves one request at a time; the mutant is not fair to the second. */
const server = `
import { guard, ids, machine, map, fill, oneOf, spec } from 'von'

export default spec('server', { bug: ['none', 'favours', 'idles'] }, ({ bug }) => {
  const Client = ids('c', 2)
  const m = machine({ client: map(Client, oneOf('idle', 'waiting')) })
  m.init(() => ({ client: fill(Client, () => 'idle' as const) }))
  m.action('ask', { c: Client }, (s, { c }) => {
    guard(s.client[c] === 'idle')
    s.client[c] = 'waiting'
  })
  m.action('serve', { c: Client }, (s, { c }) => {
    guard(s.client[c] === 'waiting')
    s.client[c] = 'idle'
  })
  if (bug !== 'idles') m.fair('weak', 'serve', bug === 'favours' ? undefined : { each: 'c' })
  for (const c of Client) m.leadsTo(\`served_\${c}\`, s => s.client[c] === 'waiting', s => s.client[c] === 'idle')
  return m
}, {
  mutants: {
    favours: { about: 'One client may be served for ever.', constants: { bug: 'favours' }, violates: 'served_c1' },
    idles: { about: 'The server need not serve.', constants: { bug: 'idles' }, violates: 'served_c0' },
  },
})
`
const place = new Playground({ 'server.ts': server })
afterAll(() => place.remove())

describe('von check of temporal properties', () => {
  it('decides them with everything else', () => {
    const { status, stdout } = place.von('check server.ts')
    expect(status).toBe(0)
    expect(stdout).toBe(`server (server.ts): bug none

assumed  weak fairness of serve for each c

exhausted  served_c0
exhausted  served_c1
exhausted  deadlock
exhausted  failures
exhausted: 4 distinct states, 9 generated, depth 2 (<time>)`)
  })

  it('shows a behaviour that goes on for ever, with what it is fair to, exit 1', () => {
    const { status, stdout, stderr } = place.von('check server.ts --mutant favours --property served_c1')
    expect(status).toBe(1)
    expect(stdout).toContain('false of this behaviour')
    expect(stdout.slice(stdout.indexOf('0  init()'))).toBe(`0  init()     client      [c0: idle, c1: idle]
1  ask(c1)    client[c1]  idle -> waiting
2  ask(c0)    client[c0]  idle -> waiting
3  serve(c0)  client[c0]  waiting -> idle

loop: back to state 1
under weak fairness of serve

violated   served_c1  loops after 1 step
exhausted  failures
violated: 4 distinct states, 9 generated, depth 2 (<time>)`)
    expect(stderr).toContain('served_c1 kills mutant favours, as it must')
  })

  it('shows a behaviour that stutters, and writes either kind for other tools', () => {
    const stuttering = place.von('check server.ts --mutant idles --property served_c0 --itf idles.itf')
    expect(stuttering.stdout).toContain('\nstutters for ever in state 1\n')
    expect(JSON.parse(place.read('idles.itf'))).toMatchObject({ loop: 1, states: [{}, {}] })
    place.von('check server.ts --mutant favours --property served_c1 --itf favours.itf')
    expect(JSON.parse(place.read('favours.itf'))).toMatchObject({
      loop: 1,
      states: [{}, {}, {}],
      '#meta': { 'loop-action': 'serve(c0)' },
    })
  })

  it('tells the same as JSON', () => {
    const { stdout } = place.von('check server.ts --mutant favours --json')
    const { findings, fairness } = Schema.decodeUnknownSync(ReportDocument)(JSON.parse(stdout))
    const [, served] = findings
    expect(served).toMatchObject({
      name: 'served_c1',
      kind: 'temporal',
      verdict: { kind: 'violated', violation: { kind: 'temporal' }, trace: { loop: 1 } },
    })
    expect(fairness).toEqual([{ strength: 'weak', action: 'serve', each: [] }])
  })

  it('gives no answer on part of the states, exit 3', () => {
    const { status, stdout } = place.von('check server.ts --max-states 3')
    expect(status).toBe(3)
    expect(stdout).toMatch(/unknown +served_c0 +behaviours may go on in states that were not seen/)
  })
})

describe('von bmc of temporal properties', () => {
  it('shows a behaviour that goes on for ever as von check does, and writes it for other tools, exit 1', () => {
    const { status, stdout } = place.von('bmc server.ts --mutant favours --property served_c1 --itf loop.itf')
    expect(status).toBe(1)
    expect(stdout).toMatch(/\n\nloop: back to state 1\nunder weak fairness of serve\n/)
    expect(stdout).toMatch(/violated {2}served_c1 {2}loops after 1 step\n/)
    expect(JSON.parse(place.read('loop.itf'))).toMatchObject({ loop: 1, states: [{}, {}, {}] })
  })
  it('says how far it has looked, and what is assumed, as text and as JSON, exit 3', () => {
    const { status, stdout } = place.von('bmc server.ts --depth 4')
    expect(status).toBe(3)
    expect(stdout).toContain('assumed  weak fairness of serve for each c')
    expect(stdout).toMatch(/bounded {2}served_c0 {2}no violation that loops within 4 steps\n/)
    const document = JSON.parse(place.von('bmc server.ts --depth 4 --json').stdout)
    const { findings } = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })(document)
    expect(findings[0]).toMatchObject({ name: 'served_c0', verdict: { kind: 'bounded', depth: 4 } })
  })
})

it('walks cannot tell what goes on for ever', () => {
  const { status, stdout } = place.von('simulate server.ts --walks 10 --seed 1')
  expect(status).toBe(3)
  expect(stdout).toMatch(/unknown +served_c0/)
})

it('list and show tell what must happen, and what is assumed', () => {
  const listed = place.von('list server.ts').stdout
  expect(listed).toMatch(/temporal +served_c1 +kills favours/)
  expect(listed).toMatch(/fairness\n +weak +serve +for each c\n/)
  const shown = place.von('show server.ts').stdout
  expect(shown).toMatch(/always\(implies\(.*waiting.*, eventually\(.*idle.*\)\)\)/)
  expect(shown).toContain('weak fairness of serve for each c')
})
