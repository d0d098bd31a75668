/** Limits of any size, and state spaces of any: the command ends with what it has found, and says what stopped it. */
import { afterAll, describe, expect, it } from 'vitest'
import { Playground } from './playground.ts'

/** States of 1200 bits, more than any memory holds. */
const huge = `
import { fill, guard, ids, int, machine, map, spec } from 'von'

export default spec('huge', { counters: 40, top: 1_000_000_000 }, ({ counters, top }) => {
  const Counter = ids('c', counters)
  const m = machine({ n: map(Counter, int(0, top)) })
  m.init(() => ({ n: fill(Counter, () => 0) }))
  m.action('up', { c: Counter }, (s, { c }) => {
    guard(s.n[c] < top)
    s.n[c] += 1
  })
  m.invariant('low', s => s.n.c0 <= top)
  m.mayEnd()
  return m
})
`
/** A state without a bit. */
const still = `
import { int, machine, spec } from 'von'

export default spec('still', {}, () => {
  const m = machine({ n: int(3, 3) })
  m.init(() => ({ n: 3 }))
  m.action('stay', {}, s => {
    s.n = 3
  })
  m.invariant('three', s => s.n === 3)
  return m
})
`
/** Integers for which generated code has no room. */
const wide = `
import { guard, int, machine, spec } from 'von'

export default spec('wide', {}, () => {
  const m = machine({ n: int(0, 2 ** 40) })
  m.init(() => ({ n: 0 }))
  m.action('up', {}, s => {
    guard(s.n < 2500)
    s.n += 1
  })
  m.mayEnd()
  return m
})
`
const place = new Playground({ 'huge.ts': huge, 'still.ts': still, 'wide.ts': wide })
afterAll(() => place.remove())

const lastLine = (text: string) => text.split('\n').at(-1)

describe('a limit', () => {
  it.each(['1', '20K'])('of --memory %s, where not even one state fits, leaves all unknown', size => {
    for (const backend of ['wasm', 'interpreter']) {
      const { status, stdout, stderr } = place.von(`check huge.ts --memory ${size} --backend ${backend}`)
      expect(status).toBe(3)
      expect(stdout).toContain('unknown  low       stopped before any state was stored')
      expect(lastLine(stdout)).toMatch(
        /^unknown: 0 distinct states, 0 generated, depth 0 \(<time>\); stopped at .* of memory$/,
      )
      expect(stderr).toBe('hint: a higher --memory, or smaller constants (--const), sees more')
    }
  })
  it.each(['4M'])('of --memory %s ends as bounded, with what was found', size => {
    for (const backend of ['wasm', 'javascript', 'interpreter']) {
      const { status, stdout } = place.von(`check huge.ts --memory ${size} --backend ${backend} --json`)
      const { outcome, exploration, limits, memory } = JSON.parse(stdout)
      expect({ status, outcome, limit: limits[0].kind }).toEqual({ status: 3, outcome: 'bounded', limit: 'memory' })
      expect(exploration.distinct).toBeGreaterThan(1000)
      expect(memory.rowBytes + memory.parentBytes + memory.tableBytes).toBeLessThanOrEqual(limits[0].bytes)
    }
  })
  it.each([1, 42, 50_000])('of --max-states %i ends there', count => {
    for (const backend of ['wasm', 'javascript', 'interpreter']) {
      const { status, stdout } = place.von(`check huge.ts --max-states ${count} --backend ${backend} --json`)
      const { exploration, limits } = JSON.parse(stdout)
      expect({ status, distinct: exploration.distinct, limits }).toEqual({
        status: 3,
        distinct: count,
        limits: [{ kind: 'maxStates', states: count }],
      })
    }
  })
  it('that is never reached does no harm, however high', () => {
    const { status, stdout, stderr } = place.von(
      'check huge.ts --max-states 9007199254740991 --memory 999G --max-depth 1',
    )
    expect(status).toBe(3)
    expect(lastLine(stdout)).toMatch(
      /^bounded: 41 distinct states, 41 generated, depth 1 \(<time>\); stopped at depth 1$/,
    )
    expect(stderr).toMatch(
      /^warning: --memory 999 GB is more than the .* of this machine: the system may end the run$/m,
    )
  })
})

it('explores a state without a bit', () => {
  for (const backend of ['wasm', 'javascript', 'interpreter']) {
    for (const limit of ['', ' --max-states 1', ' --memory 1M']) {
      const { status, stdout } = place.von(`check still.ts --backend ${backend}${limit}`)
      expect(status).toBe(0)
      expect(lastLine(stdout)).toBe('exhausted: 1 distinct state, 2 generated, depth 0 (<time>)')
    }
  }
})

it('says when the interpreter has to go on alone', () => {
  const { status, stdout, stderr } = place.von('check wide.ts')
  expect(status).toBe(0)
  expect(lastLine(stdout)).toBe('exhausted: 2,501 distinct states, 2,501 generated, depth 2,500 (<time>)')
  expect(stderr).toBe(
    'warning: the interpreter goes on alone, which is slow: no code can be generated (an integer needs more than 32 bits)',
  )
  expect(stdout).toContain('\nslow  no code could be generated: an integer needs more than 32 bits\n')
  const json = JSON.parse(place.von('check wide.ts --json').stdout)
  expect(json.uncompiled).toBe('an integer needs more than 32 bits')
  expect(JSON.parse(place.von('check wide.ts --json --backend interpreter').stdout).uncompiled).toBe(null)
  const walks = JSON.parse(place.von('simulate wide.ts --walks 2 --json').stdout)
  expect(walks.uncompiled).toBe('an integer needs more than 32 bits')
})
