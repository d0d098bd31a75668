/** Stages of growth against tables that are filled by definition: one state after the other, by linear probing. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OVERFLOW_SLOTS } from './layout.ts'
import { stagesOf } from './spread.ts'

const home = (hash: number, slots: number) => Number((BigInt(hash) * BigInt(slots)) >> 32n)

function tableOf(hashes: readonly number[], slots: number, wanted: number): BigUint64Array {
  const table = new BigUint64Array(wanted + OVERFLOW_SLOTS)
  for (const hash of hashes) {
    let at = home(hash, slots)
    while (table[at] !== 0n) at++
    table[at] = (BigInt(hash) << 32n) | 1n
  }
  return table
}

/** Hashes, many of which have the same place; sizes before and after. */
const growths = fc.record({
  hashes: fc.array(fc.oneof(fc.nat(0xffffffff), fc.nat(1000), fc.integer({ min: 0x7ff00000, max: 0x80100000 })), {
    maxLength: 1500,
  }),
  slots: fc.integer({ min: 1, max: 4000 }),
  more: fc.integer({ min: 1, max: 16_000 }),
  least: fc.integer({ min: 1, max: 200 }),
})

it('no state of a stage belongs before its end, and no slot between stages is left out', () => {
  fc.assert(
    fc.property(growths, ({ hashes, slots, more, least }) => {
      fc.pre(hashes.length <= Math.max(OVERFLOW_SLOTS, slots))
      const wanted = slots + more
      const table = tableOf(hashes, slots, wanted)
      let unread = slots + OVERFLOW_SLOTS
      for (const { from, to } of stagesOf(table, slots, wanted, least)) {
        expect(to).toBe(unread)
        expect(to - from).toBeGreaterThanOrEqual(least)
        for (const content of table.slice(from, to)) {
          if (content !== 0n) expect(home(Number(content >> 32n), wanted)).toBeGreaterThanOrEqual(to)
        }
        unread = from
      }
    }),
    { numRuns: 300, seed: 1 },
  )
})

it('twice the slots are shared by halves, down to what is not worth it', () => {
  const slots = 2 ** 16
  const table = new BigUint64Array(2 * slots + OVERFLOW_SLOTS)
  const sizes = Array.from(stagesOf(table, slots, 2 * slots, 2 ** 12), ({ from, to }) => to - from)
  expect(sizes).toEqual([33280, 16640, 8320, 4160])
})
