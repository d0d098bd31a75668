import { expect, it } from 'vitest'
import { plain } from '../source/palette.ts'
import { paletteFor } from './color.ts'

it('colours a terminal unless NO_COLOR is set to something', () => {
  expect(paletteFor('auto', true, undefined)).not.toBe(plain)
  expect(paletteFor('auto', true, '')).not.toBe(plain)
  expect(paletteFor('auto', true, '1')).toBe(plain)
  expect(paletteFor('auto', false, undefined)).toBe(plain)
})

it('does as --color says, whatever the rest', () => {
  expect(paletteFor('always', false, '1')).not.toBe(plain)
  expect(paletteFor('never', true, undefined)).toBe(plain)
})

it('ends each attribute by itself, so that they nest', () => {
  const { bold, error } = paletteFor('always', true, undefined)
  expect(bold(`a${error('b')}c`)).toBe('\u001B[1ma\u001B[31mb\u001B[39mc\u001B[22m')
})
