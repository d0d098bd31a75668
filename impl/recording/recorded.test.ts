import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { logs } from '../../traces/core/record/record.ts'
import { buildCalendar } from '../scheduler/buildCalendar.ts'
import { type CalendarEvent, recorded } from './recorded.ts'

const folder = path.join(import.meta.dirname, '../../traces/core')

it('tells all that a calendar does, one cycle after the other, and nothing of strays', () => {
  const calendar = buildCalendar({ cycleBytes: 200, budgets: [100, 100], cycles: 4 })
  const events: CalendarEvent[] = []
  const { enqueue, dequeue, advance } = recorded(event => events.push(event), 2)
  expect([enqueue(calendar, 0, 70, 1), enqueue(calendar, 0, 70, 2), enqueue(calendar, 1, 101, 3)]).toEqual([1, 2, 0])
  expect(enqueue(calendar, 7, 1, 4)).toBe(0)
  // The second cycle cannot begin while a packet of the first one waits.
  expect(advance(calendar, 2)).toBe(1)
  expect([dequeue(calendar) > 0, dequeue(calendar), advance(calendar, 1)]).toEqual([true, 0, 0])
  expect(events).toEqual([
    { event: 'booked', partition: 0, bytes: 70, cycles: 1 },
    { event: 'booked', partition: 0, bytes: 70, cycles: 2 },
    { event: 'dropped', partition: 1, bytes: 101 },
    { event: 'cycle', cycle: 1 },
    { event: 'sent', partition: 0, bytes: 70, inCycle: 70 },
    { event: 'idle', bytes: [70, 0] },
  ])
})

describe('the logs of the core', () => {
  it('are what it does today', async () => {
    const files = globSync('{accepted,rejected}/*.jsonl', { cwd: folder }).sort()
    const recordedNow = await logs()
    expect(files).toEqual([...recordedNow.keys()].sort())
    for (const file of files) expect(readFileSync(path.join(folder, file), 'utf8')).toBe(recordedNow.get(file))
  })
})
