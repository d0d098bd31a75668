import { expect, it } from 'vitest'
import { report } from './fixtures/seat.ts'
import { memoryLines } from './memoryText.ts'

it('tells what states, parents and table take, and what that makes for each state', () => {
  const memory = { rowBytes: 9872, parentBytes: 4936, tableBytes: 16_384, slots: 2048 }
  expect(memoryLines({ ...report([]), memory })).toEqual([
    'memory 30.5 KB: states 9.6 KB, parents 4.8 KB, table 16 KB (60% of 2,048 slots used); 25.3 bytes per state',
  ])
  expect(memoryLines({ ...report([]), memory: { ...memory, diskBytes: 1024 } })[0]).toMatch(
    /bytes per state; on disk 1 KB$/,
  )
})

it('tells nothing where no states are kept', () => {
  expect(memoryLines(report([]))).toEqual([])
})
