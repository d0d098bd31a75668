/**
 * Code over packed states in memory, unrolled by word: their hash, comparison and copy. In: what reads their words.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { get, i64, type Local, set } from '../../../codegen/wasm/instructions.ts'
import type { Layout } from './layout.ts'
import { rowSpaceOf, type Words } from './space.ts'

// Odd multipliers, so that multiplication has an inverse; from the splitmix and murmur finalisers.
const FIRST_FACTOR = 0xd6e8feb86659fd93n
const LAST_FACTOR = 0xff51afd7ed558ccdn
/** Bit 63 is set: no state of fewer than 64 bits is equal to it, and only an equal one has hash zero. */
const SEED = 0xa43f6a8885a308d3n

/** The offsets of the words of a state. */
const offsets = (stateBytes: number) => Array.from({ length: stateBytes / 8 }, (_, i) => i * 8)

/**
 * Sets `hash` from a state. Every step has an inverse: for states of one word, different states have
 * different hashes. Where the hash stands for a wider state, it must be as good as random: see `setStrongHash`.
 */
export function setHash(hash: Local, words: Words, { stateBytes, isCompacted }: Layout): Code {
  if (isCompacted) return setStrongHash(hash, words, stateBytes)
  const fold = set(hash, i64.xor(get(hash), i64.shrU(get(hash), i64.const(32n))))
  return [
    set(hash, i64.const(SEED)),
    offsets(stateBytes).map(offset => [
      set(hash, i64.mul(i64.xor(get(hash), words(offset)), i64.const(FIRST_FACTOR))),
      fold,
    ]),
    set(hash, i64.mul(get(hash), i64.const(LAST_FACTOR))),
    fold,
  ]
}

// From the finaliser "moremur" of Pelle Evensen, in which every bit of the input changes half of the output.
const STRONG_FACTORS = [0x3c79ac492ba7b653n, 0x1c69b3f74ac4ae35n] as const

/**
 * The same with all bits of one word mixed before the next is added: in the hash above, words that differ in few bits can
 * make up for each other. It is never zero.
 */
function setStrongHash(hash: Local, words: Words, stateBytes: number): Code {
  const fold = (by: bigint) => set(hash, i64.xor(get(hash), i64.shrU(get(hash), i64.const(by))))
  const multiply = (by: bigint) => set(hash, i64.mul(get(hash), i64.const(by)))
  const [first, second] = STRONG_FACTORS
  return [
    set(hash, i64.const(SEED)),
    offsets(stateBytes).map(offset => [
      set(hash, i64.xor(get(hash), words(offset))),
      ...[fold(27n), multiply(first), fold(33n), multiply(second), fold(27n)],
    ]),
    set(hash, i64.or(get(hash), i64.extendU(i64.eqz(get(hash))))),
  ]
}

/** Bits in which two states differ, all words laid over each other: zero when they are equal. */
export const difference = (a: Words, b: Words, stateBytes: number): Code =>
  offsets(stateBytes)
    .map(offset => i64.xor(a(offset), b(offset)))
    .reduce((left, right) => i64.or(left, right))

/** Copies a state to an address outside of the arena. */
export const copyState = (target: Code, source: Words, stateBytes: number): Code =>
  offsets(stateBytes).map(offset => i64.store(target, source(offset), offset))

/** Copies a state to the row at an address. */
export function copyToRow(layout: Layout, row: Local, source: Words): Code {
  const space = rowSpaceOf(layout)
  return offsets(layout.stateBytes).map(offset => space.store64(get(row), source(offset), offset))
}
