/** `von check --symmetry` and `--partial-order`, by output and exit code. */
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

/** Tokens that processes hand on; the bugs tell processes apart. */
const tokens = `
import { fill, guard, ids, int, machine, map, spec } from 'von'

const bugs = ['none', 'greedy', 'favours'] as const
export default spec('tokens', { processes: 3, limit: 2, bug: bugs }, ({ processes, limit, bug }) => {
  const Process = ids('p', processes)
  const m = machine({ tokens: map(Process, int(0, limit)) })
  m.init(() => ({ tokens: fill(Process, () => 1) }))
  m.action('hand', { from: Process, to: Process }, (s, { from, to }) => {
    guard(from !== to && s.tokens[from] > 0)
    guard(s.tokens[to] < limit || bug === 'greedy' || (bug === 'favours' && to === 'p0'))
    s.tokens[from]--
    s.tokens[to]++
  })
  m.invariant('kept', s => Process.sum(p => s.tokens[p]) === processes)
  m.interchangeable(Process)
  return m
}, {
  mutants: { greedy: { about: 'More than fits.', constants: { bug: 'greedy' }, violates: 'failures' } },
})
`
const place = new Playground({ 'door.ts': door, 'tokens.ts': tokens })
afterAll(() => place.remove())

describe('von check --symmetry', () => {
  it('counts representatives and says so, exit 0', () => {
    expect(place.von('check tokens.ts --symmetry')).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "",
        "stdout": "tokens (tokens.ts): processes 3, limit 2, bug none

      exhausted  kept
      exhausted  deadlock
      exhausted  failures
      exhausted: 2 representatives of at most 3! states each, 10 generated, depth 1 (<time>)",
      }
    `)
    expect(place.von('check tokens.ts').stdout).toContain('exhausted: 7 distinct states')
  })
  it('shows a trace of real states, exit 1', () => {
    expect(place.von('check tokens.ts --symmetry --mutant greedy')).toMatchInlineSnapshot(`
      {
        "status": 1,
        "stderr": "hint: failures kills mutant greedy, as it must",
        "stdout": "tokens (tokens.ts), mutant greedy: processes 3, limit 2, bug greedy

      violated  failures  (breadth-first, depth 1)
        --> tokens.ts:13:5
      13 |     s.tokens[to]++
         |     ^^^^^^^^^^^^  s.tokens[to]: the value is not in 0..2; it is 3

      0  init()        tokens      [p0: 1, p1: 1, p2: 1]
      1  hand(p0, p1)  tokens[p0]  1 -> 0
                       tokens[p1]  1 -> 2
      2  hand(p2, p1)  fails       s.tokens[to]: the value is not in 0..2; it is 3

      exhausted  kept
      exhausted  deadlock
      violated   failures  after 1 step
      violated: 2 representatives of at most 3! states each, 10 generated, depth 1 (<time>)",
      }
    `)
  })
  it('refuses a spec that tells names apart, with the place, exit 2', () => {
    expect(place.von('check tokens.ts --symmetry --const bug=favours')).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "error[VON4008]: a guard of hand tells p0 and p1 apart
        --> tokens.ts:11:11
      11 |     guard(s.tokens[to] < limit || bug === 'greedy' || (bug === 'favours' && to === 'p0'))
         |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      note: it is about p0; if they changed places it would mean something else
      help: treat them all alike here, or take them out of m.interchangeable(...)",
        "stdout": "",
      }
    `)
  })
  it('refuses a spec that declares nothing, exit 2', () => {
    expect(place.von('check door.ts --symmetry')).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "error: door declares nothing interchangeable
      help: declare identities that are all alike: m.interchangeable(Router)",
        "stdout": "",
      }
    `)
  })
  it('tells programs which names were taken as alike', () => {
    const { stdout } = place.von('check tokens.ts --symmetry --json')
    expect(JSON.parse(stdout)).toMatchObject({
      interchangeable: [['p0', 'p1', 'p2']],
      exploration: { distinct: 2, depth: 1 },
      outcome: 'exhausted',
    })
    expect(JSON.parse(place.von('check tokens.ts --json').stdout).interchangeable).toEqual([])
  })
})

describe('von check --partial-order', () => {
  it('says what was explored, exit 0', () => {
    const { status, stdout } = place.von('check tokens.ts --partial-order')
    expect(status).toBe(0)
    expect(stdout).toMatch(/exhausted: \d states after partial-order reduction, /)
  })
  it('cannot be had with what it does not go with, exit 2', () => {
    expect(place.von('check tokens.ts --partial-order --symmetry')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: --partial-order cannot be had with --symmetry\n' +
        'help: the interpreter does it, on one thread, and it takes the states as they come',
    })
  })
  it('is told to programs', () => {
    expect(JSON.parse(place.von('check tokens.ts --json --partial-order').stdout).partialOrder).toBe(true)
  })
})
