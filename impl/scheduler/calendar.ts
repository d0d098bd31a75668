/**
 * The cycle calendar: time is a row of cycles of equal length, and each partition may send so many bytes in each of them.
 * A packet is given its cycle when it arrives, by what its partition has booked before; nothing else of the others' traffic
 * decides which. What a partition does not use stays unused. So an observer that sees cycles, and not the order within
 * one, sees nothing of the others; one that sees the order within a cycle does (for those, see `slots.ts`).
 *
 * A packet leaves in the cycle after it came at the earliest: a cycle is complete when it begins, and as budgets sum up to
 * no more than the line can send in a cycle, all of it is sent before the next one. Cyclic queueing as in IEEE 802.1Qch.
 *
 * The image, in words: a head of 16; 4 for each partition; a bucket for each cycle of the ring, which is the number of its
 * packets, and 3 for each of them. Buckets hold what budgets allow, so that they never overflow (`calendarCode.test.ts`), and no
 * memory is shared by which partitions could notice each other. Times are numbers of cycles, which wrap at 2^32; a partition
 * that was idle for just that long, less a ring, may take its old bookings for new ones, and be late by as much as a ring.
 */
import type { MutableWords, Words } from '../words.ts'
import { BYTES, ENTRY_WORDS, PACKET, PARTITION } from './entry.ts'

export const PARTITION_COUNT = 0
/** Cycles in the ring, the present one included: a power of two. A packet is booked for one of the others. */
export const CYCLE_COUNT = 1
/** What a cycle may hold in all, in bytes. */
export const CYCLE_BYTES = 2
/** A shorter packet is charged as if it had so many bytes: this bounds how many there are in a cycle. */
export const CHARGE_MIN = 3
/** Words of a bucket, and where the first one begins. */
export const BUCKET_WORDS = 4
export const BUCKETS_START = 5
/** The number of the present cycle. */
export const CYCLE = 6
/** Packets of the present cycle that were sent. */
export const SENT = 7
/** Packets of all cycles that were not. */
export const WAITING = 8
/** For so many cycles, the present one included, the old budgets hold: after a change they are what was booked by. */
export const OLD_CYCLES = 9
/** Where the partitions begin. */
export const HEAD_WORDS = 16

/** Of each partition: bytes in a cycle, the same before the last change, the last cycle booked, the bytes booked in it. */
export const BUDGET = 0
export const OLD_BUDGET = 1
export const LAST_CYCLE = 2
export const BOOKED = 3
export const PARTITION_WORDS = 4

/**
 * Books a packet for the first cycle that has room for it, of those that its partition has not passed by.
 *
 * @param partition any number; there are no packets of what is not a partition
 * @param bytes any number; more than the budget of a cycle never fits
 * @param packet what `dequeue` is to give back; the calendar does not look at it
 * @returns how many cycles from now it is sent, from 1; 0 if it is dropped, because it does not fit or no cycle of the ring has room
 * Cost: constant; two lines of memory.
 */
export function enqueue(calendar: MutableWords, partition: number, bytes: number, packet: number): number {
  if (partition >= (calendar[PARTITION_COUNT] as number)) return 0
  const record = HEAD_WORDS + partition * PARTITION_WORDS
  const cycles = calendar[CYCLE_COUNT] as number
  const now = calendar[CYCLE] as number
  const least = calendar[CHARGE_MIN] as number
  const charge = bytes < least ? least : bytes

  let ahead = ((calendar[record + LAST_CYCLE] as number) - now) >>> 0
  let booked = calendar[record + BOOKED] as number
  if (ahead === 0 || ahead >= cycles) {
    ahead = 1
    booked = 0
  }
  if (charge > room(calendar, record, ahead, booked)) {
    ahead++
    booked = 0
    if (ahead >= cycles || charge > room(calendar, record, ahead, booked)) return 0
  }
  const cycle = (now + ahead) >>> 0
  calendar[record + LAST_CYCLE] = cycle
  calendar[record + BOOKED] = (booked + charge) >>> 0

  const bucket = bucketOf(calendar, cycle)
  const count = calendar[bucket] as number
  const entry = (bucket + 1 + Math.imul(count, ENTRY_WORDS)) >>> 0
  calendar[entry + PACKET] = packet
  calendar[entry + PARTITION] = partition
  calendar[entry + BYTES] = bytes
  calendar[bucket] = (count + 1) >>> 0
  calendar[WAITING] = ((calendar[WAITING] as number) + 1) >>> 0
  return ahead
}

/** The bytes that a partition may still book in a cycle; none where its budget has become smaller than what it booked. */
function room(calendar: Words, record: number, ahead: number, booked: number): number {
  const isOld = ahead < (calendar[OLD_CYCLES] as number)
  const budget = (isOld ? calendar[record + OLD_BUDGET] : calendar[record + BUDGET]) as number
  return booked < budget ? (budget - booked) >>> 0 : 0
}

/** Where the bucket of a cycle begins. */
function bucketOf(calendar: Words, cycle: number): number {
  const index = (cycle & ((calendar[CYCLE_COUNT] as number) - 1)) >>> 0
  return ((calendar[BUCKETS_START] as number) + Math.imul(index, calendar[BUCKET_WORDS] as number)) >>> 0
}

/**
 * Sends the next packet of the present cycle.
 *
 * @returns where its entry is: `calendar[entry + PACKET]`, and so on, until the next call of `advance`; 0 if there is none
 * Cost: constant; one line of memory, the next one mostly.
 */
export function dequeue(calendar: MutableWords): number {
  const bucket = bucketOf(calendar, calendar[CYCLE] as number)
  const sent = calendar[SENT] as number
  if (sent >= (calendar[bucket] as number)) return 0
  calendar[SENT] = (sent + 1) >>> 0
  calendar[WAITING] = ((calendar[WAITING] as number) - 1) >>> 0
  return (bucket + 1 + Math.imul(sent, ENTRY_WORDS)) >>> 0
}

/**
 * Lets time pass up to the cycle `now`, as far as no cycle is left behind with packets in it: send those first. They wait only
 * where the line was slower than it was said to be, and then all partitions notice.
 *
 * @param now less than 2^31 cycles after the present one; what is earlier changes nothing
 * @returns how many cycles are still to pass
 * Cost: constant for each cycle, and at most as many as the ring has.
 */
export function advance(calendar: MutableWords, now: number): number {
  let left = (now - (calendar[CYCLE] as number)) >>> 0
  if (left >= 0x80000000) return 0
  while (left > 0) {
    const passed = turn(calendar, left)
    if (passed === 0) break
    left = (left - passed) >>> 0
  }
  return left
}

/**
 * Ends the present cycle, if all of it was sent, and begins the next one; where nothing waits at all, the one after `left`.
 *
 * @returns how many cycles have passed
 */
export function turn(calendar: MutableWords, left: number): number {
  const cycle = calendar[CYCLE] as number
  const bucket = bucketOf(calendar, cycle)
  if ((calendar[SENT] as number) < (calendar[bucket] as number)) return 0
  const passed = calendar[WAITING] === 0 ? left : 1
  const old = calendar[OLD_CYCLES] as number
  calendar[bucket] = 0
  calendar[SENT] = 0
  calendar[CYCLE] = (cycle + passed) >>> 0
  calendar[OLD_CYCLES] = old > passed ? (old - passed) >>> 0 : 0
  return passed
}
