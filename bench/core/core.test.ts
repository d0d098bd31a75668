/** What is measured is right: workloads come from seeds alone, and the loops give what plain searches give. Nothing is timed. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../../checker/compile/compile.ts'
import { firstMatch } from '../../impl/classifier/rule.ts'
import { ruleSet } from '../../impl/classifier/ruleSets.fixture.ts'
import { FIELDS } from '../../impl/header/fields.ts'
import { NONE } from '../../impl/words.ts'
import { coreBundle } from '../../scripts/core-bundle.ts'
import { checksumOf, sentChecksum } from './answers.ts'
import { type Figures, least, ratio } from './figures.ts'
import * as loops from './loops.ts'
import { runPasses, wordsFor } from './passes.ts'
import { xorshift, zipf } from './random.ts'
import { renderFigures, renderScale } from './table.ts'
import { javascript, webAssembly } from './target.ts'
import { classifyWorkload, lookupWorkload, quickPlans, schedulerWorkload, type Workload } from './workloads.ts'

const source = path.join(import.meta.dirname, 'loops.ts')
const { bytes } = compile(source)
/** A run without time: two passes that are not timed, and one that is. */
const answersOf = (workload: Workload) => runPasses(workload, 1, javascript(loops), () => 0)
const thrice = (answers: ArrayLike<number>) => checksumOf(answers, checksumOf(answers, checksumOf(answers)))

describe('workloads', () => {
  it('are the same for the same seed, and others for another', () => {
    for (const plan of quickPlans) expect(plan.build().files).toEqual(plan.build().files)
    const [one, other] = [1, 2].map(seed => lookupWorkload(1000, 'scattered', 'uniform', false, 256, seed))
    expect(one?.files).not.toEqual(other?.files)
  })

  it('are named before they are built', () => {
    for (const { name, build } of quickPlans) expect(build().name).toBe(name)
  })

  it('draw one rank of Zipf in proportion to its reciprocal', () => {
    const next = zipf(100, 5)
    const counts = new Uint32Array(100)
    for (let i = 0; i < 100_000; i++) {
      const rank = next()
      counts[rank] = (counts[rank] as number) + 1
    }
    const [first = 0, second = 0, third = 0] = counts.toSorted().toReversed()
    expect(first / second).toBeCloseTo(2, 0)
    expect(first / third).toBeCloseTo(3, 0)
  })

  it('have numbers of Marsaglia', () => {
    // by hand: 1 ^ 1 << 13 is 8193, which no shift by 17 changes; 8193 ^ 8193 << 5
    expect(xorshift(1)()).toBe(270369)
  })
})

describe('the loops', () => {
  it.each(['scattered', 'delegated'] as const)('look %s ids up as a linear search does', pattern => {
    const workload = lookupWorkload(1000, pattern, 'Zipf', true, 1024)
    const { entries, packets } = workload.files as Record<string, Uint32Array>
    const expected = Array.from({ length: 1024 }, (_, i) => {
      for (let at = 0; at < (entries?.length ?? 0); at += 2)
        if (entries?.[at] === packets?.[16 * i]) return entries?.[at + 1] as number
      return NONE
    })
    expect(new Set(expected).size).toBeGreaterThan(100)
    expect(expected).toContain(NONE)
    const all = new Uint32Array(1024)
    loops.lookupAll(workload.files.image as Uint32Array, packets as Uint32Array, 16, 1024, 1, all)
    expect([...all]).toEqual(expected)
    expect(answersOf(workload).checksum).toBe(thrice(expected))
  })

  it.each(['acl', 'fw'] as const)('find the first rule of %s sets', kind => {
    const workload = classifyWorkload(kind, 300, 512)
    const packets = workload.files.packets as Uint32Array
    const rules = ruleSet(kind, 300, 1)
    const expected = Array.from({ length: 512 }, (_, i) =>
      firstMatch(rules, packets.subarray(FIELDS * i, FIELDS * (i + 1))),
    )
    expect(answersOf(workload).checksum).toBe(thrice(expected))
  })

  it.each(['calendar', 'slots'] as const)(
    'send by %s what has come, all of it once, and of a partition in order',
    subject => {
      const { files, numbers } = schedulerWorkload(subject, 200, 5000)
      const arrivals = files.arrivals as Uint32Array
      const count = arrivals.length / 2
      const departures = new Uint32Array(count)
      const run = subject === 'calendar' ? loops.runCalendar : loops.runSlots
      expect(run(files.image as Uint32Array, arrivals, count, numbers[0] as number, departures)).toBe(count)
      const last = new Map<number, number>()
      for (const packet of departures) {
        const partition = arrivals[2 * packet] as number
        expect(packet).toBeGreaterThan(last.get(partition) ?? -1)
        last.set(partition, packet)
      }
      // some have to wait for another cycle, or for their slot
      expect(departures.some((packet, i) => packet !== i)).toBe(true)
      expect(sentChecksum(departures, arrivals)).toBe(sentChecksum(departures.toReversed(), arrivals))
    },
  )
})

