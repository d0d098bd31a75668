import { describe, expect, it } from 'vitest'
import type { Value } from 'von/checker'
import calendarSpec from '../../spec/overlay/calendar.ts'
import { patched } from '../patched.fixture.ts'
import { buildCalendar, changeBudgets } from './buildCalendar.ts'
import { mutants } from './calendar.mutants.fixture.ts'
import * as calendarCode from './calendar.ts'
import { BYTES, PACKET, PARTITION } from './entry.ts'
import { type Call, Divergence, expectSame, exploreTogether, Reference } from './lockStep.fixture.ts'

type Code = typeof calendarCode

const { BOOKED, BUCKETS_START, BUCKET_WORDS, BUDGET, CYCLE, HEAD_WORDS, LAST_CYCLE, OLD_CYCLES } = calendarCode
const { OLD_BUDGET, PARTITION_WORDS, SENT, WAITING } = calendarCode
const flows = 2
const cycles = 4

/** How many packets the buckets hold: that of the present cycle, also those that were sent, and those of the next ones. */
const counts = (image: Uint32Array) =>
  Array.from({ length: cycles }, (_, ahead) => {
    const bucket = ((image[CYCLE] as number) + ahead) % cycles
    return image[(image[BUCKETS_START] as number) + bucket * (image[BUCKET_WORDS] as number)] as number
  })

/** All of a calendar that later calls may depend on, seen from the present cycle. */
function looks(image: Uint32Array): number[] {
  const now = image[CYCLE] as number
  const records = Array.from({ length: flows }, (_, partition) => {
    const record = HEAD_WORDS + partition * PARTITION_WORDS
    const ahead = ((image[record + LAST_CYCLE] as number) - now) >>> 0
    const isLive = ahead > 0 && ahead < cycles
    return [image[record + BUDGET], image[record + OLD_BUDGET], isLive ? ahead : 0, isLive ? image[record + BOOKED] : 0]
  })
  return [...counts(image), ...records.flat(), image[SENT], image[WAITING], image[OLD_CYCLES]] as number[]
}

/** Two flows, whose packets are of 1 or 2 bytes, and a start from which the numbers of cycles wrap soon. */
function inLockStep({ enqueue, dequeue, advance }: Code, changes: boolean, pairsMax?: number): number {
  const reference = new Reference(calendarSpec.instance({ flows, budget: 2, maxPacket: 2, cycles, changes }))
  const image = buildCalendar({ cycleBytes: 4, budgets: [2, 2], cycles, chargeMin: 1, cycle: 0xfffffffd })

  // Packets are numbered as they arrive, whatever has become of those before.
  let arrivals = 0
  const booked = (state: readonly Value[], flow: number) =>
    ((reference.variable(state, 'booked') as Value[])[flow] as number[]).slice()
  const arrive =
    (flow: number, bytes: number): Call =>
    (at, state) => {
      const next = reference.after(state, 'arrive', `f${flow}`, bytes) as Value[]
      const before = booked(state, flow)
      const expected = booked(next, flow).findIndex((sum, cycle) => sum > (before[cycle] as number)) + 1
      expectSame('cycles ahead', enqueue(at, flow, bytes, ++arrivals), expected)
      const held = counts(at).reduce((sum, count) => sum + count)
      expectSame('packets that wait', at[WAITING], held - (at[SENT] as number))
      return next
    }
  const cycle: Call = (at, state) => {
    expectSame('cycles that do not pass', advance(at, ((at[CYCLE] as number) + 1) >>> 0), 0)
    const sent = new Array<number>(flows).fill(0)
    const last = new Array<number>(flows).fill(0)
    for (let entry = dequeue(at); entry !== 0; entry = dequeue(at)) {
      const partition = at[entry + PARTITION] as number
      sent[partition] = (sent[partition] as number) + (at[entry + BYTES] as number)
      if ((at[entry + PACKET] as number) <= (last[partition] as number))
        throw new Divergence('packets of a flow change places')
      last[partition] = at[entry + PACKET] as number
    }
    const next = reference.after(state, 'cycle') as Value[]
    expectSame('bytes sent', sent, reference.variable(next, 'sent'))
    return next
  }
  const change =
    (from: number, bytes: number): Call =>
    (at, state) => {
      const next = reference.after(state, 'change', `f${from}`, `f${1 - from}`, bytes)
      const budgets = [0, 1].map(
        flow => (at[HEAD_WORDS + flow * PARTITION_WORDS + BUDGET] as number) + (flow === from ? -bytes : bytes),
      )
      if ((budgets[from] as number) < 0) return null
      expectSame('changes', changeBudgets(at, budgets), next !== null)
      return next
    }
  /** No partition has such a number: nothing happens, not even in memory. */
  const stray: Call = (at, state) => {
    const before = at.slice()
    for (const partition of [flows, 0x7fffffff, 0x80000000, 0xffffffff])
      expectSame('a stray packet is sent', enqueue(at, partition, 1, 9), 0)
    expectSame('the image', at, before)
    return state
  }
  const matters = (state: readonly Value[], at: Uint32Array) => [
    ...['booked', 'budgets', 'oldBudgets', 'oldCycles'].map(name => reference.variable(state, name)),
    looks(at),
  ]
  const changing = { give: change(0, 2), 'give back': change(1, 2) }
  const arriving = Object.fromEntries(
    [0, 1].flatMap(flow => [1, 2].map(bytes => [`f${flow} ${bytes}`, arrive(flow, bytes)])),
  )
  return exploreTogether(
    reference,
    image,
    { ...arriving, cycle, stray, ...(changes ? changing : {}) },
    matters,
    pairsMax,
  )
}

/** More pairs of a state and an image than there are: what takes a minute is done on demand. */
const pairsMax = process.env.VON_CORE_WORKLOADS === 'all' ? 100_000 : 5000

describe('the calendar', () => {
  it('does what its spec says, call by call, in every workload', () => {
    expect(inLockStep(calendarCode, false)).toBe(2985)
  })
  it('does so while budgets change', () => {
    expect(inLockStep(calendarCode, true, pairsMax)).toBeGreaterThanOrEqual(5000)
  })
})

it.each(Object.entries(mutants))('mutant %s is caught', async (_, patch) => {
  const code = (await patched('scheduler/calendar.ts', patch)) as Code
  expect(() => inLockStep(code, true, pairsMax)).toThrow(Divergence)
})
