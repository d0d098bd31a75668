import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import scheduler from './scheduler.ts'

const holds = { violated: [], inconclusive: [] }

/**
 * Deficit round robin with whole queues, written down once more: how many states there are when only the first packet of
 * each queue is told apart. Two flows of equal weight; with room for two packets each, anything may come after the first.
 */
function statesOfQueues(maxPacket: number, quantum: number): number {
  interface Line {
    readonly turn: number
    readonly queues: readonly (readonly number[])[]
    readonly deficits: readonly number[]
    readonly sent: readonly number[]
  }
  const start: Line = { turn: 0, queues: [[], []], deficits: [0, 0], sent: [0, 0] }
  const seen = new Map([[JSON.stringify(start), start]])
  const visit = (line: Line) => {
    // Counting starts anew where a queue is empty; what both have sent is then of no interest.
    const lag = line.queues.every(queue => queue.length > 0) ? (line.sent[0] ?? 0) - (line.sent[1] ?? 0) : 0
    const kept = { ...line, sent: [lag, 0] }
    seen.set(JSON.stringify(kept), kept)
  }
  const replaced = <T>(list: readonly T[], at: number, value: T) => list.map((old, i) => (i === at ? value : old))
  for (const line of seen.values()) {
    const { turn, queues, deficits, sent } = line
    visit({ ...line, sent: [0, 0] })
    for (const [flow, queue] of queues.entries()) {
      const arriving = queue.length < 2 ? maxPacket : 0
      for (let length = 1; length <= arriving; length++) {
        visit({ ...line, queues: replaced(queues, flow, [...queue, length]) })
      }
    }
    const [length = Number.POSITIVE_INFINITY, ...rest] = queues[turn] ?? []
    const deficit = deficits[turn] ?? 0
    if (length <= deficit) {
      const left = rest.length > 0 ? deficit - length : 0
      visit({
        turn,
        queues: replaced(queues, turn, rest),
        deficits: replaced(deficits, turn, left),
        sent: replaced(sent, turn, (sent[turn] ?? 0) + length),
      })
    } else if (queues.some(queue => queue.length > 0)) {
      const next = queues[1 - turn]?.length ? 1 - turn : turn
      visit({ ...line, turn: next, deficits: replaced(deficits, next, (deficits[next] ?? 0) + quantum) })
    }
  }
  const projected = Array.from(seen.values(), ({ queues, ...line }) => ({
    ...line,
    heads: queues.map(([head]) => head),
  }))
  return new Set(projected.map(line => JSON.stringify(line))).size
}

describe('deficit round robin', () => {
  it.each([
    ['default', {}, 232],
    ['short', scheduler.instances.short, 680],
  ])('keeps its bounds, and reaches them, instance %s', async (_, constants, distinct) => {
    expect(await verdicts(scheduler, constants)).toMatchObject({ distinct, ...holds })
    const { maxPacket, quantum } = { ...scheduler.declared, ...constants }
    expect(statesOfQueues(maxPacket, quantum)).toBe(distinct)
  })

  it.each([
    ['three', scheduler.instances.three],
    ['three, of which the first and the last are compared', { flows: 3, other: 2 }],
    ['weighted', scheduler.instances.weighted],
    ['of three, weighted', { ...scheduler.instances.three, ...scheduler.instances.weighted }],
    ['with a turn that is long', { quantum: 5, maxPacket: 2 }],
  ])('keeps its bounds, and reaches them, instance %s', async (_, constants) => {
    expect(await verdicts(scheduler, constants)).toMatchObject(holds)
  })
})

/** Deficits beyond their bound are spent some time; who is never served falls behind. */
const consequences: Readonly<Record<string, string[]>> = { 'ON-6': ['lagBound'], 'ON-6e': ['service'] }

describe.each(Object.entries(scheduler.mutants))('mutant %s', (id, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    const { violated } = await verdicts(scheduler, constants)
    expect(violated).toEqual([violates, ...(consequences[id] ?? [])])
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(scheduler, { ...constants, bug: 'none' })).toMatchObject(holds)
  })
})
