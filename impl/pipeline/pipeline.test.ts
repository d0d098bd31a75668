import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildAccounts, readAccount } from '../accounting/buildAccounts.ts'
import { writeHeader } from '../header/writeIpv4.ts'
import { buildLookup } from '../lookup/buildLookup.ts'
import { patched } from '../patched.fixture.ts'
import { buildCalendar } from '../scheduler/buildCalendar.ts'
import { advance, BUCKET_WORDS, BUCKETS_START, CYCLE, CYCLE_COUNT, SENT } from '../scheduler/calendar.ts'
import { BYTES, ENTRY_WORDS, PARTITION } from '../scheduler/entry.ts'
import { mutants } from './pipeline.mutants.fixture.ts'
import * as pipelineCode from './pipeline.ts'

type Code = typeof pipelineCode

/** Ids on both sides of 2^31; one of them is that of no partition. */
const ids = [7, 0x80000007, 0xffffffff, 8] as const
const partitions = 3

/** Cycles in each of which some packets arrive. */
interface Workload {
  readonly cycles: readonly (readonly Arrival[])[]
}
interface Arrival {
  readonly id: number
  readonly bytes: number
}
const arrivals = fc.record({ id: fc.constantFrom(...ids), bytes: fc.constantFrom(0, 1, 64, 65, 300, 1500, 0xffffffff) })
const workloads: fc.Arbitrary<Workload> = fc.record({
  cycles: fc.array(fc.array(arrivals, { maxLength: 12 }), { minLength: 1, maxLength: 12 }),
})

const made = () => ({
  table: buildLookup(ids.slice(0, partitions).map((id, partition) => [id, partition] as const)),
  calendar: buildCalendar({ cycleBytes: 2400, budgets: [300, 1500, 600], cycles: 4, cycle: 0xfffffffa }),
  accounts: buildAccounts(partitions),
})
type Core = ReturnType<typeof made>

/** What goes in and out, in cycles of at most `size` packets at a time. @returns the outcomes of all arrivals and the departures of all cycles */
function run(code: Code, { cycles }: Workload, sizes: () => number, look: (core: Core) => void = () => {}) {
  const core = made()
  const { table, calendar, accounts } = core
  const outcomes: number[] = []
  const departures: number[][] = []
  let packet = 0
  for (const arriving of cycles) {
    for (let rest = arriving; rest.length > 0; ) {
      const batch = rest.slice(0, sizes())
      rest = rest.slice(batch.length)
      const words = new Uint32Array(batch.flatMap(({ id, bytes }) => [id, bytes, ++packet]))
      const results = new Uint32Array(batch.length)
      code.receiveBatch(table, calendar, accounts, words, batch.length, results)
      outcomes.push(...results)
      look(core)
    }
    expect(advance(calendar, ((calendar[CYCLE] as number) + 1) >>> 0)).toBe(0)
    const sent: number[] = []
    for (let last = Number.POSITIVE_INFINITY; last > 0; ) {
      const out = new Uint32Array(sizes())
      last = code.departBatch(calendar, accounts, out.length, out)
      sent.push(...out.subarray(0, last))
      look(core)
    }
    departures.push(sent)
  }
  return { outcomes, departures, calendar: [...core.calendar], accounts: [...accounts] }
}

/** The same one by one, without batches. */
function runSingly(code: Code, workload: Workload) {
  const single: Code = {
    ...code,
    receiveBatch(table, calendar, accounts, words, packets, outcomes) {
      for (let i = 0; i < packets; i++)
        outcomes[i] = code.receive(
          table,
          calendar,
          accounts,
          words[3 * i] as number,
          words[3 * i + 1] as number,
          words[3 * i + 2] as number,
        )
    },
    departBatch(calendar, accounts, packetsMax, departures) {
      let sent = 0
      for (let entry = 1; sent < packetsMax && entry !== 0; ) {
        entry = code.depart(calendar, accounts)
        if (entry !== 0) departures[sent++] = calendar[entry] as number
      }
      return sent
    },
  }
  return run(single, workload, () => 1)
}

/** Packets and bytes of each partition that lie in the buckets, and are not sent. */
function waiting(calendar: Uint32Array) {
  const found = Array.from({ length: partitions }, () => ({ packets: 0n, bytes: 0n }))
  const cycles = calendar[CYCLE_COUNT] as number
  for (let c = 0; c < cycles; c++) {
    const bucket = (calendar[BUCKETS_START] as number) + c * (calendar[BUCKET_WORDS] as number)
    const isPresent = c === (calendar[CYCLE] as number) % cycles
    for (let i = isPresent ? (calendar[SENT] as number) : 0; i < (calendar[bucket] as number); i++) {
      const entry = bucket + 1 + i * ENTRY_WORDS
      const own = found[calendar[entry + PARTITION] as number] as { packets: bigint; bytes: bigint }
      own.packets++
      own.bytes += BigInt(calendar[entry + BYTES] as number)
    }
  }
  return found
}

