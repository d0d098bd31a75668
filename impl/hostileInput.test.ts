/** The core as an attacker would use it: by ids, packets and loads of his own choice, through what `von/core` exports. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  buildAccounts,
  buildCalendar,
  buildLookup,
  buildSlots,
  changeBudgets,
  classify,
  dequeue,
  enqueue,
  enqueueForSlot,
  indexOf,
  kindOf,
  type LookupEntry,
  MALFORMED,
  NONE,
  OF_FLOW,
  overlayOf,
  PACKET,
  PARTITION,
  readAccount,
  readHeader,
  receive,
  serveSlot,
  writeHeader,
} from './index.ts'
import { firstHash, secondHash } from './lookup/lookup.ts'

const RUNS = Number(process.env.VON_RANDOM_HOSTILE ?? 200)
const word = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
)

describe('ids that all want the same two buckets', () => {
  it('make a table larger, but are found, and others are not', () => {
    // More than two buckets hold, for each of the seeds that a builder tries and the two sizes that it tries first.
    const chosen = new Set<number>()
    for (const bits of [6, 7]) {
      for (let seed = 0; seed < 8; seed++) {
        const mask = 2 ** bits - 1
        let same = 0
        for (let id = 0; same < 9; id++) {
          const hash = firstHash((id ^ seed) >>> 0)
          if ((hash & mask) !== 5 || (secondHash(hash) & mask) !== 9) continue
          chosen.add(id)
          same++
        }
      }
    }
    const all = [...chosen].map((id, index): LookupEntry => [id, index])
    const table = buildLookup(all)
    // 144 ids are at home in 64 buckets of 8 words; these take 256
    expect(all.length).toBeLessThanOrEqual(144)
    expect(table.length).toBeGreaterThan(8 * 128)
    expect(table.length).toBeLessThan(8 * 300)
    for (const [id, index] of all) expect(indexOf(table, id)).toBe(index)
    for (const [id] of all) if (!chosen.has(id + 1)) expect(indexOf(table, id + 1)).toBe(NONE)
  })
})

describe('images of zeros', () => {
  it('have no partitions, no rules and no slots: nothing is taken, and nothing is sent', () => {
    const zeros = () => new Uint32Array(64)
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        for (const call of [
          (image: Uint32Array) => enqueue(image, a, b, c),
          dequeue,
          (image: Uint32Array) => enqueueForSlot(image, a, b, c),
          serveSlot,
        ])
          expect(call(zeros())).toBe(0)
        expect(classify(zeros(), Uint32Array.of(a, b, c & 0xffff, a & 0xffff, b & 0xff))).toBe(NONE)
        const calendar = zeros()
        advance(calendar, a)
        expect(enqueue(calendar, 0, 64, 0)).toBe(0)
      }),
      { seed: 1, numRuns: RUNS },
    )
  })
})

describe('packets that end too early', () => {
  it('are never read beyond their end: what stands behind it changes nothing', () => {
    const table = buildLookup([
      [0x80000001, 0],
      [7, 1],
    ])
    const field = (max: number) => fc.oneof(fc.integer({ min: 0, max }), fc.constantFrom(0, max))
    const fields = fc.tuple(
      word,
      word,
      field(0xffff),
      field(0xffff),
      fc.constantFrom(6, 17, 1, 132, 255),
      fc.oneof(fc.constantFrom(0x80000001, 7), word),
      field(64),
      fc.constantFrom(0x0c, 0x0d, 0, 0xfc, 0x08),
      fc.constantFrom(0, 0x4000, 0x2000, 1, 0x1fff),
      field(255),
    )
    const seen = new Set<number>()
    fc.assert(
      fc.property(fields, fc.constantFrom(0x45, 0x46, 0x4f, 0x44, 0x65), word, (values, versionAndLength, behind) => {
        const written = new Uint32Array(32)
        writeHeader(values, written, 0)
        const bytes = new Uint8Array(written.buffer)
        bytes[0] = versionAndLength
        for (let length = 0; length <= 64; length++) {
          const outcomes = [0, behind].map(other => {
            const words = written.slice()
            const view = new Uint8Array(words.buffer)
            for (let i = length; i < view.length; i++) view[i] = (other >>> (8 * (i & 3))) & 0xff
            const kind = kindOf(words, 0, length)
            const read = new Uint32Array(10)
            if (kind !== MALFORMED) readHeader(words, 0, kind, read)
            return [kind, overlayOf(words, 0, kind, table), ...read]
          })
          expect([length, outcomes[0]]).toEqual([length, outcomes[1]])
          seen.add(outcomes[0]?.[0] as number)
          if (length < 24) expect(outcomes[0]?.[0]).not.toBe(OF_FLOW)
        }
      }),
      { seed: 1, numRuns: RUNS },
    )
    // every kind there is
    expect([...seen].toSorted()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('budgets that cannot be', () => {
  it.each([
    ['sum up to more than a cycle', [600, 600]],
    ['are negative', [-1, 5]],
    ['are not whole', [0.5, 1]],
    ['are no numbers', [Number.NaN, 1]],
    ['are without end', [Number.POSITIVE_INFINITY, 0]],
  ])('are refused where they %s, and change nothing', (_, budgets) => {
    expect(() => buildCalendar({ cycleBytes: 1000, budgets, cycles: 4 })).toThrow(RangeError)
    const calendar = buildCalendar({ cycleBytes: 1000, budgets: [500, 500], cycles: 4 })
    const before = calendar.slice()
    expect(() => changeBudgets(calendar, budgets)).toThrow(RangeError)
    expect(calendar).toEqual(before)
  })

  it('are refused where plans of slots name a partition that is not there', () => {
    for (const owners of [[2], [-1], [0.5], []])
      expect(() => buildSlots({ owners, queues: [1, 1], slotBytes: 64 })).toThrow(RangeError)
  })
})

interface Load {
  readonly partition: number
  readonly bytes: number
}
/** What is sent in each cycle: the numbers of packets, partition by partition. The clock begins with `first`. */
function sentByCycle(cycles: readonly (readonly Load[])[], first: number, budgets: readonly number[]) {
  const calendar = buildCalendar({ cycleBytes: 1000, budgets, cycles: 4, cycle: first })
  const answers: number[][] = []
  const sent: number[][][] = []
  let packet = 0
  for (const [i, arrivals] of [...cycles, [], [], [], []].entries()) {
    answers.push(arrivals.map(({ partition, bytes }) => enqueue(calendar, partition, bytes, packet++)))
    expect(advance(calendar, (first + i + 1) >>> 0)).toBe(0)
    const now: number[][] = budgets.map(() => [])
    for (let entry = dequeue(calendar); entry !== 0; entry = dequeue(calendar))
      now[calendar[entry + PARTITION] as number]?.push(calendar[entry + PACKET] as number)
    sent.push(now)
  }
  return { answers, sent }
}
const load = fc.record({
  partition: fc.oneof(fc.integer({ min: 0, max: 2 }), word),
  bytes: fc.oneof(fc.integer({ min: 0, max: 700 }), word),
})
const loads = fc.array(fc.array(load, { maxLength: 8 }), { minLength: 1, maxLength: 12 })

