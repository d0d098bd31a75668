/** What the command says to calls that mean nothing: exit 2, nothing on stdout, and what was probably meant. */
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const place = new Playground({
  'door.ts': door,
  'loose.ts': door.replace("s.state = 'closed'\n", 'while (s.uses > 0) s.uses -= 1\n'),
  'twice.ts': door.replace("m.action('close'", "m.action('open'"),
  'unfair.ts': door.replace("m.action('open'", "m.fair('weak', 'opne')\n  m.action('open'"),
})
afterAll(() => place.remove())

describe('a call that means nothing', () => {
  it.for([
    ['chek door.ts', "error: there is no command 'chek'\nhelp: did you mean check?"],
    ['check door.ts --max-state 3', 'error: von check has no option --max-state\nhelp: did you mean --max-states?'],
    ['check door.ts --max-states many', /^error: --max-states cannot be 'many': .*\nhelp: see von check --help$/],
    ['check door.ts --max-depth 0', "error: --max-depth cannot be '0': 0 is not above 0\nhelp: see von check --help"],
    ['check door.ts --memory lots', /^error: --memory cannot be 'lots': 'lots' is no size; write 512M or 2G\n/],
    ['check door.ts --disk . --workers 2', /^error: --disk cannot be had with --workers\nhelp: only --backend wasm/],
    ['check door.ts --disk . --backend javascript', /^error: --disk cannot be had with --backend javascript\n/],
    ['check door.ts --disk . --partial-order', /^error: --disk cannot be had with --partial-order\n/],
    [
      'check door.ts --disk no/such',
      /^error\[VON4020\]: cannot keep states in no\/such: no such file or directory\nhelp: /,
    ],
    ['check door.ts --color blue', /^error: --color cannot be 'blue': /],
    ['check', /^error: missing required argument: SPEC\nhelp: see von check --help$/],
    ['check door.ts more', /^error: unexpected positional argument: "more"\n/],
    ['check dor.ts', 'error[VON1001]: there is no file dor.ts\nhelp: did you mean door.ts?'],
    ['check door.ts --property canLok', "error: there is no property 'canLok'\nhelp: did you mean canLock?"],
    ['check door.ts --instance plaim', "error: there is no instance 'plaim'\nhelp: did you mean plain?"],
    ['check door.ts --mutant stick', "error: there is no mutant 'stick'\nhelp: did you mean sticks?"],
    ['check door.ts --const limits=2', "error: there is no constant 'limits'\nhelp: did you mean limit?"],
    ['check door.ts --const limit=two', "error: constant limit cannot be 'two'\nhelp: it is an integer"],
    ['explain VON1O01', 'error: there is no code VON1O01\nhelp: did you mean VON1001?'],
  ] as const)('%s', ([args, stderr]) => {
    expect(place.von(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    })
  })

  it('without any command is told how to call it', () => {
    const { status, stdout, stderr } = place.von('--color never')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('von check spec/lease/lease.ts')
  })
})

describe('a spec that is wrong', () => {
  it('is shown where it leaves the language', () => {
    const { status, stdout, stderr } = place.von('check loose.ts')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^error\[VON2\d{3}\]: .*\n +--> loose\.ts:17:5\n17 \| +while \(s\.uses > 0\)/)
  })
  it('is shown where its definition goes wrong', () => {
    const { status, stdout, stderr } = place.von('check twice.ts')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^error\[VON3\d{3}\]: there are two actions named 'open'\n +--> twice\.ts:15:/)
  })
  it('is shown where it speaks of an action that is not declared later either', () => {
    const { status, stdout, stderr } = place.von('check unfair.ts')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^error\[VON3018\]: weak fairness speaks of 'opne', which is no action\n +--> unfair\.ts:9:/)
  })
})
