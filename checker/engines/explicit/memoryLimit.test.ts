import { totalmem } from 'node:os'
import { expect, it } from 'vitest'
import { defaultMemoryBytes, machineBytes } from './memoryLimit.ts'

it('takes two gigabytes, and no more than three quarters of what there is', () => {
  expect([2 ** 40, 2 ** 32, 2 ** 31, 2 ** 20].map(defaultMemoryBytes)).toEqual([
    2 ** 31,
    2 ** 31,
    1.5 * 2 ** 30,
    786_432,
  ])
})

it('finds out what there is', () => {
  expect(machineBytes()).toBeGreaterThan(2 ** 26)
  expect(machineBytes()).toBeLessThanOrEqual(totalmem())
})
