import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildLookup } from '../lookup/buildLookup.ts'
import { type Patch, patched } from '../patched.fixture.ts'
import { NONE, type Words } from '../words.ts'
import { HEADER_FIELDS } from './fields.ts'
import { mutants } from './ipv4.mutants.fixture.ts'
import * as ipv4 from './ipv4.ts'
import { hasPorts, isFlagged, LATER_FRAGMENT, MALFORMED, OF_FLOW, PLAIN, SHORT } from './ipv4.ts'
import { writeHeader } from './writeIpv4.ts'

/** Bytes as they come, behind some others, in words. */
function received(bytes: readonly number[], at = 3): { packets: Uint32Array; at: number; length: number } {
  const packets = new Uint32Array(at + Math.ceil(bytes.length / 4))
  new Uint8Array(packets.buffer).set(bytes, 4 * at)
  return { packets, at, length: bytes.length }
}
const bytesFrom = (text: string) => text.split(' ').map(byte => Number.parseInt(byte, 16))

/** The sum of RFC 791, by bytes in the order of the network. */
function isRightByBytes(header: readonly number[]): boolean {
  let sum = 0
  for (let i = 0; i < header.length; i += 2) sum += (header[i] as number) * 256 + (header[i + 1] as number)
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000)
  return sum === 0xffff
}

/** An example of textbooks, made shorter: UDP from 192.168.0.1 to 192.168.0.199, with a right checksum; and its ports. */
const EXAMPLE = bytesFrom('45 00 00 1c 00 00 40 00 40 11 b8 b8 c0 a8 00 01 c0 a8 00 c7 14 e9 00 35 00 08 00 00')
const changed = (changes: Readonly<Record<number, number>>, bytes = EXAMPLE) =>
  bytes.map((byte, i) => changes[i] ?? byte)
const fields = fc
  .record({
    addresses: fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)),
    ports: fc.tuple(fc.nat(0xffff), fc.nat(0xffff)),
    protocol: fc.oneof(fc.constantFrom(1, 6, 17, 132), fc.nat(0xff)),
    flow: fc.nat(0xffffffff),
    length: fc.integer({ min: 28, max: 1500 }),
    service: fc.nat(0xff),
    fragment: fc
      .nat(0x7ffff)
      .map(n => ((n & 0xffff) << 16) | ((n >>> 16) << 13))
      .map(n => n >>> 0),
    timeToLive: fc.nat(0xff),
  })
  .map(f => [
    ...f.addresses,
    ...(hasPorts(f.protocol) ? f.ports : [0, 0]),
    f.protocol,
    isFlagged(f.service) ? f.flow : 0,
    f.length,
    f.service,
    f.fragment,
    f.timeToLive,
  ])

