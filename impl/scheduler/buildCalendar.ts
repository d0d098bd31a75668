/**
 * Makes the images that `calendar.ts` works on, and changes the budgets in them. Not for the packet path: both take time in
 * proportion to the number of partitions.
 */
import {
  BUCKET_WORDS,
  BUCKETS_START,
  BUDGET,
  CHARGE_MIN,
  CYCLE,
  CYCLE_BYTES,
  CYCLE_COUNT,
  HEAD_WORDS,
  LAST_CYCLE,
  OLD_BUDGET,
  OLD_CYCLES,
  PARTITION_COUNT,
  PARTITION_WORDS,
} from './calendar.ts'
import { ENTRY_WORDS } from './entry.ts'
import { requireWhole } from './range.ts'

export interface CalendarPlan {
  /** what the line can send in a cycle, in bytes: 1 to 2^30 */
  readonly cycleBytes: number
  /** of each partition, the bytes that it may send in a cycle; a packet that is longer never fits */
  readonly budgets: ArrayLike<number>
  /** cycles in the ring, a power of two from 2 to 2^16: a packet waits for fewer than so many */
  readonly cycles: number
  /** a shorter packet is charged as if it had so many bytes: 1 to `cycleBytes`; 64 if not given, the shortest Ethernet frame */
  readonly chargeMin?: number
  /** the number of the cycle that is present at first: 0 if not given */
  readonly cycle?: number
}

/**
 * @throws RangeError where a number is out of range, budgets sum up to more than `cycleBytes`, or the image would be too large
 * Size: 64 bytes, 16 for each partition, and for each cycle of the ring 4 and 12 for each packet that it can hold, which are
 * `cycleBytes / chargeMin`, whatever the number of partitions.
 */
export function buildCalendar(plan: CalendarPlan): Uint32Array<ArrayBuffer> {
  const { cycleBytes, budgets, cycles, chargeMin = 64, cycle = 0 } = plan
  requireWhole('cycleBytes', cycleBytes, 1, 2 ** 30)
  requireWhole('cycles', cycles, 2, 2 ** 16)
  if ((cycles & (cycles - 1)) !== 0) throw new RangeError(`cycles is ${cycles}, but must be a power of two`)
  requireWhole('chargeMin', chargeMin, 1, cycleBytes)
  requireWhole('cycle', cycle, 0, 2 ** 32 - 1)
  requireBudgets(budgets, cycleBytes)
  const bucketsStart = HEAD_WORDS + budgets.length * PARTITION_WORDS
  const bucketWords = 1 + Math.floor(cycleBytes / chargeMin) * ENTRY_WORDS
  const size = bucketsStart + cycles * bucketWords
  if (size > 2 ** 30)
    throw new RangeError(`the calendar would take ${size * 4} bytes: ask for fewer cycles, or a larger chargeMin`)
  const calendar = new Uint32Array(size)
  calendar[PARTITION_COUNT] = budgets.length
  calendar[CYCLE_COUNT] = cycles
  calendar[CYCLE_BYTES] = cycleBytes
  calendar[CHARGE_MIN] = chargeMin
  calendar[BUCKET_WORDS] = bucketWords
  calendar[BUCKETS_START] = bucketsStart
  calendar[CYCLE] = cycle
  for (let partition = 0; partition < budgets.length; partition++) {
    const record = HEAD_WORDS + partition * PARTITION_WORDS
    calendar[record + BUDGET] = budgets[partition] as number
    // Nothing is booked: the present cycle is none of those that can be.
    calendar[record + LAST_CYCLE] = cycle
  }
  return calendar
}

/**
 * Gives all partitions new budgets, from the first cycle on that nothing can have been booked for: a ring of cycles from now.
 * Until then the old budgets hold, so that no cycle holds more than the line can send in it.
 *
 * @returns false, and nothing is changed, while an earlier change is still to come into force
 * @throws RangeError where there is not one budget for each partition, or they sum up to more than the line can send
 */
export function changeBudgets(calendar: Uint32Array, budgets: ArrayLike<number>): boolean {
  if (budgets.length !== calendar[PARTITION_COUNT])
    throw new RangeError(`there are ${calendar[PARTITION_COUNT]} partitions, but ${budgets.length} budgets`)
  requireBudgets(budgets, calendar[CYCLE_BYTES] as number)
  if (calendar[OLD_CYCLES] !== 0) return false
  for (let partition = 0; partition < budgets.length; partition++) {
    const record = HEAD_WORDS + partition * PARTITION_WORDS
    calendar[record + OLD_BUDGET] = calendar[record + BUDGET] as number
    calendar[record + BUDGET] = budgets[partition] as number
  }
  calendar[OLD_CYCLES] = calendar[CYCLE_COUNT] as number
  return true
}

function requireBudgets(budgets: ArrayLike<number>, cycleBytes: number): void {
  let sum = 0
  for (let partition = 0; partition < budgets.length; partition++) {
    requireWhole(`the budget of partition ${partition}`, budgets[partition] as number, 0, cycleBytes)
    sum += budgets[partition] as number
  }
  if (sum > cycleBytes)
    throw new RangeError(`the budgets sum up to ${sum} bytes, but a cycle has ${cycleBytes}: make some of them smaller`)
}
