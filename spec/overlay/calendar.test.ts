import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import calendar from './calendar.ts'

const holds = { violated: [], inconclusive: [] }

/**
 * One flow, written down once more, without bookings: packets wait in order, and each cycle sends from the first one on as long
 * as they fit. A packet is lost if the last one that waits would have to wait for too many cycles. How many states there are,
 * when of what waits only the bytes of each cycle are told apart, what was sent last, and whether the losses are an odd number.
 */
function statesOfOneFlow(budget: number, maxPacket: number, cycles: number): number {
  interface Line {
    readonly waiting: readonly number[]
    readonly sent: number
    readonly isOdd: boolean
  }
  /** The bytes of each cycle in which something is sent. */
  const schedule = (waiting: readonly number[]) => {
    const bytes: number[] = []
    for (const length of waiting) {
      const last = bytes.at(-1)
      if (last !== undefined && last + length <= budget) bytes[bytes.length - 1] = last + length
      else bytes.push(length)
    }
    return bytes
  }
  const seen = new Map<string, Line>()
  const visit = (line: Line) => {
    const key = JSON.stringify([schedule(line.waiting), line.sent, line.isOdd])
    if (!seen.has(key)) seen.set(key, line)
  }
  visit({ waiting: [], sent: 0, isOdd: false })
  for (const line of seen.values()) {
    for (let length = 1; length <= maxPacket; length++) {
      const waiting = [...line.waiting, length]
      if (schedule(waiting).length < cycles) visit({ ...line, waiting })
      else visit({ ...line, isOdd: !line.isOdd })
    }
    let sent = 0
    let count = 0
    for (const length of line.waiting) {
      if (sent + length > budget) break
      sent += length
      count++
    }
    visit({ ...line, waiting: line.waiting.slice(count), sent })
  }
  return seen.size
}

describe('a calendar whose budgets stay as they are', () => {
  // Flows do not notice each other, and can be idle for as long as they like at first: any state of one with any of the others.
  it.each([
    ['default', {}, 36 ** 2],
    ['three', calendar.instances.three, 36 ** 3],
    ['wide', calendar.instances.wide, 140 ** 2],
    ['long', calendar.instances.long, 66 ** 2],
  ])('isolates every flow, and is a line of its own to each, instance %s', async (_, constants, states) => {
    const { flows, budget, maxPacket, cycles } = { flows: 2, budget: 2, maxPacket: 2, cycles: 3, ...constants }
    expect(statesOfOneFlow(budget, maxPacket, cycles) ** flows).toBe(states)
    expect(await verdicts(calendar, constants)).toMatchObject({ distinct: states, ...holds })
  })

  it('accounts for every packet', async () => {
    expect(await verdicts(calendar, calendar.instances.accounts)).toMatchObject({ distinct: 48 ** 2, ...holds })
  })
})

it('keeps all promises while budgets change', async () => {
  expect(await verdicts(calendar, calendar.instances.changing)).toMatchObject({ distinct: 70_880, ...holds })
})

describe.each(Object.entries(calendar.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    expect((await verdicts(calendar, constants)).violated).toContain(violates)
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(calendar, { ...constants, bug: 'none' })).toMatchObject(holds)
  })
})
