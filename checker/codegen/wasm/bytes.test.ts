import { describe, expect, it } from 'vitest'
import { type Code, flatten, signed, signed64, sized, text, unsigned } from './bytes.ts'

const bytesOf = (code: Code) => [...flatten(code)]

/** LEB128 read back, by its definition. */
function decode(bytes: readonly number[], isSigned: boolean): bigint {
  let value = bytes.reduce((sum, byte, i) => sum | (BigInt(byte & 0x7f) << BigInt(7 * i)), 0n)
  if (isSigned && ((bytes.at(-1) as number) & 0x40) !== 0) value -= 1n << BigInt(7 * bytes.length)
  return value
}

/** Both sides of every power of two. */
const powers = Array.from({ length: 65 }, (_, i) => 1n << BigInt(i)).flatMap(p => [p - 1n, p, p + 1n])
const shortest = (value: bigint, isSigned: boolean): number => {
  let length = 1
  const fits = (n: number) =>
    isSigned ? value >= -(1n << BigInt(7 * n - 1)) && value < 1n << BigInt(7 * n - 1) : value < 1n << BigInt(7 * n)
  while (!fits(length)) length++
  return length
}

describe('LEB128', () => {
  it('encodes the examples of its definition', () => {
    expect(bytesOf(unsigned(624_485))).toEqual([0xe5, 0x8e, 0x26])
    expect(bytesOf(signed(-123_456))).toEqual([0xc0, 0xbb, 0x78])
    expect(bytesOf(signed(-1))).toEqual([0x7f])
    expect(bytesOf(signed(64))).toEqual([0xc0, 0x00])
  })

  it('encodes unsigned numbers around all powers of two, in as few bytes as hold them', () => {
    for (const value of powers.filter(v => v < 1n << 32n)) {
      const bytes = bytesOf(unsigned(Number(value)))
      expect([decode(bytes, false), bytes.length]).toEqual([value, shortest(value, false)])
    }
  })

  it('encodes signed numbers around all powers of two, in as few bytes as hold them', () => {
    const values = powers.flatMap(v => [v, -v])
    for (const value of values.filter(v => BigInt.asIntN(32, v) === v)) {
      const bytes = bytesOf(signed(Number(value)))
      expect([decode(bytes, true), bytes.length]).toEqual([value, shortest(value, true)])
    }
    for (const value of values.filter(v => BigInt.asIntN(64, v) === v)) {
      const bytes = bytesOf(signed64(value))
      expect([decode(bytes, true), bytes.length]).toEqual([value, shortest(value, true)])
    }
  })
})

describe('flatten', () => {
  it('keeps the order, and parts that occur twice', () => {
    const part = [2, [3, []]]
    expect(bytesOf([1, part, [part, 4]])).toEqual([1, 2, 3, 2, 3, 4])
  })

  it('flattens code nested deeper than calls can be', () => {
    let code: Code = []
    for (let i = 0; i < 100_000; i++) code = [code, i & 0xff]
    expect(flatten(code)).toHaveLength(100_000)
  })
})

it('sizes count bytes, not parts or characters', () => {
  expect(bytesOf(sized([[1, 2], 3]))).toEqual([3, 1, 2, 3])
  expect(bytesOf(text('é'))).toEqual([2, 0xc3, 0xa9])
})
