/**
 * Code over packed states in memory, unrolled by word: their hash, comparison and copy. In: locals that hold addresses.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import { get, i64, type Local, set } from '../../../codegen/wasm/instructions.ts'

// Odd multipliers, so that multiplication has an inverse; from the splitmix and murmur finalisers.
const FIRST_FACTOR = 0xd6e8feb86659fd93n
const LAST_FACTOR = 0xff51afd7ed558ccdn
/** Bit 63 is set: no state of fewer than 64 bits is equal to it, and only an equal one has hash zero. */
const SEED = 0xa43f6a8885a308d3n

/** The offsets of the words of a state. */
const offsets = (stateBytes: number) => Array.from({ length: stateBytes / 8 }, (_, i) => i * 8)

/**
 * Sets `hash` from the state at `address`. Every step has an inverse: for states of one word, different states have
 * different hashes.
 */
export function setHash(hash: Local, address: Local, stateBytes: number): Code {
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

/** Bits in which the states at `a` and `b` differ, all words laid over each other: zero when they are equal. */
export const difference = (a: Local, b: Local, stateBytes: number): Code =>
  offsets(stateBytes)
    .map(offset => i64.xor(i64.load(get(a), offset), i64.load(get(b), offset)))
    .reduce((left, right) => i64.or(left, right))

/** Copies the state at `source` to `target`. */
export const copyState = (target: Local, source: Local, stateBytes: number): Code =>
  offsets(stateBytes).map(offset => i64.store(get(target), i64.load(get(source), offset), offset))
