/** `von optimum`, as a user runs it. */
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const counter = `
import { guard, int, machine, spec } from 'von'

export default spec('counter', { limit: 3 }, ({ limit }) => {
  const m = machine({ n: int(0, 9) })
  m.init(() => ({ n: 1 }))
  m.action('up', {}, s => {
    guard(s.n < limit)
    s.n++
  })
  m.mayEnd()
  m.measure('count', s => 2 * s.n)
  m.measure('left', s => limit - s.n)
  return m
})
`
const place = new Playground({ 'counter.ts': counter, 'door.ts': door })
afterAll(() => place.remove())

describe('von optimum', () => {
  it('tells both ends of every measure, exit 0', () => {
    const { status, stdout } = place.von('optimum counter.ts')
    expect(status).toBe(0)
    expect(stdout).toMatch(/exhausted {2}largest count +6 +after 2 steps, and no reachable state has more/)
    expect(stdout).toMatch(/exhausted {2}smallest count +2 +after 0 steps, and no reachable state has less/)
    expect(stdout).toMatch(/exhausted {2}smallest left +0 +after 2 steps/)
  })
  it('shows the way to a value that is asked for alone', () => {
    const { stdout } = place.von('optimum counter.ts --const limit=2 --largest count')
    expect(stdout).toMatch(/1 {2}up\(\) +n +1 -> 2\n\nexhausted {2}largest count {2}4 {2}after 1 step/)
  })
  it('asks a solver, and proves that there is no more, or says how far it has looked', () => {
    const proved = place.von('optimum counter.ts --largest count --depth 2')
    expect(proved.status).toBe(0)
    expect(proved.stdout).toMatch(
      /proved {2}largest count {2}6 {2}after 2 steps, and by proof no reachable state has more/,
    )
    const bounded = place.von('optimum counter.ts --largest count --depth 1')
    expect(bounded.status).toBe(3)
    expect(bounded.stdout).toMatch(/bounded {2}largest count {2}4 {2}after 1 step, and none has more within 1 step/)
  })
  it('says the same as JSON', () => {
    const { optima } = JSON.parse(place.von('optimum counter.ts --smallest left --json').stdout)
    expect(optima).toMatchObject([{ measure: 'left', direction: 'smallest', value: 0, beyond: { kind: 'exhausted' } }])
    expect(optima[0].attained.steps.at(-1).state).toEqual({ n: 3 })
  })
  it('shows a violation instead, where the protocol fails, exit 1', () => {
    const { status, stdout } = place.von('optimum counter.ts --const limit=20')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated {3}failures +after 8 steps/)
  })
  it('is not settled where a solver may do no work, exit 3', () => {
    const { status, stdout } = place.von('optimum counter.ts --largest count --depth 1 --solver-work 1')
    expect(status).toBe(3)
    expect(stdout).toContain('used up its resources')
  })
  it('has its measures listed', () => {
    expect(place.von('list counter.ts').stdout).toMatch(/measures\n {2}count\n {2}left$/)
  })
  it('asks for measures, exit 2', () => {
    expect(place.von('optimum door.ts')).toMatchObject({ status: 2, stderr: expect.stringContaining('no measure') })
    const { status, stderr } = place.von('optimum counter.ts --largest coun')
    expect(status).toBe(2)
    expect(stderr).toContain('did you mean count?')
  })
})
