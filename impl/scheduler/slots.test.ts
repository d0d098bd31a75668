import { describe, expect, it } from 'vitest'
import type { Value } from 'von/checker'
import router from '../../spec/overlay/router.ts'
import { patched } from '../patched.fixture.ts'
import { NONE } from '../words.ts'
import { buildSlots, changeOwners } from './buildSlots.ts'
import { BYTES, PACKET, PARTITION } from './entry.ts'
import { type Call, Divergence, expectSame, exploreTogether, Reference } from './lockStep.fixture.ts'
import { mutants } from './slots.mutants.fixture.ts'
import * as slotsCode from './slots.ts'

type Code = typeof slotsCode
const { COUNT, FIRST, HEAD_WORDS, PARTITION_WORDS, SLOT } = slotsCode

/** Two flows with two slots each in a round, and room for three packets each. */
function inLockStep({ enqueueForSlot, serveSlot }: Code): number {
  const reference = new Reference(router.instance({ share: 2, queue: 3 }))
  const image = buildSlots({ owners: [0, 0, 1, 1], queues: [3, 3], slotBytes: 1 })
  // Packets are numbered as they arrive, whatever has become of those before.
  let arrivals = 0
  const queued = (state: readonly Value[]) => reference.variable(state, 'queued') as number[]
  const arrive =
    (flow: number): Call =>
    (at, state) => {
      const next = reference.after(state, 'arrive', `f${flow}`) as Value[]
      const [before, after] = [queued(state)[flow] as number, queued(next)[flow] as number]
      expectSame('place in the queue', enqueueForSlot(at, flow, 1, ++arrivals), after > before ? after : 0)
      return next
    }
  const slot: Call = (at, state) => {
    const next = reference.after(state, 'slot') as Value[]
    const waiting = [0, 1].map(flow => packetsOf(at, flow))
    const sent = queued(next).findIndex((count, flow) => count < (queued(state)[flow] as number))
    const entry = serveSlot(at)
    expectSame('flow that sends', entry === 0 ? -1 : at[entry + PARTITION], sent)
    if (entry !== 0) {
      expectSame('packet', at[entry + PACKET], waiting[sent]?.[0])
      expectSame('bytes', at[entry + BYTES], 1)
    }
    expectSame(
      'packets that wait',
      [0, 1].map(flow => at[recordOf(flow) + COUNT]),
      queued(next),
    )
    return next
  }
  /** No partition has such a number, and no slot such a length: nothing happens, not even in memory. */
  const stray: Call = (at, state) => {
    const before = at.slice()
    for (const partition of [2, 0x80000000, NONE]) expectSame('a stray packet', enqueueForSlot(at, partition, 1, 9), 0)
    expectSame('a long packet', enqueueForSlot(at, 0, 2, 9), 0)
    expectSame('the image', at, before)
    return state
  }
  const matters = (state: readonly Value[], at: Uint32Array) => [
    reference.variable(state, 'turn'),
    queued(state),
    at[SLOT],
    [0, 1].map(flow => at[recordOf(flow) + FIRST]),
  ]
  return exploreTogether(reference, image, { f0: arrive(0), f1: arrive(1), slot, stray }, matters)
}
const recordOf = (flow: number) => HEAD_WORDS + flow * PARTITION_WORDS
/** What waits, in order. */
const packetsOf = (at: Uint32Array, flow: number) => {
  const [ring, capacity, first, count] = at.subarray(recordOf(flow)) as unknown as [number, number, number, number]
  return Array.from({ length: count }, (_, i) => at[ring + ((first + i) % capacity) * 3 + PACKET])
}

/** A round by one table, of which the other comes into force when it is over. */
function changesOwners({ enqueueForSlot, serveSlot }: Code): readonly number[] {
  const image = buildSlots({ owners: [0, 1, NONE], queues: [9, 9], slotBytes: 1, slotsMax: 4 })
  for (let packet = 0; packet < 9; packet++) for (const flow of [0, 1]) enqueueForSlot(image, flow, 1, packet)
  const served = () => {
    const entry = serveSlot(image)
    return entry === 0 ? NONE : (image[entry + PARTITION] as number)
  }
  const first = served()
  const isAccepted = [changeOwners(image, [1, 1, 1, 0]), changeOwners(image, [0])]
  if (!isAccepted[0] || isAccepted[1]) throw new Divergence('one change at a time')
  return [first, ...Array.from({ length: 8 }, served)]
}
const owners = [0, 1, NONE, 1, 1, 1, 0, 1, 1]

describe('the slots', () => {
  it('do what their spec says, call by call, in every workload', () => {
    // 4 slots, and of each flow 0 to 3 packets in a ring of 3 places
    expect(inLockStep(slotsCode)).toBe(4 * (4 * 3) ** 2)
  })
  it('have new owners from the next round on', () => {
    expect(changesOwners(slotsCode)).toEqual(owners)
  })
  it('are refused where owners are not there', () => {
    expect(() => buildSlots({ owners: [0, 2], queues: [1, 1], slotBytes: 1 })).toThrow('the owner of slot 1 is 2')
    expect(() => buildSlots({ owners: [], queues: [1], slotBytes: 1 })).toThrow('the number of slots is 0')
    expect(() => buildSlots({ owners: [0], queues: [-1], slotBytes: 1 })).toThrow('the queue of partition 0 is -1')
    expect(() => changeOwners(buildSlots({ owners: [0], queues: [1], slotBytes: 1 }), [0, 0])).toThrow('from 1 to 1')
  })
})

it.each(Object.entries(mutants))('mutant %s is caught', async (_, patch) => {
  const code = (await patched('scheduler/slots.ts', patch)) as Code
  expect(() => {
    inLockStep(code)
    expectSame('owners', changesOwners(code), owners)
  }).toThrow(Divergence)
})
