import { expect, it } from 'vitest'
import { guard, int, machine, option, spec } from 'von'
import { lower } from '../../frontend/lower.ts'
import { explore } from './explore.ts'

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

it.each([{ backend: 'interpreter' }, { backend: 'javascript' }, { workers: 1 }, { workers: 2, shareFrom: 1 }] as const)(
  'an end is seen where a constraint has no value, long after that was reported: %j',
  async options => {
    const { findings } = await explore(lower(counter.instance()), { ...options, keepGoing: true })
    const kindOf = (name: string) => findings.find(finding => finding.name === name)?.verdict.kind
    expect([kindOf('failures'), kindOf('deadlock')]).toEqual(['violated', 'violated'])
  },
)
