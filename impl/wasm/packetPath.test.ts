import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../checker/compile/compile.ts'
import { loaded, outcomeInJavaScript, type Run } from '../../checker/compile/module.fixture.ts'
import { edges, word } from '../../checker/compile/packetPath.arbitrary.ts'
import { buildAccounts } from '../accounting/buildAccounts.ts'
import { buildClassifier } from '../classifier/buildClassifier.ts'
import { packetsFor, ruleSet } from '../classifier/ruleSets.fixture.ts'
import { buildLookup } from '../lookup/buildLookup.ts'
import * as packetPath from '../packetPath.ts'
import { buildCalendar, changeBudgets } from '../scheduler/buildCalendar.ts'
import { buildSlots } from '../scheduler/buildSlots.ts'
import { CYCLE } from '../scheduler/calendar.ts'
import { type Core, instantiate, type PacketPath, type Placed } from './instantiate.ts'

const module = compile(path.join(import.meta.dirname, '../packetPath.ts'))
const runs = Number(process.env.VON_RANDOM_PROGRAMS ?? 60)

const inJavaScript = new Map(Object.entries(packetPath))

/** An image twice: for JavaScript, and in the memory of the module. */
class Twice {
  readonly core: Core<PacketPath>
  readonly #pairs: [Uint32Array, Placed][] = []
  constructor(words = 2 ** 18) {
    this.core = instantiate(module.bytes, { words })
  }
  place(image: Uint32Array): Placed & { readonly own: Uint32Array } {
    const own = image.slice()
    const placed = this.core.place(image)
    this.#pairs.push([own, placed])
    return { ...placed, own }
  }
  expectSame(): void {
    for (const [own, { words }] of this.#pairs) expect(words).toEqual(own)
  }
}

it('compiles all that the core exports for each packet', () => {
  expect(module.functions.map(({ name }) => name).sort()).toEqual(Object.keys(packetPath).sort())
})

describe('on words of all kinds', () => {
  const small = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }) }, { weight: 1, arbitrary: word })
  // Some loops go as far as their image says, so most of it is small.
  const image = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 })
  const packets = fc.array(fc.oneof(fc.constantFrom(0x45, 0x0fc00045, 0x28000045, 0x64000045, ...edges), word), {
    minLength: 5,
    maxLength: 30,
  })

  it.each(module.functions)('$name gives the same, or traps where JavaScript leaves its words', signature => {
    const { name, parameters } = signature
    const run = inJavaScript.get(name) as unknown as Run
    const args = fc.tuple(
      ...parameters.map(parameter => {
        if (parameter.name === 'packets') return packets.map(list => Uint32Array.from(list))
        if (parameter.kind === 'words') return image.map(list => Uint32Array.from(list))
        // The calendar passes each cycle up to then.
        return parameter.name === 'now' ? fc.integer({ min: 0, max: 40 }) : small
      }),
    )
    const inWebAssembly = loaded(module, 8 * runs)
    fc.assert(
      fc.property(args, given => {
        expect(inWebAssembly(name, given)).toEqual(outcomeInJavaScript(run, given))
      }),
      { numRuns: runs, seed: 1 },
    )
  })
})

