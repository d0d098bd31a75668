/**
 * Tells what a calendar does, event by event, so that it can be held against its spec. Who does not record calls the calendar's own
 * functions, which know nothing of this: it costs nothing where it is absent.
 */
import { advance, CYCLE, dequeue, enqueue } from '../scheduler/calendar.ts'
import { BYTES, PARTITION } from '../scheduler/entry.ts'
import type { MutableWords } from '../words.ts'

export type CalendarEvent =
  /** a packet is booked for so many cycles from now */
  | { readonly event: 'booked'; readonly partition: number; readonly bytes: number; readonly cycles: number }
  | { readonly event: 'dropped'; readonly partition: number; readonly bytes: number }
  /** the next cycle begins */
  | { readonly event: 'cycle'; readonly cycle: number }
  /** a packet is sent; with it, its partition has sent so many bytes in this cycle */
  | { readonly event: 'sent'; readonly partition: number; readonly bytes: number; readonly inCycle: number }
  /** nothing is left to be sent in this cycle; of each partition, the bytes that were */
  | { readonly event: 'idle'; readonly bytes: readonly number[] }
export type CalendarSink = (event: CalendarEvent) => void

/** The functions of a calendar: those of `scheduler/calendar.ts`, or what takes their place. */
export interface CalendarCode {
  readonly enqueue: typeof enqueue
  readonly dequeue: typeof dequeue
  readonly advance: typeof advance
}

/**
 * The same functions, of one calendar, which tell `sink` what they do.
 *
 * @param partitions how many there are
 */
export function recorded(
  sink: CalendarSink,
  partitions: number,
  code: CalendarCode = { enqueue, dequeue, advance },
): CalendarCode {
  const bytesSent = new Array<number>(partitions).fill(0)
  return {
    enqueue(calendar: MutableWords, partition: number, bytes: number, packet: number): number {
      const cycles = code.enqueue(calendar, partition, bytes, packet)
      if (partition >= partitions) return cycles
      sink(cycles === 0 ? { event: 'dropped', partition, bytes } : { event: 'booked', partition, bytes, cycles })
      return cycles
    },
    dequeue(calendar: MutableWords): number {
      const entry = code.dequeue(calendar)
      if (entry === 0) {
        sink({ event: 'idle', bytes: [...bytesSent] })
        return entry
      }
      const partition = calendar[entry + PARTITION] as number
      const bytes = calendar[entry + BYTES] as number
      const inCycle = (bytesSent[partition] as number) + bytes
      bytesSent[partition] = inCycle
      sink({ event: 'sent', partition, bytes, inCycle })
      return entry
    },
    /** One cycle after the other, so that none passes unseen. */
    advance(calendar: MutableWords, now: number): number {
      let left = (now - (calendar[CYCLE] as number)) >>> 0
      if (left >= 2 ** 31) return 0
      for (; left > 0; left--) {
        const next = ((calendar[CYCLE] as number) + 1) >>> 0
        if (code.advance(calendar, next) > 0) break
        bytesSent.fill(0)
        sink({ event: 'cycle', cycle: next })
      }
      return left
    },
  }
}
