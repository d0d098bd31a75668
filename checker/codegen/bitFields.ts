/** Code that reads and writes fields of bits in the 64-bit words of a state. */
import type { Code } from './wasm/bytes.ts'
import { get, i64, type Local, set } from './wasm/instructions.ts'

export interface BitField {
  /** position of the lowest bit, counted from the start of the state */
  readonly bit: number
  /** 1 to 64 */
  readonly width: number
}

const ones = (width: number): bigint => (1n << BigInt(width)) - 1n
const shifted = (code: Code, by: number): Code =>
  by === 0 ? code : by > 0 ? i64.shl(code, i64.const(BigInt(by))) : i64.shrU(code, i64.const(BigInt(-by)))

/** The field as an i64. */
export function readField(words: readonly Local[], { bit, width }: BitField): Code {
  const word = bit >>> 6
  const shift = bit & 63
  const low = shifted(get(words[word] as Local), -shift)
  if (shift + width > 64) {
    const high = shifted(get(words[word + 1] as Local), 64 - shift)
    return i64.and(i64.or(low, high), i64.const(ones(width)))
  }
  return shift + width === 64 ? low : i64.and(low, i64.const(ones(width)))
}

/**
 * Sets the fields in `target` to the given values, the rest to that of `words`; either may be the other.
 * @param values an i64 for each field, without bits beyond its width
 */
export function writeFields(
  target: readonly Local[],
  words: readonly Local[],
  fields: readonly BitField[],
  values: readonly Code[],
): Code {
  return words.map((word, k) => {
    let mask = 0n
    const parts = fields.flatMap(({ bit, width }, i) => {
      const from = bit - k * 64
      if (from >= 64 || from + width <= 0) return []
      mask |= BigInt.asUintN(64, from >= 0 ? ones(width) << BigInt(from) : ones(width) >> BigInt(-from))
      return [shifted(values[i] as Code, from)]
    })
    if (parts.length === 0) return target === words ? [] : set(target[k] as Local, get(word))
    const kept = i64.and(get(word), i64.const(BigInt.asIntN(64, ~mask)))
    return set(
      target[k] as Local,
      parts.reduce((sum, part) => i64.or(sum, part), kept),
    )
  })
}
