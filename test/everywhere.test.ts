/**
 * One spec of a user, outside this repository: two files, closures, and every domain constructor. It must mean the same
 * to the command, to a program under tsx, to a test under Vitest, and to a program of plain Node.
 */
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { project } from '../checker/frontend/project.fixture.ts'

const root = path.join(import.meta.dirname, '..')

/** A desk takes requests from clients, remembers the last one, and serves them in order. */
const desk = `
import { bag, bool, fill, guard, ids, implies, int, machine, map, oneOf, option, pick, queue, rec, set, spec, variant } from 'von'
import { atMost, type Weighted, total } from './weights'

export default spec('desk', { clients: 2, limit: 2 }, ({ clients, limit }) => {
  const Client = ids('c', clients)
  const Load = int(0, limit)
  const Ticket = rec({ owner: Client, load: int(1, limit) })
  const Event = variant({ nothing: {}, served: { ticket: Ticket }, left: { client: Client } })
  const small = atMost(limit)

  const m = machine({
    open: bool,
    mood: map(Client, oneOf('calm', 'waiting')),
    row: map(Client, rec({ load: Load, calls: int(0, 1) })),
    line: queue(Ticket, 2),
    seen: set(Client),
    coins: bag(Client, 1),
    last: Event,
    current: option(Ticket),
  })
  m.init(() => ({
    open: pick(bool),
    mood: fill(Client, () => 'calm' as const),
    row: fill(Client, () => ({ load: 0, calls: 0 })),
    line: [],
    seen: set(Client).of(),
    coins: bag(Client, 1).of(...Client),
    last: { kind: 'nothing' as const },
    current: null,
  }))
  const rows = (s: { row: Record<string, Weighted> }) => total(Client, s.row)

  m.action('ask', { c: Client, load: int(1, limit) }, (s, { c, load }) => {
    guard(s.open && s.mood[c] === 'calm' && s.coins.delete(c))
    guard(small(rows(s) + load))
    s.mood[c] = 'waiting'
    s.row[c].load += load
    s.line.push({ owner: c, load })
    s.seen.add(c)
  })
  m.action('call', {}, s => {
    guard(s.current === null && s.line.length > 0)
    s.current = s.line.shift()!
    const row = s.row[s.current.owner]
    row.calls = 1
  })
  m.action('serve', {}, s => {
    const ticket = s.current
    guard(ticket !== null)
    s.last = { kind: 'served', ticket }
    s.row[ticket.owner] = { load: 0, calls: 0 }
    s.mood[ticket.owner] = 'calm'
    s.current = null
  })
  m.action('leave', { c: Client }, (s, { c }) => {
    guard(s.mood[c] === 'waiting' && s.current?.owner !== c)
    const before = s.line.length
    s.line = s.line.filter(t => t.owner !== c)
    guard(s.line.length < before)
    s.row[c].load = 0
    s.mood[c] = 'calm'
    s.last = { kind: 'left', client: c }
  })
  m.action('openUp', {}, s => {
    guard(!s.open)
    s.open = true
  })
  m.invariant('bounded', s => rows(s) <= limit)
  m.invariant('seenWhoWaits', s => Client.every(c => implies(s.mood[c] === 'waiting', s.seen.has(c))))
  m.step('servedHadCalled', (s, next) => {
    if (next.last.kind !== 'served' || s.current === null) return true
    return s.row[next.last.ticket.owner].calls === 1 || next.current !== null
  })
  m.witness('bothSeen', s => s.seen.size === clients)
  m.mayEnd()
  return m
})
`
const weights = `
export interface Weighted {
  load: number
}
export const atMost = (limit: number) => (n: number) => n <= limit
export function total<K extends string>(keys: Iterable<K>, rows: Record<K, Weighted>, start = 0): number {
  let sum = start
  for (const key of keys) {
    if (rows[key].load === 0) continue
    sum += rows[key].load
  }
  return sum
}
`
/** The counts of two instances, one line each. */
const counts = `
import { explore, lower } from 'von/checker'
import desk from './desk'

export async function counts(): Promise<string> {
  const lines: string[] = []
  for (const clients of [2, 3]) {
    const { exploration, findings } = await explore(lower(desk.instance({ clients })))
    const verdicts = new Set(findings.map(f => f.verdict.kind))
    lines.push([exploration.distinct, exploration.generated, ...verdicts].join(' '))
  }
  return lines.join(', ')
}
`
const files = {
  'package.json': '{ "type": "module" }',
  'desk.ts': desk,
  'weights.ts': weights,
  'counts.ts': counts,
  'print.ts': "import { counts } from './counts'\nconsole.log(await counts())\n",
  'counts.test.ts': `
import { expect, test } from 'vitest'
import { counts } from './counts'
import expected from './expected.json'
test('counts', async () => expect(await counts()).toBe(expected))
`,
  'vitest.config.ts': "import von from 'von/vite'\nexport default { plugins: [von()] }\n",
}

/** The project with this package in its node_modules. */
function installed(expected = '') {
  const made = project({ ...files, 'expected.json': JSON.stringify(expected) })
  mkdirSync(path.join(made.folder, 'node_modules'))
  symlinkSync(root, path.join(made.folder, 'node_modules/von'))
  return made
}
const bin = (name: string) => path.join(root, 'node_modules', name)

/** Confirmed by the direct run, which shares neither the lowering nor the packing of states (first test). */
const expected = { 2: [50, 81], 3: [242, 483] } as const
const line = Object.values(expected)
  .map(([distinct, generated]) => `${distinct} ${generated} exhausted`)
  .join(', ')

it.each([2, 3] as const)('is checked by the command, and confirmed by the direct run (%i clients)', async clients => {
  // no package at all around the spec
  const { node } = project(files)
  const von = path.join(root, 'bin/von.js')
  const checked = await node(von, 'check', 'desk.ts', '--const', `clients=${clients}`, '--json')
  expect(checked.stderr).toBe('')
  const { exploration, outcome } = JSON.parse(checked.stdout)
  expect(outcome).toBe('exhausted')
  expect([exploration.distinct, exploration.generated]).toEqual(expected[clients])
  const doctor = await node(von, 'doctor', 'desk.ts', '--const', `clients=${clients}`)
  expect(doctor.stdout).toContain(`all ${expected[clients][0].toLocaleString('en')} states`)
})

it('means the same to a program of plain Node', async () => {
  const run = await installed().node('--import', 'von/register', 'print.ts')
  expect(run.stdout.trim(), run.stderr).toBe(line)
})

it('means the same under tsx', async () => {
  const run = await installed().node(bin('tsx/dist/cli.mjs'), '--import', 'von/register', 'print.ts')
  expect(run.stdout.trim(), run.stderr).toBe(line)
})

it('means the same in a test under Vitest', async () => {
  const vitest = (expected: string) => installed(expected).node(bin('vitest/vitest.mjs'), 'run')
  const right = await vitest(line)
  expect(right.exitCode, right.stdout + right.stderr).toBe(0)
  expect(await vitest('something else')).toMatchObject({ exitCode: 1 })
})
