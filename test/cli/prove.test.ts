/** `von prove`, as a user runs it. */
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { ReportDocument } from '../../checker/report/document.ts'
import { door, Playground } from './playground.ts'

const counter = `
import { guard, int, machine, mod, spec } from 'von'

export default spec('counter', { withLemma: false }, ({ withLemma }) => {
  const m = machine({ n: int(0, 9) })
  m.init(() => ({ n: 0 }))
  m.action('next', {}, s => {
    guard(s.n !== 2)
    s.n = s.n > 3 ? Math.min(9, s.n + 1) : mod(s.n * 3 + 1, 4)
  })
  m.invariant('never9', s => s.n !== 9)
  if (withLemma) m.lemma('small', s => s.n < 4)
  m.witness('isOne', s => s.n === 1)
  m.mayEnd()
  return m
})
`
const place = new Playground({ 'door.ts': door, 'counter.ts': counter })
afterAll(() => place.remove())

describe('von prove', () => {
  it('proves what is inductive, and says by what, exit 0', () => {
    const { status, stdout, stderr } = place.von('prove counter.ts --const withLemma=true')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/proved +never9 +by induction, with small\n/)
    expect(stdout).toMatch(/proved: proof, solver z3-solver/)
  })
  it('shows the step that it cannot exclude, exit 3', () => {
    const { status, stdout } = place.von('prove counter.ts')
    expect(status).toBe(3)
    expect(stdout).toContain('not inductive  never9')
    expect(stdout).toContain('0  some state  n  8\n1  next()      n  8 -> 9\n')
    expect(stdout).toMatch(/unknown +never9 +not inductive/)
  })
  it('shows a violation that is near, exit 1', () => {
    const { status, stdout } = place.von('prove door.ts --mutant opensLocked')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated {2}lockHolds {2}\(by a solver, depth 2\)/)
  })
  it.each(['counter.ts', 'counter.ts --const withLemma=true', 'door.ts', 'door.ts --mutant opensLocked'])(
    'gives all of it as JSON, of %s',
    args => {
      const { stdout } = place.von(`prove ${args} --json`)
      const document = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })(JSON.parse(stdout))
      expect(document).toMatchObject({ engine: 'prove', exploration: null })
    },
  )
  it('says what a witness is, and what is no property, exit 2', () => {
    expect(place.von('prove counter.ts --property isOne')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('isOne is a witness'),
    })
    expect(place.von('prove counter.ts --property never8').stderr).toContain('never9')
  })
})
