/**
 * The header of a flow: one flag bit, which says whether a payload begins with an id, and four bytes of id, the most
 * significant first. Ids are unsigned; the flag is the lowest bit of a byte whose other bits belong to others.
 */
export interface FlowHeader {
  /** 0 to 2^32 - 1; null where the flag is not set */
  readonly id: number | null
}
/** The byte with the flag, and the first four bytes of the payload. */
export type HeaderBytes = readonly [flags: number, number, number, number, number]

/** @param flags the byte that the flag is put into @param payload what is there where there is no id */
export const writeHeader = (id: number | null, flags: number, payload: HeaderBytes): HeaderBytes =>
  id === null
    ? [flags & 0xfe, payload[1], payload[2], payload[3], payload[4]]
    : [flags | 1, id >>> 24, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff]

/** The id, or null. */
export const readHeader = ([flags, a, b, c, d]: HeaderBytes): number | null =>
  (flags & 1) === 0 ? null : ((a << 24) | (b << 16) | (c << 8) | d) >>> 0

/** Whether ids are the same; they are told apart by all their bits. */
export const isSameFlow = (a: number, b: number): boolean => a >>> 0 === b >>> 0
/** The order of ids in a sorted table: that of unsigned numbers. */
export const isBelow = (a: number, b: number): boolean => a >>> 0 < b >>> 0
