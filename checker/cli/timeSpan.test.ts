import { expect, it } from 'vitest'
import { parseTimeSpan } from './timeSpan.ts'

it('reads spans of time as users write them', () => {
  expect(['60', '90s', '5m', '500ms', '1.5h', '0.2'].map(parseTimeSpan)).toEqual([
    60_000, 90_000, 300_000, 500, 5_400_000, 200,
  ])
})

it.for(['', '0', 's', '-1s', '2d', 'soon', '2 s', '5M', '337h', 'toString'])('takes %j for no span of time', text => {
  expect(parseTimeSpan(text)).toBeUndefined()
})
