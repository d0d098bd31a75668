import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

it('finds the candidate with the fewest edits', () => {
  expect(nearest('leese', ['release', 'lease', 'commit'])).toBe('lease')
  expect(nearest('recieve', ['renew', 'receive'])).toBe('receive')
})

it('takes upper and lower case as the same', () => {
  expect(nearest('nodoubleGRANT', ['noDoubleGrant'])).toBe('noDoubleGrant')
})

it('allows edits in a third of the characters, not more', () => {
  expect(nearest('abcdef', ['abcdXY'])).toBe('abcdXY')
  expect(nearest('abcdef', ['abcXYZ'])).toBeUndefined()
  expect(nearest('ab', ['a'])).toBe('a')
  expect(nearest('ab', [])).toBeUndefined()
})
