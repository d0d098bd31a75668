import { expect, it } from 'vitest'
import { byteSize, counted, duration, grouped } from './numbers.ts'

it('groups digits by three', () => {
  expect([999, 1000, 1234567].map(grouped)).toEqual(['999', '1,000', '1,234,567'])
})

it('says one thing in the singular, none and many in the plural', () => {
  expect([0, 1, 2].map(n => counted(n, 'state'))).toEqual(['0 states', '1 state', '2 states'])
})

it('writes a duration in the unit that suits it', () => {
  expect([4, 99.4, 99.6, 1250, 59_990, 60_000, 125_400].map(duration)).toEqual([
    '4 ms',
    '99 ms',
    '0.1 s',
    '1.3 s',
    '60.0 s',
    '1 min 0 s',
    '2 min 5 s',
  ])
})

it('writes a size in binary units', () => {
  expect([512, 1024, 1536, 2 ** 31].map(byteSize)).toEqual(['512 B', '1 KB', '1.5 KB', '2 GB'])
})
