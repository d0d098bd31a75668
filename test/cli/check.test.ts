/** `von check`, by its whole output and exit code. */
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const place = new Playground({ 'door.ts': door })
afterAll(() => place.remove())

describe('von check', () => {
  it('tells that everything is exhausted, exit 0', () => {
    expect(place.von('check door.ts')).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "",
        "stdout": "door (door.ts): limit 2, hasLock true, bug none

      exhausted  usedWithinLimit
      exhausted  lockHolds
      reached    canLock          after 1 step
      exhausted  deadlock
      exhausted  failures
      exhausted: 9 distinct states, 13 generated, depth 5 (<time>)",
      }
    `)
  })
  it('shows the shortest way to a violation, the line and the reason, exit 1', () => {
    expect(place.von('check door.ts --mutant opensLocked')).toMatchInlineSnapshot(`
      {
        "status": 1,
        "stderr": "hint: lockHolds kills mutant opensLocked, as it must
      hint: --keep-going also decides the other properties",
        "stdout": "door (door.ts), mutant opensLocked: limit 2, hasLock true, bug opensLocked

      violated  lockHolds  (breadth-first, depth 2)
        --> door.ts:24:60
      24 |   m.step('lockHolds', (s, next) => s.state !== 'locked' || next.state !== 'open')
         |                                                            ^^^^^^^^^^^^^^^^^^^^^  false: open !== open

      0  init() pick closed  state  closed
                             uses   0
      1  turnKey(locked)     state  closed -> locked
      2  open()              state  locked -> open
                             uses   0 -> 1

      bounded   usedWithinLimit  no violation up to depth 2
      violated  lockHolds        after 2 steps
      reached   canLock          after 1 step
      bounded   deadlock         no violation up to depth 1
      bounded   failures         no violation up to depth 1
      violated: 5 distinct states, 8 generated, depth 2 (<time>); stopped at the first violation",
      }
    `)
  })
  it('says of a mutant that is not killed whether that was decided, and asked for', () => {
    const hintsOf = (options: string) => place.von(`check door.ts --mutant opensLocked ${options}`).stderr
    expect(hintsOf('--max-depth 1')).toContain('lockHolds must kill mutant opensLocked, and was not decided')
    expect(hintsOf('--property canLock')).toContain('lockHolds must kill mutant opensLocked, and was not asked for')
    expect(hintsOf('--const bug=none')).toContain('lockHolds must kill mutant opensLocked, and does not')
  })
  it('names ways that no body took, where everything was explored, and counts them on request', () => {
    const { stdout } = place.von('check door.ts --coverage')
    expect(stdout).toMatch(/^ {2}\? /m)
    const { coverage } = JSON.parse(place.von('check door.ts --json').stdout)
    expect(coverage.map((each: { branches: unknown }) => each.branches)).toEqual(coverage.map(() => null))
  })
  it('shows a deadlock with the guards that refuse, exit 1', () => {
    expect(place.von('check door.ts --mutant sticks --property deadlock')).toMatchInlineSnapshot(`
      {
        "status": 1,
        "stderr": "hint: deadlock kills mutant sticks, as it must",
        "stdout": "door (door.ts), mutant sticks: limit 2, hasLock true, bug sticks

      violated  deadlock  (breadth-first, depth 0)
      no action is enabled in the last state

      0  init() pick open  state  open
                           uses   0

      open     refused by s.state === 'closed'                           door.ts:10:11
      close    refused by guard(s.state === 'open' && bug !== 'sticks')  door.ts:16:5
      turnKey  refused by s.state !== 'open'                             door.ts:20:22

      violated  deadlock  after 0 steps
      bounded   failures  no violation up to depth 0
      violated: 4 distinct states, 4 generated, depth 1 (<time>); stopped at the first violation",
      }
    `)
  })
  it('shows a failure inside an action, exit 1', () => {
    expect(place.von('check door.ts --mutant overcounts --keep-going')).toMatchInlineSnapshot(`
      {
        "status": 1,
        "stderr": "hint: failures kills mutant overcounts, as it must",
        "stdout": "door (door.ts), mutant overcounts: limit 2, hasLock true, bug overcounts

      violated  failures  (breadth-first, depth 2)
        --> door.ts:13:5
      13 |     s.uses += bug === 'overcounts' ? 2 : 1
         |     ^^^^^^  s.uses: the value is not in 0..3; it is 4

      0  init() pick closed  state  closed
                             uses   0
      1  open()              state  closed -> open
                             uses   0 -> 2
      2  close()             state  open -> closed
      3  open()              fails  s.uses: the value is not in 0..3; it is 4

      exhausted  usedWithinLimit
      exhausted  lockHolds
      reached    canLock          after 1 step
      exhausted  deadlock
      violated   failures         after 2 steps
      violated: 6 distinct states, 9 generated, depth 3 (<time>)",
      }
    `)
  })
  it('tells what bounded it, exit 3', () => {
    expect(place.von('check door.ts --max-depth 2')).toMatchInlineSnapshot(`
      {
        "status": 3,
        "stderr": "hint: a higher --max-depth sees more",
        "stdout": "door (door.ts): limit 2, hasLock true, bug none

      bounded  usedWithinLimit  no violation up to depth 2
      bounded  lockHolds        no violation up to depth 2
      reached  canLock          after 1 step
      bounded  deadlock         no violation up to depth 1
      bounded  failures         no violation up to depth 1
      bounded: 5 distinct states, 7 generated, depth 2 (<time>); stopped at depth 2",
      }
    `)
  })
  it('tells which actions never fired and which witness cannot be, for the instance that was asked', () => {
    expect(place.von('check door.ts --instance plain')).toMatchInlineSnapshot(`
      {
        "status": 1,
        "stderr": "",
        "stdout": "door (door.ts), instance plain: limit 2, hasLock false, bug none

      violated  canLock
        --> door.ts:25:24
      25 |   m.witness('canLock', s => s.state === 'locked')
         |                        ^^^^^^^^^^^^^^^^^^^^^^^^^  true in no reachable state

      never fired  turnKey             door.ts:19:58
      never true   state === 'locked'  door.ts:24:36, a premise of lockHolds

      exhausted  usedWithinLimit
      vacuous    lockHolds        its premise is never true
      violated   canLock
      exhausted  deadlock
      exhausted  failures
      violated: 6 distinct states, 7 generated, depth 4 (<time>); 1 action never fired",
      }
    `)
  })
})
