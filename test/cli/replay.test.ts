/** `von replay`, as a user runs it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const mapping = `
import { ignore, mapping, observe, sequence, step } from 'von'
import door from './door.ts'

export default mapping(door, {
  constants: header => ({ limit: header.limit }),
  rename: () => ({ OPEN: 'open', LOCKED: 'locked' }),
  hidden: ['turnKey'],
  events: {
    opened: e => step('open', {}, { after: s => s.uses === e.uses }),
    closed: step('close'),
    turned: e => step('turnKey', { to: e.to }),
    seen: e => observe(s => s.state === e.state),
    slammed: sequence(step('open'), step('close')),
    strange: () => observe(s => s.nothing.at === 1),
    noise: ignore,
  },
})
`
const header = { format: 'von-log', version: 1, limit: 2 }
const logOf = (...events: object[]) => `${[header, ...events].map(each => JSON.stringify(each)).join('\n')}\n`
const opened = (uses: number) => ({ event: 'opened', uses })
const [closed, noise] = [{ event: 'closed' }, { event: 'noise' }]
const seen = (state: string) => ({ event: 'seen', state })

const place = new Playground({
  'door.ts': door,
  'mapping.ts': mapping,
  'fine.jsonl': logOf(opened(1), noise, seen('OPEN'), closed, seen('LOCKED'), { event: 'slammed' }),
  'opensTwice.jsonl': logOf(opened(1), closed, opened(2), opened(3)),
  'miscounts.jsonl': logOf(opened(1), closed, opened(1)),
  'noise.jsonl': logOf(noise, noise),
  'nothing.jsonl': logOf(),
  'cutOff.jsonl': `${logOf(opened(1))}{"event": "clos`,
  'unknown.jsonl': logOf({ event: 'close' }),
  'missing.jsonl': logOf({ event: 'opened' }),
  'wrongValue.jsonl': logOf({ event: 'turned', to: 'ajar' }),
  'strange.jsonl': logOf({ event: 'strange' }),
  'headless.jsonl': `${JSON.stringify(opened(1))}\n`,
  'whole.itf.json': JSON.stringify({ vars: ['state'], states: [{ state: 'closed' }, { state: 'open' }] }),
  'jumps.itf.json': JSON.stringify({ vars: ['state'], states: [{ state: 'open' }, { state: 'locked' }] }),
  'alien.itf.json': JSON.stringify({ vars: ['height'], states: [{ height: 1 }] }),
})
afterAll(() => place.remove())

describe('von replay', () => {
  it('explains a log by a behaviour with hidden steps, says what it did not need, exit 0', () => {
    const { status, stdout } = place.von('replay mapping.ts fine.jsonl --behaviour')
    expect(stdout).toContain('explained  fine.jsonl  6 events, 6 steps, 2 of them hidden')
    expect(stdout).toMatch(/hidden +turnKey\(locked\) +state +closed -> locked/)
    expect(stdout).toMatch(/event 6 +open\(\)/)
    expect(stdout).toMatch(/ignored +noise \(1\)/)
    expect(stdout).toContain('true in every state that explains them: usedWithinLimit')
    expect(status).toBe(0)
  })
  it('shows the first event that nothing explains, and the guard that refuses it, exit 1', () => {
    const { status, stdout } = place.von('replay mapping.ts fine.jsonl opensTwice.jsonl')
    expect(stdout).toContain('diverged  opensTwice.jsonl  at event 4 (line 5); 3 events before it are explained')
    expect(stdout).toContain('logged  {"event":"opened","uses":3}')
    expect(stdout).toContain('wanted  open() to a state as observed')
    expect(stdout).toMatch(/open\(\) is refused\n +--> door\.ts:\d+:\d+\n.*guard\(s\.state === 'closed'.*\n.*\^ +false/)
    expect(stdout).toMatch(/event 3 +open\(\)/)
    expect(stdout).toContain('possible instead: close()')
    expect(stdout).toContain('2 logs: explained 1, diverged 1')
    expect(status).toBe(1)
  })
  it('shows the observation that is not so, where a step is possible', () => {
    const { status, stdout } = place.von('replay mapping.ts miscounts.jsonl')
    expect(stdout).toMatch(/what is seen after open\(\) is not so\n +--> mapping\.ts:10:\d+\n.*s\.uses === e\.uses/)
    expect(status).toBe(1)
  })
  it('never says yes to a log that says nothing, exit 3', () => {
    for (const log of ['noise.jsonl', 'nothing.jsonl']) {
      const { status, stdout } = place.von(`replay mapping.ts ${log}`)
      expect(stdout).toMatch(/^vacuous/)
      expect(status).toBe(3)
    }
  })
  it('says so where it cannot keep all states, exit 3', () => {
    const { status, stdout } = place.von('replay mapping.ts fine.jsonl --max-states 1')
    expect(stdout).toMatch(/^bounded {2}fine\.jsonl .*more than 1 state to keep/)
    expect(status).toBe(3)
  })
  it('holds a log against a broken twin, which does not explain what the spec does', () => {
    expect(place.von('replay mapping.ts fine.jsonl --mutant sticks').status).toBe(1)
    expect(place.von('replay mapping.ts opensTwice.jsonl --const limit=3').status).toBe(1)
  })

  it.each([
    ['cutOff.jsonl', 'VON6003', 'cutOff.jsonl:3 is no JSON object'],
    ['headless.jsonl', 'VON6003', 'the first line of headless.jsonl is no header of a log'],
    ['unknown.jsonl', 'VON6004', "the mapping has no event 'close'"],
    ['missing.jsonl', 'VON6005', "there is no 'uses' in what was logged"],
    ['wrongValue.jsonl', 'VON6006', 'turnKey cannot be taken so'],
    ['strange.jsonl', 'VON6007', 'an observation has no value: there is no s.nothing'],
    ['alien.itf.json', 'VON6008', "has a variable 'height' that door does not have"],
    ['nowhere.jsonl', 'VON6002', 'there is no file nowhere.jsonl'],
  ])('refuses %s with a cause and a remedy, exit 2', (log, code, message) => {
    const { status, stderr, stdout } = place.von(`replay mapping.ts ${log}`)
    expect(stderr).toContain(`error[${code}]`)
    expect(stderr).toContain(message)
    expect(stderr).toContain('help: ')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
  it('refuses a spec where a log needs a mapping, and a call without logs', () => {
    expect(place.von('replay door.ts fine.jsonl').stderr).toContain('error[VON6001]')
    expect(place.von('replay mapping.ts')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no log is named'),
    })
  })

  it('replays traces of whole states against the spec itself, those of von check too', () => {
    expect(place.von('replay door.ts whole.itf.json').status).toBe(0)
    expect(place.von('replay door.ts jumps.itf.json')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('at event 1'),
    })
    place.von('check door.ts --mutant opensLocked --itf found.itf.json')
    expect(place.von('replay door.ts found.itf.json --mutant opensLocked').status).toBe(0)
    const { status, stdout } = place.von('replay door.ts found.itf.json')
    expect(stdout).toContain('a step to this state')
    expect(status).toBe(1)
  })
  it('writes the behaviour that explains a log as ITF, which replays', () => {
    place.von('replay mapping.ts fine.jsonl --itf behaviour.itf.json')
    expect(JSON.parse(place.read('behaviour.itf.json')).states).toHaveLength(7)
    expect(place.von('replay door.ts behaviour.itf.json').status).toBe(0)
  })
  it('gives the same as JSON, and as JUnit for CI', () => {
    const { status, stdout } = place.von('replay mapping.ts fine.jsonl miscounts.jsonl --json --junit out.xml')
    const { format, logs } = JSON.parse(stdout)
    expect(status).toBe(1)
    expect(format).toBe('von-replay')
    expect(logs[0]).toMatchObject({ log: 'fine.jsonl', spec: 'door', verdict: { kind: 'explained' } })
    expect(logs[0].verdict.behaviour.events).toEqual([1, 4, 0, 0, 6, 6])
    expect(logs[0].events).toContainEqual({ name: 'noise', logged: 1, ignored: 1 })
    expect(logs[1].verdict).toMatchObject({
      kind: 'diverged',
      event: 3,
      line: 4,
      logged: '{"event":"opened","uses":1}',
    })
    expect(logs[1].verdict.prefixes[0].refusals[0]).toMatchObject({ reason: 'observation', span: { line: 10 } })
    const xml = place.read('out.xml')
    expect(xml).toContain('<testsuites name="von replay" tests="2" failures="1"')
    expect(xml).toContain('<testcase classname="mapping.ts" name="fine.jsonl"')
    expect(xml).toMatch(/<failure message="diverged {2}miscounts\.jsonl/)
    expect(xml).toContain('{&quot;event&quot;:&quot;opened&quot;,&quot;uses&quot;:1}')
  })
})

describe('von replay --all', () => {
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(place.pathOf(name)), { recursive: true })
    writeFileSync(place.pathOf(name), text)
  }
  const expecting = (event: number, text: string) =>
    text.replace('"limit":2', `"limit":2,"diverges":{"event":${event},"because":"it is open"}`)
  const recordings = (folder: string, rejected: string) => {
    write(`${folder}/door/mapping.ts`, mapping.replace('./door.ts', '../../door.ts'))
    write(`${folder}/door/accepted/fine.jsonl`, place.read('fine.jsonl'))
    write(`${folder}/door/rejected/opensTwice.jsonl`, rejected)
  }

  it('says yes where every log comes to what is expected of it, exit 0', () => {
    recordings('right', expecting(4, place.read('opensTwice.jsonl')))
    const { status, stdout } = place.von('replay --all right')
    expect(stdout).toMatch(/ok +right\/door\/rejected\/opensTwice\.jsonl +diverges at event 4: it is open/)
    expect(stdout).toContain('2 logs: 2 as expected')
    expect(status).toBe(0)
  })
  it('fails where a log diverges elsewhere, or is explained, exit 1', () => {
    recordings('elsewhere', expecting(3, place.read('opensTwice.jsonl')))
    const elsewhere = place.von('replay --all elsewhere --junit all.xml')
    expect(elsewhere.stdout).toMatch(/NOT +elsewhere\/door\/rejected/)
    expect(elsewhere.stdout).toContain('2 logs: 1 as expected, 1 not')
    expect(elsewhere.status).toBe(1)
    expect(place.read('all.xml')).toContain('failures="1"')
    recordings('explained', expecting(2, place.read('fine.jsonl')))
    expect(place.von('replay --all explained --json')).toMatchObject({ status: 1 })
  })
  it('refuses logs and options that would mean nothing, exit 2', () => {
    for (const more of ['fine.jsonl', '--mutant sticks', '--itf out.itf.json', '--behaviour'])
      expect(place.von(`replay --all right ${more}`)).toMatchObject({ status: 2, stdout: '' })
  })
  it('refuses a rejected log that does not say where it diverges, and a folder without recordings, exit 2', () => {
    recordings('silent', place.read('opensTwice.jsonl'))
    expect(place.von('replay --all silent')).toMatchObject({ status: 2, stderr: expect.stringContaining('VON6009') })
    mkdirSync(place.pathOf('empty'))
    expect(place.von('replay --all empty')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no mapping.ts'),
    })
  })
})
