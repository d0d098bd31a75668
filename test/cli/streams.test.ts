/** How the command ends when it is interrupted, when nobody reads on, and when it is itself at fault; and its colours. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

/** Ten million states, which no run here comes to the end of. */
const endless = `
import { ids, int, machine, map, fill, guard, spec } from 'von'

export default spec('endless', { digits: 7 }, ({ digits }) => {
  const Digit = ids('d', digits)
  const m = machine({ value: map(Digit, int(0, 9)) })
  m.init(() => ({ value: fill(Digit, () => 0) }))
  m.action('increment', { d: Digit }, (s, { d }) => {
    guard(s.value[d] < 9)
    s.value[d] += 1
  })
  m.invariant('inRange', s => Digit.every(d => s.value[d] <= 9))
  m.mayEnd()
  return m
})
`
const place = new Playground({
  'door.ts': door,
  'endless.ts': endless,
  'stuck.ts': "process.stderr.write('reading\\n')\nfor (;;) {}",
  'stray.ts': `Promise.reject(new Error('stray'))\n${door}`,
})
afterAll(() => place.remove())

/** Started, and exploring: before that, whoever asks it to end ends it at once. */
async function exploring(args = ''): Promise<ChildProcess> {
  const folder = mkdtempSync(place.pathOf('kept-'))
  const child = place.start(`check endless.ts --checkpoint ${folder}${args}`)
  while (child.exitCode === null && !existsSync(path.join(folder, 'checkpoint.json'))) await delay(20)
  return child
}
async function ended(child: ChildProcess) {
  const stdout = text(child.stdout as Readable)
  const [code, signal] = await once(child, 'close')
  return { code, signal, stdout: await stdout }
}

describe('a run that is asked to end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s tells what it has found so far, exit 130', async name => {
    const child = await exploring()
    child.kill(name)
    const { stdout, ...how } = await ended(child)
    expect(how).toEqual({ code: 130, signal: null })
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^interrupted: [\d,]+ distinct states?, .*\)$/)
  })

  it('twice at once, as a terminal and `timeout` do, takes it for one request, and prints JSON if that was asked for', async () => {
    const child = await exploring(' --json')
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(JSON.parse((await ended(child)).stdout)).toMatchObject({ format: 'von-report', outcome: 'interrupted' })
  })

  it('while a spec is being read, which may never end, ends at once', async () => {
    const child = place.start('check stuck.ts')
    await once(child.stderr as Readable, 'data')
    child.kill('SIGINT')
    // by the signal, or with its number as the launcher and shells report it
    expect(await ended(child)).toMatchObject({ code: expect.toSatisfy(code => code === null || code === 130) })
  })
})

describe.runIf(existsSync('/dev/full'))('an answer for which there is no room', () => {
  it.each(['', ' --json'])('is not taken for given: exit 2 (check%s)', json => {
    const { status, stderr } = place.shell(`check door.ts${json} > /dev/full`)
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: cannot write the answer: no space left on device' })
  })
  it('is given all the same when only the hints have none', () => {
    const { status, stdout } = place.shell('check door.ts --max-states 3 2> /dev/full')
    expect({ status, stdout }).toEqual({ status: 3, stdout: expect.stringContaining('stopped at 3 distinct states') })
  })
})

it('does not mind a reader that stops reading', async () => {
  const child = place.start('check door.ts --mutant opensLocked')
  child.stdout?.destroy()
  const stderr = text(child.stderr as Readable)
  const [code] = await once(child, 'close')
  expect({ code, stderr: await stderr }).toEqual({ code: 1, stderr: expect.not.stringMatching(/EPIPE|error/) })
})

describe('a fault of von itself', () => {
  // Breaks the process from outside: the product has no place for that.
  const broken = `data:text/javascript,${encodeURIComponent(`
    const write = JSON.stringify
    JSON.stringify = (value, ...rest) => {
      if (value?.format === 'von-list') throw new Error('broken on purpose')
      return write(value, ...rest)
    }`)}`
  const env = { NODE_OPTIONS: `--import ${broken}` }

  it('is reported as one, without a stack, exit 70', () => {
    const { status, stdout, stderr } = place.von('list door.ts --json', env)
    expect(status).toBe(70)
    expect(JSON.parse(stdout)).toMatchObject({ format: 'von-report', error: [{ message: 'broken on purpose' }] })
    expect(stderr).toMatch(/^internal error: broken on purpose\nhelp: .*please report it.*$/)
  })
  it('is never taken for a violation, even where nobody waited for it', () => {
    const { status, stderr } = place.von('check stray.ts')
    expect({ status, stderr }).toEqual({ status: 70, stderr: expect.stringContaining('internal error: stray') })
  })
  it('comes with its stack if VON_DEBUG is set', () => {
    expect(place.von('list door.ts --json', { ...env, VON_DEBUG: '1' }).stderr).toMatch(/\n +at /)
  })
})

describe('colour', () => {
  const violated = 'check door.ts --mutant opensLocked'
  const colourCode = '\u001B['

  it('is not put into pipes', () => {
    const { stdout, stderr } = place.von(violated)
    expect(stdout + stderr).not.toContain(colourCode)
  })
  it('is there if asked for, and adds nothing but colour', () => {
    const { stdout } = place.von(`${violated} --color always`, { NO_COLOR: '1' })
    expect(stdout).toContain(colourCode)
    expect(stripVTControlCharacters(stdout)).toBe(place.von(violated).stdout)
  })
})

it('keeps the answer and the hints apart', () => {
  const { stdout, stderr } = place.von('check door.ts --max-states 3')
  expect(stderr).toBe('hint: a higher --max-states sees more')
  expect(stdout).not.toContain('hint')
})