describe('translations of the loops', () => {
  it('to WebAssembly and to the JavaScript that is shipped give the same answers as their source, in the same order', async () => {
    const bundle = `data:text/javascript;base64,${Buffer.from(await coreBundle(source)).toString('base64')}`
    const shipped = await import(/* @vite-ignore */ bundle)
    for (const plan of quickPlans) {
      const workload = plan.build()
      const expected = answersOf(workload)
      const outcomes = [
        runPasses(plan.build(), 1, webAssembly(bytes, wordsFor(workload)), () => 0),
        runPasses(plan.build(), 1, javascript(shipped), () => 0),
      ]
      expect([workload.name, ...outcomes]).toEqual([workload.name, expected, expected])
    }
  })
})

describe('ratios', () => {
  const figures = (side: Figures['side'], runs: number[], checksum = 7, order = 7): Figures => ({
    name: side,
    side,
    checksum,
    order,
    bytes: 1000,
    runs,
  })

  it('are of the medians of runs', () => {
    expect(ratio(figures('ours', [9, 2, 4]), figures('DPDK', [8, 40, 7]))).toBe(2)
  })

  it('are not given where answers differ, or the order does though it should not', () => {
    expect(ratio(figures('ours', [1]), figures('DPDK', [2], 8))).toBe('no ratio: the answers differ')
    expect(ratio(figures('ours', [1]), figures('C', [2], 7, 8))).toBe('no ratio: the order differs')
    expect(ratio(figures('ours', [1]), figures('DPDK', [2], 7, 8))).toBe(2)
  })

  it('stand in a table, beside the least that the machine can do', () => {
    const workload = lookupWorkload(1000, 'scattered', 'uniform', false, 64)
    const machine = {
      tables: [
        { bytes: 16384, chainedNanoseconds: 2, knownNanoseconds: 1 },
        { bytes: 65536, chainedNanoseconds: 6, knownNanoseconds: 3 },
      ],
      streamBytesPerNanosecond: 8,
    }
    // an id of 4 bytes passes by, and a word of the table of 16,400 bytes is read
    expect(least(workload, machine)).toBe(3.5)
    const text = renderFigures(workload, [figures('ours', [4]), figures('C', [2]), figures('DPDK', [6], 8)], machine)
    expect(text).toMatch(/ours +4\.0 +4\.0 +0\.50x +no ratio: the answers differ/)
    expect(text).toContain('takes 3.5 ns at least')
  })

  it('come with what a packet takes by how many overlays there are', () => {
    const measured = [
      { workload: { name: '1,000 scattered ids, uniform, streaming', overlays: 1000 }, figures: [figures('C', [3])] },
      { workload: { name: '1,000 partitions, calendar', overlays: 1000 }, figures: [figures('C', [5])] },
      { workload: { name: '10,000 partitions, calendar', overlays: 10_000 }, figures: [figures('C', [5])] },
    ]
    expect(renderScale(measured, 'C')).toBe(
      'C, a packet looked up and scheduled, one core: 1,000 overlays 8 ns (125.0 million each second)\n',
    )
    expect(renderScale(measured, 'JavaScript')).toBe('')
  })
})
