/** `--workers`, by the command as built: threads of the bundle, and how a run with them ends. */
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { Playground } from './playground.ts'

/** 10^digits states, some levels of which are shared. */
const counters = `
import { fill, guard, ids, int, machine, map, spec } from 'von'

export default spec('counters', { digits: 5, limit: 45 }, ({ digits, limit }) => {
  const Digit = ids('d', digits)
  const m = machine({ value: map(Digit, int(0, 9)) })
  m.init(() => ({ value: fill(Digit, () => 0) }))
  m.action('increment', { d: Digit }, (s, { d }) => {
    guard(s.value[d] < 9)
    s.value[d] += 1
  })
  m.invariant('small', s => Digit.sum(d => s.value[d]) <= limit)
  m.mayEnd()
  return m
})
`
const place = new Playground({ 'counters.ts': counters })
afterAll(() => place.remove())

const documentOf = (args: string) => {
  const { status, stdout } = place.von(`check counters.ts --json ${args}`)
  const { exploration, findings } = JSON.parse(stdout)
  const trace = findings[0].verdict.trace
  return { status, exploration: { ...exploration, elapsedMs: 0 }, verdict: findings[0].verdict.kind, trace }
}

describe('several workers', () => {
  it('find the states that one finds, exit 0', () => {
    const alone = documentOf('--const digits=6 --const limit=54')
    expect(alone).toMatchObject({ status: 0, exploration: { distinct: 10 ** 6 }, verdict: 'exhausted' })
    for (const workers of [2, 4]) {
      expect(documentOf(`--const digits=6 --const limit=54 --workers ${workers}`)).toEqual(alone)
    }
  })

  it('find a violation as near, in the same state each time, exit 1', () => {
    const [alone, ...others] = ['--workers 1', '--workers 2', '--workers 3', '--workers 3'].map(workers =>
      documentOf(`--const digits=6 --const limit=25 ${workers}`),
    )
    for (const { status, exploration, trace } of others) {
      expect({ status, exploration }).toEqual({ status: 1, exploration: alone?.exploration })
      expect(trace.steps).toHaveLength(26)
      expect(trace.steps.at(-1).state).toEqual(others[0]?.trace.steps.at(-1).state)
    }
  })

  it('stop at a limit, exit 3', () => {
    const { status, stdout } = place.von(
      'check counters.ts --const digits=6 --const limit=54 --workers 2 --max-states 300000',
    )
    expect({ status, last: stdout.trimEnd().split('\n').at(-1) }).toMatchObject({
      status: 3,
      last: expect.stringMatching(/^bounded: 300,000 distinct states, .*; stopped at 300,000 distinct states$/),
    })
  })

  it('are interrupted by Ctrl-C, exit 130, and leave no process behind', async () => {
    const child = place.start('check counters.ts --const digits=8 --const limit=72 --workers 2')
    const stdout = text(child.stdout as Readable)
    setTimeout(() => child.kill('SIGINT'), 3000)
    const [code, signal] = await once(child, 'close')
    expect({ code, signal }).toEqual({ code: 130, signal: null })
    expect((await stdout).trimEnd().split('\n').at(-1)).toMatch(/^interrupted: [\d,]+ distinct states/)
  })

  it('are refused where there is no shared memory, and in unreasonable numbers, exit 2', () => {
    expect(place.von('check counters.ts --workers 2 --backend javascript')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--workers 2 cannot be had with --backend javascript'),
    })
    expect(place.von('check counters.ts --workers 1000')).toMatchObject({ status: 2 })
    expect(place.von('check counters.ts --workers 0')).toMatchObject({ status: 2 })
  })
})

describe('compaction', () => {
  it('is bounded by the chance of a miss, exit 3', () => {
    const { status, stdout } = place.von(
      'check counters.ts --const digits=21 --const limit=4 --keep-going --compact --max-depth 5',
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/states known by their hashes, with a chance of about [\d.]+e-\d+ that one was missed/)
    const narrow = place.von('check counters.ts --compact')
    expect(narrow).toMatchObject({ status: 0, stdout: expect.stringContaining('exhausted: 100,000 distinct states') })
  })
})
