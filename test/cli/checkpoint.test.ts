/** Runs that are killed, or whose disk is full, and what goes on from what they kept. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { Random } from '../../checker/engines/simulate/random.ts'
import { normalise } from '../readme-examples.ts'
import { command, Playground } from './playground.ts'

/** Some 10^5 states, a violation of each kind far from the initial state, and one beside a constraint. */
const dials = `
import { assert, fill, guard, ids, implies, int, machine, map, spec } from 'von'

export default spec('dials', { dials: 5, top: 9 }, ({ dials, top }) => {
  const Dial = ids('d', dials)
  const m = machine({ value: map(Dial, int(0, top)), turns: int(0, 1) })
  m.init(() => ({ value: fill(Dial, () => 0), turns: 0 }))
  m.action('turn', { d: Dial }, (s, { d }) => {
    guard(s.value[d] < top)
    s.value[d] += 1
    assert(Dial.some(e => s.value[e] < top), 'all dials are at the top')
    s.turns = 1 - s.turns
  })
  m.action('reset', { d: Dial }, (s, { d }) => {
    guard(s.value[d] === top && s.value.d0 > 3)
    s.value[d] = 0
  })
  m.invariant('sumIsLow', s => Dial.sum(d => s.value[d]) < dials * top - 1)
  m.invariant('neverThere', s => implies(s.value.d0 === top && s.turns > 1, s.value.d1 === 0))
  m.step('rises', (s, next) => next.value.d0 >= s.value.d0)
  m.witness('isHigh', s => Dial.every(d => s.value[d] >= top - 1))
  m.constraint('short', s => s.value.d1 < top || s.value.d2 < top)
  return m
})
`
const place = new Playground({ 'dials.ts': dials })
afterAll(() => place.remove())

const check = 'check dials.ts --keep-going --json'
/** What a JSON report says, but for the time it took and where it was kept. */
function said(stdout: string) {
  const { checkpoint: _, memory: __, exploration, ...rest } = JSON.parse(stdout)
  return { ...rest, exploration: { ...exploration, elapsedMs: 0 } }
}

describe('a run that is killed', () => {
  const runs = Number(process.env.VON_KILLS ?? 6)
  const seed = Number(process.env.VON_KILLS_SEED ?? 1)

  it(`is gone on from without a difference, at any of ${runs} moments (seed ${seed})`, {
    timeout: runs * 30_000,
  }, async () => {
    const begun = performance.now()
    const whole = place.von(check)
    const lengthMs = performance.now() - begun
    expect(whole.status).toBe(1)
    const random = new Random(seed, 0)
    let kills = 0
    for (let i = 0; i < runs; i++) {
      const folder = `killed${i}`
      const goOn = () => (existsSync(place.pathOf(`${folder}/checkpoint.json`)) ? '--resume' : '--checkpoint')
      for (let again = 0; again < 2; again++) {
        const child = place.start(`${check} ${goOn()} ${folder} --checkpoint-every 1ms`)
        if (await isKilledAfter(child, random.below(Math.round(2 * lengthMs)))) kills++
      }
      const { stdout, status } = place.von(`${check} ${goOn()} ${folder}`)
      expect(status).toBe(1)
      expect(said(stdout)).toEqual(said(whole.stdout))
      rmSync(place.pathOf(folder), { recursive: true })
    }
    expect(kills).toBeGreaterThan(0)
  })
})

it.each(['SIGINT', 'SIGKILL'] as const)('leaves no file of its states on disk after %s', async signal => {
  const [kept, held] = [`kept-${signal}`, `held-${signal}`]
  mkdirSync(place.pathOf(held))
  const child = place.start(
    `check dials.ts --const dials=7 --keep-going --memory 64M --disk ${held} --checkpoint ${kept}`,
  )
  // By the time of its first checkpoint it listens; it would go on for seconds.
  const poll = setInterval(() => {
    if (!existsSync(place.pathOf(`${kept}/checkpoint.json`))) return
    clearInterval(poll)
    child.kill(signal)
  }, 20)
  const [code] = await once(child, 'close')
  expect(code).toBe(signal === 'SIGINT' ? 130 : null)
  expect(readdirSync(place.pathOf(held))).toEqual([])
})