/** What these functions are to do, by its name. */
function claims({ isIntact, kindOf, overlayOf, readHeader }: typeof ipv4): Readonly<Record<string, () => void>> {
  const kind = (bytes: readonly number[]) => {
    const { packets, at, length } = received(bytes)
    return kindOf(packets, at, length)
  }
  const intact = (bytes: readonly number[]) => {
    const { packets, at } = received(bytes)
    return isIntact(packets, at)
  }
  const read = (bytes: readonly number[]) => {
    const { packets, at, length } = received(bytes)
    const fields: number[] = []
    readHeader(packets, at, kindOf(packets, at, length), fields)
    return fields
  }
  const table: Words = buildLookup([
    [0x01020304, 7],
    [0x41414141, 8],
  ])
  /** Each fragment has the flag; the id is in front of the data of the first only. */
  const fragment = (offset: number, more: boolean, data: readonly number[]) => {
    const bytes = changed({ 1: 0x0c, 3: 20 + data.length, 6: more ? 0x20 : 0, 7: offset / 8 }).slice(0, 20)
    const { packets, at, length } = received([...bytes, ...data])
    const its = kindOf(packets, at, length)
    return { its, overlay: overlayOf(packets, at, its, table), fields: read([...bytes, ...data]) }
  }
  return {
    'a header is read as it was written, wherever it lies, and its checksum is right': () => {
      fc.assert(
        fc.property(fields, fc.nat(5), (written, at) => {
          const packets = new Uint32Array(at + 400).fill(0xdeadbeef)
          const count = writeHeader(written, packets, at)
          const length = written[6] as number
          const bytes = [...new Uint8Array(packets.buffer, 4 * at, 20)]
          expect(isRightByBytes(bytes)).toBe(true)
          expect(isIntact(packets, at)).toBe(true)
          expect(packets[at + count]).toBe(0xdeadbeef)
          const its = kindOf(packets, at, length)
          expect(its).toBe(isFlagged(written[7] as number) ? OF_FLOW : PLAIN)
          const again = new Uint32Array(HEADER_FIELDS)
          readHeader(packets, at, its, again)
          expect([...again]).toEqual(written)
          expect(kindOf(packets, at, length - 1)).toBe(MALFORMED)
        }),
        { seed: 1, numRuns: 500 },
      )
    },

    'a header is read from the bytes of an example': () => {
      expect(isRightByBytes(EXAMPLE.slice(0, 20))).toBe(true)
      expect(kind(EXAMPLE)).toBe(PLAIN)
      expect(read(EXAMPLE)).toEqual([0xc0a80001, 0xc0a800c7, 0x14e9, 53, 17, 0, 28, 0, 0x4000, 64])
    },

    'a header has an id in front of its ports where the service is flagged': () => {
      const bytes = [...changed({ 1: 0x0c, 3: 32 }).slice(0, 20), 0xff, 0xfe, 0xfd, 0xfc, ...EXAMPLE.slice(20)]
      expect(kind(bytes)).toBe(OF_FLOW)
      expect(read(bytes).slice(2, 6)).toEqual([0x14e9, 53, 17, 0xfffefdfc])
    },

    'a header is followed by what it is, however long it is': () => {
      const options = [0x94, 4, 0, 0]
      const bytes = [...changed({ 0: 0x46, 3: 32 }).slice(0, 20), ...options, ...EXAMPLE.slice(20)]
      expect(kind(bytes)).toBe(PLAIN)
      expect(read(bytes).slice(2, 4)).toEqual([0x14e9, 53])
      const ofFlow = [...changed({ 1: 0x0c, 3: 36 }, bytes).slice(0, 24), 1, 2, 3, 4, ...EXAMPLE.slice(20)]
      expect(kind(ofFlow)).toBe(OF_FLOW)
      expect(read(ofFlow).slice(2, 6)).toEqual([0x14e9, 53, 17, 0x01020304])
    },

    'a header is malformed or short where bytes are missing, and never read as something else': () => {
      expect(kind(EXAMPLE.slice(0, 19))).toBe(MALFORMED)
      expect(kind(EXAMPLE.slice(0, 27))).toBe(MALFORMED)
      expect(kind(changed({ 0: 0x65 }))).toBe(MALFORMED)
      expect(kind(changed({ 0: 0x44 }))).toBe(MALFORMED)
      expect(kind(changed({ 0: 0x4f }))).toBe(MALFORMED)
      expect(kind(changed({ 3: 19 }))).toBe(MALFORMED)
      // 20 bytes in all, of a protocol with ports; 24 with a flag, which is an id and no ports
      expect(kind(changed({ 3: 20 }))).toBe(SHORT)
      expect(kind(changed({ 3: 24 }))).toBe(PLAIN)
      expect(kind(changed({ 1: 0x0c, 3: 24 }))).toBe(SHORT)
      expect(kind(changed({ 1: 0x0c, 3: 28 }))).toBe(OF_FLOW)
      expect(kind(changed({ 1: 0x0c, 3: 23, 9: 1 }))).toBe(SHORT)
      expect(kind(changed({ 1: 0x0c, 3: 24, 9: 1 }))).toBe(OF_FLOW)
      // trailing bytes, as Ethernet has them, are no part of a packet
      expect(kind([...EXAMPLE, 0, 0, 0])).toBe(PLAIN)
    },

    'a header is not intact where any bit of it is another': () => {
      expect(intact(EXAMPLE)).toBe(true)
      for (let bit = 0; bit < 160; bit++)
        expect(intact(EXAMPLE.map((byte, i) => (i === bit >>> 3 ? byte ^ (1 << (bit & 7)) : byte)))).toBe(false)
      // with four bytes of options, which the checksum is about as well
      const longer = [
        ...changed({ 0: 0x46, 3: 32, 10: 0x23, 11: 0xb0 }).slice(0, 20),
        0x94,
        4,
        0,
        0,
        ...EXAMPLE.slice(20),
      ]
      expect(isRightByBytes(longer.slice(0, 24))).toBe(true)
      expect(intact(longer)).toBe(true)
      expect(intact(longer.map((byte, i) => (i === 22 ? 1 : byte)))).toBe(false)
    },
    'fragments of a packet are of its overlay as far as they have its id: no data of later ones is taken for an id or for ports':
      () => {
        const first = fragment(0, true, [1, 2, 3, 4, 0x14, 0xe9, 0, 53])
        expect([first.its, first.overlay]).toEqual([OF_FLOW, 7])
        // user's data that are the id of another overlay
        for (const more of [true, false]) {
          const later = fragment(
            8,
            more,
            Array.from({ length: 16 }, () => 0x41),
          )
          expect([later.its, later.overlay]).toEqual([LATER_FRAGMENT, NONE])
          expect(later.fields.slice(2, 6)).toEqual([0, 0, 17, 0])
        }
      },
  }
}

it.each(Object.entries(claims(ipv4)))('%s', (_, claim) => claim())

it.each(Object.entries<Patch>(mutants))('mutant %s is caught', async (_, patch) => {
  const code = (await patched('header/ipv4.ts', patch)) as typeof ipv4
  expect(() => {
    for (const claim of Object.values(claims(code))) claim()
  }).toThrow()
})
