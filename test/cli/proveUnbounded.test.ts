/** `von prove --unbounded`, as a user runs it. */
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { ReportDocument } from '../../checker/report/document.ts'
import { door, Playground } from './playground.ts'

/** One at a time has the token; a careless one takes it from nobody. */
const token = `
import { fill, guard, ids, machine, map, oneOf, spec } from 'von'

export default spec('token', { processes: 3, bug: ['none', 'careless', 'quorum'] }, ({ processes, bug }) => {
  const Process = ids('p', processes)
  const m = machine({ state: map(Process, oneOf('idle', 'holding')) })
  m.init(() => ({ state: fill(Process, () => 'idle' as const) }))
  m.action('take', { p: Process }, (s, { p }) => {
    const isHeld = Process.some(other => s.state[other] === 'holding')
    guard(!isHeld || bug === 'careless')
    guard(bug !== 'quorum' || Process.count(other => s.state[other] === 'idle') > Math.floor(processes / 2))
    s.state[p] = 'holding'
  })
  m.action('drop', { p: Process }, (s, { p }) => {
    guard(s.state[p] === 'holding')
    s.state[p] = 'idle'
  })
  m.invariant('oneHolds', s => Process.count(p => s.state[p] === 'holding') <= 1)
  m.interchangeable(Process)
  return m
})
`
const place = new Playground({ 'door.ts': door, 'token.ts': token })
afterAll(() => place.remove())

describe('von prove --unbounded', () => {
  it('proves for any number what is inductive, exit 0', () => {
    const { status, stdout } = place.von('prove token.ts --unbounded')
    expect(status).toBe(0)
    expect(stdout).toContain('token (token.ts): processes any, bug none')
    expect(stdout).toMatch(/proved +oneHolds +by induction\nproved +deadlock\n/)
    expect(stdout).toContain('proved: proof for any number of processes, solver z3-solver')
  })
  it('shows a step of a small instance that it cannot exclude, exit 3', () => {
    const { status, stdout } = place.von('prove token.ts --unbounded --const bug=careless')
    expect(status).toBe(3)
    expect(stdout).toContain('not inductive  oneHolds  (with processes 2)')
    expect(stdout).toMatch(
      /0 {2}some state +state +\[p0: \w+, p1: \w+\]\n1 {2}take\(p\d\) +state\[p\d\] {2}idle -> holding/,
    )
  })
  it.each(['none', 'careless'])('gives all of it as JSON, with bug %s', bug => {
    const { stdout } = place.von(`prove token.ts --unbounded --const bug=${bug} --json`)
    const document = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })(JSON.parse(stdout))
    expect(document).toMatchObject({
      solving: { encoding: 'quantified', anyNumber: { constants: ['processes'], from: 1 } },
    })
    const induction = bug === 'none' ? undefined : { constants: { processes: 2, bug }, assumed: expect.any(Array) }
    const verdict = document.findings.find(({ name }) => name === 'oneHolds')?.verdict
    expect(verdict).toMatchObject(induction === undefined ? { kind: 'proved' } : { kind: 'unknown', induction })
  })
  it('refuses what depends on the number, with the place, exit 2', () => {
    const { status, stderr } = place.von('prove token.ts --unbounded --const bug=quorum')
    expect(status).toBe(2)
    expect(stderr).toContain('error[VON4012]: it depends on how many there are: a guard of take is not the same')
    expect(stderr).toContain('token.ts:11')
  })
  it('names the guards that no proof needs, and is the same with several solvers at once', () => {
    const { status, stdout } = place.von('prove token.ts --unbounded --cores')
    expect(status).toBe(0)
    expect(stdout).toMatch(/not needed {2}s\.state\[p\] === 'holding' {2}token\.ts:15:\d+, a guard of drop/)
    expect(stdout).not.toMatch(/not needed .*a guard of take/)
    const findingsOf = (text: string) => JSON.parse(text).findings
    const [one, two] = [1, 2].map(n => place.von(`prove token.ts --unbounded --workers ${n} --json`).stdout)
    expect(findingsOf(two as string)).toEqual(findingsOf(one as string))
  })
  it.each([
    ['--k 2', 'induction for any number looks at one step at a time'],
    ['--encoding integers', '--encoding is for one instance'],
    ['--invent', 'lemmas are not invented for any number'],
  ])('refuses what is about one instance, exit 2: %s', (option, message) => {
    const { status, stderr } = place.von(`prove token.ts --unbounded ${option}`)
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
  })
  it('says where nothing can be had in any number, exit 2', () => {
    expect(place.von('prove door.ts --unbounded')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('door has nothing of which there can be any number'),
    })
    const { status, stderr } = place.von('prove token.ts --unbounded --const processes=4')
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('leave that constant open') })
  })
})