it('tells after Ctrl-C, and after a limit, how to go on', async () => {
  const child = place.start('check dials.ts --const dials=7 --keep-going --checkpoint stopped')
  const stderr = text(child.stderr as Readable)
  // By the time of its first checkpoint it listens; it would go on for seconds.
  const poll = setInterval(() => {
    if (!existsSync(place.pathOf('stopped/checkpoint.json'))) return
    clearInterval(poll)
    child.kill('SIGINT')
  }, 20)
  const [code] = await once(child, 'close')
  expect({ code, stderr: await stderr }).toEqual({ code: 130, stderr: 'hint: --resume stopped goes on from here\n' })
  const limited = place.von('check dials.ts --max-states 1000 --checkpoint limited')
  expect(limited.stderr).toBe('hint: a higher --max-states sees more\nhint: --resume limited goes on from here')
  expect(JSON.parse(place.von('check dials.ts --max-states 2000 --resume limited --json').stdout)).toMatchObject({
    exploration: { distinct: 2000 },
    checkpoint: { folder: 'limited', states: 2000, trouble: null },
  })
  expect(place.von('check dials.ts --keep-going --resume limited').stderr).not.toContain('--resume')
})

// The shell's limit for files stands for a disk that is full: the same call fails, in the middle of a file.
describe.skipIf(process.platform === 'win32')('a run whose disk is full', () => {
  const inFull = (kilobytes: number, args: string) =>
    spawnSync(
      'bash',
      ['-c', `ulimit -f ${kilobytes} && exec "$0" "$@"`, process.execPath, command, ...args.split(' ')],
      {
        cwd: place.folder,
        encoding: 'utf8',
      },
    )

  it('goes on to the end, says so, and leaves the last complete checkpoint', () => {
    const whole = place.von(check)
    const full = inFull(1024, `${check} --checkpoint full --checkpoint-every 1ms`)
    const warnings = full.stderr.trim().split('\n')
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: cannot write a checkpoint to full \(file too large\): the one of [\d,]+ states stays; the run goes on$/,
      ),
    ])
    expect(full.status).toBe(1)
    expect(said(normalise(full.stdout, place.folder))).toEqual(said(whole.stdout))
    const { checkpoint } = JSON.parse(full.stdout)
    expect(checkpoint).toEqual({ folder: 'full', states: expect.any(Number), trouble: 'file too large' })
    expect(checkpoint.states).toBeLessThan(199_998)
    expect(said(place.von(`${check} --resume full`).stdout)).toEqual(said(whole.stdout))
  })
  it('ends as bounded, with what it has found, when states are to be on it', () => {
    const [asked, onDisk] = ['check dials.ts --property neverThere', '--memory 4M --disk .']
    expect(place.von(`${asked} ${onDisk}`)).toEqual(place.von(asked))
    const { status, stdout, stderr } = inFull(256, `${asked} ${onDisk}`)
    expect(status).toBe(3)
    expect(stdout.trim().split('\n').at(-1)).toMatch(
      /^bounded: [\d,]+ distinct states, .*; stopped as \. took no more states \(file too large\)$/,
    )
    expect(stderr).toContain('hint: a folder on a disk with more room (--disk) sees more\n')
    const { exploration, limits } = JSON.parse(inFull(256, `${asked} ${onDisk} --json`).stdout)
    expect(limits.at(-1)).toEqual({ kind: 'disk', folder: '.', reason: 'file too large' })
    expect(exploration.distinct).toBeGreaterThan(20_000)
  })
  it('says at the end what there is to go on from, or that there is nothing', () => {
    expect(
      inFull(256, 'check dials.ts --keep-going --max-states 100000 --checkpoint part --checkpoint-every 1ms').stderr,
    ).toMatch(/^hint: --resume part goes on from [\d,]+ states; no more could be kept: file too large$/m)
    expect(inFull(1, 'check dials.ts --keep-going --max-states 100000 --checkpoint none').stderr).toContain(
      'hint: there is no checkpoint in none: file too large',
    )
  })
})

/** @returns whether it was still there to be killed */
async function isKilledAfter(child: ChildProcess, delayMs: number): Promise<boolean> {
  const timer = setTimeout(() => child.kill('SIGKILL'), delayMs)
  const [, signal] = await once(child, 'close')
  clearTimeout(timer)
  return signal === 'SIGKILL'
}
