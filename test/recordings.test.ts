/**
 * What real systems were seen to do is what the specs say of them, and what is rejected diverges where its header says; so do
 * copies in which something is missing. And where nodes have no order between them, the verdict does not depend on the one into which their logs were put.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { command } from './cli/playground.ts'

const root = path.join(import.meta.dirname, '..')
const systems = globSync('traces/*/mapping.ts', { cwd: root })
  .map(file => path.basename(path.dirname(file)))
  .sort()
const logs = globSync('traces/*/{accepted,rejected}/*.jsonl', { cwd: root }).sort()
const scratch = mkdtempSync(path.join(tmpdir(), 'von-recordings-'))
afterAll(() => rmSync(scratch, { recursive: true }))

interface Replayed {
  readonly logs: readonly {
    readonly log: string
    readonly isAsExpected?: boolean
    readonly verdict: { kind: string }
  }[]
}
function replay(...args: readonly string[]): { status: number | null; report: Replayed } {
  const { status, stdout } = spawnSync(process.execPath, [command, 'replay', ...args, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status, report: JSON.parse(stdout) }
}

it('judges every recording as it should be judged', () => {
  const { status, report } = replay('--all', 'traces')
  expect(report.logs.filter(({ isAsExpected }) => !isAsExpected).map(({ log }) => log)).toEqual([])
  expect(report.logs.map(({ log }) => log).sort()).toEqual(logs)
  expect(status).toBe(0)
})

it.each(systems)('has recordings of %s that are explained, and others that are not', system => {
  for (const folder of ['accepted', 'rejected']) {
    expect(logs.filter(log => log.startsWith(`traces/${system}/${folder}/`)).length).toBeGreaterThan(1)
  }
})

const linesOf = (file: string) => readFileSync(path.join(root, file), 'utf8').trim().split('\n')

interface GroupEvent {
  readonly event: string
  readonly node: string
  readonly message?: string
  readonly view?: string
  readonly isNew?: boolean
}

/** Numbers below `bound`, from a seed. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed
  return bound => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

/** Any order in which each node's events stay as they are, messages are sent first, and views are numbered as they come. */
function otherOrder(events: readonly GroupEvent[], random: (bound: number) => number): GroupEvent[] {
  const left = Map.groupBy(events, ({ node }) => node)
  const order: GroupEvent[] = []
  const sent = new Set<string | undefined>()
  const views = ['v0']
  const isPossible = ({ event, message, view = '' }: GroupEvent) => {
    if (event === 'delivered') return sent.has(message)
    return event !== 'view' || views.includes(view) || view === `v${views.length}`
  }
  while (order.length < events.length) {
    const heads = [...left.values()].flatMap(([head]) => (head !== undefined && isPossible(head) ? [head] : []))
    const next = heads[random(heads.length)]
    if (next === undefined) throw new Error('no event is possible')
    left.get(next.node)?.shift()
    if (next.event === 'sent') sent.add(next.message)
    const isNew = next.view !== undefined && !views.includes(next.view)
    if (isNew && next.view !== undefined) views.push(next.view)
    order.push(next.event === 'view' ? { ...next, isNew } : next)
  }
  return order
}

/** Views are created by the first event that tells of them. */
function withNewViews(events: readonly GroupEvent[]): GroupEvent[] {
  const views = new Set<string | undefined>()
  return events.map(event => {
    if (event.event !== 'view') return event
    const isNew = !views.has(event.view)
    views.add(event.view)
    return { ...event, isNew }
  })
}

describe('an accepted recording diverges without any one of its', () => {
  it.each([
    ['votes', 'postgresql', 'prepared'],
    ['messages sent', 'corosync', 'sent'],
    ['changes of view', 'corosync', 'view'],
    ['holders that stop', 'etcd', 'stopped'],
  ])('%s (%s)', (_, system, kind) => {
    const folder = path.join(scratch, `without-${kind}`)
    mkdirSync(folder)
    let copies = 0
    for (const log of logs.filter(log => log.startsWith(`traces/${system}/accepted/`))) {
      const [header = '', ...events] = linesOf(log)
      const read = events.map((line): GroupEvent => JSON.parse(line))
      for (const [i, { event }] of read.entries()) {
        if (event !== kind) continue
        const left = withNewViews(read.toSpliced(i, 1)).map(event => JSON.stringify(event))
        writeFileSync(path.join(folder, `${copies++}.jsonl`), [header, ...left, ''].join('\n'))
      }
    }
    const { report } = replay(`traces/${system}/mapping.ts`, folder)
    expect(copies).toBeGreaterThan(0)
    expect(report.logs.map(({ verdict }) => verdict.kind)).toEqual(Array.from({ length: copies }, () => 'diverged'))
  })
})

describe('the order of events that no cause and effect orders makes no difference', () => {
  const ORDERS = 5
  const groups = logs.filter(log => /corosync\/(accepted|rejected\/(sendingView|deliveryRemoved))/.test(log))

  it('to groups of corosync', () => {
    const orders = path.join(scratch, 'orders')
    mkdirSync(orders)
    const random = randomNumbers(20_261_127)
    const expected = new Map<string, string>()
    let changed = 0
    for (const log of groups) {
      const [header = '', ...events] = linesOf(log)
      for (let i = 0; i < ORDERS; i++) {
        const order = otherOrder(
          events.map((line): GroupEvent => JSON.parse(line)),
          random,
        ).map(event => JSON.stringify(event))
        if (order.join() !== events.join()) changed++
        const file = path.join(orders, `${path.basename(log, '.jsonl')}-${i}.jsonl`)
        writeFileSync(file, [header, ...order, ''].join('\n'))
        expected.set(path.basename(file), log.includes('/accepted/') ? 'explained' : 'diverged')
      }
    }
    const { report } = replay('traces/corosync/mapping.ts', orders)
    expect(new Map(report.logs.map(({ log, verdict }) => [path.basename(log), verdict.kind]))).toEqual(expected)
    expect(expected.size).toBe(groups.length * ORDERS)
    expect(changed).toBeGreaterThan(expected.size / 2)
  })
})
