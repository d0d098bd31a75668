/**
 * Bytes of the WebAssembly binary format. In: numbers, texts and nested code. Out: bytes, all integers in LEB128.
 * Source: WebAssembly core specification, chapter 5 "Binary Format".
 */

/** Nested bytes. Nesting costs nothing to build on, and the same part may occur several times; it is flattened once. */
export type Code = readonly (number | Code)[]

/** All bytes of `code`, in order. */
export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  // A stack of its own: generated expressions may be nested deeper than calls can be.
  const pending: (number | Code)[] = [code]
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part === 'number') bytes.push(part)
    else for (let i = part.length - 1; i >= 0; i--) pending.push(part[i] as number | Code)
  }
  return Uint8Array.from(bytes)
}

/** An unsigned integer below 2^32. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return [...bytes, rest]
}

/** A signed integer of at most 32 bits. */
export function signed(value: number): Code {
  const bytes: number[] = []
  let rest = value
  // Bit 6 of the last byte is the sign of all bits above it.
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  return [...bytes, rest & 0x7f]
}

/** A signed integer of at most 64 bits. */
export function signed64(value: bigint): Code {
  const bytes: number[] = []
  let rest = value
  for (; rest < -0x40n || rest > 0x3fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return [...bytes, Number(rest & 0x7fn)]
}

/** A vector: the number of its items, then the items. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), ...items]

/** A vector of the bytes of `content`. */
export function sized(content: Code): Code {
  const bytes = flatten(content)
  return [unsigned(bytes.length), Array.from(bytes)]
}

/** A name in UTF-8. */
export const text = (name: string): Code => sized(Array.from(new TextEncoder().encode(name)))
