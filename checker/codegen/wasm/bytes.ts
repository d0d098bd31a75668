/**
 * Bytes of the WebAssembly binary format. In: numbers, texts and nested code. Out: bytes, all integers in LEB128.
 * Source: WebAssembly core specification, chapter 5 "Binary Format".
 */

/** Nested bytes. Nesting costs nothing to build on, and the same part may occur several times; it is flattened once. */
export type Code = readonly (number | Code | Uint8Array)[]

/** All bytes of `code`, in order. */
export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1024)
  let length = 0
  const reserve = (count: number) => {
    if (length + count > bytes.length) {
      const larger = new Uint8Array(2 * (length + count))
      larger.set(bytes)
      bytes = larger
    }
  }
  // A stack of its own: generated expressions may be nested deeper than calls can be.
  const pending: (number | Code | Uint8Array)[] = [code]
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part === 'number') {
      reserve(1)
      bytes[length++] = part
    } else if (part instanceof Uint8Array) {
      reserve(part.length)
      bytes.set(part, length)
      length += part.length
    } else {
      for (let i = part.length - 1; i >= 0; i--) pending.push(part[i] as number | Code | Uint8Array)
    }
  }
  return bytes.slice(0, length)
}

/** An unsigned integer below 2^32. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return bytes
}

/** A signed integer of at most 32 bits. */
export function signed(value: number): Code {
  const bytes: number[] = []
  let rest = value
  // Bit 6 of the last byte is the sign of all bits above it.
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest & 0x7f)
  return bytes
}

/** A signed integer of at most 64 bits. */
export function signed64(value: bigint): Code {
  const bytes: number[] = []
  let rest = value
  for (; rest < -0x40n || rest > 0x3fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest & 0x7fn))
  return bytes
}

/** A vector: the number of its items, then the items. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), ...items]

/** A vector of the bytes of `content`. */
export function sized(content: Code): Code {
  const bytes = flatten(content)
  return [unsigned(bytes.length), bytes]
}

/** A name in UTF-8. */
export const text = (name: string): Code => sized([new TextEncoder().encode(name)])
