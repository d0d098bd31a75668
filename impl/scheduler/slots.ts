/**
 * Exact time division: slots of equal length go round, each has one owner, and the owner may send one packet in it. A slot that
 * its owner does not need stays empty: lending it would let partitions notice each other. Each partition has a queue of its
 * own. So nothing that a partition can see, slot by slot, depends on the others: which of its packets are dropped, and in
 * which slot each of them is sent.
 *
 * The image, in words: a head of 16; 4 for each partition; two slot tables, of which one is in force, each the number of its
 * slots and their owners; the queues, as rings of 3 words for each packet. There is no clock: each call of `serveSlot` is a slot.
 */
import type { MutableWords } from '../words.ts'
import { BYTES, ENTRY_WORDS, PACKET, PARTITION } from './entry.ts'

export const PARTITION_COUNT = 0
/** The longest packet that a slot has time for. */
export const SLOT_BYTES = 1
/** Where the table in force begins, and the one that comes into force at the end of the round: the same, mostly. */
export const TABLE = 2
export const NEXT_TABLE = 3
/** The index of the present slot in its table. */
export const SLOT = 4
/** Owners that a table has room for. */
export const TABLE_SLOTS = 5
/** Where the partitions begin. */
export const HEAD_WORDS = 16

/** Of each partition: where its ring begins, how many packets it has room for, the place of the first one, how many wait. */
export const RING = 0
export const CAPACITY = 1
export const FIRST = 2
export const COUNT = 3
export const PARTITION_WORDS = 4

/**
 * Appends a packet to the queue of its partition.
 *
 * @param partition any number; there are no packets of what is not a partition
 * @param packet what `serveSlot` is to give back
 * @returns in which slot of its own it is sent, from 1; 0 if it is dropped, because the queue is full or the packet is too long
 * Cost: constant; two lines of memory.
 */
export function enqueueForSlot(slots: MutableWords, partition: number, bytes: number, packet: number): number {
  if (partition >= (slots[PARTITION_COUNT] as number) || bytes > (slots[SLOT_BYTES] as number)) return 0
  const record = HEAD_WORDS + partition * PARTITION_WORDS
  const capacity = slots[record + CAPACITY] as number
  const count = slots[record + COUNT] as number
  if (count >= capacity) return 0
  const behind = ((slots[record + FIRST] as number) + count) >>> 0
  const place = behind < capacity ? behind : (behind - capacity) >>> 0
  const entry = ((slots[record + RING] as number) + Math.imul(place, ENTRY_WORDS)) >>> 0
  slots[entry + PACKET] = packet
  slots[entry + PARTITION] = partition
  slots[entry + BYTES] = bytes
  slots[record + COUNT] = (count + 1) >>> 0
  return (count + 1) >>> 0
}

/**
 * Serves the present slot, from its begin to its end: its owner sends the packet that waits first, if any.
 *
 * @returns where the entry of the packet is: `slots[entry + PACKET]`, and so on, until the next packet is enqueued; 0 if the slot stays empty
 * Cost: constant; three lines of memory.
 */
export function serveSlot(slots: MutableWords): number {
  const table = slots[TABLE] as number
  const slot = slots[SLOT] as number
  const owner = slots[table + 1 + slot] as number
  const next = (slot + 1) >>> 0
  if (next < (slots[table] as number)) slots[SLOT] = next
  else {
    slots[SLOT] = 0
    slots[TABLE] = slots[NEXT_TABLE] as number
  }
  return owner < (slots[PARTITION_COUNT] as number) ? sendFirst(slots, HEAD_WORDS + owner * PARTITION_WORDS) : 0
}

function sendFirst(slots: MutableWords, record: number): number {
  const count = slots[record + COUNT] as number
  if (count === 0) return 0
  const first = slots[record + FIRST] as number
  const next = (first + 1) >>> 0
  slots[record + FIRST] = next < (slots[record + CAPACITY] as number) ? next : 0
  slots[record + COUNT] = (count - 1) >>> 0
  return ((slots[record + RING] as number) + Math.imul(first, ENTRY_WORDS)) >>> 0
}
