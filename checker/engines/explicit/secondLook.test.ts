import { expect, it } from 'vitest'
import { bool, guard, int, machine, option, spec } from 'von'
import { lower } from '../../frontend/lower.ts'
import { explore } from './explore.ts'

const backends = [
  { backend: 'interpreter' },
  { backend: 'javascript' },
  { workers: 1 },
  { workers: 2, shareFrom: 1 },
] as const

/** The constraint has no value in any state, and the last state is far behind the first failure. */
const counter = spec('counter', {}, () => {
  const m = machine({ n: int(0, 1000), o: option(int(0, 1)) })
  m.init(() => ({ n: 0, o: null }))
  m.action('tick', {}, s => {
    guard(s.n < 1000)
    s.n++
  })
  m.constraint('small', s => (s.o as number) < 1)
  return m
})

it.each(backends)('an end is seen where a constraint has no value, long after that was reported: %j', async options => {
  const { findings } = await explore(lower(counter.instance()), { ...options, keepGoing: true })
  const kindOf = (name: string) => findings.find(finding => finding.name === name)?.verdict.kind
  expect([kindOf('failures'), kindOf('deadlock')]).toEqual(['violated', 'violated'])
})

/** Of the two states after the first step, the witness is true in one, and has no value in the other. */
const twoWays = spec('twoWays', { failsFirst: true }, ({ failsFirst }) => {
  const m = machine({ isDone: bool, o: option(int(0, 1)) })
  m.init(() => ({ isDone: false, o: 1 }))
  m.action('go', { isFirst: bool }, (s, { isFirst }) => {
    guard(!s.isDone)
    s.isDone = true
    s.o = isFirst === failsFirst ? null : 0
  })
  m.mayEnd(s => s.isDone)
  m.witness('reached', s => (s.o as number) < 1)
  return m
})

it.each(backends)('a witness is reached where another state of the level gives it no value: %j', async options => {
  for (const failsFirst of [true, false]) {
    const { findings } = await explore(lower(twoWays.instance({ failsFirst })), { ...options, compileAfter: 0 })
    expect(findings.find(({ name }) => name === 'reached')?.verdict).toMatchObject({
      kind: 'exhausted',
      witness: { steps: { length: 1 } },
    })
  }
})
