/**
 * Code over packed states in memory, unrolled by word: their hash, comparison and copy. In: locals that hold addresses.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { get, i64, type Local, set } from '../../../codegen/wasm/instructions.ts'
import type { Layout } from './layout.ts'

// Odd multipliers, so that multiplication has an inverse; from the splitmix and murmur finalisers.
const FIRST_FACTOR = 0xd6e8feb86659fd93n
const LAST_FACTOR = 0xff51afd7ed558ccdn
/** Bit 63 is set: no state of fewer than 64 bits is equal to it, and only an equal one has hash zero. */
const SEED = 0xa43f6a8885a308d3n

/** The offsets of the words of a state. */
const offsets = (stateBytes: number) => Array.from({ length: stateBytes / 8 }, (_, i) => i * 8)

/**
 * Sets `hash` from the state at `address`. Every step has an inverse: for states of one word, different states have
 * different hashes. Where the hash stands for a wider state, it must be as good as random: see `setStrongHash`.
 */
export function setHash(hash: Local, address: Local, { stateBytes, isCompacted }: Layout): Code {
  if (isCompacted) return setStrongHash(hash, address, stateBytes)
  const fold = set(hash, i64.xor(get(hash), i64.shrU(get(hash), i64.const(32n))))
  return [
    set(hash, i64.const(SEED)),
    offsets(stateBytes).map(offset => [
      set(hash, i64.mul(i64.xor(get(hash), i64.load(get(address), offset)), i64.const(FIRST_FACTOR))),
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
function setStrongHash(hash: Local, address: Local, stateBytes: number): Code {
  const fold = (by: bigint) => set(hash, i64.xor(get(hash), i64.shrU(get(hash), i64.const(by))))
  const multiply = (by: bigint) => set(hash, i64.mul(get(hash), i64.const(by)))
  const [first, second] = STRONG_FACTORS
  return [
    set(hash, i64.const(SEED)),
    offsets(stateBytes).map(offset => [
      set(hash, i64.xor(get(hash), i64.load(get(address), offset))),
      ...[fold(27n), multiply(first), fold(33n), multiply(second), fold(27n)],
    ]),
    set(hash, i64.or(get(hash), i64.extendU(i64.eqz(get(hash))))),
  ]
}

/** Bits in which the states at `a` and `b` differ, all words laid over each other: zero when they are equal. */
export const difference = (a: Local, b: Local, stateBytes: number): Code =>
  offsets(stateBytes)
    .map(offset => i64.xor(i64.load(get(a), offset), i64.load(get(b), offset)))
    .reduce((left, right) => i64.or(left, right))

/** Copies the state at `source` to `target`. */
export const copyState = (target: Local, source: Local, stateBytes: number): Code =>
  offsets(stateBytes).map(offset => i64.store(get(target), i64.load(get(source), offset), offset))
