import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Instance, Memory, Module } from '../../../codegen/wasm/host.ts'
import { get, type Local } from '../../../codegen/wasm/instructions.ts'
import { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { KNOWN, NO_PARENT } from '../store.ts'
import { commitKernel } from './commit.fixture.ts'
import { wordsAt } from './space.ts'
import { setHash } from './stateCode.ts'

const { layout } = commitKernel(1, { bits: 128, compact: true, memoryBytes: 1000 })

/** The hash of a state of two words, by the generated code. */
const hash = (() => {
  const module = new ModuleBuilder()
  module.importMemory('test', 'memory', { initialPages: 1, maximumPages: 1 })
  const f = module.declare('f', ['i32'], ['i64'])
  const result = f.local('i64')
  module.define(f, [setHash(result, wordsAt(f.params[0] as Local), layout), get(result)])
  module.export('f', f)
  const memory = new Memory({ initial: 1, maximum: 1 })
  const run = new Instance(new Module(module.toBytes()), { test: { memory } }).exports.f as (address: number) => bigint
  const state = new BigUint64Array(memory.buffer, 0, 2)
  return (first: bigint, second: bigint) => {
    state.set([first, second])
    return BigInt.asUintN(64, run(0))
  }
})()

const words = (...parts: bigint[]) =>
  Uint32Array.from(parts.flatMap(part => [Number(part & 0xffffffffn), Number(part >> 32n)]))

/** What the hash does with one word, and its inverse, written down once more. */
const wrap = (n: bigint) => BigInt.asUintN(64, n)
function mixed(word: bigint): bigint {
  let h = word
  h = wrap((h ^ (h >> 27n)) * 0x3c79ac492ba7b653n)
  h = wrap((h ^ (h >> 33n)) * 0x1c69b3f74ac4ae35n)
  return h ^ (h >> 27n)
}
const SEED = 0xa43f6a8885a308d3n
/** A second word with which `other` has the hash of the state `first, second`. */
const collidingWord = (first: bigint, second: bigint, other: bigint) =>
  mixed(SEED ^ first) ^ second ^ mixed(SEED ^ other)

describe('compaction', () => {
  it('takes a state for another that has its hash, which an exact kernel does not', () => {
    const second = collidingWord(5n, 77n, 6n)
    expect(hash(6n, second)).toBe(hash(5n, 77n))
    const answers = [true, false].map(compact => {
      const kernel = commitKernel(1, { bits: 128, compact })
      expect(kernel.isCompacted).toBe(compact)
      expect(kernel.insert(words(5n, 77n), NO_PARENT)).toBe(0)
      return kernel.insert(words(6n, second), NO_PARENT)
    })
    expect(answers).toEqual([KNOWN, 1])
  })

  it('does nothing to states of up to 64 bits, whose hashes are theirs alone', () => {
    for (const bits of [40, 64]) expect(commitKernel(1, { bits, compact: true }).isCompacted).toBe(false)
  })

  it('knows no state beforehand, not even one whose hash would be that of a free slot', () => {
    // The words before the hash is zero: every step of the mixing has an inverse, and zero goes to zero.
    const second = mixed(SEED ^ 9n)
    expect(hash(9n, second)).not.toBe(0n)
    const kernel = commitKernel(1, { bits: 128, compact: true })
    expect(kernel.insert(words(9n, second), NO_PARENT)).toBe(0)
    expect(kernel.insert(words(9n, second), NO_PARENT)).toBe(KNOWN)
    expect(kernel.insert(words(9n, second ^ 1n), NO_PARENT)).toBe(1)
  })
})

describe('the hash of wide states', () => {
  /** Few bits of two words, as the states of protocols are: all combinations of some positions. */
  const families: readonly { title: string; bits: readonly bigint[] }[] = [
    { title: 'the lowest bits', bits: Array.from({ length: 16 }, (_, i) => 1n << BigInt(i * 4 + (i >> 3) * 32)) },
    {
      title: 'the highest bits of the first word, and those that would make up for them in the second',
      bits: [63n, 62n, 61n, 60n, 59n, 58n, 57n, 56n].flatMap(b => [1n << b, (1n << (b + 64n)) | (1n << (b + 32n))]),
    },
    {
      title: 'the same bits in both words',
      bits: Array.from({ length: 16 }, (_, i) => (1n << BigInt(4 * i)) * (1n + (1n << 64n))),
    },
  ]
  it.each(families)('spreads states that differ in $title as random numbers', ({ bits }) => {
    const halves = [new Map<bigint, number>(), new Map<bigint, number>()]
    const count = 2 ** bits.length
    for (let i = 0; i < count; i++) {
      let state = 0n
      for (const [k, bit] of bits.entries()) if ((i >> k) & 1) state ^= bit
      const h = hash(wrap(state), state >> 64n)
      halves[0]?.set(h & 0xffffffffn, 1)
      halves[1]?.set(h >> 32n, 1)
    }
    // Half a pair in 2^32 is expected to agree in half of the bits; ten do once in millions of years.
    for (const half of halves) expect(count - half.size).toBeLessThan(10)
  })

  it('changes about half of its bits with every bit of the state', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.nat({ max: 127 }), (state, bit) => {
        const other = state ^ (1n << BigInt(bit))
        const change = hash(wrap(state), state >> 64n) ^ hash(wrap(other), other >> 64n)
        const ones = change.toString(2).replaceAll('0', '').length
        expect(ones).toBeGreaterThan(8)
        expect(ones).toBeLessThan(56)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})
