/** `von prove --invent`, as a user runs it. */
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { ReportDocument } from '../../checker/report/document.ts'
import { Playground } from './playground.ts'

const lock = (lemmas = '') => `
import { guard, ids, implies, machine, option, set, spec } from 'von'

export default spec('lock', { workers: 3, bug: ['none', 'leavesOpen'] }, ({ workers, bug }) => {
  const Worker = ids('w', workers)
  const it = machine({ lock: option(Worker), inside: set(Worker) })
  it.init(() => ({ lock: null, inside: set(Worker).of() }))
  it.action('take', { w: Worker }, (s, { w }) => {
    guard(s.lock === null)
    s.lock = w
  })
  it.action('enter', { w: Worker }, (s, { w }) => {
    guard(s.lock === w)
    s.inside.add(w)
    if (bug === 'leavesOpen') s.lock = null
  })
  it.action('leave', { w: Worker }, (s, { w }) => {
    guard(s.inside.has(w))
    s.inside.delete(w)
    s.lock = null
  })
  it.invariant('exclusive', s => Worker.count(w => s.inside.has(w)) <= 1)
  it.interchangeable(Worker)
${lemmas}
  return it
}, { mutants: { leavesOpen: { about: 'The lock opens too soon.', constants: { bug: 'leavesOpen' }, violates: 'exclusive' } } })
`
const place = new Playground({ 'lock.ts': lock() })
afterAll(() => place.remove())

const lemmasIn = (text: string) => text.split('\n').filter(line => line.startsWith('it.lemma('))

describe('von prove --invent', () => {
  it('proves what is not inductive, by lemmas that it prints, exit 0', () => {
    expect(place.von('prove lock.ts --property exclusive --k 0').status).toBe(3)
    const { status, stdout } = place.von('prove lock.ts --property exclusive --invent')
    expect(status).toBe(0)
    expect(lemmasIn(stdout)).toEqual([
      "it.lemma('invented1', s => Worker.every(w => implies(s.inside.has(w), s.lock !== null && s.lock === w)))",
    ])
    expect(stdout).toMatch(/proved +exclusive +by induction, with invented1\n/)
  })
  it('prints lemmas that can be pasted into the spec, and then are proved like any other', () => {
    const { stdout } = place.von('prove lock.ts --property exclusive --invent')
    const pasted = new Playground({ 'lock.ts': lock(lemmasIn(stdout).join('\n')) })
    try {
      const { status, stdout: again } = pasted.von('prove lock.ts')
      expect(status).toBe(0)
      expect(again).toMatch(/proved +exclusive +by induction, with invented1\n/)
      expect(again).toMatch(/proved +invented1 +by induction\n/)
      expect(pasted.von('prove lock.ts --without-lemmas --k 0').status).toBe(3)
    } finally {
      pasted.remove()
    }
  })
  it('gives the lemmas as JSON', () => {
    const { stdout } = place.von('prove lock.ts --property exclusive --invent --json')
    const document = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })(JSON.parse(stdout))
    expect(document.invented).toEqual({
      domains: [],
      lemmas: [{ name: 'invented1', source: expect.stringContaining('Worker.every') }],
    })
    expect(document.outcome).toBe('proved')
  })
  it('shows the trace where nothing can be proved, exit 1', () => {
    const { status, stdout } = place.von('prove lock.ts --mutant leavesOpen --invent')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated {2}exclusive {2}\(by a solver, depth 4\)/)
    expect(lemmasIn(stdout)).toEqual([])
  })
  it('ends with what it has when interrupted, exit 130', async () => {
    const running = place.start('prove lock.ts --const workers=40 --invent')
    setTimeout(() => running.kill('SIGINT'), 4000)
    expect(await new Promise(resolve => running.on('close', resolve))).toBe(130)
  })
})
