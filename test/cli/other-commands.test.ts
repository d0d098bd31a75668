/** The commands beside `check`, by their whole output. */

import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const place = new Playground({ 'door.ts': door })
afterAll(() => place.remove())

it('von list shows what can be set and asked, and which properties no mutant pins', () => {
  expect(place.von('list door.ts').stdout).toMatchInlineSnapshot(`
    "door (door.ts)

    constants
      limit    2
      hasLock  true
      bug      none  none | opensLocked | sticks | overcounts

    instances
      default
      plain    hasLock=false

    actions
      open()
      close()
      turnKey(to: closed | locked)

    properties
      invariant  usedWithinLimit  unpinned: no mutant shows that it can fail
      step       lockHolds        kills opensLocked
      witness    canLock
      mayEnd     mayEnd

    mutants
      opensLocked  bug=opensLocked  violates lockHolds  A locked door opens.
      sticks       bug=sticks       violates deadlock   An open door stays open.
      overcounts   bug=overcounts   violates failures   A use counts twice."
  `)
})
it('von show shows the shape of the state space', () => {
  expect(place.von('show door.ts').stdout).toMatchInlineSnapshot(`
    "door: limit 2, hasLock true, bug none

    variables
      state  2 bits  open | closed | locked
      uses   2 bits  0..3

    actions
      open()
        reads   state, uses
        writes  state, uses
      close()
        reads   state
        writes  state
      turnKey(to: closed | locked)
        reads   state
        writes  state

    properties
      invariant  usedWithinLimit
      step       lockHolds
      witness    canLock
      mayEnd     mayEnd

    4 bits per state, at most 12 states"
  `)
})
it('von show shows the instance that was asked for', () => {
  expect(place.von('show door.ts --const limit=1').stdout).toContain('door: limit 1, hasLock true, bug none')
})
it('von explain explains a code, in whatever case', () => {
  expect(place.von('explain von1009').stdout).toMatchInlineSnapshot(`
    "VON1009  the module has no default export

    A spec is the default export of its module; that is how commands and tests find it.

    Refused:
        export const lease = spec('lease', { routers: 2 }, build)

    Instead:
        export default spec('lease', { routers: 2 }, build)"
  `)
})
it('von doctor compares the spec with its model, exit 0', () => {
  expect(place.von('doctor door.ts')).toMatchInlineSnapshot(`
    {
      "status": 0,
      "stderr": "",
      "stdout": "agree: TypeScript and model, in all 9 states, 50 comparisons",
    }
  `)
})
it('von doctor says when it has not compared everything, exit 3', () => {
  expect(place.von('doctor door.ts --max-states 2')).toMatchInlineSnapshot(`
    {
      "status": 3,
      "stderr": "",
      "stdout": "sampled: no difference in 2 states, 13 comparisons; not all reachable states were compared",
    }
  `)
})
it('von --version tells the version', () => {
  expect(place.von('--version')).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^von \d+\.\d+\.\d+$/),
    stderr: '',
  })
})

describe('help', () => {
  const root = path.join(import.meta.dirname, '../..')
  const helps = ['', 'check ', 'list ', 'show ', 'explain ', 'doctor '].map(command => place.von(`${command}--help`))
  const examples = helps.flatMap(({ stdout }) =>
    Array.from(stdout.matchAll(/^ {2}von (.*?)(?: +# .*)?$/gm), ([, args = '']) => args),
  )
  const runnable = [...new Set(examples.filter(args => !/[<[]/.test(args)))]

  it('opens with three examples, for the command and for its main part', () => {
    for (const { stdout } of helps.slice(0, 2)) {
      expect(stdout).toMatch(/^.+\n\nExamples\n(?: {2}von .+\n){3}\n/)
    }
  })
  it('is an answer: on stdout, exit 0', () => {
    for (const { status, stderr } of helps) expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
  it.for(runnable)('has an example that runs: von %s', args => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/von.js', ...args.split(' ')], {
      cwd: root,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({
      status: args.includes('--mutant') ? 1 : 0,
      stderr: expect.not.stringContaining('error'),
    })
  })
})
