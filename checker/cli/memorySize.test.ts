import { expect, it } from 'vitest'
import { parseMemorySize } from './memorySize.ts'

it('reads sizes as users write them', () => {
  expect(['100', '4K', '512M', '2G', '1.5g', '2GB'].map(parseMemorySize)).toEqual([
    100,
    2 ** 12,
    2 ** 29,
    2 ** 31,
    1.5 * 2 ** 30,
    2 ** 31,
  ])
})

it.for(['', '0', 'G', '-1G', '2T', 'two', '2 G', 'toString'])('takes %j for no size', text => {
  expect(parseMemorySize(text)).toBeUndefined()
})