describe('on images that are in order', () => {
  it('finds the same partitions, also of ids that nobody has', () => {
    const twice = new Twice()
    const ids = [
      ...Array.from({ length: 300 }, (_, i) => 2 ** 31 + 3 * i),
      ...Array.from({ length: 100 }, (_, i) => i + 7),
    ]
    const table = twice.place(buildLookup(ids.map((id, index) => [id, index] as const)))
    for (const id of [...ids, ...edges, ...ids.map(each => each + 1)])
      expect(twice.core.functions.indexOf(table.address, id)).toBe(packetPath.indexOf(table.own, id))
  })

  it.each([
    ['acl', 40],
    ['fw', 40],
    ['acl', 600],
    ['fw', 300],
  ] as const)('finds the same first rule, of %s rules: %i', (kind, count) => {
    const rules = ruleSet(kind, count, 3)
    const twice = new Twice(2 ** 21)
    const image = twice.place(buildClassifier(rules).image)
    const packet = twice.place(new Uint32Array(5))
    const all = packetsFor(rules, 400, 5)
    const found = new Set<number>()
    for (let i = 0; i < 400; i++) {
      const fields = all.subarray(5 * i, 5 * i + 5)
      packet.words.set(fields)
      const expected = packetPath.classify(image.own, fields)
      expect(twice.core.functions.classify(image.address, packet.address)).toBe(expected)
      found.add(expected)
    }
    expect(found.size).toBeGreaterThan(10)
  })

  it('takes packets in, drops and sends them in the same way, batch after batch, and leaves the same images', () => {
    const step = fc.record({
      arrivals: fc.array(
        fc.tuple(fc.constantFrom(7, 0x80000007, 0xffffffff, 8), fc.constantFrom(0, 1, 64, 300, 1500, 0xffffffff)),
        {
          maxLength: 20,
        },
      ),
      cycles: fc.constantFrom(0, 1, 1, 1, 2, 9, 0xffffffff),
      departures: fc.integer({ min: 0, max: 12 }),
      change: fc.boolean(),
    })
    const seen = { sent: 0, dropped: 0 }
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const twice = new Twice()
        const { functions } = twice.core
        const table = twice.place(
          buildLookup([
            [7, 0],
            [0x80000007, 1],
            [0xffffffff, 2],
          ]),
        )
        const calendar = twice.place(
          buildCalendar({ cycleBytes: 2400, budgets: [300, 1500, 600], cycles: 4, cycle: 0xfffffffa }),
        )
        const accounts = twice.place(buildAccounts(3))
        let packet = 0
        for (const { arrivals, cycles, departures, change } of steps) {
          const batch = twice.place(Uint32Array.from(arrivals.flatMap(([id, bytes]) => [id, bytes, ++packet])))
          const outcomes = twice.place(new Uint32Array(arrivals.length))
          functions.receiveBatch(
            table.address,
            calendar.address,
            accounts.address,
            batch.address,
            arrivals.length,
            outcomes.address,
          )
          packetPath.receiveBatch(table.own, calendar.own, accounts.own, batch.own, arrivals.length, outcomes.own)
          if (change)
            expect(changeBudgets(calendar.words, [600, 300, 1500])).toBe(changeBudgets(calendar.own, [600, 300, 1500]))
          const now = ((calendar.own[CYCLE] as number) + cycles) >>> 0
          expect(functions.advance(calendar.address, now)).toBe(packetPath.advance(calendar.own, now))
          const sent = twice.place(new Uint32Array(departures))
          const count = packetPath.departBatch(calendar.own, accounts.own, departures, sent.own)
          expect(functions.departBatch(calendar.address, accounts.address, departures, sent.address)).toBe(count)
          twice.expectSame()
          seen.sent += count
          seen.dropped += outcomes.own.filter(outcome => outcome === 0).length
        }
      }),
      { numRuns: runs, seed: 2 },
    )
    expect(Math.min(seen.sent, seen.dropped)).toBeGreaterThan(runs)
  })

  it('serves slots in the same way', () => {
    const twice = new Twice()
    const slots = twice.place(buildSlots({ slotBytes: 1500, owners: [0, 1, 0, 2], queues: [2, 3, 1] }))
    let next = 1
    for (let i = 0; i < 500; i++) {
      next = Math.imul(next, 48271) >>> 0
      const [partition, bytes] = [(next >>> 8) & 3, (next >>> 16) & 2047]
      expect(twice.core.functions.enqueueForSlot(slots.address, partition, bytes, i)).toBe(
        packetPath.enqueueForSlot(slots.own, partition, bytes, i),
      )
      if ((next & 0x1000) !== 0)
        expect(twice.core.functions.serveSlot(slots.address)).toBe(packetPath.serveSlot(slots.own))
      twice.expectSame()
    }
  })
})

describe('a memory', () => {
  it('has room for the images that it was asked to have room for, and says when there is no more', () => {
    const core = instantiate(module.bytes, { words: 100 })
    const first = core.place(Uint32Array.of(1, 2, 3))
    const second = core.place(new Uint32Array(0))
    expect([...first.words, second.words.length]).toEqual([1, 2, 3, 0])
    expect(() => core.place(new Uint32Array(2 ** 14))).toThrow(/16384 words do not fit: 16336 of 100/)
    expect(() => instantiate(module.bytes, { words: 2 ** 30 })).toThrow(RangeError)
    expect(() => instantiate(module.bytes, { words: -1 })).toThrow(RangeError)
  })

  it('keeps images apart: an index beyond one of them traps, and does not read the next one', () => {
    const { functions, place } = instantiate(module.bytes, { words: 1000 })
    // It says that its range has 100 ids, and has none of them.
    const table = place(Uint32Array.of(0, 100, 0, 0))
    place(new Uint32Array(200).fill(5))
    expect(() => functions.indexOf(table.address, 50)).toThrow(/unreachable/)
  })

  it('is not made for a module of something else', () => {
    expect(() => instantiate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), { words: 1 })).toThrow(TypeError)
  })
})
