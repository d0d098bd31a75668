/** Makes the images that `slots.ts` works on, and changes the slot tables in them. Not for the path of packets. */
import { NONE } from '../words.ts'
import { ENTRY_WORDS } from './entry.ts'
import { requireWhole } from './range.ts'
import {
  CAPACITY,
  HEAD_WORDS,
  NEXT_TABLE,
  PARTITION_COUNT,
  PARTITION_WORDS,
  RING,
  SLOT_BYTES,
  TABLE,
  TABLE_SLOTS,
} from './slots.ts'

export interface SlotPlan {
  /** the owner of each slot of a round, by its index among the partitions; NONE for a slot that stays empty */
  readonly owners: ArrayLike<number>
  /** of each partition, how many packets may wait: 0 to 2^20 */
  readonly queues: ArrayLike<number>
  /** the longest packet that a slot has time for, in bytes: 1 to 2^30 */
  readonly slotBytes: number
  /** slots of the longest round that may come later: as many as now, if not given */
  readonly slotsMax?: number
}

/**
 * @throws RangeError where a number is out of range, there is no slot, or a slot has an owner that is not there
 * Size: 64 bytes, 16 for each partition, 8 for each slot, and 12 for each packet that may wait.
 */
export function buildSlots({
  owners,
  queues,
  slotBytes,
  slotsMax = owners.length,
}: SlotPlan): Uint32Array<ArrayBuffer> {
  requireWhole('slotBytes', slotBytes, 1, 2 ** 30)
  requireWhole('the number of slots', owners.length, 1, 2 ** 24)
  requireWhole('slotsMax', slotsMax, owners.length, 2 ** 24)
  requireOwners(owners, queues.length, slotsMax)
  const tables = HEAD_WORDS + queues.length * PARTITION_WORDS
  let size = tables + 2 * (1 + slotsMax)
  const rings = Array.from(queues, (capacity, partition) => {
    requireWhole(`the queue of partition ${partition}`, capacity, 0, 2 ** 20)
    const ring = size
    size += capacity * ENTRY_WORDS
    return ring
  })
  if (size > 2 ** 30) throw new RangeError(`the queues would take ${size * 4} bytes: make some of them shorter`)
  const slots = new Uint32Array(size)
  slots[PARTITION_COUNT] = queues.length
  slots[SLOT_BYTES] = slotBytes
  slots[TABLE_SLOTS] = slotsMax
  slots[TABLE] = tables
  slots[NEXT_TABLE] = tables
  writeTable(slots, tables, owners)
  for (const [partition, ring] of rings.entries()) {
    const record = HEAD_WORDS + partition * PARTITION_WORDS
    slots[record + RING] = ring
    slots[record + CAPACITY] = queues[partition] as number
  }
  return slots
}

/**
 * Gives the slots new owners, from the next round on.
 *
 * @returns false, and nothing is changed, while an earlier change is still to come into force
 * @throws RangeError as `buildSlots`
 */
export function changeOwners(slots: Uint32Array, owners: ArrayLike<number>): boolean {
  requireOwners(owners, slots[PARTITION_COUNT] as number, slots[TABLE_SLOTS] as number)
  if (slots[NEXT_TABLE] !== slots[TABLE]) return false
  const first = HEAD_WORDS + (slots[PARTITION_COUNT] as number) * PARTITION_WORDS
  const other = slots[TABLE] === first ? first + 1 + (slots[TABLE_SLOTS] as number) : first
  writeTable(slots, other, owners)
  slots[NEXT_TABLE] = other
  return true
}

function writeTable(slots: Uint32Array, table: number, owners: ArrayLike<number>): void {
  slots[table] = owners.length
  slots.set(owners, table + 1)
}

function requireOwners(owners: ArrayLike<number>, partitions: number, slotsMax: number): void {
  requireWhole('the number of slots', owners.length, 1, slotsMax)
  for (let slot = 0; slot < owners.length; slot++)
    if (owners[slot] !== NONE) requireWhole(`the owner of slot ${slot}`, owners[slot] as number, 0, partitions - 1)
}
