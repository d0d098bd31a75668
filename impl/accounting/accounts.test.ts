import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ACCOUNT_WORDS, ARRIVED, count, DEPARTED, DROPPED } from './accounts.ts'

const kinds = [ARRIVED, DEPARTED, DROPPED]
const calls = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom(...kinds),
    fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0xfffffff0, max: 0xffffffff })),
  ),
  { maxLength: 40 },
)

it('counts packets and bytes of each partition as numbers without end do', () => {
  fc.assert(
    fc.property(calls, all => {
      const accounts = new Uint32Array(3 * ACCOUNT_WORDS)
      for (const [partition, kind, bytes] of all) count(accounts, partition, kind, bytes)
      const total = (at: number) => (BigInt(accounts[at + 1] as number) << 32n) + BigInt(accounts[at] as number)
      for (const partition of [0, 1, 2])
        for (const kind of kinds) {
          const own = all.filter(([p, k]) => p === partition && k === kind)
          const at = partition * ACCOUNT_WORDS + kind
          expect(total(at)).toBe(BigInt(own.length))
          expect(total(at + 2)).toBe(own.reduce((sum, [, , bytes]) => sum + BigInt(bytes), 0n))
        }
    }),
    { seed: 1, numRuns: 300 },
  )
})