/** Packets of IPv4 of all kinds are strays but for those with a known id, which go the way of their id. */
function examinePackets(code: Code): void {
  const flagged = 0xfc
  const fields = (flow: number, fragment: number, service = flagged) =>
    Uint32Array.of(0x0a000001, 0x0a000002, 1000, 2000, 17, flow, 100, service, fragment, 64)
  const kinds: readonly [fields: Uint32Array, bytes: number, id: number | null][] = [
    [fields(7, 0), 100, 7],
    [fields(0xffffffff, 0x2000), 100, 0xffffffff],
    [fields(8, 0), 100, 8],
    [fields(7, 0x2001), 100, null],
    [fields(7, 0, 0), 100, null],
    [fields(7, 0), 99, null],
    [fields(7, 0), 19, null],
  ]
  const words = new Uint32Array(kinds.length * 25)
  const arriving = kinds.flatMap(([header, bytes], i) => {
    writeHeader(header, words, i * 25)
    return [i * 25, bytes, i]
  })
  const [core, known] = [made(), made()]
  const [outcomes, expected] = [new Uint32Array(kinds.length), new Uint32Array(kinds.length)]
  code.receivePackets(core.table, core.calendar, core.accounts, words, arriving, kinds.length, outcomes)
  // 9 is the id of no partition
  const ofIds = kinds.flatMap(([, bytes, id], i) => [id ?? 9, bytes, i])
  code.receiveBatch(known.table, known.calendar, known.accounts, ofIds, kinds.length, expected)
  expect([outcomes, core]).toEqual([expected, known])
  expect([...outcomes]).toEqual([1, 1, 0, 0, 0, 0, 0])
}

/** What must be true of the code; throws where it is not. */
function examine(code: Code): void {
  fc.assert(
    fc.property(workloads, fc.integer({ min: 0, max: 1000 }), (workload, seed) => {
      const singly = runSingly(code, workload)
      let next = seed
      const random = () => {
        next = (next * 48271 + 11) % 2147483647
        return (next % 9) + 1
      }
      for (const sizes of [() => 1, () => 8, () => 32, random]) expect(run(code, workload, sizes)).toEqual(singly)

      let offered = 0
      run(code, workload, random, ({ calendar, accounts }) => {
        const held = waiting(calendar)
        for (const [partition, queued] of held.entries()) {
          const { arrived, departed, dropped } = readAccount(accounts, partition)
          expect(arrived.packets).toBe(departed.packets + dropped.packets + queued.packets)
          expect(arrived.bytes).toBe(departed.bytes + dropped.bytes + queued.bytes)
        }
      })
      const last = run(code, workload, () => 32)
      const flat = workload.cycles.flat()
      for (const [partition, id] of ids.entries()) {
        const own = flat.filter(arrival => arrival.id === id)
        offered += own.length
        const { arrived, dropped } = readAccount(new Uint32Array(last.accounts), partition)
        expect(arrived).toEqual({
          packets: BigInt(own.length),
          bytes: own.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n),
        })
        const lost = flat.filter((arrival, i) => arrival.id === id && last.outcomes[i] === 0)
        expect(dropped.packets).toBe(BigInt(lost.length))
        if (partition === partitions) expect(lost.length).toBe(own.length)
      }
      expect(offered).toBe(flat.length)
    }),
    { seed: 1, numRuns: 60 },
  )
}

/** In which cycle each packet of one partition departs, with others around it or alone. */
function cyclesOf(code: Code, { cycles }: Workload, id: number, others: boolean) {
  const workload = { cycles: cycles.map(arriving => arriving.filter(arrival => others || arrival.id === id)) }
  const own = workload.cycles.flat().map(arrival => arrival.id === id)
  const { outcomes, departures } = run(code, workload, () => 32)
  const order = own.flatMap((isOwn, i) => (isOwn ? [i + 1] : []))
  return {
    outcomes: outcomes.filter((_, i) => own[i]),
    cycles: order.map(packet => departures.findIndex(sent => sent.includes(packet))),
    places: order.map(packet => departures.find(sent => sent.includes(packet))?.indexOf(packet)),
  }
}

describe('the pipeline', () => {
  it('does the same in batches of any size, and accounts for every packet and byte at all times', () => {
    examine(pipelineCode)
  })

  it('takes packets as they came for those of their ids, and all others for strays', () => {
    examinePackets(pipelineCode)
  })

  it('lets nobody notice what others send, cycle by cycle, but within a cycle it does', () => {
    let isNoticed = false
    fc.assert(
      fc.property(workloads, workload => {
        for (const id of ids.slice(0, partitions)) {
          const [alone, among] = [
            cyclesOf(pipelineCode, workload, id, false),
            cyclesOf(pipelineCode, workload, id, true),
          ]
          expect([among.outcomes, among.cycles]).toEqual([alone.outcomes, alone.cycles])
          isNoticed ||= JSON.stringify(among.places) !== JSON.stringify(alone.places)
        }
      }),
      { seed: 2, numRuns: 200 },
    )
    expect(isNoticed).toBe(true)
  })
})

it.each(Object.entries(mutants))('mutant %s is caught', async (_, patch) => {
  const code = (await patched('pipeline/pipeline.ts', patch)) as Code
  expect(() => {
    examinePackets(code)
    examine(code)
  }).toThrow()
})