describe('time', () => {
  it('may pass 2^32 - 1: what is sent is the same as elsewhere', () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 12 }), (cycles, before) => {
        const budgets = [300, 400, 300]
        expect(sentByCycle(cycles, 2 ** 32 - before, budgets)).toEqual(sentByCycle(cycles, 1000, budgets))
        expect(sentByCycle(cycles, 2 ** 31 - before, budgets)).toEqual(sentByCycle(cycles, 1000, budgets))
      }),
      { seed: 1, numRuns: RUNS },
    )
  })

  it('that goes back changes nothing', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: 2 ** 31 }), (now, back) => {
        const calendar = buildCalendar({ cycleBytes: 1000, budgets: [1000], cycles: 4, cycle: now })
        enqueue(calendar, 0, 100, 1)
        const before = calendar.slice()
        expect(advance(calendar, (now - back) >>> 0)).toBe(0)
        expect(calendar).toEqual(before)
      }),
      { seed: 1, numRuns: RUNS },
    )
  })

  it('that leaps to where nothing waits any more loses no packet', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (now, leap) => {
        const calendar = buildCalendar({ cycleBytes: 1000, budgets: [500, 500], cycles: 8, cycle: now })
        const booked = [100, 450, 450, 450].map((bytes, packet) => enqueue(calendar, packet & 1, bytes, packet))
        expect(booked).not.toContain(0)
        const sent: number[] = []
        const target = (now + leap) >>> 0
        for (let left = advance(calendar, target); ; left = advance(calendar, target)) {
          for (let entry = dequeue(calendar); entry !== 0; entry = dequeue(calendar))
            sent.push(calendar[entry + PACKET] as number)
          if (left === 0) break
        }
        // all that were booked up to there
        expect(sent.toSorted()).toEqual([0, 1, 2, 3].filter(packet => (booked[packet] as number) <= leap))
      }),
      { seed: 1, numRuns: RUNS },
    )
  })
})

describe('a partition among others that send whatever they like', () => {
  it('has the same answers, cycles and account as if it were alone', () => {
    const table = buildLookup([
      [0xffffffff, 0],
      [5, 1],
      [0x80000000, 2],
    ])
    const ids = [0xffffffff, 5, 0x80000000]
    const arrivals = fc.array(
      fc.array(
        fc.record({
          id: fc.oneof(fc.constantFrom(...ids), word),
          bytes: fc.oneof(fc.integer({ min: 0, max: 500 }), word),
        }),
        { maxLength: 12 },
      ),
      { minLength: 1, maxLength: 10 },
    )
    let compared = 0
    const run = (cycles: readonly (readonly { id: number; bytes: number }[])[], isMine: (id: number) => boolean) => {
      const calendar = buildCalendar({ cycleBytes: 1200, budgets: [400, 400, 400], cycles: 4 })
      const accounts = buildAccounts(3)
      const seen: unknown[] = []
      for (const [i, packets] of cycles.entries()) {
        for (const [j, { id, bytes }] of packets.entries()) {
          const answer = receive(table, calendar, accounts, id, bytes, 100 * i + j)
          if (isMine(id)) seen.push(answer)
        }
        advance(calendar, i + 1)
        for (let entry = dequeue(calendar); entry !== 0; entry = dequeue(calendar))
          if (calendar[entry + PARTITION] === 0) seen.push([i, calendar[entry + PACKET]])
      }
      return [seen, readAccount(accounts, 0).arrived, readAccount(accounts, 0).dropped]
    }
    fc.assert(
      fc.property(arrivals, cycles => {
        const isMine = (id: number) => id === ids[0]
        // the others' packets are replaced by strays, so that mine keep their numbers
        const alone = cycles.map(packets => packets.map(each => (isMine(each.id) ? each : { id: 6, bytes: 64 })))
        const [together, single] = [run(cycles, isMine), run(alone, isMine)]
        if ((single[0] as unknown[]).length > 0) compared++
        expect(together).toEqual(single)
      }),
      { seed: 1, numRuns: RUNS },
    )
    expect(compared).toBeGreaterThan(RUNS / 2)
  })
})
